"""Greedy rectangles, to compare with: the plainest search that only ever improves a picture.

A turned rectangle of one flat, covering colour is laid at a time: the best of many random ones, changed a
little at random as long as that makes it better (as Fogleman's "primitive" does, 2016). It is laid only when
the squared error falls. Edges are not smoothed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, RGBColour
from painttime.strokes.compiled import compiled


@dataclass(frozen=True, kw_only=True, slots=True)
class RectangleSearch:
    """num_random: rectangles tried at random. num_changes: changes tried to the best of them."""

    num_random: int = 24
    num_changes: int = 40


def paint_rectangles(
    pixels: RGB8, num_strokes: int, search: RectangleSearch, *, ground: RGBColour, seed: int
) -> Iterator[RGB8]:
    """Paint a picture (H, W, 3); yields the one canvas after every rectangle laid.

    Ends early where no rectangle improves the picture in many tries.
    """
    canvas = np.empty_like(pixels)
    canvas[:] = ground
    _seed(seed)
    laid, misses = 0, 0
    while laid < num_strokes and misses < 1000:
        # The area a rectangle can be the only one in shrinks with their number.
        largest_px = 2 * np.sqrt(canvas[..., 0].size / (laid + 1)) + 4
        if _lay_best(canvas, pixels, largest_px, search.num_random, search.num_changes):
            laid, misses = laid + 1, 0
            yield canvas
        else:
            misses += 1


@compiled
def _seed(seed: int) -> None:
    """Seed the generator that compiled code draws from, which is not numpy's own."""
    np.random.seed(seed)


@compiled
def _lay_best(canvas: RGB8, pixels: RGB8, largest_px: float, num_random: int, num_changes: int) -> bool:
    """Search a rectangle and draw it if it lowers the error; says whether it was drawn."""
    best = np.zeros(5, dtype=np.float32)
    best_change = 0.0
    for _ in range(num_random):
        tried = _random_rectangle(canvas, pixels, largest_px)
        change = _error_change(canvas, pixels, tried, False)
        if change < best_change:
            best, best_change = tried, change
    if best_change == 0.0:
        return False
    for _ in range(num_changes):
        tried = best.copy()
        tried[:2] += np.random.normal(0, 1, 2).astype(np.float32) * (best[2] + best[3]) / 8
        tried[2:4] *= np.exp(np.random.normal(0, 0.3, 2).astype(np.float32))
        tried[4] += np.float32(np.random.normal(0, 0.3))
        change = _error_change(canvas, pixels, tried, False)
        if change < best_change:
            best, best_change = tried, change
    _error_change(canvas, pixels, best, True)
    return True


@compiled
def _random_rectangle(canvas: RGB8, pixels: RGB8, largest_px: float) -> Float32:
    """Return (x, y, length, width, angle): at the worst of four places, of any size and direction."""
    height, width = canvas.shape[:2]
    found = np.zeros(5, dtype=np.float32)
    worst = -1
    for _ in range(4):
        row, column = np.random.randint(height), np.random.randint(width)
        error = 0
        for channel in range(3):
            error += abs(int(pixels[row, column, channel]) - int(canvas[row, column, channel]))
        if error > worst:
            worst = error
            found[0], found[1] = column + 0.5, row + 0.5
    smallest_px = 1.5
    for side in (2, 3):
        found[side] = smallest_px * (largest_px / smallest_px) ** np.random.random()
    found[4] = np.random.random() * np.pi
    return found


@compiled
def _error_change(canvas: RGB8, pixels: RGB8, rectangle: npt.NDArray[np.float32], draws: bool) -> float:
    """Return by how much a rectangle in the mean colour below it changes the squared error; may draw it."""
    height, width = canvas.shape[:2]
    x, y, length, breadth = rectangle[0], rectangle[1], rectangle[2] / 2, rectangle[3] / 2
    cosine, sine = np.cos(rectangle[4]), np.sin(rectangle[4])
    reach_x = abs(cosine) * length + abs(sine) * breadth
    reach_y = abs(sine) * length + abs(cosine) * breadth
    left, right = max(0, int(x - reach_x)), min(width, int(x + reach_x) + 1)
    top, bottom = max(0, int(y - reach_y)), min(height, int(y + reach_y) + 1)
    count, before = 0, 0
    sums = np.zeros(3, dtype=np.int64)
    squares = 0
    for row in range(top, bottom):
        for column in range(left, right):
            off_x, off_y = column + 0.5 - x, row + 0.5 - y
            if abs(off_x * cosine + off_y * sine) > length or abs(off_y * cosine - off_x * sine) > breadth:
                continue
            count += 1
            for channel in range(3):
                wanted = int(pixels[row, column, channel])
                sums[channel] += wanted
                squares += wanted * wanted
                before += (wanted - int(canvas[row, column, channel])) ** 2
    if count == 0:
        return 0.0
    after = float(squares)
    colour = np.zeros(3, dtype=np.uint8)
    for channel in range(3):
        level = np.uint8(np.rint(sums[channel] / count))
        colour[channel] = level
        after += count * float(level) ** 2 - 2.0 * float(level) * sums[channel]
    if draws:
        _fill(canvas, rectangle, colour, (left, top, right, bottom))
    return after - before


@compiled
def _fill(canvas: RGB8, rectangle: Float32, colour: RGB8, bounds: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = bounds
    cosine, sine = np.cos(rectangle[4]), np.sin(rectangle[4])
    for row in range(top, bottom):
        for column in range(left, right):
            off_x, off_y = column + 0.5 - rectangle[0], row + 0.5 - rectangle[1]
            along, across = off_x * cosine + off_y * sine, off_y * cosine - off_x * sine
            if abs(along) <= rectangle[2] / 2 and abs(across) <= rectangle[3] / 2:
                for channel in range(3):
                    canvas[row, column, channel] = colour[channel]
