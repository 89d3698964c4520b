"""The marks of the bristles: fine streaks along the strokes."""

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32
from painttime.strokes.orientation import stroke_directions

STREAK_LEVELS = 7.0
"""Standard deviation of the streaks, in 8-bit levels."""

_NUM_SAMPLES = 17
"""Two bristle widths apart at most: fewer leave a dotted pattern."""


def bristle_shading(drawn: RGB8, below: RGB8, radius_px: float, *, seed: int) -> RGB8:
    """Return the canvas with bristle streaks on what a pass added, (H, W, 3).

    drawn, below: the canvas after and before the pass. Streaks are noise averaged along the stroke direction
    (a straight-line form of Cabral and Leedom, "Imaging Vector Fields Using Line Integral Convolution",
    SIGGRAPH 1993).
    """
    added = (drawn != below).any(axis=2)
    streaks = _streaks(drawn, radius_px, seed)
    shaded = drawn.astype(np.float32) + (STREAK_LEVELS * streaks * added)[..., None]
    return np.asarray(np.rint(np.clip(shaded, 0, 255)), dtype=np.uint8)


def _streaks(drawn: RGB8, radius_px: float, seed: int) -> Float32:
    """Return streaks of mean 0 and standard deviation 1 along the structure of a drawn canvas, (H, W)."""
    height, width = drawn.shape[:2]
    white = np.random.default_rng(seed).standard_normal((height, width), dtype=np.float32)
    bristle_px = max(0.05, radius_px / 12)
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
