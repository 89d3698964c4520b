"""The marks of the bristles: fine streaks along the strokes."""

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32
from painttime.strokes.orientation import stroke_directions

STREAK_LEVELS = 7.0
"""Standard deviation of the streaks, in 8-bit levels."""

_RADIUS_IN_BRISTLES = 12

_BRISTLE_PX = 1.5
"""Sigma of a bristle at which streaks are computed; broader ones are enlarged."""

_NUM_SAMPLES = 17
"""Two bristle widths apart at most: fewer leave a dotted pattern."""


def bristle_shading(drawn: RGB8, below: RGB8, radius_px: float, *, seed: int) -> RGB8:
    """Return the canvas with bristle streaks on what a pass added, (H, W, 3).

    drawn, below: the canvas after and before the pass. Streaks are noise averaged along the stroke direction
    (a straight-line form of Cabral and Leedom, "Imaging Vector Fields Using Line Integral Convolution",
    SIGGRAPH 1993).
    """
    added = (drawn != below).any(axis=2)
    streaks = _enlarged_streaks(drawn, radius_px, seed)
    shaded = drawn.astype(np.float32) + (STREAK_LEVELS * streaks * added)[..., None]
    return np.asarray(np.rint(np.clip(shaded, 0, 255)), dtype=np.uint8)


def _enlarged_streaks(drawn: RGB8, radius_px: float, seed: int) -> Float32:
    """Return the streaks of a canvas, (H, W), computed at the smallest size that holds its bristles.

    On large paintings a brush is hundreds of pixels wide: at full size that takes minutes and shows no more.
    """
    height, width = drawn.shape[:2]
    factor = radius_px / _RADIUS_IN_BRISTLES / _BRISTLE_PX
    if factor <= 1:
        return _streaks(drawn, radius_px, seed)
    size = max(1, round(width / factor)), max(1, round(height / factor))
    small = np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    streaks = _streaks(small, radius_px / factor, seed)
    return np.asarray(cv2.resize(streaks, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def _streaks(drawn: RGB8, radius_px: float, seed: int) -> Float32:
    """Return streaks of mean 0 and standard deviation 1 along the structure of a drawn canvas, (H, W)."""
    height, width = drawn.shape[:2]
    white = np.random.default_rng(seed).standard_normal((height, width), dtype=np.float32)
    bristle_px = max(0.05, radius_px / _RADIUS_IN_BRISTLES)
    noise = cv2.GaussianBlur(white, (0, 0), bristle_px)
    directions = stroke_directions(drawn, max(1.5, 0.7 * radius_px))
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    total = np.zeros((height, width), dtype=np.float32)
    for sample in np.linspace(-1.2, 1.2, _NUM_SAMPLES):
        reach = np.float32(sample * radius_px)
        total += cv2.remap(
            noise,
            columns + reach * directions[..., 0],
            rows + reach * directions[..., 1],
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT,
        )
    return np.asarray((total - total.mean()) / max(float(total.std()), 1e-6), dtype=np.float32)
