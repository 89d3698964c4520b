"""The canvas while it is painted, and the strokes laid so far."""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.brush_settings import MIXED_BRUSHES
from painttime.core.brushwork import BRUSH_NAMES, Brushwork, StrokeList
from painttime.core.image import RGB8, Float32, Labels, RGBColour
from painttime.strokes.brushes import brush_table
from painttime.strokes.cells import cut_cells, errors_in, grid_corners
from painttime.strokes.options import PaintOptions
from painttime.strokes.palette import find_palette
from painttime.strokes.proposals import NUM_PER_CELL, Proposer
from painttime.strokes.rounds import Bout, Round
from painttime.strokes.trial_kernels import SHORTEST_IN_WIDTHS, gains_of, lay_where_better

SMALLEST_WIDTH_PX = 1.3
LARGEST_WIDTH = 0.13
"""Of a stroke, in long sides of the picture, where the user does not say."""

_TRIAL_CELL_PX = 40.0
"""Strokes of larger cells are tried on a smaller canvas: what decides shows there, in less time."""

_NUM_TRIALS = (28, 20, 14)
"""Variations tried of a broad, a middle and a fine stroke: the broader, the more each one decides."""

_KEPT_SHARE = 0.25
"""Share of the proposed strokes that a round can be expected to lay."""

_TRIED_SHARE = 0.6
"""Strokes varied beyond those wanted, of all that are proposed."""

_SPARE_SHARE = 0.2
"""Strokes laid out beyond those wanted: some no longer help when their turn comes."""

_BARE_COUNTS = 3.0
"""Times that a pixel of bare ground counts: a painter covers the ground before anything else."""

_CONTOUR_SHADE = 0.6
"""A contour is darker than what it goes round, by this factor."""

_MIXED = ("flat", "bristle", "round")
"""Brushes of broad, middle and fine strokes where brushes are mixed."""


