"""Where strokes are tried when a step is carried out."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8

_MAX_SEEDS = 2500
_LEAST_LEVELS = 10.0


def seeds_where(
    where: npt.NDArray[np.bool_], canvas: RGB8, target: RGB8, width_px: float, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Return the pixels (n, 2) as (x, y) at which to try strokes of a width, the most wrong first.

    where: (h, w), the pixels that count. One pixel is drawn from every cell of a grid about as wide as the
    brush; those whose neighbourhood already comes near the target are left out.
    """
    height, width = where.shape
    difference = cv2.absdiff(canvas, target).max(axis=2).astype(np.float32)
    difference *= where
    side = max(1, int(0.7 * width_px))
    need = cv2.boxFilter(difference, -1, (side, side))
    spacing = max(2.0, 0.8 * width_px)
    columns, rows = np.meshgrid(np.arange(0, width, spacing), np.arange(0, height, spacing))
    grid = np.stack([columns.ravel(), rows.ravel()], axis=1)
    pixels = (grid + rng.uniform(0, spacing, grid.shape)).astype(np.int64)
    pixels = pixels[(pixels[:, 0] < width) & (pixels[:, 1] < height)]
    x, y = pixels[:, 0], pixels[:, 1]
    pixels = pixels[where[y, x] & (need[y, x] > _LEAST_LEVELS)]
    order = np.argsort(-need[pixels[:, 1], pixels[:, 0]], kind="stable")
    return np.ascontiguousarray(pixels[order[:_MAX_SEEDS]])
