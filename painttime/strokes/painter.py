"""Paints a picture stroke by stroke, from the broadest brush to the finest.

A round looks at cells of one size, tries the strokes proposed for them and lays those that lower the error,
so that it falls with every stroke. Rounds of one size lie on grids shifted by chance: no grid shows.
"""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from painttime.core.brush_settings import ORDER_NAMES
from painttime.core.brushwork import MAX_PASSES, Brushwork
from painttime.core.image import RGB8, Labels, RGBColour, fitted_size
from painttime.strokes.contours import contour_strokes
from painttime.strokes.easel import Easel
from painttime.strokes.engine import labels_at
from painttime.strokes.options import PaintOptions
from painttime.strokes.proposals import Proposer
from painttime.strokes.rounds import Bout, plan_bouts, plan_rounds

__all__ = ["MAX_WORKING_PX", "ORDER_NAMES", "PaintOptions", "painting"]

MAX_WORKING_PX = 2048
"""Long side at which strokes are tried; larger paintings get the strokes found at this size."""

_CONTOUR_SHARE = 0.08
_MOST_EXTRA_ROUNDS = 8


def painting(
    pixels: RGB8,
    *,
    labels: Labels | None,
    part_ids: tuple[int, ...],
    ground: RGBColour,
    options: PaintOptions,
    predictor: Proposer,
) -> Iterator[float | Brushwork]:
    """Paint a picture (H, W, 3).

    labels: (H, W) part ids or None. part_ids: back to front. predictor: proposes the strokes.
    Yields the strokes laid so far after each round, and last all of them; floats in between say how much is
    done, 0..1. Deterministic by options.seed.
    """
    height, width = pixels.shape[:2]
    target, small_labels = _working_copy(pixels, labels)
    easel = Easel(target, small_labels, ground, options, predictor)
    bouts = plan_bouts(options.order, target, small_labels, part_ids, options.num_strokes)
    passes = _Passes()
    group = "finest"
    has_drawing = options.order == "contour-first"
    if has_drawing:
        _draw_contours(target, easel, _CONTOUR_SHARE, passes.number("drawing"))
        yield easel.brushwork(height, width)
    for index, bout in enumerate(bouts):
        for step in plan_rounds(bout, min(bout.num_strokes, easel.num_left), *easel.width_limits_px):
            if has_drawing and step.stage == 1:
                # The block-in has covered most of the drawing: a painter restates it.
                has_drawing = False
                _draw_contours(target, easel, _CONTOUR_SHARE, passes.number("drawing restated"))
            group = f"{index} {step.level if len(bouts) == 1 else step.stage}"
            easel.paint_round(bout, step, passes.number(group))
            yield easel.num_strokes / options.num_strokes
            yield easel.brushwork(height, width)
    yield from _spend_the_rest(bouts[-1], easel, options.num_strokes, passes.number(group))
    yield easel.brushwork(height, width)


class _Passes:
    """Numbers passes in the order they are begun."""

    def __init__(self) -> None:
        self._begun: list[str] = []

    def number(self, name: str) -> int:
        if name not in self._begun:
            self._begun.append(name)
        return min(len(self._begun), MAX_PASSES) - 1


def _draw_contours(target: RGB8, easel: Easel, share: float, pass_number: int) -> None:
    """Lay the contours of a picture with a share of the strokes left."""
    easel.lay_contours(contour_strokes(target, easel.rng), round(share * easel.num_left), pass_number)


def _spend_the_rest(bout: Bout, easel: Easel, num_strokes: int, pass_number: int) -> Iterator[float]:
    """Go on with the finest brush until the budget is spent or nothing gets better."""
    finest = plan_rounds(bout, num_strokes, *easel.width_limits_px)[-1:]
    for step in finest * _MOST_EXTRA_ROUNDS:
        wanted = easel.num_left
        if wanted < 1 or easel.paint_round(bout, replace(step, num_strokes=wanted), pass_number) == 0:
            return
        yield easel.num_strokes / num_strokes


def _working_copy(pixels: RGB8, labels: Labels | None) -> tuple[RGB8, Labels | None]:
    """Return the picture, and its parts, no larger than strokes are tried at."""
    height, width = pixels.shape[:2]
    if max(height, width) <= MAX_WORKING_PX:
        return np.ascontiguousarray(pixels), labels
    height, width = fitted_size(height, width, MAX_WORKING_PX)
    small = cv2.resize(np.asarray(pixels), (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), labels_at(labels, height, width)
