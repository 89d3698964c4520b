"""Painting strokes again with MyPaint's brushes, whose bristles, grain and water are more than ours."""

from collections.abc import Generator
from contextlib import ExitStack
from functools import lru_cache
from itertools import groupby

import numpy as np

from painttime.core.brushwork import BRUSH_NAMES, Brushwork, StrokeList
from painttime.core.image import RGB8, Float32, Labels, fitted_size, read_only
from painttime.strokes.engine import labels_at
from painttime.strokes.mypaint_brush import MyPaintBrush, mark_spread
from painttime.strokes.mypaint_library import MyPaint, require_mypaint
from painttime.strokes.mypaint_surface import Box, MyPaintSurface, Tiles

MYPAINT_BRUSHES = {
    "round": "classic/brush",
    "flat": "kaerhon_v1/flat_bar_l",
    "bristle": "tanda/oil-01-paint",
    "dry": "classic/dry_brush",
    "knife": "kaerhon_v1/Sketcher2_sk",
    "wash": "kaerhon_v1/wet_paint_sm",
}
"""Which of MyPaint's brushes stands for each of ours."""

CHUNK = 20
"""Strokes between two chances to stop; broad ones of a large picture take a while."""

PRESSURE = 0.75
MARGIN_PX = 64
MAX_CHORD_ERROR_PX = 0.1
MAX_SEGMENTS = 64
MIN_SEGMENTS = 4
FARTHEST = 2.0
"""How far outside the picture a stroke is followed, in long sides."""

WIDEST = 4.0
"""In long sides."""


def check_mypaint_brushes() -> None:
    """Raise UserInputError where libmypaint or one of the brushes taken here is missing."""
    mypaint = require_mypaint()
    for name in MYPAINT_BRUSHES.values():
        mypaint.brush_file(name)


def paint_with_mypaint(
    brushwork: Brushwork, *, long_side_px: int | None = None, brush: str | None = None
) -> RGB8:
    """Paint all strokes on the ground with MyPaint's brushes; return (H, W, 3) uint8.

    long_side_px: size of the result; None: the size it was painted at. brush: one of BRUSH_NAMES or a brush
    of MyPaint (`group/name`) for all strokes; None: each stroke's own. Equal strokes make equal pixels.
    Raises UserInputError where libmypaint or a brush is missing, naming the package to install.
    """
    for step in painting_with_mypaint(brushwork, long_side_px=long_side_px, brush=brush):
        if not isinstance(step, float):
            return step
    raise RuntimeError("MyPaint's brushes ended without a picture")


def painting_with_mypaint(
    brushwork: Brushwork, *, long_side_px: int | None = None, brush: str | None = None
) -> Generator[float | RGB8, None, None]:
    """As `paint_with_mypaint`, chunk by chunk: yields the share done, 0..1, and at last the picture.

    It may be closed at any time and then leaves nothing behind.
    """
    mypaint = require_mypaint()
    strokes = brushwork.strokes
    long_px = brushwork.long_side_px if long_side_px is None else long_side_px
    height_px, width_px = fitted_size(brushwork.height_px, brushwork.width_px, long_px)
    with ExitStack() as stack:
        brushes = {
            index: stack.enter_context(MyPaintBrush(mypaint, MYPAINT_BRUSHES.get(name, name)))
            for index, name in _names(strokes, brush).items()
        }
        canvas = MyPaintSurface(mypaint, height_px, width_px, brushwork.ground, margin_px=MARGIN_PX)
        surface = stack.enter_context(canvas)
        hand = _Hand(strokes, float(max(height_px, width_px)), mypaint, brushes)
        bounds = _Bounds(brushwork, surface, (height_px, width_px))
        for first in range(0, len(strokes), CHUNK):
            indices = range(first, min(first + CHUNK, len(strokes)))
            for _, run in groupby(indices, bounds.batch_of):
                batch = list(run)
                surface.begin()
                for index in batch:
                    hand.lay(surface, index)
                bounds.apply(surface.end(), batch[0])
            yield indices.stop / len(strokes)
        yield surface.pixels(brushwork.ground)


def _names(strokes: StrokeList, brush: str | None) -> dict[int, str]:
    """Return which brush is taken for each index of BRUSH_NAMES in use."""
    used = np.unique(strokes.brushes).tolist()
    return {index: BRUSH_NAMES[index] if brush is None else brush for index in used}


