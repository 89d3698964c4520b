"""A drawing of the contours, laid before the colours."""

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32, luminance
from painttime.strokes.orientation import stroke_directions

_LENGTH = 0.05
_WIDTH = 0.0035
_SPACING = 0.022
_LOOKED_AT_PX = 384
_STEPS = 6


def contour_strokes(pixels: RGB8, rng: np.random.Generator) -> Float32:
    """Return thin strokes along the contours of a picture, strongest first, (n, 8) in units of the long side.

    Contours are Canny's (1986), on the picture smoothed; strokes follow the direction of the structure both
    ways from points on them.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, _LOOKED_AT_PX / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    grey = cv2.GaussianBlur(luminance(small), (0, 0), 1.6)
    strength = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    high = float(np.quantile(strength, 0.93))
    edges = cv2.Canny(np.rint(grey).astype(np.uint8), 0.4 * high, high, L2gradient=True)
    rows, columns = np.nonzero(edges)
    order = np.argsort(-strength[rows, columns] * rng.uniform(0.8, 1.0, len(rows)), kind="stable")
    spacing_px = max(1.0, _SPACING * max(small.shape[:2]))
    taken = np.zeros(
        (int(small.shape[0] / spacing_px) + 1, int(small.shape[1] / spacing_px) + 1), dtype=np.bool_
    )
    kept = []
    for index in order.tolist():
        cell = int(rows[index] / spacing_px), int(columns[index] / spacing_px)
        if not taken[cell]:
            taken[cell] = True
            kept.append(index)
    starts = np.stack([columns[kept] + 0.5, rows[kept] + 0.5], axis=1).astype(np.float32)
    return _followed(small, starts)


def _followed(small: RGB8, starts: Float32) -> Float32:
    """Return strokes that follow the structure half their length both ways from where they start."""
    long_side = max(small.shape[:2])
    directions = stroke_directions(small, 2.0)
    step_px = _LENGTH * long_side / (2 * _STEPS)
    ends = []
    for sign in (-1.0, 1.0):
        place, heading = starts.copy(), None
        for _ in range(_STEPS):
            column = np.clip(place[:, 0].astype(np.intp), 0, small.shape[1] - 1)
            row = np.clip(place[:, 1].astype(np.intp), 0, small.shape[0] - 1)
            local = directions[row, column]
            reference = sign * directions[row, column] if heading is None else heading
            local = local * np.where((local * reference).sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
            heading = local.astype(np.float32)
            place = place + step_px * heading
        ends.append(place)
    begin, end = ends
    # The curve passes through where it started: a quarter of each end and half of the control point.
    control = 2 * starts - 0.5 * (begin + end)
    widths = np.full((len(starts), 2), _WIDTH, dtype=np.float32)
    widths[:, 1] *= 0.6
    return np.concatenate([np.concatenate([begin, control, end], axis=1) / long_side, widths], axis=1).astype(
        np.float32
    )
