"""Trying strokes on a canvas before they are laid, compiled: kept is what brings it nearer to the target.

canvas, target   (H, W, 3) uint8
weight           (H, W) float32, how much a pixel's error counts, 0..1
geometry         (n, 8) float32, in units of the long side (painttime.strokes.kernels)

Errors are sums of squared differences in 8-bit levels, of the canvas as it will be kept: rounded.
"""

import math

import numpy as np
import numpy.typing as npt

from painttime.strokes.compiled import compiled
from painttime.strokes.kernels import Geometry, chance, composite, stroke_alpha, stroke_window

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Window = tuple[int, int, int, int]

SHORTEST_IN_WIDTHS = 2.6
"""A stroke's chord is at least so many widths long; its round or ragged ends come on top."""

# How far strokes are varied at first and by how much less in the end; the longest chord, in long sides, and
# how far a control point may lie from the middle of the chord, in chords.
_TURN, _BEND = 0.8, 0.5
_SHIFT, _STRETCH = 0.7, 0.45
_NARROWING = 0.8
_LONGEST = 0.6
_MOST_BENT = 0.3


@compiled
def _nearest(palette: Bytes, wanted: npt.NDArray[np.float64]) -> int:
    """Return the index of the palette's colour (m, 3) nearest to a colour (3,)."""
    nearest, least = 0, 1e18
    for index in range(len(palette)):
        apart = 0.0
        for channel in range(3):
            apart += (wanted[channel] - float(palette[index, channel])) ** 2
        if apart < least:
            nearest, least = index, apart
    return nearest


@compiled
def fitting_colour(
    canvas: Bytes,
    target: Bytes,
    weight: Floats,
    palette: Bytes,
    window: Window,
    scratch: Floats,
    colour: Bytes,
) -> bool:
    """Write the colour (3,) of least error under the alpha in scratch[0]; return whether any pixel counts.

    palette: (m, 3); with m > 0 the colour is the nearest of these.
    """
    left, top, right, bottom = window
    total = 0.0
    sums = np.zeros(3, dtype=np.float64)
    for row in range(bottom - top):
        for column in range(right - left):
            alpha = float(scratch[0, row, column])
            if alpha > 0.0:
                counted = alpha * weight[row + top, column + left]
                total += counted * alpha
                for channel in range(3):
                    below = float(canvas[row + top, column + left, channel])
                    wanted = float(target[row + top, column + left, channel]) - (1.0 - alpha) * below
                    sums[channel] += counted * wanted
    if total < 1e-3:
        return False
    for channel in range(3):
        colour[channel] = np.uint8(min(255.0, max(0.0, sums[channel] / total)) + 0.5)
    if len(palette) > 0:
        colour[:] = palette[_nearest(palette, sums / total)]
    return True


@compiled
def error_falls_by(
    canvas: Bytes, target: Bytes, weight: Floats, colour: Bytes, window: Window, scratch: Floats
) -> tuple[float, float]:
    """Return how much a stroke lowers the weighted and the plain squared error."""
    left, top, right, bottom = window
    counted, plain = 0.0, 0.0
    for row in range(bottom - top):
        for column in range(right - left):
            alpha = float(scratch[0, row, column])
            if alpha > 0.0:
                falls = 0.0
                for channel in range(3):
                    below = float(canvas[row + top, column + left, channel])
                    wanted = float(target[row + top, column + left, channel])
                    after = float(
                        np.uint8(below + np.float32(alpha) * (float(colour[channel]) - below) + 0.5)
                    )
                    falls += (below - wanted) ** 2 - (after - wanted) ** 2
                plain += falls
                counted += falls * weight[row + top, column + left]
    return counted, plain


@compiled
def _gain(
    canvas: Bytes,
    target: Bytes,
    weight: Floats,
    palette: Bytes,
    stroke: Geometry,
    brush: npt.NDArray[np.float64],
    opacity: float,
    texture: int,
    shade: float,
    scratch: Floats,
    colour: Bytes,
) -> tuple[float, float]:
    """Return what a stroke would gain (weighted, plain); its colour goes to `colour`."""
    height, width = canvas.shape[0], canvas.shape[1]
    long_side = max(height, width)
    window = stroke_window(stroke, long_side, height, width)
    if window[2] <= window[0] or window[3] <= window[1]:
        return 0.0, 0.0
    stroke_alpha(stroke, brush, opacity, texture, long_side, window, scratch)
    if not fitting_colour(canvas, target, weight, palette, window, scratch, colour):
        return 0.0, 0.0
    if shade < 1.0:
        for channel in range(3):
            colour[channel] = np.uint8(colour[channel] * shade)
        if len(palette) > 0:
            colour[:] = palette[_nearest(palette, colour.astype(np.float64))]
    return error_falls_by(canvas, target, weight, colour, window, scratch)


