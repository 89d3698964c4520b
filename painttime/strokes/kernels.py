"""The loops that touch every pixel under a stroke, compiled.

A stroke is a chain of capsules along its curve with linear width. Whether a pixel is covered depends on the
stroke, the size of the picture and the pixel's own place alone: a picture drawn in tiles, in parts, or again
from a file is the same bit by bit.

u  along the stroke, in half widths   v  across it, -1..1   depth  distance inside the border, in pixels
"""

import math

import numpy as np
import numpy.typing as npt

from painttime.strokes.brushes import BODY, FLAT_ENDS, GRAIN, HAIRS, RAGGED, RIM, RUN_OUT, SOFTNESS, STREAKS
from painttime.strokes.compiled import compiled

NUM_GEOMETRY = 8
"""A stroke's begin, control and end (x, y) and its two widths, in units of the long side."""

_MOST_SEGMENTS = 12
_GRAIN_CELLS = 420.0
_OUTSIDE = -1e9

Geometry = npt.NDArray[np.float32]
Scratch = npt.NDArray[np.float32]


@compiled
def chance(first: int, second: int, seed: int) -> float:
    """Return a value in 0..1 that follows from three whole numbers (integer hash after Wang)."""
    mixed = (first * 374761393 + second * 668265263 + seed * 2246822519) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 13)) * 1274126177) & 0xFFFFFFFF
    mixed = mixed ^ (mixed >> 16)
    return (mixed & 0xFFFFFF) / 16777216.0


@compiled
def smooth_noise(x: float, y: float, seed: int) -> float:
    """Return value noise at a point, 0..1, smooth between whole numbers."""
    column, row = math.floor(x), math.floor(y)
    across, down = x - column, y - row
    across = across * across * (3 - 2 * across)
    down = down * down * (3 - 2 * down)
    left, top = int(column), int(row)
    upper = chance(left, top, seed) * (1 - across) + chance(left + 1, top, seed) * across
    lower = chance(left, top + 1, seed) * (1 - across) + chance(left + 1, top + 1, seed) * across
    return upper * (1 - down) + lower * down


