"""Batches for the scene parser: views of labelled paintings, and collages.

B  pictures of a batch   h, w  sides of a view in pixels
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from painttime.core.image import RGB8, Float32, Labels
from painttime.networks.scene_parser import STRIDE_OUT_PX
from painttime.segmentation.scenes.kinds import SCENE_KINDS
from painttime.training.portraits.appearance import varied_appearance
from painttime.training.scenes.collages import PLAIN_KINDS, CollageMaker
from painttime.training.scenes.labels import UNKNOWN
from painttime.training.scenes.scenes import Scene

VIEW_SIDES_PX = ((224, 288), (288, 224), (256, 256))
"""(height, width) of the views of a batch."""

EVEN_KINDS = (*PLAIN_KINDS, "skin", "hair")
"""Within these no border is expected; within others (figures, buildings, ...) there may be one."""

EVEN_WEIGHT = 0.3
"""How much a place within an even kind counts as one without a border; in collages that is known for sure."""

BORDER_MARGIN = 1
"""A border between kinds lies so many cells about where the labels have it: at the strongest edge there."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SceneBatch:
    """What a step trains on.

    pictures: (B, 3, h, w), 0..1.
    kinds: (B, h/4, w/4) int64, numbers in SCENE_KINDS or UNKNOWN.
    borders: (B, 1, h/4, w/4), 0 or 1.
    border_weights: (B, 1, h/4, w/4), how much each place counts.
    """

    pictures: Tensor
    kinds: Tensor
    borders: Tensor
    border_weights: Tensor


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class View:
    """pixels: (h, w, 3) uint8. kinds: (h/4, w/4) uint8. borders, weights: (h/4, w/4) float32."""

    pixels: RGB8
    kinds: Labels
    borders: Float32
    weights: Float32


def scene_batches(
    scenes: list[Scene], collages: CollageMaker, *, views: int, num_collages: int, seed: int
) -> Iterator[SceneBatch]:
    """Yield batches of views of paintings and of collages for ever; deterministic by seed.

    views, num_collages: how many of either in a batch.
    Paintings come in a random order, each as often as the others; those of a batch have a like shape.
    """
    rng = np.random.default_rng(seed)
    waiting: dict[tuple[int, int], list[Scene]] = {sides: [] for sides in VIEW_SIDES_PX}
    while True:
        for number in rng.permutation(len(scenes)).tolist():
            sides = fitting_sides(scenes[number])
            waiting[sides].append(scenes[number])
            if len(waiting[sides]) == views:
                made = [scene_view(scene, *sides, rng) for scene in waiting[sides]]
                made += [collage_view(collages, *sides, rng) for _ in range(num_collages)]
                waiting[sides] = []
                yield as_batch(made)


def fitting_sides(scene: Scene) -> tuple[int, int]:
    """Return the sides of a view most like the painting in shape."""
    height, width = scene.pixels.shape[:2]
    return min(VIEW_SIDES_PX, key=lambda sides: abs(np.log(sides[0] / sides[1] * width / height)))


def as_batch(views: list[View]) -> SceneBatch:
    """Return views of one size as tensors."""
    pictures = torch.from_numpy(np.stack([view.pixels for view in views])).permute(0, 3, 1, 2)
    return SceneBatch(
        pictures=(pictures.float() / 255).contiguous(memory_format=torch.channels_last),
        kinds=torch.from_numpy(np.stack([view.kinds for view in views]).astype(np.int64)),
        borders=torch.from_numpy(np.stack([view.borders for view in views]))[:, None],
        border_weights=torch.from_numpy(np.stack([view.weights for view in views]))[:, None],
    )


