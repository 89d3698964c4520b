"""How near a canvas comes to the painting, and how crisp it is."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from skimage.metrics import structural_similarity

from painttime.core.image import RGB8, luminance

# scikit-image says nothing about its types.
_similarity: Callable[..., float] = structural_similarity


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """l1: mean absolute difference, 0..1. psnr_db: inf for equal pictures. ssim: at most 1."""

    l1: float
    psnr_db: float
    ssim: float


def likeness(canvas: RGB8, painting: RGB8) -> Likeness:
    """Compare two pictures of (H, W, 3), both sides at least 7 px.

    SSIM is scikit-image's for colour: means over windows of 7 x 7 px, channel by channel (Wang et al. 2004).
    """
    difference = canvas.astype(np.float64) - painting
    mean_square = float(np.square(difference).mean())
    return Likeness(
        l1=float(np.abs(difference).mean()) / 255,
        psnr_db=float(10 * np.log10(255**2 / mean_square)) if mean_square else float("inf"),
        ssim=float(_similarity(canvas, painting, channel_axis=2, data_range=255)),
    )


def gradient_energy(picture: RGB8) -> float:
    """Return the mean squared step of luminance to the next pixel, in levels^2, right plus down."""
    levels = luminance(picture)
    return float(np.square(np.diff(levels, axis=1)).mean() + np.square(np.diff(levels, axis=0)).mean())


def crispness(large: RGB8, small: RGB8) -> float:
    """Return the gradient energy of a large picture against that of the small one enlarged to its size.

    Enlarged with Lanczos over 8 x 8 px, the crispest of OpenCV's. Above 1, `large` has edges that no
    enlargement brings.
    """
    height_px, width_px = large.shape[:2]
    enlarged = cv2.resize(small, (width_px, height_px), interpolation=cv2.INTER_LANCZOS4)
    return gradient_energy(large) / gradient_energy(np.asarray(enlarged, dtype=np.uint8))
