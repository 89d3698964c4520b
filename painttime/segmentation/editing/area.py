"""A piece of a picture: the pixels that a tool has taken hold of."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import read_only

Mask = npt.NDArray[np.bool_]

Window = tuple[slice, slice]
"""Rows and columns of a picture, to index an array with."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Area:
    """Some pixels of a picture, kept as a mask of the window they lie in; small areas cost little.

    mask: (h, w) bool, read-only; (0, 0) where the area is empty.
    left, top: the picture's column and row of the mask's first pixel, 0 or more.
    """

    mask: Mask
    left: int = 0
    top: int = 0

    def __post_init__(self) -> None:
        if self.mask.ndim != 2 or self.mask.dtype != np.bool_:
            raise ValueError("a mask is (h, w) bool")
        if self.left < 0 or self.top < 0:
            raise ValueError(f"an area lies within its picture, not at {self.left}, {self.top}")
        object.__setattr__(self, "mask", read_only(self.mask))

    @classmethod
    def of(cls, mask: Mask, *, left: int = 0, top: int = 0) -> "Area":
        """Return the area of the pixels that are True, its window as small as it can be."""
        column, row, width, height = cv2.boundingRect(mask.view(np.uint8)) if mask.size else (0, 0, 0, 0)
        if width == 0 or height == 0:
            return NOTHING
        return cls(
            mask=mask[row : row + height, column : column + width].copy(), left=left + column, top=top + row
        )

    @property
    def right(self) -> int:
        """The column after the last one."""
        return self.left + int(self.mask.shape[1])

    @property
    def bottom(self) -> int:
        """The row after the last one."""
        return self.top + int(self.mask.shape[0])

    @property
    def window(self) -> Window:
        """The rows and columns of the picture that the mask covers."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def size_px(self) -> int:
        """How many pixels it has."""
        return int(np.count_nonzero(self.mask))

    @property
    def is_empty(self) -> bool:
        return not self.mask.any()

    def full(self, height_px: int, width_px: int) -> Mask:
        """Return a mask of the whole picture, (height_px, width_px); what lies outside of it is left out."""
        whole = np.zeros((height_px, width_px), dtype=np.bool_)
        place = whole[self.window]
        place[...] = self.mask[: place.shape[0], : place.shape[1]]
        return whole

    def within(self, height_px: int, width_px: int) -> "Area":
        """Return what of it lies in a picture of this size; itself where that is all."""
        if self.bottom <= height_px and self.right <= width_px:
            return self
        kept = self.mask[: max(0, height_px - self.top), : max(0, width_px - self.left)]
        return Area.of(kept, left=self.left, top=self.top)

    def joined(self, other: "Area") -> "Area":
        """Return the pixels that are in one of the two or in both."""
        if not self.mask.size or not other.mask.size:
            return self if self.mask.size else other
        left, top = min(self.left, other.left), min(self.top, other.top)
        height, width = max(self.bottom, other.bottom) - top, max(self.right, other.right) - left
        mask = np.zeros((height, width), dtype=np.bool_)
        for one in (self, other):
            mask[one.top - top : one.bottom - top, one.left - left : one.right - left] |= one.mask
        return Area(mask=mask, left=left, top=top)

    def without(self, other: "Area") -> "Area":
        """Return its pixels that are not in the other."""
        mask = self.mask.copy()
        mask[self._shared(other)] &= ~other.mask[other._shared(self)]
        return Area.of(mask, left=self.left, top=self.top)

    def common(self, other: "Area") -> "Area":
        """Return the pixels that are in both."""
        shared = self._shared(other)
        mask = self.mask[shared] & other.mask[other._shared(self)]
        return Area.of(mask, left=self.left + shared[1].start, top=self.top + shared[0].start)

    def _shared(self, other: "Area") -> Window:
        """Return the part of its own mask that both windows cover."""
        return (
            _overlap(self.top, self.bottom, other.top, other.bottom),
            _overlap(self.left, self.right, other.left, other.right),
        )


def _overlap(begin: int, end: int, other_begin: int, other_end: int) -> slice:
    first = min(max(begin, other_begin), end)
    return slice(first - begin, max(first, min(end, other_end)) - begin)


def window_around(window: Window, margin_px: int, height_px: int, width_px: int) -> Window:
    """Return a window larger by a margin on all sides, as far as the picture goes."""
    rows, columns = window
    return (
        slice(max(0, rows.start - margin_px), min(height_px, rows.stop + margin_px)),
        slice(max(0, columns.start - margin_px), min(width_px, columns.stop + margin_px)),
    )


NOTHING = Area(mask=np.zeros((0, 0), dtype=np.bool_))
"""The area without pixels."""