@compiled
def stroke_window(
    geometry: Geometry, long_side_px: int, height_px: int, width_px: int
) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom (exclusive) of the pixels a stroke (8,) can touch."""
    # Hairs may reach past a straight end by up to a half width.
    reach = max(geometry[6], geometry[7]) * long_side_px + 1.5
    low_x = min(geometry[0], min(geometry[2], geometry[4])) * long_side_px - reach
    low_y = min(geometry[1], min(geometry[3], geometry[5])) * long_side_px - reach
    high_x = max(geometry[0], max(geometry[2], geometry[4])) * long_side_px + reach
    high_y = max(geometry[1], max(geometry[3], geometry[5])) * long_side_px + reach
    left = min(max(0, math.floor(low_x)), width_px)
    top = min(max(0, math.floor(low_y)), height_px)
    right = max(left, min(width_px, math.ceil(high_x)))
    bottom = max(top, min(height_px, math.ceil(high_y)))
    return left, top, right, bottom


@compiled
def _segment_depths(
    segment: npt.NDArray[np.float64],
    ends: int,
    window: tuple[int, int, int, int],
    scratch: Scratch,
) -> None:
    """Raise depth, and set u and v with it, where a capsule lies nearest to a pixel.

    segment: (7,) from x, y, to x, y, both radii and the length of the curve before it, in pixels.
    ends: bit 0 = the curve begins here with a straight end, bit 1 = it ends here with one.
    """
    left, top, right, bottom = window
    from_x, from_y, radius_from, radius_to = segment[0], segment[1], segment[4], segment[5]
    along_x, along_y = segment[2] - from_x, segment[3] - from_y
    span = math.sqrt(along_x * along_x + along_y * along_y) + 1e-9
    unit_x, unit_y = along_x / span, along_y / span
    reach = max(radius_from, radius_to) * 2.0 + 1.5
    low_row = max(0, math.floor(min(from_y, segment[3]) - reach) - top)
    high_row = min(bottom - top, math.ceil(max(from_y, segment[3]) + reach) - top)
    low_column = max(0, math.floor(min(from_x, segment[2]) - reach) - left)
    high_column = min(right - left, math.ceil(max(from_x, segment[2]) + reach) - left)
    for row in range(low_row, high_row):
        away_y = row + top + 0.5 - from_y
        for column in range(low_column, high_column):
            away_x = column + left + 0.5 - from_x
            raw = away_x * unit_x + away_y * unit_y
            side = away_y * unit_x - away_x * unit_y
            held = min(span, max(0.0, raw))
            radius = radius_from + (radius_to - radius_from) * held / span
            if (raw < 0.0 and ends & 1) or (raw > span and ends & 2):
                held = raw
            depth = radius - math.sqrt(side * side + (raw - held) * (raw - held))
            if depth > scratch[0, row, column]:
                scratch[0, row, column] = depth
                scratch[1, row, column] = segment[6] + held
                scratch[2, row, column] = side / max(radius, 1e-6)


@compiled
def _depths(
    geometry: Geometry,
    long_side_px: int,
    flat_ends: bool,
    window: tuple[int, int, int, int],
    scratch: Scratch,
) -> float:
    """Write depth, u and v of a window's pixels into scratch (3, rows, columns); return the length in px."""
    for row in range(window[3] - window[1]):
        for column in range(window[2] - window[0]):
            scratch[0, row, column] = _OUTSIDE
    points = np.empty(8, dtype=np.float64)
    for index in range(8):
        points[index] = float(geometry[index]) * long_side_px
    chord = math.hypot(points[4] - points[0], points[5] - points[1])
    sagitta = math.hypot(points[2] - 0.5 * (points[0] + points[4]), points[3] - 0.5 * (points[1] + points[5]))
    count = min(_MOST_SEGMENTS, max(2, int(1 + 2.0 * math.sqrt(sagitta)), int(chord / 64)))
    segment = np.empty(7, dtype=np.float64)
    segment[2], segment[3], segment[5], segment[6] = points[0], points[1], 0.5 * points[6], 0.0
    length = 0.0
    for number in range(count):
        t = (number + 1) / count
        segment[0], segment[1], segment[4], segment[6] = segment[2], segment[3], segment[5], length
        segment[2] = (1 - t) ** 2 * points[0] + 2 * t * (1 - t) * points[2] + t**2 * points[4]
        segment[3] = (1 - t) ** 2 * points[1] + 2 * t * (1 - t) * points[3] + t**2 * points[5]
        segment[5] = 0.5 * (points[6] + (points[7] - points[6]) * t)
        ends = 0
        if flat_ends:
            ends = (1 if number == 0 else 0) + (2 if number == count - 1 else 0)
        _segment_depths(segment, ends, window, scratch)
        length += math.hypot(segment[2] - segment[0], segment[3] - segment[1]) + 1e-9
    return length


@compiled
def _texture(
    along: float,
    across: float,
    done: float,
    half_width: float,
    brush: npt.NDArray[np.float64],
    streaks: float,
    texture: int,
) -> tuple[float, float]:
    """Return how much paint the hairs leave at a point, 0..1, and how dense they are there, 0..1."""
    hairs = brush[HAIRS]
    broad = smooth_noise(across * hairs * 0.5 + 64.0, along / (6.0 * half_width + 1e-6) + 8.0, texture)
    fine = smooth_noise(across * hairs + 96.0, along / (3.0 * half_width + 1e-6), texture)
    hair = 0.65 * broad + 0.35 * fine
    # Paint runs out first where the hairs are few.
    gap = min(1.0, max(0.0, (0.40 + 0.45 * brush[RUN_OUT] * done * done - hair) / 0.16))
    return 1.0 - streaks * gap, hair