@compiled
def _varied(
    stroke: Geometry, sizes: tuple[float, float], trial: int, reach: float, seed: int, varied: Geometry
) -> None:
    """Write a stroke a little moved, turned, stretched, bent and widened; by less, the smaller reach is."""
    chord_x, chord_y = stroke[4] - stroke[0], stroke[5] - stroke[1]
    chord = math.hypot(chord_x, chord_y) + 1e-9
    width = float(max(stroke[6], stroke[7]))
    turn = reach * _TURN * (chance(trial, 1, seed) - 0.5) if trial % 2 == 0 else 0.0
    stretch = math.exp(2 * reach * _STRETCH * (chance(trial, 2, seed) - 0.5))
    widen = math.exp(2 * reach * _STRETCH * (chance(trial, 3, seed) - 0.5))
    shift_x = 2 * reach * _SHIFT * width * (chance(trial, 4, seed) - 0.5)
    shift_y = 2 * reach * _SHIFT * width * (chance(trial, 5, seed) - 0.5)
    bend = reach * _BEND * (chance(trial, 6, seed) - 0.5) if trial % 3 == 0 else 0.0
    first, last = stroke[6] * widen, stroke[7] * widen
    scale = min(max(max(first, last), sizes[0]), sizes[1]) / max(first, last)
    varied[6], varied[7] = first * scale, last * scale
    stretch = min(stretch, _LONGEST / chord)
    stretch = max(stretch, SHORTEST_IN_WIDTHS * max(varied[6], varied[7]) / chord)
    cosine, sine = math.cos(turn) * stretch, math.sin(turn) * stretch
    middle_x, middle_y = 0.5 * (stroke[0] + stroke[4]), 0.5 * (stroke[1] + stroke[5])
    for point in range(3):
        away_x, away_y = stroke[2 * point] - middle_x, stroke[2 * point + 1] - middle_y
        if point == 1:
            away_x, away_y = away_x - bend * chord_y, away_y + bend * chord_x
            held = min(1.0, _MOST_BENT * chord / (math.hypot(away_x, away_y) + 1e-9))
            away_x, away_y = away_x * held, away_y * held
        varied[2 * point] = middle_x + shift_x + cosine * away_x - sine * away_y
        varied[2 * point + 1] = middle_y + shift_y + sine * away_x + cosine * away_y


@compiled
def gains_of(
    canvas: Bytes,
    target: Bytes,
    weight: Floats,
    palette: Bytes,
    geometry: Geometry,
    brush: npt.NDArray[np.float64],
    opacity: float,
    textures: npt.NDArray[np.uint32],
    shade: float,
    sizes: tuple[float, float],
    num_trials: int,
    scratch: Floats,
) -> npt.NDArray[np.float64]:
    """Return what each stroke alone would gain, (n,), and better its shape in place by num_trials variations.

    sizes: smallest and largest width in units of the long side.
    """
    gains = np.zeros(len(geometry), dtype=np.float64)
    colour = np.zeros(3, dtype=np.uint8)
    varied = np.empty(8, dtype=np.float32)
    for index in range(len(geometry)):
        texture = int(textures[index])
        best, plain = _gain(
            canvas, target, weight, palette, geometry[index], brush, opacity, texture, shade, scratch, colour
        )
        for trial in range(num_trials):
            # From coarse to fine: ever smaller variations of the best so far.
            reach = 1.0 - _NARROWING * trial / num_trials
            _varied(geometry[index], sizes, trial, reach, texture, varied)
            gain, plain = _gain(
                canvas, target, weight, palette, varied, brush, opacity, texture, shade, scratch, colour
            )
            if gain > best and plain > 0.0:
                best = gain
                geometry[index] = varied
        gains[index] = best
    return gains


@compiled
def lay_where_better(
    canvas: Bytes,
    target: Bytes,
    weight: Floats,
    palette: Bytes,
    geometry: Geometry,
    brush: npt.NDArray[np.float64],
    opacity: float,
    textures: npt.NDArray[np.uint32],
    shade: float,
    most: int,
    scratch: Floats,
    colours: Bytes,
) -> npt.NDArray[np.bool_]:
    """Lay strokes one after the other, each only where both errors fall; return which were laid, (n,).

    most: stops after so many. colours: (n, 3), written for those laid. canvas is painted on.
    """
    height, width = canvas.shape[0], canvas.shape[1]
    laid = np.zeros(len(geometry), dtype=np.bool_)
    num_laid = 0
    for index in range(len(geometry)):
        if num_laid >= most:
            break
        counted, plain = _gain(
            canvas,
            target,
            weight,
            palette,
            geometry[index],
            brush,
            opacity,
            int(textures[index]),
            shade,
            scratch,
            colours[index],
        )
        if counted > 0.0 and plain > 0.0:
            window = stroke_window(geometry[index], max(height, width), height, width)
            composite(canvas, colours[index], window, scratch)
            laid[index] = True
            num_laid += 1
    return laid
