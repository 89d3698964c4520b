"""The outline of a brush stroke as straight lines in picture coordinates."""

from itertools import pairwise
from typing import cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF

from painttime.core.brushwork import Stroke

NUM_POINTS = 17
"""Points along the curve: straight lines between them are not told from the curve."""
NUM_CAP_POINTS = 7

Points = npt.NDArray[np.float64]


def stroke_outline_lines(stroke: Stroke, long_side_px: float) -> list[QLineF]:
    """Return the closed outline of a stroke of linearly changing width, with round ends.

    long_side_px: of the picture; the stroke's lengths are shares of it.
    """
    middle, along = _curve(np.asarray(stroke.curve, dtype=np.float64) * long_side_px)
    radii = np.linspace(*stroke.widths, num=NUM_POINTS)[:, None] * long_side_px / 2
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1) * radii
    end = _cap(middle[-1], aside[-1])
    begin = _cap(middle[0], -aside[0])
    ring = np.concatenate([middle + aside, end, (middle - aside)[::-1], begin])
    closed = np.concatenate([ring, ring[:1]])
    points = cast("list[list[float]]", closed.tolist())
    return [QLineF(*one, *other) for one, other in pairwise(points)]


def _curve(control: Points) -> tuple[Points, Points]:
    """Return points (n, 2) of a quadratic Bezier curve and its unit directions there."""
    t = np.linspace(0.0, 1.0, NUM_POINTS)[:, None]
    begin, middle, end = control
    points = (1 - t) ** 2 * begin + 2 * t * (1 - t) * middle + t**2 * end
    slopes = 2 * (1 - t) * (middle - begin) + 2 * t * (end - middle)
    lengths = np.hypot(slopes[:, 0], slopes[:, 1])[:, None]
    # Where the control point lies on an end the slope there vanishes; the chord is its limit's direction.
    chord = end - begin
    length = float(np.hypot(*chord))
    straight = chord / length if length > 0 else np.array([1.0, 0.0])
    return points, np.where(lengths > 1e-9, slopes / np.maximum(lengths, 1e-9), straight)


def _cap(centre: Points, radius: Points) -> Points:
    """Return the half circle from centre + radius round the end to centre - radius, both left out."""
    angles = np.linspace(0, np.pi, NUM_CAP_POINTS + 2)[1:-1, None]
    forward = np.array([radius[1], -radius[0]])
    return np.asarray(centre + np.cos(angles) * radius + np.sin(angles) * forward)
