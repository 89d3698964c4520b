"""What the strokes themselves are like: how long for their width, and whether they follow the form."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import StrokeList
from painttime.core.image import RGB8, luminance

CLEAR_COHERENCE = 0.5
"""Of the structure tensor, (l1 - l2) / (l1 + l2): from here on one direction stands out."""

CLEAR_ENERGY = 4.0
"""Sum of the structure tensor's eigenvalues, in (levels a pixel)^2, below which a picture is flat."""

_SCALES_PX = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
_NUM_POINTS = 17

Float64 = npt.NDArray[np.float64]


def curve_lengths(strokes: StrokeList) -> Float64:
    """Return the length of every curve, (n,), in long sides; the width at its ends is not counted."""
    t = np.linspace(0, 1, _NUM_POINTS)[None, :, None]
    begin, control, end = (strokes.curves[:, None, index].astype(np.float64) for index in range(3))
    points = (1 - t) ** 2 * begin + 2 * t * (1 - t) * control + t**2 * end
    return np.asarray(np.linalg.norm(np.diff(points, axis=1), axis=2).sum(axis=1))


def elongations(strokes: StrokeList) -> Float64:
    """Return length / mean width of every stroke, (n,)."""
    widths = strokes.widths.astype(np.float64).mean(axis=1)
    return np.asarray(curve_lengths(strokes) / np.maximum(widths, 1e-9))


def direction_agreement(strokes: StrokeList, painting: RGB8) -> Float64:
    """Return |cosine| of the angle between stroke and structure for strokes that lie where it is clear, (m,).

    The stroke's direction is that at the middle of its curve, the structure's the smaller eigenvector of the
    painting's structure tensor there, taken over a neighbourhood as wide as the stroke. Strokes laid without
    looking would have a mean of 2 / pi = 0.64.
    """
    height_px, width_px = painting.shape[:2]
    long_side_px = max(height_px, width_px)
    begin, control, end = (strokes.curves[:, index].astype(np.float64) for index in range(3))
    middle = np.floor((begin + 2 * control + end) / 4 * long_side_px).astype(np.intp)
    inside = ((middle >= 0) & (middle < (width_px, height_px))).all(axis=1)
    heading = end - begin
    length = np.linalg.norm(heading, axis=1)
    radius_px = strokes.widths.mean(axis=1) / 2 * long_side_px
    scale = np.abs(np.log(np.maximum(radius_px, 1e-6))[:, None] - np.log(_SCALES_PX)).argmin(axis=1)
    cosines = []
    for index, sigma_px in enumerate(_SCALES_PX):
        chosen = np.flatnonzero(inside & (length > 0) & (scale == index))
        if not chosen.size:
            continue
        direction, is_clear = _structure(painting, sigma_px)
        columns, rows = middle[chosen].T
        cosine = (heading[chosen] / length[chosen, None] * direction[rows, columns]).sum(axis=1)
        cosines.append(np.abs(cosine)[is_clear[rows, columns]])
    return np.concatenate(cosines) if cosines else np.empty(0)


def _structure(painting: RGB8, sigma_px: float) -> tuple[Float64, npt.NDArray[np.bool_]]:
    """Return the unit vector along the structure, (H, W, 2), and where there is one that stands out."""
    levels = cv2.GaussianBlur(luminance(painting), (0, 0), max(0.7, sigma_px / 3))
    down, right = np.gradient(levels.astype(np.float64))
    products = np.stack([right * right, down * down, right * down], axis=2)
    xx, yy, xy = np.moveaxis(cv2.GaussianBlur(products, (0, 0), sigma_px), 2, 0)
    energy = xx + yy
    spread = np.hypot(xx - yy, 2 * xy)
    # The larger eigenvector lies at this angle; structure runs at right angles to it.
    angle = 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2
    direction = np.stack([np.cos(angle), np.sin(angle)], axis=2)
    return direction, (spread >= CLEAR_COHERENCE * energy) & (energy >= CLEAR_ENERGY)
