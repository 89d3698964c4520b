"""Plain painterly rendering, to compare with: layers of brushes from large to small, a stroke wherever a cell
of the layer's grid is off by more than a threshold.

After Hertzmann, "Painterly Rendering with Curved Brush Strokes of Multiple Sizes" (SIGGRAPH 1998). Written
from the paper, with the parameters of its "Impressionist" style, and drawn with OpenCV: nothing is shared
with the program's own brush.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, RGBColour
from painttime.strokes.compiled import compiled

_SUBPIXEL_BITS = 3
_POINTS_A_PIECE = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class HertzmannStyle:
    """radii_px: of the brushes, largest first (R). threshold: T, in levels of Euclidean colour distance.

    blur: f_sigma. curvature: f_c. grid: f_g. shortest, longest: in control points.
    """

    radii_px: tuple[int, ...] = (8, 4, 2)
    threshold: float = 100.0
    blur: float = 0.5
    curvature: float = 1.0
    grid: float = 1.0
    shortest: int = 4
    longest: int = 16


def paint_hertzmann(pixels: RGB8, style: HertzmannStyle, *, ground: RGBColour, seed: int) -> Iterator[RGB8]:
    """Paint a picture (H, W, 3); yields the one canvas after every stroke, to be copied if kept.

    The first layer covers all of the ground, as in the paper.
    """
    rng = np.random.default_rng(seed)
    canvas = np.empty_like(pixels)
    canvas[:] = ground
    for number, radius_px in enumerate(style.radii_px):
        reference = cv2.GaussianBlur(pixels, (0, 0), style.blur * radius_px).astype(np.float32)
        threshold = style.threshold if number else -1.0
        strokes = _layer(reference, canvas, radius_px, threshold, style)
        for index in rng.permutation(len(strokes)):
            points, colour = strokes[index]
            _draw(canvas, points, colour, radius_px)
            yield canvas


Traced = tuple[Float32, tuple[int, int, int]]


def _layer(
    reference: Float32, canvas: RGB8, radius_px: int, threshold: float, style: HertzmannStyle
) -> list[Traced]:
    """Return control points (n, 2), as (x, y), and colour of the strokes of one layer on one canvas."""
    down, right = np.gradient(cv2.cvtColor(reference, cv2.COLOR_RGB2GRAY))
    before = canvas.astype(np.float32)
    distance = np.linalg.norm(reference - before, axis=2)
    cell_px = max(1, round(style.grid * radius_px))
    strokes = []
    for x, y in _worst_of_cells(distance, cell_px, threshold):
        points = np.zeros((style.longest + 1, 2), dtype=np.float32)
        count = _trace(
            points, x, y, reference, before, right, down, float(radius_px), style.curvature, style.shortest
        )
        red, green, blue = np.rint(reference[y, x]).astype(int).tolist()
        strokes.append((points[:count], (red, green, blue)))
    return strokes


def _worst_of_cells(distance: Float32, cell_px: int, threshold: float) -> Iterator[tuple[int, int]]:
    """Yield (x, y) of the largest error in every cell whose mean error is above the threshold."""
    height, width = distance.shape
    for top in range(0, height, cell_px):
        for left in range(0, width, cell_px):
            cell = distance[top : top + cell_px, left : left + cell_px]
            if cell.mean() > threshold:
                row, column = np.unravel_index(int(cell.argmax()), cell.shape)
                yield left + int(column), top + int(row)


@compiled
def _trace(
    points: Float32,
    x0: int,
    y0: int,
    reference: Float32,
    canvas: Float32,
    right: Float32,
    down: Float32,
    radius_px: float,
    curvature: float,
    shortest: int,
) -> int:
    """Write a stroke's control points at right angles to the gradient; returns how many (paper, figure 6)."""
    height, width = right.shape
    x, y = float(x0), float(y0)
    points[0] = x, y
    last_x, last_y = 0.0, 0.0
    for index in range(1, len(points)):
        column, row = min(max(int(x), 0), width - 1), min(max(int(y), 0), height - 1)
        to_canvas = np.float32(0)
        to_stroke = np.float32(0)
        for channel in range(3):
            wanted = reference[row, column, channel]
            to_canvas += (wanted - canvas[row, column, channel]) ** 2
            to_stroke += (wanted - reference[y0, x0, channel]) ** 2
        if index > shortest and to_canvas < to_stroke:
            return index
        length = np.hypot(right[row, column], down[row, column])
        if length == 0:
            return index
        step_x, step_y = -down[row, column] / length, right[row, column] / length
        if last_x * step_x + last_y * step_y < 0:
            step_x, step_y = -step_x, -step_y
        step_x = curvature * step_x + (1 - curvature) * last_x
        step_y = curvature * step_y + (1 - curvature) * last_y
        length = max(np.hypot(step_x, step_y), 1e-6)
        last_x, last_y = step_x / length, step_y / length
        x, y = x + radius_px * last_x, y + radius_px * last_y
        points[index] = x, y
    return len(points)


def _draw(canvas: RGB8, points: Float32, colour: tuple[int, int, int], radius_px: int) -> None:
    """Draw one stroke of constant width with round ends and smooth edges."""
    if len(points) == 1:
        # Where a picture is flat no direction is given, and the stroke is a dab.
        x, y = np.rint(points[0]).astype(int).tolist()
        cv2.circle(canvas, (x, y), radius_px, colour, cv2.FILLED, cv2.LINE_AA)
        return
    curve = np.rint(_spline(points) * (1 << _SUBPIXEL_BITS)).astype(np.int32)
    cv2.polylines(canvas, [curve[:, None]], False, colour, 2 * radius_px, cv2.LINE_AA, _SUBPIXEL_BITS)


def _spline(points: Float32) -> npt.NDArray[np.float64]:
    """Return points along a quadratic B-spline that begins and ends at the outer control points."""
    control = points.astype(np.float64)
    if len(control) < 3:
        return control
    joints = np.concatenate([control[:1], (control[1:-2] + control[2:-1]) / 2, control[-1:]])
    t = np.linspace(0, 1, _POINTS_A_PIECE)[None, :, None]
    begin, middle, end = joints[:-1, None], control[1:-1, None], joints[1:, None]
    return np.asarray(((1 - t) ** 2 * begin + 2 * t * (1 - t) * middle + t**2 * end).reshape(-1, 2))
