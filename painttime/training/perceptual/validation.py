"""How well the small network ranks pictures as the large one does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from scipy import stats

from painttime.core.image import RGB8, Float32
from painttime.networks.perceptual import PerceptualNetwork
from painttime.simulation.painter import make_subject, simulate
from painttime.training.perceptual.batches import as_tensor
from painttime.training.perceptual.teacher import Teacher
from painttime.training.perceptual.versions import version_of

SIDE_PX = 192
NUM_VERSIONS = 6
MOMENTS = (0.1, 0.35, 0.6, 0.85)

Rival = Callable[[RGB8, RGB8], float]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Judged:
    """A picture and others, with the distances of the large network, (n,).

    kind: "versions", as in training, or "canvases": states of a simulated painting, never trained on.
    """

    kind: str
    picture: RGB8
    others: tuple[RGB8, ...]
    distances: Float32


def judge(paintings: Sequence[RGB8], teacher: Teacher, seed: int) -> list[Judged]:
    """Return two entries a painting: versions of it, and canvases on the way to it."""
    rng = np.random.default_rng(seed)
    found = []
    for number, painting in enumerate(paintings):
        picture = _square(painting)
        elsewhere = _square(paintings[(number + 1) % len(paintings)])
        versions = tuple(version_of(picture, elsewhere, rng) for _ in range(NUM_VERSIONS))
        for kind, others in (("versions", versions), ("canvases", _canvases(picture, number))):
            distances = _teacher_distances(teacher, picture, others)
            found.append(Judged(kind=kind, picture=picture, others=others, distances=distances))
    return found


def agreement(judged: Sequence[Judged], rival: Rival) -> dict[str, float]:
    """Return for each kind the rank correlation over all pairs, and how often two are ordered alike.

    Keys: KIND_spearman (-1..1) and KIND_order (share of pairs of others of one picture, 0..1).
    """
    measures = {}
    for kind in sorted({one.kind for one in judged}):
        own: list[float] = []
        given: list[float] = []
        alike: list[bool] = []
        for one in judged:
            if one.kind != kind:
                continue
            distances = np.array([rival(one.picture, other) for other in one.others])
            own.extend(distances)
            given.extend(one.distances)
            rows, columns = np.triu_indices(len(distances), 1)
            alike.extend(
                np.sign(distances[rows] - distances[columns])
                == np.sign(one.distances[rows] - one.distances[columns])
            )
        measures[f"{kind}_spearman"] = float(stats.spearmanr(own, given).statistic)
        measures[f"{kind}_order"] = float(np.mean(alike))
    return measures


def network_rival(network: PerceptualNetwork) -> Rival:
    """Return the distance by a network."""

    @torch.inference_mode()
    def distance(picture: RGB8, other: RGB8) -> float:
        return float(network(as_tensor([picture]), as_tensor([other])))

    return distance


def plain_rival(picture: RGB8, other: RGB8) -> float:
    """Return the mean absolute difference, what a distance without any network says."""
    return float(np.abs(picture.astype(np.int16) - other).mean())


def _teacher_distances(teacher: Teacher, picture: RGB8, others: Sequence[RGB8]) -> Float32:
    features = teacher.features(as_tensor([picture, *others]))
    number = torch.arange(1, len(others) + 1)
    maps = teacher.maps(features, torch.zeros_like(number), number)
    means = torch.stack([layer.mean(dim=(1, 2)) for layer in maps]).mean(dim=0)
    return np.asarray(means.numpy(), dtype=np.float32)


def _canvases(picture: RGB8, seed: int) -> tuple[RGB8, ...]:
    quarters = np.ones(picture.shape[:2], dtype=np.uint8)
    quarters[SIDE_PX // 2 :] += 1
    quarters[:, SIDE_PX // 2 :] += 2
    subject = make_subject(picture, quarters, (1, 2, 3, 4), ground=(240, 236, 226), seed=seed)
    process = simulate(subject, seed)
    return tuple(process.frame(moment) for moment in MOMENTS)


def _square(painting: RGB8) -> RGB8:
    side = min(painting.shape[:2])
    top, left = ((length - side) // 2 for length in painting.shape[:2])
    piece = painting[top : top + side, left : left + side]
    return np.asarray(cv2.resize(piece, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA), dtype=np.uint8)
