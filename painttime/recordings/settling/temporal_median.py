"""Medians over a few pictures, and where they agree."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8

Uint8 = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def temporal_median(pictures: Sequence[RGB8]) -> RGB8:
    """Return the median of an odd number of pictures (h, w, 3) uint8, channel by channel.

    Forgetful selection: of just over half of the values the smallest and the largest cannot be the median
    and go, the next value comes in. Only minima and maxima, which OpenCV takes many at a time.
    """
    if len(pictures) % 2 == 0:
        raise ValueError(f"the median of {len(pictures)} pictures lies between two of them")
    waiting = list(pictures)
    held = [waiting.pop() for _ in range(len(pictures) // 2 + 1)]
    while waiting:
        held = _without_extremes([*held, waiting.pop()])
    return held[0]


def _without_extremes(values: list[RGB8]) -> list[RGB8]:
    low, high, *rest = cv2.min(values[0], values[1]), cv2.max(values[0], values[1]), *values[2:]
    between = []
    for value in rest:
        # What is smaller than the smallest takes its place, which goes among the others.
        lower, low = cv2.max(low, value), cv2.min(low, value)
        middle, high = cv2.min(high, lower), cv2.max(high, lower)
        between.append(np.asarray(middle, dtype=np.uint8))
    return between


def strongest_channel(pixels: Uint8) -> Uint8:
    """Return the largest of the three channels of (h, w, 3) uint8, (h, w)."""
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)


def difference(one: RGB8, other: RGB8) -> Uint8:
    """Return the largest difference of the channels of two pictures, (h, w) uint8 in levels."""
    return strongest_channel(np.asarray(cv2.absdiff(one, other), dtype=np.uint8))


def contrast(pixels: RGB8, radius_px: int = 1) -> Uint8:
    """Return by how much the channels vary within `radius_px` of each pixel, the largest, (h, w) uint8."""
    kernel = np.ones((2 * radius_px + 1, 2 * radius_px + 1), dtype=np.uint8)
    spread = cv2.morphologyEx(pixels, cv2.MORPH_GRADIENT, kernel)
    return strongest_channel(np.asarray(spread, dtype=np.uint8))
