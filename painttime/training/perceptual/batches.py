"""Groups of pictures that are alike to some degree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from painttime.core.image import RGB8, fitted_size
from painttime.training.perceptual.versions import version_of
from painttime.training.portraits.figures import read_picture, read_table

SHORT_SIDE_PX = 256
"""Paintings are kept in memory at this size."""

VERSIONS_A_PICTURE = 5
"""Pictures of a group, with the first."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PairBatch:
    """pictures: (B, 3, h, w) 0..1. one, other: (P,) which of them are compared."""

    pictures: Tensor
    one: Tensor
    other: Tensor


def read_paintings(data: Path, split: str, limit: int | None = None) -> list[RGB8]:
    """Read the paintings of a split of DATA/paintings.tsv, shrunk to SHORT_SIDE_PX.

    Raises UserInputError where something is missing.
    """
    names = [row["file"] for row in read_table(data / "paintings.tsv") if row["split"] == split]
    return [_shrunk(read_picture(data / name)) for name in names[:limit]]


def pair_batches(
    paintings: Sequence[RGB8], *, num_groups: int, size_px: int, seed: int
) -> Iterator[PairBatch]:
    """Yield batches for ever: views of num_groups paintings with versions of each.

    All pairs within a group are compared, and each picture with the next group's.
    """
    rng = np.random.default_rng(seed)
    while True:
        chosen = [paintings[index] for index in rng.integers(len(paintings), size=num_groups)]
        views = [_view(painting, size_px, rng) for painting in chosen]
        pictures = [
            picture
            for view, other in zip(views, views[1:] + views[:1], strict=True)
            for picture in group_of(view, other, rng)
        ]
        one, other = _pairs(num_groups)
        yield PairBatch(pictures=as_tensor(pictures), one=one, other=other)


def group_of(view: RGB8, other: RGB8, rng: np.random.Generator) -> list[RGB8]:
    """Return the picture and versions of it, VERSIONS_A_PICTURE in all."""
    return [view, *(version_of(view, other, rng) for _ in range(VERSIONS_A_PICTURE - 1))]


def as_tensor(pictures: Sequence[RGB8]) -> Tensor:
    """(h, w, 3) uint8 each -> (B, 3, h, w) in 0..1."""
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float() / 255


def _pairs(num_groups: int) -> tuple[Tensor, Tensor]:
    size = VERSIONS_A_PICTURE
    within = torch.combinations(torch.arange(size))
    groups = torch.cat([within + size * number for number in range(num_groups)])
    everyone = torch.arange(size * num_groups)
    across = torch.stack([everyone, everyone.roll(size + 1)], dim=1)
    one, other = torch.cat([groups, across]).unbind(dim=1)
    return one, other


def _view(painting: RGB8, size_px: int, rng: np.random.Generator) -> RGB8:
    """Return a square piece, of any part of the painting's size, mirrored or not."""
    side = int(rng.integers(min(size_px, min(painting.shape[:2])), min(painting.shape[:2]) + 1))
    top, left = (int(rng.integers(length - side + 1)) for length in painting.shape[:2])
    piece = painting[top : top + side, left : left + side]
    view = cv2.resize(piece, (size_px, size_px), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(view[:, ::-1] if rng.random() < 0.5 else view).astype(np.uint8)


def _shrunk(pixels: RGB8) -> RGB8:
    height, width = pixels.shape[:2]
    long_side_px = round(SHORT_SIDE_PX * max(height, width) / min(height, width))
    rows, columns = fitted_size(height, width, long_side_px)
    return np.asarray(cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.uint8)
