"""The areas that lasso, brush and wand take hold of. Places are picture coordinates (x, y) in pixels: the
pixel in column c and row r covers c..c + 1 and r..r + 1, and its centre is (c + 0.5, r + 0.5)."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8
from painttime.segmentation.editing.area import NOTHING, Area, Mask

Point = tuple[float, float]

LARGEST_TOLERANCE = 255


def polygon_area(points: Sequence[Point], *, height_px: int, width_px: int) -> Area:
    """Return the pixels whose centres lie within a closed outline, the lasso's.

    Where the outline crosses itself, what it runs around once or more is inside (the nonzero rule). Points
    may lie outside the picture; fewer than three of them enclose nothing.
    """
    corners = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    if len(corners) < 3:
        return NOTHING
    top = int(np.clip(np.ceil(corners[:, 1].min() - 0.5), 0, height_px))
    bottom = int(np.clip(np.ceil(corners[:, 1].max() - 0.5), 0, height_px))
    left = int(np.clip(np.ceil(corners[:, 0].min() - 0.5), 0, width_px))
    right = int(np.clip(np.ceil(corners[:, 0].max() - 0.5), 0, width_px))
    if bottom <= top or right <= left:
        return NOTHING
    turns = np.zeros((bottom - top, right - left + 1), dtype=np.int16)
    for row, column, direction in zip(*_crossings(corners, top, bottom, left, right), strict=True):
        np.add.at(turns, (row, column), direction)
    inside = np.cumsum(turns, axis=1, dtype=np.int16)[:, :-1] != 0
    return Area.of(inside, left=left, top=top)


def _crossings(
    corners: npt.NDArray[np.float64], top: int, bottom: int, left: int, right: int
) -> tuple[list[npt.NDArray[np.intp]], list[npt.NDArray[np.intp]], list[int]]:
    """Return the rows of pixel centres that each side of an outline crosses, the first column right of each
    crossing (both counted from top and left) and the way it goes: 1 down, -1 up."""
    rows, columns, directions = [], [], []
    for (x, y), (next_x, next_y) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y == next_y:
            continue
        direction = 1 if next_y > y else -1
        upper_x, upper_y, lower_x, lower_y = (
            (x, y, next_x, next_y) if direction == 1 else (next_x, next_y, x, y)
        )
        first, last = max(top, int(np.ceil(upper_y - 0.5))), min(bottom, int(np.ceil(lower_y - 0.5)))
        if first >= last:
            continue
        crossed = np.arange(first, last)
        where = upper_x + (crossed + 0.5 - upper_y) * (lower_x - upper_x) / (lower_y - upper_y)
        rows.append(crossed - top)
        columns.append(np.clip(np.ceil(where - 0.5), left, right).astype(np.intp) - left)
        directions.append(direction)
    return rows, columns, directions


def stroke_area(points: Sequence[Point], *, radius_px: float, height_px: int, width_px: int) -> Area:
    """Return the pixels whose centres lie within `radius_px` of a path: what a round brush goes over.

    One point is a dab; a brush thinner than a pixel still takes the pixels it is on. A path drawn piece by
    piece, each piece beginning where the last one ended, joins to the same area as the whole path.
    """
    path = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    if len(path) == 0:
        return NOTHING
    reach = max(radius_px, 0.5**0.5)
    low, high = path.min(axis=0) - reach, path.max(axis=0) + reach
    left, top = np.clip(np.floor(low), 0, (width_px, height_px)).astype(int).tolist()
    right, bottom = np.clip(np.ceil(high), 0, (width_px, height_px)).astype(int).tolist()
    mask = np.zeros((max(0, bottom - top), max(0, right - left)), dtype=np.bool_)
    origin = np.array([left, top], dtype=np.float64)
    for begin, end in pairwise(path if len(path) > 1 else path[[0, 0]]):
        _stamp(mask, begin - origin, end - origin, reach)
    return Area.of(mask, left=left, top=top)


def _stamp(
    mask: Mask, begin: npt.NDArray[np.float64], end: npt.NDArray[np.float64], radius_px: float
) -> None:
    """Add the pixels around one straight piece to a mask."""
    height, width = mask.shape
    low = np.clip(np.floor(np.minimum(begin, end) - radius_px), 0, (width, height)).astype(int)
    high = np.clip(np.ceil(np.maximum(begin, end) + radius_px), 0, (width, height)).astype(int)
    x = np.arange(low[0], high[0]) + 0.5 - begin[0]
    y = (np.arange(low[1], high[1]) + 0.5 - begin[1])[:, None]
    along = end - begin
    length_squared = float(along @ along)
    share = 0.0
    if length_squared > 0:
        share = np.clip((x * along[0] + y * along[1]) / length_squared, 0, 1)
    distance_squared = (x - share * along[0]) ** 2 + (y - share * along[1]) ** 2
    mask[low[1] : high[1], low[0] : high[0]] |= distance_squared <= radius_px**2


def line_area(points: Sequence[Point], *, height_px: int, width_px: int) -> Area:
    """Return the pixels a thin line goes through, without a gap that another line could slip through."""
    return stroke_area(points, radius_px=0.0, height_px=height_px, width_px=width_px)


def wand_area(pixels: RGB8, x: float, y: float, *, tolerance: float, contiguous: bool = True) -> Area:
    """Return the pixels of nearly the colour at a place.

    tolerance: 0..255, how far in CIE Lab a colour may lie from that of the place; 255 is from black to white,
        0 that colour alone.
    contiguous: only what hangs together with the place, side by side; otherwise in the whole picture.
    Outside of the picture there is nothing.
    """
    height, width = pixels.shape[:2]
    column, row = int(np.floor(x)), int(np.floor(y))
    if not (0 <= column < width and 0 <= row < height):
        return NOTHING
    alike = _nearness(pixels, row, column, min(max(tolerance, 0.0), float(LARGEST_TOLERANCE)))
    if not contiguous:
        return Area.of(alike.view(np.bool_))
    # 2 marks what hangs together; floodFill looks at the four neighbours.
    cv2.floodFill(alike, None, (column, row), 2)
    return Area.of(alike == 2)


def _nearness(pixels: RGB8, row: int, column: int, tolerance: float) -> npt.NDArray[np.uint8]:
    """Return (H, W) uint8, 1 where the colour lies within the tolerance of a pixel's, else 0."""
    lab = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB))
    # OpenCV stretches L to 0..255 and leaves a and b as they are.
    scale = np.array([1.0, 2.55, 2.55])
    apart = (np.arange(256)[:, None] - lab[row, column]) * scale
    # Sums beyond 16 bits stay at their largest, which is beyond any tolerance.
    squares = np.minimum(np.rint(apart**2), 65_535).astype(np.uint16)
    total = cv2.transform(cv2.LUT(lab, squares[:, None, :]), np.ones((1, 3), dtype=np.float32))
    return np.asarray(cv2.inRange(total, 0.0, float(tolerance**2)), dtype=np.uint8) & np.uint8(1)
