"""The size at which processes are measured."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Scalar

SHORT_SIDE_PX = 256
"""Lengths in the definitions (a blur of 2 pixels) mean pixels of this size."""

MAX_LONG_SIDE_PX = 2048
"""A strip longer than that is measured smaller."""


def measuring_size(height_px: int, width_px: int) -> tuple[int, int]:
    """Return (height, width) with the short side SHORT_SIDE_PX, at least 1 each; small pictures grow."""
    short, long = sorted((height_px, width_px))
    scale = min(SHORT_SIDE_PX / short, MAX_LONG_SIDE_PX / long)
    return max(1, round(height_px * scale)), max(1, round(width_px * scale))


def resized(pixels: RGB8, height_px: int, width_px: int) -> RGB8:
    """Return a picture at another size, by area where it shrinks, linearly where it grows.

    A picture of another shape is stretched: a process is compared place by place with its recording.
    """
    height, width = pixels.shape[:2]
    if (height, width) == (height_px, width_px):
        return pixels
    shrinks = height_px * width_px < height * width
    kind = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, (width_px, height_px), interpolation=kind), dtype=np.uint8)


def nearest(values: npt.NDArray[Scalar], height_px: int, width_px: int) -> npt.NDArray[Scalar]:
    """Return values (h, w) at another size, each from the nearest pixel centre, so that none is mixed."""
    height, width = values.shape
    rows = ((np.arange(height_px) + 0.5) * height / height_px).astype(np.intp)
    columns = ((np.arange(width_px) + 0.5) * width / width_px).astype(np.intp)
    return np.asarray(values[rows[:, None], columns[None, :]], dtype=values.dtype)


def resampled(num_frames: int, num_wanted: int) -> list[int]:
    """Return which of `num_frames` frames (2 or more) stand at linear time for `num_wanted` (2 or more).

    The first is the first, the last is the last, the nearest in between; halves go to the later one.
    """
    steps, wanted_steps = num_frames - 1, num_wanted - 1
    return [(2 * index * steps + wanted_steps) // (2 * wanted_steps) for index in range(num_wanted)]
