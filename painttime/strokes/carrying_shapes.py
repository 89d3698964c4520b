"""The shape of a stroke that carries out a step: one that follows the painting's form from a pixel. Compiled.

Positions are in pixels of the working size, counted from the picture's corner; x goes first in points.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, Labels
from painttime.strokes.compiled import compiled

Mask = npt.NDArray[np.bool_]

_MIDDLE = 40
NUM_PATH_POINTS = 2 * _MIDDLE + 1
_WRONG_LEVELS = 8
_LEAST_TURN = 0.35
_SHORTEST_IN_WIDTHS = 2.8


class StepView(NamedTuple):
    """One step on its way, arrays of one size (h, w).

    canvas: what the strokes have painted so far, written in place. before: the canvas when the step began.
    target: the process' next canvas. place: where the step changes the process.
    meant: 1 where the target is paint to be reached, 0 where it is ground still to be painted.
    painted: where some stroke lies, written in place.
    """

    canvas: RGB8
    before: RGB8
    target: RGB8
    place: Mask
    meant: Float32
    painted: Mask
    labels: Labels


class Form(NamedTuple):
    """What a brush of one width follows: directions (h, w, 2) and the painting smoothed, (h, w, 3) uint8."""

    directions: Float32
    colours: RGB8


class Handling(NamedTuple):
    """How one brush is used: a painttime.strokes.carrying_brushes.CarryingBrush in pixels.

    is_finest: no smaller one is left. brush: its row of brush_table.
    """

    width_px: float
    longest_px: float
    colour_range: int
    least_share: float
    most_spill: float
    is_finest: bool
    brush: npt.NDArray[np.float64]
    brush_index: int


@compiled
def is_wrong(view: StepView, x: int, y: int) -> bool:
    """Return whether a pixel is meant to look otherwise than it does."""
    if view.meant[y, x] == 0.0:
        return False
    for channel in range(3):
        if abs(int(view.canvas[y, x, channel]) - int(view.target[y, x, channel])) >= _WRONG_LEVELS:
            return True
    return False


@compiled
def shape_stroke(
    view: StepView,
    form: Form,
    handling: Handling,
    x: int,
    y: int,
    chances: npt.NDArray[np.float64],
    path: npt.NDArray[np.float64],
    geometry: Float32,
) -> bool:
    """Write the geometry (8,) of a stroke through a pixel, along the form; False where it has no room."""
    path[_MIDDLE, 0], path[_MIDDLE, 1] = x + 0.5, y + 0.5
    first = _MIDDLE - follow(view, form, handling, x, y, -1, path)
    last = _MIDDLE + follow(view, form, handling, x, y, 1, path)
    if first == last:
        last += 1
        path[last] = path[first]
    length_px = 0.0
    for point in range(first, last):
        length_px += math.hypot(path[point + 1, 0] - path[point, 0], path[point + 1, 1] - path[point, 1])
    stroke_px = handling.width_px * (0.75 + 0.4 * chances[0])
    if length_px < _SHORTEST_IN_WIDTHS * stroke_px:
        stroke_px = length_px / _SHORTEST_IN_WIDTHS
        if stroke_px < 0.5 * handling.width_px:
            if not handling.is_finest:
                return False
            stroke_px = 0.75 * handling.width_px
            lengthen(path, first, last, form.directions[y, x], _SHORTEST_IN_WIDTHS * stroke_px - length_px)
    control_x, control_y = fitted_control(path, first, last)
    if chances[1] < 0.5:
        first, last = last, first
    long_side_px = max(view.labels.shape[0], view.labels.shape[1])
    geometry[0], geometry[1] = path[first, 0] / long_side_px, path[first, 1] / long_side_px
    geometry[2], geometry[3] = control_x / long_side_px, control_y / long_side_px
    geometry[4], geometry[5] = path[last, 0] / long_side_px, path[last, 1] / long_side_px
    geometry[6] = stroke_px * (0.85 + 0.15 * chances[2]) / long_side_px
    geometry[7] = stroke_px * (0.5 + 0.3 * chances[3]) / long_side_px
    return True


@compiled
def follow(
    view: StepView, form: Form, handling: Handling, x: int, y: int, sign: int, path: npt.NDArray[np.float64]
) -> int:
    """Follow the form from a pixel one way (sign 1 or -1), into path; return the number of points added.

    The path ends where the painting's colour becomes another one, where nothing is left to paint, where it
    has turned too far for one stroke, or just outside the part: what is beyond is cut off, so that borders
    are filled to the last pixel.
    """
    height_px, width_px = view.labels.shape
    stride = max(1.0, 0.5 * handling.width_px)
    ahead_x, ahead_y = sign * form.directions[y, x, 0], sign * form.directions[y, x, 1]
    first_x, first_y = ahead_x, ahead_y
    at_x, at_y = x + 0.5, y + 0.5
    idle = 0
    most = min(_MIDDLE, int(0.5 * handling.longest_px / stride))
    for number in range(1, most + 1):
        at_x += ahead_x * stride
        at_y += ahead_y * stride
        path[_MIDDLE + sign * number, 0], path[_MIDDLE + sign * number, 1] = at_x, at_y
        column, row = math.floor(at_x), math.floor(at_y)
        is_outside = column < 0 or row < 0 or column >= width_px or row >= height_px
        if is_outside or view.labels[row, column] != view.labels[y, x]:
            return number
        for channel in range(3):
            difference = int(form.colours[row, column, channel]) - int(form.colours[y, x, channel])
            if abs(difference) > handling.colour_range:
                return number - 1
        idle = 0 if is_wrong(view, column, row) else idle + 1
        if idle > 2:
            return number - 2
        along_x, along_y = form.directions[row, column, 0], form.directions[row, column, 1]
        if along_x * ahead_x + along_y * ahead_y < 0:
            along_x, along_y = -along_x, -along_y
        # Half of the former heading keeps curves smooth (Hertzmann's curvature filter).
        ahead_x, ahead_y = 0.5 * (ahead_x + along_x), 0.5 * (ahead_y + along_y)
        norm = math.hypot(ahead_x, ahead_y) + 1e-6
        ahead_x, ahead_y = ahead_x / norm, ahead_y / norm
        if ahead_x * first_x + ahead_y * first_y < _LEAST_TURN:
            return number
    return most - idle


@compiled
def lengthen(
    path: npt.NDArray[np.float64], first: int, last: int, direction: Float32, missing_px: float
) -> None:
    """Move both ends of a path apart along a direction, in place."""
    along_x, along_y = direction[0], direction[1]
    if (path[last, 0] - path[first, 0]) * along_x + (path[last, 1] - path[first, 1]) * along_y < 0:
        along_x, along_y = -along_x, -along_y
    path[first, 0] -= 0.5 * missing_px * along_x
    path[first, 1] -= 0.5 * missing_px * along_y
    path[last, 0] += 0.5 * missing_px * along_x
    path[last, 1] += 0.5 * missing_px * along_y


@compiled
def fitted_control(path: npt.NDArray[np.float64], first: int, last: int) -> tuple[float, float]:
    """Return the control point of the quadratic Bezier curve nearest to a path (least squares, ends held)."""
    total_x, total_y, total = 0.0, 0.0, 0.0
    for point in range(first + 1, last):
        t = (point - first) / (last - first)
        weight = 2 * t * (1 - t)
        total_x += weight * (path[point, 0] - (1 - t) ** 2 * path[first, 0] - t**2 * path[last, 0])
        total_y += weight * (path[point, 1] - (1 - t) ** 2 * path[first, 1] - t**2 * path[last, 1])
        total += weight * weight
    if total <= 0:
        return 0.5 * (path[first, 0] + path[last, 0]), 0.5 * (path[first, 1] + path[last, 1])
    return total_x / total, total_y / total