@compiled
def stroke_alpha(
    geometry: Geometry,
    brush: npt.NDArray[np.float64],
    opacity: float,
    texture: int,
    long_side_px: int,
    window: tuple[int, int, int, int],
    scratch: Scratch,
) -> None:
    """Write how much of each pixel of a window the stroke covers, 0..1, into scratch[0].

    geometry: (8,). brush: one row of brush_table. opacity: 0..1. scratch: (3, >= rows, >= columns).
    """
    left, top, right, bottom = window
    length = _depths(geometry, long_side_px, brush[FLAT_ENDS] > 0.5, window, scratch)
    half_width = 0.25 * (float(geometry[6]) + float(geometry[7])) * long_side_px
    edge_px = max(1.0, brush[SOFTNESS] * half_width)
    # Hairs and tooth finer than a pixel cannot be seen; without this they would be noise.
    fade = min(1.0, max(0.0, (2 * half_width / brush[HAIRS] - 0.7) / 1.3))
    grain_px = long_side_px / _GRAIN_CELLS
    grain = brush[GRAIN] * min(1.0, max(0.0, grain_px - 0.6))
    streaks = brush[STREAKS] * fade
    ragged = brush[RAGGED] * half_width * fade
    for row in range(bottom - top):
        for column in range(right - left):
            depth = float(scratch[0, row, column])
            if depth <= -0.5 * edge_px:
                scratch[0, row, column] = 0.0
                continue
            along, across = float(scratch[1, row, column]), float(scratch[2, row, column])
            if brush[FLAT_ENDS] > 0.5:
                depth = min(
                    depth, min(along, length - along) + _hair_end(across * brush[HAIRS], ragged, texture)
                )
            alpha = min(1.0, max(0.0, depth / edge_px + 0.5))
            if alpha > 0.0 and (streaks > 0.0 or grain > 0.0):
                done = along / max(length, 1e-6)
                left_by_hairs, hair = _texture(along, across, done, half_width, brush, streaks, texture)
                tooth = smooth_noise((column + left) / grain_px, (row + top) / grain_px, 7)
                dry = (tooth - 0.62 + 0.35 * brush[RUN_OUT] * done + 0.3 * (0.5 - hair)) / 0.25
                alpha *= left_by_hairs * (1.0 - grain * min(1.0, max(0.0, dry)))
            middle = min(1.0, max(0.0, depth / (0.35 * half_width + 1e-6)))
            body = brush[BODY] + (1 - brush[BODY]) * brush[RIM] * (1.0 - middle)
            scratch[0, row, column] = alpha * opacity * body


@compiled
def _hair_end(hair: float, ragged: float, texture: int) -> float:
    """Return how far a hair reaches past a straight end, in pixels; negative where it falls short."""
    if ragged <= 0.0:
        return 0.0
    return ragged * (smooth_noise(hair, 3.5, texture) - 0.6)


@compiled
def composite(
    canvas: npt.NDArray[np.uint8],
    colour: npt.NDArray[np.uint8],
    window: tuple[int, int, int, int],
    scratch: Scratch,
) -> None:
    """Lay a colour (3,) over a canvas (H, W, 3) by the alpha in scratch[0], in place."""
    left, top, right, bottom = window
    for row in range(bottom - top):
        for column in range(right - left):
            alpha = scratch[0, row, column]
            if alpha > 0.0:
                for channel in range(3):
                    below = float(canvas[row + top, column + left, channel])
                    mixed = below + alpha * (float(colour[channel]) - below)
                    canvas[row + top, column + left, channel] = np.uint8(mixed + 0.5)


@compiled
def keep_inside_part(
    labels: npt.NDArray[np.uint8], part_id: int, window: tuple[int, int, int, int], scratch: Scratch
) -> None:
    """Set the alpha in scratch[0] to 0 where a pixel of labels (H, W) belongs to another part."""
    left, top, right, bottom = window
    for row in range(bottom - top):
        for column in range(right - left):
            if labels[row + top, column + left] != part_id:
                scratch[0, row, column] = 0.0
