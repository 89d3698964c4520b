"""Patches of paintings at all scales, with canvases as they are met half-way."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from painttime.core.image import RGB8
from painttime.networks.stroke_predictor import PATCH_PX
from painttime.networks.structure import structure

MARGIN_PX = 8
"""Seen around a patch when its structure is worked out, as in a whole picture."""

_WHOLE_PX = PATCH_PX + 2 * MARGIN_PX
_SMALLEST_PATCH_PX = 14
_LONG_SIDE_PX = 512


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PatchBatch:
    """target, canvas: (B, 3, p, p) sRGB 0..1. weight: (B, 1, p, p). directions: (B, 2, p, p)."""

    target: Tensor
    canvas: Tensor
    weight: Tensor
    directions: Tensor


def read_pictures(table: Path, split: str, limit: int | None = None) -> list[RGB8]:
    """Read the pictures of one split that a table names (columns file, split), long side at most 512 px."""
    with table.open(encoding="utf-8") as file:
        names = [row["file"] for row in csv.DictReader(file, delimiter="\t") if row["split"] == split]
    pictures = []
    for name in names[:limit]:
        pixels = cv2.imread(str(table.parent / name), cv2.IMREAD_COLOR_RGB)
        if pixels is None:
            continue
        factor = _LONG_SIDE_PX / max(pixels.shape[:2])
        if factor < 1:
            pixels = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        pictures.append(np.asarray(pixels, dtype=np.uint8))
    return pictures


def patch_batches(pictures: list[RGB8], batch: int, seed: int) -> Iterator[PatchBatch]:
    """Yield batches for ever; deterministic by seed."""
    rng = np.random.default_rng(seed)
    while True:
        whole = np.stack([_patch(pictures, rng) for _ in range(batch)])
        seen = torch.from_numpy(whole).permute(0, 3, 1, 2).float() / 255
        inner = slice(MARGIN_PX, MARGIN_PX + PATCH_PX)
        target = seen[:, :, inner, inner].contiguous()
        canvas = np.stack([_canvas(picture, rng) for picture in target.permute(0, 2, 3, 1).numpy()])
        yield PatchBatch(
            target=target,
            canvas=torch.from_numpy(canvas).permute(0, 3, 1, 2).contiguous(),
            weight=torch.from_numpy(np.stack([_weight(rng) for _ in range(batch)]))[:, None],
            directions=structure(seen)[:, :, inner, inner].contiguous(),
        )


def _patch(pictures: list[RGB8], rng: np.random.Generator) -> RGB8:
    """Cut a square of any size, as often small as large, at any angle of a quarter turn."""
    if rng.random() < 0.08:
        return _made_up(rng)
    pixels = pictures[int(rng.integers(len(pictures)))]
    height, width = pixels.shape[:2]
    largest = min(height, width)
    most = max(largest, _SMALLEST_PATCH_PX)
    side = int(np.exp(rng.uniform(np.log(_SMALLEST_PATCH_PX), np.log(most))))
    side = min(largest, max(4, side * _WHOLE_PX // PATCH_PX))
    top, left = int(rng.integers(height - side + 1)), int(rng.integers(width - side + 1))
    cut = pixels[top : top + side, left : left + side]
    method = cv2.INTER_AREA if side > _WHOLE_PX else cv2.INTER_CUBIC
    patch = cv2.resize(cut, (_WHOLE_PX, _WHOLE_PX), interpolation=method)
    patch = np.rot90(patch, int(rng.integers(4)))
    return np.ascontiguousarray(patch[:, ::-1] if rng.random() < 0.5 else patch)


def _made_up(rng: np.random.Generator) -> RGB8:
    """Draw a few flat shapes and bands: edges sharper and colours purer than in old paintings."""
    picture = np.empty((_WHOLE_PX, _WHOLE_PX, 3), dtype=np.uint8)
    picture[:] = rng.integers(0, 256, 3)
    for _ in range(int(rng.integers(1, 6))):
        colour = tuple(int(value) for value in rng.integers(0, 256, 3))
        points = rng.integers(-8, _WHOLE_PX + 8, (int(rng.integers(2, 6)), 2)).astype(np.int32)
        if rng.random() < 0.5:
            cv2.fillPoly(picture, [points], colour, cv2.LINE_AA)
        else:
            cv2.polylines(picture, [points], False, colour, int(rng.integers(1, 7)), cv2.LINE_AA)
    return picture


def _canvas(
    target: np.ndarray[tuple[int, ...], np.dtype[np.float32]], rng: np.random.Generator
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return what may lie there before: a bare ground, or the target painted with larger brushes."""
    if rng.random() < 0.35:
        ground = rng.uniform(0, 1) + rng.normal(0, 0.1, 3)
        return np.broadcast_to(np.clip(ground, 0, 1).astype(np.float32), target.shape).copy()
    coarse = int(rng.integers(1, 9))
    small = cv2.resize(target, (coarse, coarse), interpolation=cv2.INTER_AREA)
    method = cv2.INTER_NEAREST if rng.random() < 0.5 else cv2.INTER_CUBIC
    large = cv2.resize(small.reshape(coarse, coarse, 3), (PATCH_PX, PATCH_PX), interpolation=method)
    return np.asarray(np.clip(large + rng.normal(0, 0.04, 3), 0, 1), dtype=np.float32)


def _weight(rng: np.random.Generator) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return how much each pixel counts: all alike, or only those of a part with a winding border."""
    if rng.random() < 0.6:
        return np.ones((PATCH_PX, PATCH_PX), dtype=np.float32)
    noise = rng.standard_normal((PATCH_PX, PATCH_PX), dtype=np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), float(rng.uniform(3, 10)))
    inside = smooth > np.quantile(smooth, rng.uniform(0.1, 0.8))
    return np.where(inside, 1.0, rng.choice([0.0, 0.05, 0.2])).astype(np.float32)
