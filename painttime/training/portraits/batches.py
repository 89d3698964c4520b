"""Batches of training pictures with what the portrait parser should say about them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor

from painttime.core.image import RGB8, Float32
from painttime.networks.portrait_parser import HEAD_STRIDE_PX
from painttime.training.portraits.appearance import varied_appearance
from painttime.training.portraits.composing import (
    MAX_PASTED,
    Scene,
    cropped_figure,
    empty_scene,
    peopled_scene,
)
from painttime.training.portraits.figures import UNKNOWN, Figure

PAINTED_SHARE, DRAWN_SHARE, EMPTY_SHARE = 0.48, 0.22, 0.12
"""So many training pictures show one painted person, one drawn person, nobody; the others are composed."""

DRAWN_AMONG_PASTED = 0.3

PEAK_SHARE = 0.12
"""Spread of a head's peak in the heatmap, as a share of the head's mean side."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PortraitBatch:
    """B pictures of s x s pixels with their labels.

    pictures: (B, 3, s, s) sRGB 0..1. classes: (B, s, s) int64 with UNKNOWN. uncertainty: (B,).
    centres: (B, s/8, s/8) 0..1, 1 where a head's centre is. asked: (B, s/8, s/8) 0 or 1, whether anyone says
    there is a head here. boxes: (B, 4, s/8, s/8) offset and log size at the centres, see HEAD_CHANNELS.
    """

    pictures: Tensor
    classes: Tensor
    uncertainty: Tensor
    centres: Tensor
    asked: Tensor
    boxes: Tensor


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """What training pictures are made of."""

    portraits: Sequence[Figure]
    avatars: Sequence[Figure]
    backdrops: Sequence[RGB8]


def portrait_batches(sources: Sources, batch: int, size_px: int, seed: int) -> Iterator[PortraitBatch]:
    """Yield batches for ever; deterministic by seed."""
    rng = np.random.default_rng(seed)
    while True:
        yield collated([random_scene(sources, size_px, rng) for _ in range(batch)], rng)


def random_scene(sources: Sources, size_px: int, rng: np.random.Generator) -> Scene:
    """Return a training picture of one of the four sorts."""
    draw = rng.random()
    if draw < PAINTED_SHARE:
        return cropped_figure(_any(sources.portraits, rng), size_px, rng)
    if draw < PAINTED_SHARE + DRAWN_SHARE:
        return cropped_figure(_any(sources.avatars, rng), size_px, rng)
    backdrop = sources.backdrops[int(rng.integers(len(sources.backdrops)))]
    if draw < PAINTED_SHARE + DRAWN_SHARE + EMPTY_SHARE:
        return empty_scene(backdrop, size_px, rng)
    whole = [figure for figure in sources.portraits if figure.is_whole]
    people = [
        _any(sources.avatars if rng.random() < DRAWN_AMONG_PASTED else whole, rng)
        for _ in range(int(rng.integers(1, MAX_PASTED + 1)))
    ]
    return peopled_scene(backdrop, people, size_px, rng)


def _any(figures: Sequence[Figure], rng: np.random.Generator) -> Figure:
    return figures[int(rng.integers(len(figures)))]


def collated(scenes: Sequence[Scene], rng: np.random.Generator | None) -> PortraitBatch:
    """Return scenes as a batch; with rng their look is varied."""
    pixels = [scene.pixels if rng is None else varied_appearance(scene.pixels, rng) for scene in scenes]
    targets = [head_targets(scene, scene.classes.shape[0] // HEAD_STRIDE_PX) for scene in scenes]
    pictures = torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2).float() / 255
    return PortraitBatch(
        pictures=pictures.contiguous(memory_format=torch.channels_last),
        classes=torch.from_numpy(np.stack([scene.classes for scene in scenes])).long(),
        uncertainty=torch.tensor([scene.uncertainty for scene in scenes]),
        centres=torch.from_numpy(np.stack([target[0] for target in targets])),
        asked=torch.from_numpy(np.stack([target[1] for target in targets])),
        boxes=torch.from_numpy(np.stack([target[2] for target in targets])),
    )


def head_targets(scene: Scene, side: int) -> tuple[Float32, Float32, Float32]:
    """Return heatmap (side, side), where it is asked for, and offsets and log sizes (4, side, side)."""
    centres = np.zeros((side, side), dtype=np.float32)
    # Where nobody has labelled the picture there may be heads.
    asked = (cv2.resize(scene.classes, (side, side), interpolation=cv2.INTER_NEAREST) != UNKNOWN).astype(
        np.float32
    )
    sizes = np.zeros((4, side, side), dtype=np.float32)
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32) + 0.5
    for x0, y0, x1, y1 in scene.unclear / HEAD_STRIDE_PX:
        asked[max(0, int(y0)) : max(0, int(y1) + 1), max(0, int(x0)) : max(0, int(x1) + 1)] = 0
    for x0, y0, x1, y1 in scene.heads / HEAD_STRIDE_PX:
        x, y, width, height = (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0
        if not (0 <= x < side and 0 <= y < side):
            continue
        spread = max(0.5, PEAK_SHARE * (width + height) / 2)
        peak = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * spread**2))
        row, column = int(y), int(x)
        peak[row, column] = 1.0
        np.maximum(centres, peak, out=centres)
        near = peak > 0.6
        asked[near] = 1
        entries = x - columns, y - rows, np.full_like(rows, np.log(width)), np.full_like(rows, np.log(height))
        for channel, entry in enumerate(entries):
            sizes[channel][near] = entry[near]
    return centres, asked, sizes
