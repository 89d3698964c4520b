"""Painters compared at the same numbers of strokes: what error each reaches, and in what time."""

import statistics
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

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

HERTZMANN_THRESHOLDS = (200, 140, 100, 70, 50)
"""The paper's 100 and what is around it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a painter reached. cpu_s: processor time, without loading, compiling and measuring."""

    strokes: int
    cpu_s: float
    l1: float
    psnr_db: float
    ssim: float


Painter = Callable[[RGB8, int], tuple[RGB8, int, float]]
"""(picture, budget of strokes) -> canvas, strokes laid, processor seconds. Hertzmann's is a threshold."""


def brush_painter(proposer: Proposer) -> Painter:
    """Return the program's own painter, all else as it comes."""

    def painted(pixels: RGB8, budget: int) -> tuple[RGB8, int, float]:
        done = paint_with_brush(pixels, PaintOptions(num_strokes=budget), proposer)
        return paint(done.brushwork), len(done.brushwork.strokes), done.cpu_s

    return painted


def hertzmann(pixels: RGB8, threshold: int) -> tuple[RGB8, int, float]:
    """Paint with a threshold, in levels, instead of a budget: how many strokes it takes is seen then."""
    style = HertzmannStyle(radii_px=HERTZMANN_RADII_PX, threshold=threshold)
    return _timed(paint_hertzmann(pixels, style, ground=DEFAULT_GROUND, seed=0))


def rectangles(pixels: RGB8, budget: int) -> tuple[RGB8, int, float]:
    """Paint with greedy rectangles."""
    return _timed(paint_rectangles(pixels, budget, RectangleSearch(), ground=DEFAULT_GROUND, seed=0))


def _timed(canvases: Iterable[RGB8]) -> tuple[RGB8, int, float]:
    began = time.process_time()
    count, canvas = deque(enumerate(canvases, start=1), maxlen=1).pop()
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
