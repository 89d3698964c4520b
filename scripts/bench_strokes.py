"""The measurements of bench.py that have to do with the brush: python scripts/bench_strokes.py ROW.

Processor time, not seconds on the clock: the aims are in it. What is loaded and compiled at the first stroke
is not counted.
"""

import time
from collections.abc import Callable
from functools import partial

import numpy as np
from bench_rows import print_measured, sample_pixels
from stroke_study.with_brush import paint_with_brush, proposer_named, warm_up

from painttime.core.brushwork import StrokeList
from painttime.core.image import fitted_size
from painttime.strokes.cells import cut_cells, grid_corners
from painttime.strokes.engine import draw_strokes
from painttime.strokes.options import PaintOptions

CANVAS_PX = 1024
NUM_DRAWN = {4: 20_000, 16: 8_000, 64: 1_500}
"""Strokes drawn for a width in pixels: about two seconds each."""

LENGTH_IN_WIDTHS = 4
NUM_SAMPLES = 3
CELL_PX = 32


def cpu_timed(work: Callable[[], object]) -> float:
    """Return how many seconds of processor time the work takes, all threads together."""
    began = time.process_time()
    work()
    return time.process_time() - began


def chance_strokes(count: int, width_px: int) -> StrokeList:
    """Return bristle strokes of one size strewn over a square canvas of CANVAS_PX."""
    rng = np.random.default_rng(width_px)
    width = width_px / CANVAS_PX
    middle = rng.random((count, 2))
    angle = rng.uniform(0, np.pi, count)
    half = np.stack([np.cos(angle), np.sin(angle)], axis=1) * LENGTH_IN_WIDTHS * width / 2
    bent = middle + 0.3 * half[:, ::-1] * (1, -1)
    return StrokeList(
        curves=np.stack([middle - half, bent, middle + half], axis=1).astype(np.float32),
        widths=np.full((count, 2), width, dtype=np.float32),
        colours=rng.integers(0, 255, (count, 3), dtype=np.uint8),
        opacities=np.full(count, 255, dtype=np.uint8),
        brushes=np.full(count, 2, dtype=np.uint8),
        part_ids=np.zeros(count, dtype=np.uint8),
        passes=np.zeros(count, dtype=np.uint8),
        textures=np.arange(count, dtype=np.uint32),
    )


def measure_drawing(width_px: int) -> list[float]:
    """Strokes a second of one width, drawn by one thread."""
    strokes = chance_strokes(NUM_DRAWN[width_px], width_px)
    canvas = np.full((CANVAS_PX, CANVAS_PX, 3), 255, dtype=np.uint8)
    draw_strokes(canvas, strokes, last=10)
    return [len(strokes) / cpu_timed(partial(draw_strokes, canvas, strokes)) for _ in range(NUM_SAMPLES)]


def measure_proposing() -> list[float]:
    """Strokes a second proposed by the trained network."""
    height_px, width_px = fitted_size(3, 4, 512)
    target = sample_pixels(height_px, width_px)
    canvas = np.full_like(target, 255)
    weight = np.ones((height_px, width_px), dtype=np.float32)
    corners = grid_corners(height_px, width_px, CELL_PX, (0.5, 0.5))
    cells = cut_cells(target, canvas, weight, corners, CELL_PX)
    proposer = proposer_named("shipped")
    rng = np.random.default_rng(0)
    found = proposer.propose(cells, rng)
    count = found.shape[0] * found.shape[1]
    return [count / cpu_timed(partial(proposer.propose, cells, rng)) for _ in range(NUM_SAMPLES)]


def measure_painting(long_side_px: int, num_strokes: int) -> list[float]:
    """Seconds of painting the sample, enlarged where it is smaller than that."""
    pixels = sample_pixels(*fitted_size(3, 4, long_side_px))
    options = PaintOptions(num_strokes=num_strokes)
    proposer = proposer_named("shipped")
    warm_up(options, proposer)
    return [paint_with_brush(pixels, options, proposer).cpu_s]


MEASUREMENTS: dict[str, Callable[[], list[float]]] = {
    **{f"draw-{width_px}": partial(measure_drawing, width_px) for width_px in NUM_DRAWN},
    "propose": measure_proposing,
    "paint-2000": lambda: measure_painting(512, 2_000),
    "paint-10000": lambda: measure_painting(512, 10_000),
    "paint-2048": lambda: measure_painting(2048, 30_000),
}


if __name__ == "__main__":
    print_measured(MEASUREMENTS)