def scene_view(scene: Scene, height_px: int, width_px: int, rng: np.random.Generator) -> View:
    """Return a part of a painting, most of it, mirrored half of the time and in other light."""
    height, width = scene.pixels.shape[:2]
    share = rng.uniform(0.55, 1.0) ** 0.5
    squeeze = np.exp(rng.uniform(-0.15, 0.15))
    part_height = min(height, int(height * share * squeeze))
    part_width = min(width, int(width * share / squeeze))
    top, left = int(rng.integers(height - part_height + 1)), int(rng.integers(width - part_width + 1))
    pixels = scene.pixels[top : top + part_height, left : left + part_width]
    scale = scene.kinds.shape[0] / height
    kinds = scene.kinds[
        int(top * scale) : max(int(top * scale) + 1, int((top + part_height) * scale)),
        int(left * scale) : max(int(left * scale) + 1, int((left + part_width) * scale)),
    ]
    if rng.random() < 0.5:
        pixels, kinds = pixels[:, ::-1], kinds[:, ::-1]
    view = cv2.resize(np.ascontiguousarray(pixels), (width_px, height_px), interpolation=cv2.INTER_AREA)
    cells = (width_px // STRIDE_OUT_PX, height_px // STRIDE_OUT_PX)
    reduced = cv2.resize(np.ascontiguousarray(kinds), cells, interpolation=cv2.INTER_NEAREST)
    small = np.asarray(reduced, dtype=np.uint8)
    borders, weights = borders_of(small, np.asarray(view))
    return View(
        pixels=varied_appearance(np.asarray(view), rng), kinds=small, borders=borders, weights=weights
    )


def collage_view(maker: CollageMaker, height_px: int, width_px: int, rng: np.random.Generator) -> View:
    """Return a collage; what kinds its pieces are is left open, for none is where it belongs."""
    collage = maker.make(height_px, width_px, rng)
    known = np.asarray(_blocks(collage.known).all(axis=(1, 3)))
    borders = np.asarray(_blocks(collage.borders).any(axis=(1, 3)))
    return View(
        pixels=varied_appearance(collage.pixels, rng),
        kinds=np.full(borders.shape, UNKNOWN, dtype=np.uint8),
        borders=borders.astype(np.float32),
        # Places next to a border say little: they may hold its soft edge.
        weights=(known | borders).astype(np.float32) * np.where(_grown(borders) & ~borders, 0.3, 1.0),
    )


def borders_of(kinds: Labels, pixels: RGB8) -> tuple[Float32, Float32]:
    """Return where borders between kinds run and how much each place counts, both (h/4, w/4).

    kinds: (h/4, w/4), numbers in SCENE_KINDS or UNKNOWN. pixels: (h, w, 3), to find the border's exact place.
    """
    differ = np.zeros(kinds.shape, dtype=np.bool_)
    for near, far in ((np.s_[:, 1:], np.s_[:, :-1]), (np.s_[1:], np.s_[:-1])):
        meet = (kinds[near] != kinds[far]) & (kinds[near] != UNKNOWN) & (kinds[far] != UNKNOWN)
        differ[near] |= meet
        differ[far] |= meet
    band = _grown(differ, BORDER_MARGIN)
    strength = edge_strength(pixels)
    strongest = cv2.dilate(np.where(band, strength, 0), np.ones((3, 3), dtype=np.uint8))
    is_border = band & (strength >= 0.75 * strongest)
    even = np.isin(kinds, [SCENE_KINDS.index(kind) for kind in EVEN_KINDS]) & ~_grown(band, 1)
    weights = np.where(is_border, 1.0, np.where(even, EVEN_WEIGHT, 0.0))
    return is_border.astype(np.float32), weights.astype(np.float32)


def edge_strength(pixels: RGB8) -> Float32:
    """Return the strength of the strongest edge in each 4 x 4 block of (h, w, 3) pixels, (h/4, w/4)."""
    smooth = cv2.GaussianBlur(pixels.astype(np.float32), (0, 0), 1.5)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    return np.asarray(_blocks(np.sqrt((across**2 + down**2).sum(axis=2))).max(axis=(1, 3)))


def _blocks(values: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """Return (h, w) values as (h/4, 4, w/4, 4)."""
    height, width = values.shape
    return values.reshape(height // STRIDE_OUT_PX, STRIDE_OUT_PX, width // STRIDE_OUT_PX, STRIDE_OUT_PX)


def _grown(mask: npt.NDArray[np.bool_], margin: int = 1) -> npt.NDArray[np.bool_]:
    size = 2 * margin + 1
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((size, size), dtype=np.uint8)) > 0)
