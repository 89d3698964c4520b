"""Array types shared by all values, and the one way to make an array read-only."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

RGB8 = npt.NDArray[np.uint8]
"""Colour picture, (H, W, 3), sRGB, 0..255."""

Float32 = npt.NDArray[np.float32]
Labels = npt.NDArray[np.uint8]
"""Part id of every pixel, (H, W)."""

RGBColour = tuple[int, int, int]

Scalar = TypeVar("Scalar", bound=np.generic)


def read_only(array: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """Return `array` as a contiguous array that cannot be written; the caller's own array stays writable.

    One that is so already comes back itself: values made from others share their arrays, and `is` can tell.
    """
    if not array.flags.writeable and array.flags.c_contiguous:
        return array
    frozen = np.ascontiguousarray(array).view()
    frozen.flags.writeable = False
    return frozen


def luminance(rgb: npt.NDArray[np.uint8]) -> Float32:
    """Return Rec. 709 luma of (..., 3) sRGB values as float32 in 0..255."""
    return np.asarray(rgb @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32), dtype=np.float32)


def largest_channel(pixels: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """Return the largest of the three values of each pixel, (h, w), as `pixels.max(axis=2)`, but quickly."""
    return np.asarray(np.maximum(np.maximum(pixels[..., 0], pixels[..., 1]), pixels[..., 2]))


def fitted_size(height_px: int, width_px: int, long_side_px: int) -> tuple[int, int]:
    """Return (height, width) scaled so that the long side is `long_side_px`, each at least 1."""
    scale = long_side_px / max(height_px, width_px)
    return max(1, round(height_px * scale)), max(1, round(width_px * scale))
