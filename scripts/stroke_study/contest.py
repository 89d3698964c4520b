"""Painters compared at the same numbers of strokes: what error each reaches, and in what time."""

import itertools
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from painttime.core.image import RGB8
from painttime.core.project import DEFAULT_GROUND
from painttime.strokes.engine import paint
from painttime.strokes.options import PaintOptions
from painttime.strokes.proposals import Proposer
from stroke_study.hertzmann import HertzmannStyle, paint_hertzmann
from stroke_study.likeness import likeness
from stroke_study.rectangles import RectangleSearch, paint_rectangles
from stroke_study.with_brush import paint_with_brush

HERTZMANN_RADII_PX = (32, 16, 8, 4, 2)
"""The paper's three brushes of 8, 4 and 2 px and two larger ones, so that few strokes can cover a picture."""

_LOWEST_THRESHOLD, _HIGHEST_THRESHOLD = 2.0, 400.0
_NUM_HALVINGS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a painter reached. cpu_s: processor time, without loading, compiling and measuring."""

    strokes: int
    cpu_s: float
    l1: float
    psnr_db: float
    ssim: float


Painter = Callable[[RGB8, int], tuple[RGB8, int, float]]
"""(picture, budget of strokes) -> canvas, strokes laid, processor seconds."""


def brush_painter(proposer: Proposer) -> Painter:
    """Return the program's own painter, all else as it comes."""

    def painted(pixels: RGB8, budget: int) -> tuple[RGB8, int, float]:
        done = paint_with_brush(pixels, PaintOptions(num_strokes=budget), proposer)
        return paint(done.brushwork), len(done.brushwork.strokes), done.cpu_s

    return painted


def hertzmann(pixels: RGB8, budget: int) -> tuple[RGB8, int, float]:
    """Paint with the threshold that brings the number of strokes nearest below the budget.

    The search for it is not counted as time.
    """
    low, high = np.log(_LOWEST_THRESHOLD), np.log(_HIGHEST_THRESHOLD)
    for _ in range(_NUM_HALVINGS):
        middle = (low + high) / 2
        count = sum(1 for _ in _hertzmann(pixels, float(np.exp(middle))))
        low, high = (middle, high) if count > budget else (low, middle)
    return _timed(_hertzmann(pixels, float(np.exp(high))), budget)


def _hertzmann(pixels: RGB8, threshold: float) -> Iterator[RGB8]:
    return paint_hertzmann(
        pixels,
        HertzmannStyle(radii_px=HERTZMANN_RADII_PX, threshold=threshold),
        ground=DEFAULT_GROUND,
        seed=0,
    )


def rectangles(pixels: RGB8, budget: int) -> tuple[RGB8, int, float]:
    """Paint with greedy rectangles."""
    return _timed(paint_rectangles(pixels, budget, RectangleSearch(), ground=DEFAULT_GROUND, seed=0), budget)


def _timed(canvases: Iterable[RGB8], budget: int) -> tuple[RGB8, int, float]:
    began = time.process_time()
    laid = itertools.islice(enumerate(canvases, start=1), budget)
    count, canvas = deque(laid, maxlen=1).pop()
    return canvas.copy(), count, time.process_time() - began


def contest(painter: Painter, pictures: Sequence[RGB8], budgets: Sequence[int]) -> Iterator[Result]:
    """Yield the medians over pictures of (H, W, 3), one Result a budget. What compiles is run once before."""
    painter(pictures[0][:64, :64].copy(), 20)
    for budget in budgets:
        yield median([_result(painter, pixels, budget) for pixels in pictures])


def _result(painter: Painter, pixels: RGB8, budget: int) -> Result:
    canvas, strokes, cpu_s = painter(pixels, budget)
    near = likeness(canvas, pixels)
    return Result(strokes=strokes, cpu_s=cpu_s, l1=near.l1, psnr_db=near.psnr_db, ssim=near.ssim)


def median(results: Sequence[Result]) -> Result:
    """Return the median of every figure by itself."""
    return Result(
        strokes=round(statistics.median(result.strokes for result in results)),
        cpu_s=statistics.median(result.cpu_s for result in results),
        l1=statistics.median(result.l1 for result in results),
        psnr_db=statistics.median(result.psnr_db for result in results),
        ssim=statistics.median(result.ssim for result in results),
    )