class Easel:
    """Owns the canvas of one painting while strokes are tried and laid."""

    def __init__(
        self,
        target: RGB8,
        labels: Labels | None,
        ground: RGBColour,
        options: PaintOptions,
        proposer: Proposer,
    ) -> None:
        self.rng = np.random.default_rng(options.seed)
        self._target = target
        self._labels = labels
        self._ground = ground
        self._options = options
        self._proposer = proposer
        self._canvas = np.empty_like(target)
        self._canvas[:] = ground
        self._lists: list[StrokeList] = []
        self._table = brush_table()
        size = options.palette_size
        self._palette = np.zeros((0, 3), dtype=np.uint8) if size is None else find_palette(target, size)

    @property
    def num_strokes(self) -> int:
        return sum(len(strokes) for strokes in self._lists)

    @property
    def num_left(self) -> int:
        return self._options.num_strokes - self.num_strokes

    @property
    def width_limits_px(self) -> tuple[float | None, float | None]:
        """Smallest and largest width asked for, in pixels of the working canvas."""
        long_side = max(self._canvas.shape[:2])
        smallest, largest = self._options.smallest_width, self._options.largest_width
        return (
            None if smallest is None else smallest * long_side,
            None if largest is None else largest * long_side,
        )

    def brushwork(self, height_px: int, width_px: int) -> Brushwork:
        """Return what was painted so far, for a painting of this size."""
        return Brushwork(
            strokes=StrokeList.joined(self._lists),
            ground=self._ground,
            height_px=height_px,
            width_px=width_px,
        )

    def paint_round(self, bout: Bout, step: Round, pass_number: int) -> int:
        """Try and lay the strokes of one round; return how many were laid."""
        wanted = min(step.num_strokes, self.num_left)
        corners = self._cells_worth_painting(bout, step.side_px, wanted)
        if not len(corners) or wanted < 1:
            return 0
        cells = cut_cells(self._target, self._canvas, bout.weight, corners, step.side_px)
        shapes = self._proposer.propose(cells, self.rng)
        geometry = self._geometry(shapes, corners, step.side_px)
        geometry = geometry[self._inside(geometry, bout.own)]
        brush = self._brush_of(step.stage)
        return self._try_and_lay(geometry, bout, replace(step, num_strokes=wanted), brush, pass_number, 1.0)

    def lay_contours(self, geometry: Float32, wanted: int, pass_number: int) -> int:
        """Lay a drawing of the contours (n, 8): thin strokes, darker than what they go round."""
        geometry = with_widths(geometry, *self._width_limits())
        everywhere = np.ones(self._canvas.shape[:2], dtype=np.bool_)
        bout = Bout(own=everywhere, weight=everywhere.astype(np.float32), num_strokes=wanted)
        step = Round(side_px=1.0, num_strokes=wanted, level=2, num_levels=3)
        return self._try_and_lay(
            geometry, bout, step, BRUSH_NAMES.index("round"), pass_number, _CONTOUR_SHADE
        )

    # ----------------------------------------------------------------------------------------------------

    def _cells_worth_painting(self, bout: Bout, side_px: float, wanted: int) -> Float32:
        """Return the corners of the cells with the largest errors, enough for the strokes wanted."""
        height, width = bout.own.shape
        corners = grid_corners(height, width, side_px, (self.rng.random(), self.rng.random()))
        difference = self._target.astype(np.int16) - self._canvas
        errors = (difference.astype(np.float32) ** 2).sum(axis=2) * (bout.weight * bout.own)
        inside = errors_in(corners, side_px, errors)
        enough = int(np.ceil(wanted / (NUM_PER_CELL * _KEPT_SHARE)))
        order = np.argsort(-inside, kind="stable")[:enough]
        return corners[np.sort(order[inside[order] > 0])]

    def _geometry(self, shapes: Float32, corners: Float32, side_px: float) -> Float32:
        """Return proposals (n, S, 8) of cells in units of the long side, (n * S, 8), with widths allowed."""
        long_side = max(self._canvas.shape[:2])
        points = shapes[..., :6].reshape(*shapes.shape[:2], 3, 2) * side_px + corners[:, None, None, :]
        geometry = np.concatenate(
            [points.reshape(*shapes.shape[:2], 6), shapes[..., 6:] * side_px], axis=-1
        ).reshape(-1, 8)
        return with_widths((geometry / long_side).astype(np.float32), *self._width_limits())

    def _width_limits(self) -> tuple[float, float]:
        smallest = self._options.smallest_width or SMALLEST_WIDTH_PX / max(self._canvas.shape[:2])
        return smallest, max(smallest, self._options.largest_width or LARGEST_WIDTH)

    def _inside(self, geometry: Float32, own: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        columns, rows = self._middles_px(geometry)
        height, width = own.shape
        kept = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
        kept[kept] = own[rows[kept], columns[kept]]
        return np.asarray(kept)

    def _middles_px(self, geometry: Float32) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Return column and row of the middle of each stroke's curve."""
        middle = 0.25 * geometry[:, 0:2] + 0.5 * geometry[:, 2:4] + 0.25 * geometry[:, 4:6]
        x, y = np.floor(middle * max(self._canvas.shape[:2])).astype(np.intp).T
        return x, y

    def _brush_of(self, stage: int) -> int:
        name = self._options.brush
        return BRUSH_NAMES.index(_MIXED[stage] if name == MIXED_BRUSHES else name)

    def _try_and_lay(
        self, geometry: Float32, bout: Bout, step: Round, brush: int, pass_number: int, shade: float
    ) -> int:
        """Lay the best of some strokes (n, 8), at most step.num_strokes; return how many were laid."""
        textures = self.rng.integers(0, 2**31, len(geometry), dtype=np.uint32)
        weight = self._weight(bout)
        # A drawing keeps to its contours: varied, its lines would widen into colour.
        most_trials = self._num_trials(step) if shade == 1.0 else 0
        for share, num_trials in ((_TRIED_SHARE, 0), (_SPARE_SHARE, most_trials)):
            gains = self._gains(geometry, weight, brush, textures, step, num_trials, shade)
            best = np.argsort(-gains, kind="stable")[: round(step.num_strokes * (1 + share))]
            best = best[gains[best] > 0]
            geometry, textures = geometry[best], textures[best]
        chosen = self._walk(geometry, step.side_px)
        geometry, textures = geometry[chosen], textures[chosen]
        colours = np.zeros((len(geometry), 3), dtype=np.uint8)
        laid = lay_where_better(
            self._canvas,
            self._target,
            weight,
            self._palette,
            geometry,
            self._table[brush],
            1.0,
            textures,
            shade,
            step.num_strokes,
            self._scratch(self._canvas),
            colours,
        )
        self._keep(geometry[laid], colours[laid], textures[laid], brush, bout.part_id, pass_number)
        return int(laid.sum())

    def _weight(self, bout: Bout) -> Float32:
        """Return how much each pixel's error counts at present, (H, W)."""
        is_bare = (self._canvas == np.array(self._ground, dtype=np.uint8)).all(axis=2)
        return np.asarray(np.where(is_bare & bout.own, _BARE_COUNTS * bout.weight, bout.weight), np.float32)

    def _gains(
        self,
        geometry: Float32,
        weight: Float32,
        brush: int,
        textures: npt.NDArray[np.uint32],
        step: Round,
        num_trials: int,
        shade: float,
    ) -> npt.NDArray[np.float64]:
        """Return what each stroke would gain, and better their shapes in place."""
        scale = min(1.0, _TRIAL_CELL_PX / step.side_px)
        canvas, target = self._canvas, self._target
        if scale < 1:
            size = max(1, round(canvas.shape[1] * scale)), max(1, round(canvas.shape[0] * scale))
            canvas, target = _shrunk(canvas, size), _shrunk(target, size)
            weight = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
        return gains_of(
            canvas,
            target,
            weight,
            self._palette,
            geometry,
            self._table[brush],
            1.0,
            textures,
            shade,
            self._width_limits(),
            num_trials,
            self._scratch(canvas),
        )

    def _num_trials(self, step: Round) -> int:
        return _NUM_TRIALS[step.stage] if self._options.refine else 0

    def _walk(self, geometry: Float32, side_px: float) -> npt.NDArray[np.intp]:
        """Return an order that goes over the picture in turns, as a hand does, instead of jumping about."""
        columns, rows = self._middles_px(geometry)
        block_px = max(3 * side_px, max(self._canvas.shape[:2]) / 6)
        block_row, block_column = (rows // block_px).astype(int), (columns // block_px).astype(int)
        turned = np.where(block_row % 2 == 0, block_column, -block_column)
        return np.lexsort((np.arange(len(geometry)), turned, block_row))

    def _keep(
        self,
        geometry: Float32,
        colours: npt.NDArray[np.uint8],
        textures: npt.NDArray[np.uint32],
        brush: int,
        part_id: int,
        pass_number: int,
    ) -> None:
        count = len(geometry)
        part_ids = np.full(count, part_id, dtype=np.uint8)
        if self._labels is not None and part_id == 0:
            columns, rows = self._middles_px(geometry)
            height, width = self._labels.shape
            part_ids = self._labels[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)]
        self._lists.append(
            StrokeList(
                curves=geometry[:, :6].reshape(count, 3, 2).copy(),
                widths=geometry[:, 6:].copy(),
                colours=colours,
                opacities=np.full(count, 255, dtype=np.uint8),
                brushes=np.full(count, brush, dtype=np.uint8),
                part_ids=part_ids,
                passes=np.full(count, pass_number, dtype=np.uint8),
                textures=textures,
            )
        )

    def _scratch(self, canvas: RGB8) -> Float32:
        return np.empty((3, *canvas.shape[:2]), dtype=np.float32)


def _shrunk(picture: RGB8, size: tuple[int, int]) -> RGB8:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def with_widths(geometry: Float32, smallest: float, largest: float) -> Float32:
    """Return strokes (n, 8) with widths in a range, lengthened where they would become stubs."""
    geometry = geometry.copy()
    width = geometry[:, 6:].max(axis=1)
    allowed = np.clip(width, smallest, largest)
    geometry[:, 6:] *= (allowed / np.maximum(width, 1e-9))[:, None]
    chord = np.linalg.norm(geometry[:, 4:6] - geometry[:, 0:2], axis=1)
    stretch = np.maximum(1.0, SHORTEST_IN_WIDTHS * allowed / np.maximum(chord, 1e-9))
    middle = 0.5 * (geometry[:, 0:2] + geometry[:, 4:6])
    for first in (0, 2, 4):
        geometry[:, first : first + 2] = middle + (geometry[:, first : first + 2] - middle) * stretch[:, None]
    return geometry
