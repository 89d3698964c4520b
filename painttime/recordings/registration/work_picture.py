"""A picture made ready for comparing: small, without colour, and without the light that lies over it."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, luminance
from painttime.core.similarity import Similarity
from painttime.recordings.registration.warping import Mask, warp

Uint8 = npt.NDArray[np.uint8]

STRUCTURE_WINDOW_PX = 31
"""Side of the window by which the light is taken out, at work size."""

FLAT_LEVELS = 2.0
"""Deviation (8-bit levels) below which a window counts as flat: its noise is not blown up to structure."""

MID_GREY, DEVIATION_LEVELS = 128.0, 48.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class WorkPicture:
    """A picture at work size.

    grey: (h, w) uint8. trusted: (h, w) bool, where it counts. factor: its size as a share of the full size.
    """

    grey: Uint8
    trusted: Mask
    factor: float

    @classmethod
    def of(cls, pixels: RGB8, trusted: Mask | None, factor: float) -> "WorkPicture":
        """Shrink (H, W, 3) uint8 pixels, and the (H, W) bool mask of those that count, by `factor` <= 1."""
        small = _resized(pixels, factor)
        grey = np.rint(luminance(small)).astype(np.uint8)
        if trusted is None:
            return cls(grey=grey, trusted=np.ones(grey.shape, dtype=np.bool_), factor=factor)
        # A pixel of the small picture counts where all it is made of does.
        share = _resized(trusted.astype(np.uint8) * np.uint8(255), factor)
        return cls(grey=grey, trusted=share == 255, factor=factor)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.grey.shape[1], self.grey.shape[0]

    def seen_from(self, similarity: Similarity, size: tuple[int, int]) -> "WorkPicture":
        """Return the picture in the view that `similarity` takes its points to."""
        grey, covered = warp(self.grey, similarity, size)
        if not self.trusted.all():
            trusted, _ = warp(self.trusted.astype(np.uint8) * np.uint8(255), similarity, size)
            covered &= trusted > 250
        return WorkPicture(grey=grey, trusted=covered, factor=self.factor)

    def structure(self) -> Uint8:
        """Return (h, w) uint8: what stands out from its surroundings, at one contrast everywhere."""
        window = (STRUCTURE_WINDOW_PX, STRUCTURE_WINDOW_PX)
        grey = self.grey.astype(np.float32)
        above = grey - cv2.blur(grey, window)
        # Running sums may end a little below 0.
        deviation = np.sqrt(np.maximum(cv2.blur(above * above, window), 0))
        evened = above * (np.float32(DEVIATION_LEVELS) / (deviation + np.float32(FLAT_LEVELS)))
        return np.clip(evened + np.float32(MID_GREY), 0, 255).astype(np.uint8)


def _resized(pixels: Uint8, factor: float) -> Uint8:
    if factor >= 1:
        return pixels
    # By factor and not by size: rounding the size would stretch one side against the other.
    return np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
