"""python -m painttime.training.clicks.train: trains the click scorer and writes its model folder.

Users are simulated twice: first with a plain rule that answers their clicks, then with what was learned from
that, so that the scorer knows the errors it makes itself.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from painttime.core.image import Float32
from painttime.networks.checkpoint import save_weights
from painttime.networks.click_scorer import ClickScorer
from painttime.segmentation.editing.area import Mask
from painttime.segmentation.editing.click_features import NUM_FEATURES, click_features
from painttime.segmentation.editing.click_model import MODEL_NAME, ClickModel
from painttime.segmentation.editing.object_picker import REMEMBERED_PLACES, ClickScoring, patches_taken
from painttime.segmentation.editing.patch_graph import NUM_DISTANCES, PatchGraph
from painttime.training.clicks.objects import (
    Clickable,
    avatar_objects,
    portrait_objects,
    scene_objects,
)
from painttime.training.clicks.simulating import Clicks, clicked, overlap

PATCHES_A_CLICK = 250
"""Patches that are learned from after each click, drawn by chance."""

MAX_TARGETS = 4
SMALL_SHARE = 0.08
"""Objects smaller than this share of a picture weigh no more than those of this size do by the patch."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """num_scenes, num_avatars: pictures used beside all portraits. num_epochs: rounds over all patches."""

    num_scenes: int = 150
    num_avatars: int = 40
    num_epochs: int = 8
    batch: int = 4096
    learning_rate: float = 3e-3
    seed: int = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Examples:
    """features: (n, NUM_FEATURES). wanted: (n,) share of each patch that is wanted. weight: (n,)."""

    features: Float32
    wanted: Float32
    weight: Float32


class Desk:
    """A picture with the users who sit before it."""

    def __init__(self, clickable: Clickable) -> None:
        self._clickable = clickable
        self._graph = PatchGraph(clickable.pixels)
        self._distances_from = lru_cache(maxsize=REMEMBERED_PLACES)(self._graph.distances_from)

    def examples(self, score: ClickScoring, rng: np.random.Generator) -> list[Examples]:
        """Return what is learned from users who click on the objects of the picture."""
        found = []
        self._distances_from.cache_clear()
        for target in self._clickable.targets[:MAX_TARGETS]:
            wanted, known = self._shares(target.wanted), self._shares(target.known)
            for clicks, _ in clicked(target, lambda clicks: self._taken(clicks, score), rng=rng):
                inside, outside = self._patches(clicks)
                features = click_features(self._graph, self._distances_from, inside, outside)
                chosen = rng.permutation(np.flatnonzero(known > 0.5))[:PATCHES_A_CLICK]
                weight = np.full(len(chosen), 1 / max(SMALL_SHARE, float(target.wanted.mean())))
                found.append(
                    Examples(
                        features=features[chosen],
                        wanted=wanted[chosen].astype(np.float32),
                        weight=weight.astype(np.float32),
                    )
                )
        return found

    def overlaps(self, score: ClickScoring, num_clicks: int) -> list[list[float]]:
        """Return, by object, the overlap after each click of an exact user."""
        found = []
        for target in self._clickable.targets[:MAX_TARGETS]:
            answers = clicked(target, lambda clicks: self._taken(clicks, score), num_clicks=num_clicks)
            each = [overlap(target, taken) for _, taken in answers]
            found.append(each + each[-1:] * (num_clicks - len(each)))
        return found

    def _shares(self, mask: Mask) -> Float32:
        patches = self._graph.patches.ravel()
        total = np.bincount(patches, weights=mask.ravel())
        return np.asarray(total / np.bincount(patches), dtype=np.float32)

    def _patches(self, clicks: Clicks) -> tuple[list[int], list[int]]:
        height, width = self._graph.patches.shape
        inside, outside = (
            [self._graph.at(x / width, y / height) for x, y in places]
            for places in (clicks.inside, clicks.outside)
        )
        return inside, outside

    def _taken(self, clicks: Clicks, score: ClickScoring) -> Mask:
        inside, outside = self._patches(clicks)
        return patches_taken(self._graph, self._distances_from, score, inside, outside)


def plain_rule(features: Float32) -> Float32:
    """Score patches by whether they are nearer to a click to take or to one to leave, along edges."""
    nearer = features[:, NUM_DISTANCES] - features[:, 0]
    # Nobody has clicked to leave anything: what is far from the border is meant.
    border = NUM_FEATURES - 8
    nearer = np.where(features[:, -4] > 0, nearer, features[:, border] * 0.8 - features[:, 0])
    return np.asarray(1 / (1 + np.exp(-1.5 * nearer)), dtype=np.float32)


def joined(examples: Sequence[Examples]) -> Examples:
    """Return all examples as one."""
    return Examples(
        features=np.concatenate([one.features for one in examples]),
        wanted=np.concatenate([one.wanted for one in examples]),
        weight=np.concatenate([one.weight for one in examples]),
    )


def fitted(examples: Examples, options: Options) -> ClickScorer:
    """Return a scorer that has learned from examples: weighted cross-entropy, AdamW, one cycle."""
    torch.manual_seed(options.seed)
    network = ClickScorer(NUM_FEATURES)
    features, wanted, weight = (
        torch.from_numpy(values) for values in (examples.features, examples.wanted, examples.weight)
    )
    network.mean.copy_(features.mean(dim=0))
    network.spread.copy_(features.std(dim=0) + 1e-2)
    weight = weight / weight.mean()
    batch = min(options.batch, len(features))
    num_steps = options.num_epochs * (len(features) // batch)
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.learning_rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, options.learning_rate, total_steps=num_steps + 1
    )
    for _ in range(options.num_epochs):
        for chosen in torch.split(torch.randperm(len(features)), batch):
            if len(chosen) < batch:
                continue
            scores = network(features[chosen])
            losses = functional.binary_cross_entropy_with_logits(scores, wanted[chosen], reduction="none")
            optimiser.zero_grad()
            (losses * weight[chosen]).mean().backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return network.eval()


def train(data: Path, labels: Path, out: Path, options: Options) -> None:
    """Read the data, simulate users twice, and write the model folder."""
    began = time.process_time()
    rng = np.random.default_rng(options.seed)
    scenes, avatars = scene_objects(data, labels, "train"), avatar_objects(data, held_out=False)
    pictures = portrait_objects(data, "train")
    pictures += [scenes[index] for index in rng.permutation(len(scenes))[: options.num_scenes]]
    pictures += [avatars[index] for index in rng.permutation(len(avatars))[: options.num_avatars]]
    desks = [Desk(picture) for picture in pictures if picture.targets]
    print(f"{len(desks)} pictures, {time.process_time() - began:.0f} CPU-s", flush=True)
    examples: list[Examples] = []
    score: ClickScoring = plain_rule
    for number in (1, 2):
        examples += [one for desk in desks for one in desk.examples(score, rng)]
        network = fitted(joined(examples), options)
        score = ClickModel(network)
        cpu_s = time.process_time() - began
        print(f"round {number}: {len(examples)} clicks, {cpu_s:.0f} CPU-s", flush=True)
        save_weights(
            network, out, MODEL_NAME, {"pictures": len(desks), "clicks": len(examples), "cpu_s": round(cpu_s)}
        )


def main() -> None:
    """Train from the command line."""
    defaults = Options()
    parser = argparse.ArgumentParser(description="Train the click scorer.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scenes", type=int, default=defaults.num_scenes)
    parser.add_argument("--avatars", type=int, default=defaults.num_avatars)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    given = parser.parse_args()
    torch.set_num_threads(1)
    options = Options(num_scenes=given.scenes, num_avatars=given.avatars, seed=given.seed)
    train(given.data, given.labels, given.out, options)


if __name__ == "__main__":
    main()
