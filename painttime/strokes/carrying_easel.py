"""The canvas of a process that is carried out in strokes, and the strokes laid on it so far."""

import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import BRUSH_NAMES, StrokeList
from painttime.core.change import changed_pixels
from painttime.core.image import RGB8, Labels, RGBColour
from painttime.strokes.brushes import brush_table
from painttime.strokes.carrying_brushes import CARRYING_BRUSHES, form_for
from painttime.strokes.carrying_degrees import NUM_IDS, StepDegrees
from painttime.strokes.carrying_kernels import NUM_CHANCES, Laid, Tally, lay_strokes
from painttime.strokes.carrying_seeds import ANYWHERE, BARE, IN_PLACE, seeds_for, specks_of
from painttime.strokes.carrying_shapes import Form, Handling, StepView

_LEAST_GAIN_PER_WIDTH = 2_000.0
"""Squared error a stroke has to take away per squared px of the finest brush: about its length of 8 widths at
9 levels a channel."""

_ROUGHER = 3.0
"""How many times more that is when a part is begun than when it is finished."""

_NEARLY = 0.95
_FIRST_FINE_BRUSH = 3
_GENTLER = 0.25
_THRIFT = 0.5
"""A part that has reached less than _NEARLY its degree is gone over by brushes from _FIRST_FINE_BRUSH on, for
_GENTLER times the gain, while the step has laid less than _THRIFT of the strokes it may."""

_SMALLEST_WIDTH_PX = 1.5
_GROUND_LEVELS = 2
_BARE_WIDTH = 6 / 512
_ROUGH_UNTIL = 0.7
"""The share of its work up to which a part's bare ground is for brushes of _BARE_WIDTH and more."""


class CarryingEasel:
    """Owns the canvas while the steps of one process are painted on it, one after the other."""

    def __init__(
        self, painting: RGB8, labels: Labels, ground: RGBColour, *, max_strokes: int, seed: int
    ) -> None:
        """painting: (h, w, 3), whose form the strokes follow. labels: (h, w)."""
        self.count = 0
        self._ground = np.array(ground, dtype=np.int16)
        self._canvas = np.empty_like(painting)
        self._canvas[:] = ground
        # A copy: machine code made for read-only arrays would have to be made again for others.
        self._labels = labels.copy()
        self._painted = np.zeros(labels.shape, dtype=np.bool_)
        self._touched = np.zeros(labels.shape, dtype=np.bool_)
        self._specks = specks_of(labels)
        self._scratch = np.zeros((3, *labels.shape), dtype=np.float32)
        self._rng = np.random.default_rng(seed)
        forms = [Form(*form_for(brush, painting)) for brush in CARRYING_BRUSHES]
        self._brushes = list(zip(_handlings(max(labels.shape)), forms, strict=True))
        self._laid = Laid(
            curves=np.empty((max_strokes, 3, 2), dtype=np.float32),
            widths=np.empty((max_strokes, 2), dtype=np.float32),
            colours=np.empty((max_strokes, 3), dtype=np.uint8),
            part_ids=np.empty(max_strokes, dtype=np.uint8),
            brushes=np.empty(max_strokes, dtype=np.uint8),
            textures=np.empty(max_strokes, dtype=np.uint32),
        )

    def paint_step(self, here: RGB8, following: RGB8, degrees: StepDegrees, *, most: int) -> None:
        """Lay up to `most` strokes of a step that leads the process from canvas `here` to `following`."""
        view = self._view(here, following, degrees)
        tally = self._tally(degrees)
        moving = degrees.pixels > 0
        if not moving.any():
            return
        began = self.count
        limit = min(len(self._laid.textures), self.count + most)
        bare_tally = tally._replace(asked=degrees.pixels_if_bare)
        self._paint_stage(view, BARE, moving, bare_tally, self._brushes, limit)
        self._paint_stage(view, IN_PLACE, moving, tally, self._brushes, limit)
        self._paint_stage(view, ANYWHERE, moving, tally, self._brushes, limit)
        behind = tally.reached < _NEARLY * degrees.pixels
        gentle = tally._replace(least_gain=_GENTLER * tally.least_gain)
        thrifty = min(limit, began + int(_THRIFT * most))
        self._paint_stage(view, IN_PLACE, behind, gentle, self._brushes[_FIRST_FINE_BRUSH:], thrifty)

    def _paint_stage(
        self,
        view: StepView,
        stage: int,
        moving: npt.NDArray[np.bool_],
        tally: Tally,
        brushes: list[tuple[Handling, Form]],
        limit: int,
    ) -> None:
        """Go over the parts that are moving once, with each of the brushes in turn."""
        if not moving.any():
            return
        for handling, form in brushes:
            seeds = seeds_for(view, moving, stage, handling.width_px, self._specks, self._rng)
            chances = self._rng.random((len(seeds), NUM_CHANCES))
            self.count = lay_strokes(
                view, form, handling, tally, seeds, chances, self._laid, self.count, limit, self._scratch
            )

    def strokes(self, passes: npt.NDArray[np.int64]) -> StrokeList:
        """Return the strokes laid so far. passes: (n,), the pass of each."""
        laid, used = self._laid, slice(self.count)
        return StrokeList(
            curves=laid.curves[used].copy(),
            widths=laid.widths[used].copy(),
            colours=laid.colours[used].copy(),
            opacities=np.full(self.count, 255, dtype=np.uint8),
            brushes=laid.brushes[used].copy(),
            part_ids=laid.part_ids[used].copy(),
            passes=passes.astype(np.uint8),
            textures=laid.textures[used].copy(),
        )

    # ----------------------------------------------------------------------------------------------------

    def _view(self, here: RGB8, following: RGB8, degrees: StepDegrees) -> StepView:
        self._touched |= np.abs(following.astype(np.int16) - self._ground).max(axis=2) > _GROUND_LEVELS
        # A part that is done may show the ground's own colour as paint.
        meant = self._touched | (degrees.share_done >= 1.0)[self._labels]
        return StepView(
            canvas=self._canvas,
            before=self._canvas.copy(),
            target=following.copy(),
            place=changed_pixels(here, following),
            meant=meant.astype(np.float32),
            painted=self._painted,
            labels=self._labels,
        )

    def _tally(self, degrees: StepDegrees) -> Tally:
        rougher = 1 + _ROUGHER * (1 - degrees.share_done)
        bare_px = _BARE_WIDTH * max(self._labels.shape)
        return Tally(
            asked=degrees.pixels,
            reached=np.zeros(NUM_IDS, dtype=np.int64),
            least_gain=_LEAST_GAIN_PER_WIDTH * rougher * self._brushes[-1][0].width_px ** 2,
            least_bare_px=np.where(degrees.share_done < _ROUGH_UNTIL, bare_px, 0.0),
        )


def _handlings(long_side_px: int) -> list[Handling]:
    """Return how the brushes are used at a working size."""
    table = brush_table()
    handlings = []
    for brush in CARRYING_BRUSHES:
        width_px = max(_SMALLEST_WIDTH_PX, brush.width * long_side_px)
        index = BRUSH_NAMES.index(brush.name)
        handlings.append(
            Handling(
                width_px=width_px,
                longest_px=brush.longest * width_px,
                colour_range=brush.colour_range,
                least_share=brush.least_share,
                most_spill=brush.most_spill,
                is_finest=brush is CARRYING_BRUSHES[-1],
                brush=table[index],
                brush_index=index,
            )
        )
    return handlings
