"""Where two pictures differ, as the measures see it."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32

Mask = npt.NDArray[np.bool_]

BLUR_SIGMA_PX = 2.0
"""Blur of the difference before it is held against the threshold: single pixels of noise go."""

BLURRED_THRESHOLD = 0.1
"""Blurred differences above this share of the range count."""


def largest_channel(one: RGB8, other: RGB8) -> npt.NDArray[np.uint8]:
    """Return the largest difference of any channel, (h, w), 0..255."""
    channels = cv2.absdiff(one, other)
    # Three planes are compared many times faster than the last axis is searched.
    return np.maximum(np.maximum(channels[..., 0], channels[..., 1]), channels[..., 2])


def blurred_difference(one: RGB8, other: RGB8) -> Float32:
    """Return the largest difference of any channel, blurred by BLUR_SIGMA_PX, (h, w), 0..1."""
    difference = largest_channel(one, other).astype(np.float32) / np.float32(255)
    return np.asarray(cv2.GaussianBlur(difference, (0, 0), BLUR_SIGMA_PX), dtype=np.float32)


def differing(one: RGB8, other: RGB8) -> Mask:
    """Return where two pictures differ by more than BLURRED_THRESHOLD once blurred, (h, w)."""
    return np.asarray(blurred_difference(one, other) > BLURRED_THRESHOLD)


def mean_difference(one: RGB8, other: RGB8) -> float:
    """Return the mean absolute difference of two pictures over pixels and channels, 0..1; exact."""
    return float(cv2.norm(one, other, cv2.NORM_L1)) / (255 * one.size)