class _Hand:
    """Moves brushes along the curves of a stroke list."""

    def __init__(
        self, strokes: StrokeList, unit_px: float, mypaint: MyPaint, brushes: dict[int, MyPaintBrush]
    ) -> None:
        self._strokes = strokes
        self._brushes = brushes
        self._radius_per_width = {index: 0.5 / mark_spread(mypaint, one) for index, one in brushes.items()}
        self._curves_px = np.clip(strokes.curves, -FARTHEST, 1 + FARTHEST) * np.float32(unit_px)
        self._widths_px = np.minimum(strokes.widths, WIDEST) * np.float32(unit_px)
        bends = self._curves_px[:, 0] - 2 * self._curves_px[:, 1] + self._curves_px[:, 2]
        segments = np.sqrt(np.linalg.norm(bends, axis=1) / (4 * MAX_CHORD_ERROR_PX))
        self._num_segments = np.clip(np.ceil(segments), MIN_SEGMENTS, MAX_SEGMENTS).astype(int).tolist()

    def lay(self, surface: MyPaintSurface, index: int) -> None:
        """Lay one stroke; the surface must be between `begin` and `end`."""
        strokes = self._strokes
        number = int(strokes.brushes[index])
        brush = self._brushes[number]
        widths = self._widths_px[index]
        widest = float(widths.max())
        if widest <= 0 or strokes.opacities[index] == 0:
            return
        red, green, blue = strokes.colours[index].tolist()
        brush.renew(int(strokes.textures[index]))
        brush.take_paint((red, green, blue))
        weights, along = _curve_weights(self._num_segments[index])
        points = weights @ _stretched(self._curves_px[index], 0.5 * widest)
        width = widths[0] + (widths[1] - widths[0]) * along
        # Most brushes cover less under less pressure; the root keeps strokes that taper a little opaque.
        pressures = PRESSURE * np.sqrt(width / widest)
        brush.draw(surface, points, width * self._radius_per_width[number], pressures)


@lru_cache(maxsize=MAX_SEGMENTS)
def _curve_weights(num_segments: int) -> tuple[Float32, Float32]:
    """Return what each of the three points of a quadratic curve weighs, (n, 3), and where, (n,)."""
    along = np.linspace(0, 1, num_segments + 1, dtype=np.float32)
    weights = np.stack([(1 - along) ** 2, 2 * along * (1 - along), along**2], axis=1)
    return read_only(weights.astype(np.float32)), read_only(along)


def _stretched(curve_px: Float32, length_px: float) -> Float32:
    """Return a curve that a brush leaves a mark with: a touch on the spot becomes a dash of this length."""
    begin, _, end = curve_px
    extent = float(np.abs(curve_px - begin).max())
    if extent >= length_px / 2:
        return curve_px
    step = end - begin
    distance = float(np.hypot(step[0], step[1]))
    direction = step / distance if distance > 0 else np.array([1, 0], dtype=np.float32)
    middle = curve_px.mean(axis=0)
    places = np.array([[-0.5], [0], [0.5]], dtype=np.float32) * np.float32(length_px)
    return np.asarray(middle + places * direction, dtype=np.float32)


class _Bounds:
    """Holds strokes to their part and to their opacity, which MyPaint's brushes know nothing of."""

    def __init__(self, brushwork: Brushwork, surface: MyPaintSurface, size_px: tuple[int, int]) -> None:
        strokes = brushwork.strokes
        self._surface = surface
        self._opacities = strokes.opacities
        self._labels: Labels | None = None
        self._part_ids = np.zeros_like(strokes.part_ids)
        if brushwork.labels is not None and strokes.part_ids.any():
            self._labels = labels_at(brushwork.labels, *size_px)
            self._part_ids = strokes.part_ids
        is_bound = self._labels is not None or bool((self._opacities < 255).any())
        self._before: Tiles | None = surface.copies() if is_bound else None

    def batch_of(self, index: int) -> tuple[int, int]:
        """Return the same for strokes that can be laid together: opaque ones of one part."""
        return int(self._part_ids[index]), -1 if self._opacities[index] == 255 else index

    def apply(self, box: Box, index: int) -> None:
        """Take back what a batch, of which this is a stroke, painted too much in the box."""
        if self._before is not None:
            self._surface.take_back(
                box,
                self._before,
                opacity=int(self._opacities[index]),
                labels=self._labels,
                part_id=int(self._part_ids[index]),
            )
