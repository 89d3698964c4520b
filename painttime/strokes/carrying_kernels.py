"""The inner loops of carrying out a step in strokes: trying strokes and laying those that help. Compiled."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32
from painttime.strokes.carrying_shapes import (
    NUM_PATH_POINTS,
    Form,
    Handling,
    Mask,
    StepView,
    is_wrong,
    shape_stroke,
)
from painttime.strokes.compiled import compiled
from painttime.strokes.kernels import (
    NUM_GEOMETRY,
    composite,
    keep_inside_part,
    stroke_alpha,
    stroke_window,
)
from painttime.strokes.trial_kernels import fitting_colour

Window = tuple[int, int, int, int]
Counts = npt.NDArray[np.int64]
ByPart = npt.NDArray[np.float64]

CHANGED_LEVELS = 13
"""The least difference in 8-bit levels that counts as change (painttime.core.change.CHANGE_THRESHOLD)."""

NUM_CHANCES = 5
"""Random numbers in 0..1 that shape one stroke."""

_PAINTED_ALPHA = 0.3
_GOOD_LEVELS = 10.0


class Tally(NamedTuple):
    """What each part shall do in a step, by part id, (256,).

    asked, reached: pixels that shall change, and that have changed so far (written in place).
    least_gain: squared error a stroke has to take away. least_bare_px: width of the narrowest brush that may
    begin on bare ground.
    """

    asked: Counts
    reached: Counts
    least_gain: ByPart
    least_bare_px: ByPart


class Laid(NamedTuple):
    """Room for the strokes laid; arrays as in painttime.core.brushwork.StrokeList."""

    curves: Float32
    widths: Float32
    colours: npt.NDArray[np.uint8]
    part_ids: npt.NDArray[np.uint8]
    brushes: npt.NDArray[np.uint8]
    textures: npt.NDArray[np.uint32]


class Trial(NamedTuple):
    """What laying a stroke would do, squared errors in 8-bit levels summed over pixels and channels.

    error: under the stroke before it, where paint is meant. gain, gain_in_place: how much it falls there, and
    in the step's own place. covered, spilled: alpha on meant pixels and on others. newly_changed: pixels.
    """

    error: float
    gain: float
    gain_in_place: float
    covered: float
    spilled: float
    newly_changed: int


@compiled
def lay_strokes(
    view: StepView,
    form: Form,
    handling: Handling,
    tally: Tally,
    seeds: npt.NDArray[np.int64],
    chances: npt.NDArray[np.float64],
    laid: Laid,
    count: int,
    limit: int,
    scratch: Float32,
) -> int:
    """Try a stroke through every seed in turn and lay those that help; return how many are laid in all.

    seeds: (n, 2) pixels (x, y). chances: (n, NUM_CHANCES) in 0..1. count: strokes already in laid; limit: the
    most there may be. scratch: (3, h, w), overwritten.
    """
    height_px, width_px = view.labels.shape
    long_side_px = max(height_px, width_px)
    path = np.empty((NUM_PATH_POINTS, 2), dtype=np.float64)
    geometry = np.empty(NUM_GEOMETRY, dtype=np.float32)
    colour = np.empty(3, dtype=np.uint8)
    any_colour = np.empty((0, 3), dtype=np.uint8)
    for index in range(len(seeds)):
        x, y = seeds[index, 0], seeds[index, 1]
        part_id = view.labels[y, x]
        if count >= limit:
            break
        if not may_begin(view, handling, tally, x, y):
            continue
        if not shape_stroke(view, form, handling, x, y, chances[index], path, geometry):
            continue
        texture = int(chances[index, 4] * 4294967295.0)
        window = stroke_window(geometry, long_side_px, height_px, width_px)
        stroke_alpha(geometry, handling.brush, 1.0, texture, long_side_px, window, scratch)
        keep_inside_part(view.labels, part_id, window, scratch)
        if not fitting_colour(view.canvas, view.target, view.meant, any_colour, window, scratch, colour):
            continue
        trial = tried(view, window, scratch, colour)
        if not helps(trial, handling, tally, part_id):
            continue
        tally.reached[part_id] += trial.newly_changed
        composite(view.canvas, colour, window, scratch)
        mark_painted(view.painted, window, scratch)
        laid.part_ids[count], laid.textures[count] = part_id, texture
        note_down(laid, count, geometry, colour, handling.brush_index)
        count += 1
    return count


@compiled
def note_down(
    laid: Laid, index: int, geometry: Float32, colour: npt.NDArray[np.uint8], brush_index: int
) -> None:
    """Write what a stroke looks like into entry `index` of laid."""
    laid.curves[index] = geometry[:6].reshape((3, 2))
    laid.widths[index] = geometry[6:]
    laid.colours[index] = colour
    laid.brushes[index] = brush_index


@compiled
def may_begin(view: StepView, handling: Handling, tally: Tally, x: int, y: int) -> bool:
    """Return whether a pixel is worth a stroke of this brush."""
    part_id = view.labels[y, x]
    if not view.painted[y, x] and handling.width_px < tally.least_bare_px[part_id]:
        return False
    return tally.asked[part_id] > 0 and is_wrong(view, x, y)


@compiled
def helps(trial: Trial, handling: Handling, tally: Tally, part_id: int) -> bool:
    """Return whether a stroke is worth laying with this brush, or is to be left to a smaller one."""
    if trial.gain < tally.least_gain[part_id] or trial.gain_in_place < 0:
        return False
    missing = tally.asked[part_id] - tally.reached[part_id]
    if abs(missing - trial.newly_changed) > abs(missing):
        return False
    if trial.spilled > handling.most_spill * (trial.covered + trial.spilled):
        return False
    is_good = trial.error - trial.gain <= 3 * _GOOD_LEVELS * _GOOD_LEVELS * trial.covered
    return is_good or trial.gain >= handling.least_share * trial.error


@compiled
def tried(view: StepView, window: Window, scratch: Float32, colour: npt.NDArray[np.uint8]) -> Trial:
    """Return what laying a colour by the alpha in scratch[0] would do."""
    left, top, right, bottom = window
    error, gain, gain_in_place, covered, spilled = 0.0, 0.0, 0.0, 0.0, 0.0
    newly_changed = 0
    for row in range(top, bottom):
        for column in range(left, right):
            alpha = scratch[0, row - top, column - left]
            if alpha <= 0.0:
                continue
            old_error, new_error, old_change, new_change = 0, 0, 0, 0
            for channel in range(3):
                old = int(view.canvas[row, column, channel])
                new = int(old + alpha * (float(colour[channel]) - old) + 0.5)
                began = int(view.before[row, column, channel])
                aim = int(view.target[row, column, channel])
                old_change, new_change = max(old_change, abs(old - began)), max(new_change, abs(new - began))
                old_error += (old - aim) * (old - aim)
                new_error += (new - aim) * (new - aim)
            newly_changed += int(new_change >= CHANGED_LEVELS) - int(old_change >= CHANGED_LEVELS)
            if view.meant[row, column] == 0.0:
                spilled += alpha
                continue
            covered += alpha
            error += old_error
            gain += old_error - new_error
            if view.place[row, column]:
                gain_in_place += old_error - new_error
    return Trial(error, gain, gain_in_place, covered, spilled, newly_changed)


@compiled
def mark_painted(painted: Mask, window: Window, scratch: Float32) -> None:
    """Set painted where the alpha in scratch[0] hides what lies below."""
    left, top, right, bottom = window
    for row in range(top, bottom):
        for column in range(left, right):
            if scratch[0, row - top, column - left] >= _PAINTED_ALPHA:
                painted[row, column] = True
