"""Carrying out the steps of a process in brush strokes: predicted frames painted instead of blended.

Each step is painted forward in time, on what the strokes before it have left: broad brushes first, in the
place where the step changes the process, then ever smaller ones where the broad ones would do harm. A stroke
is laid only if the squared error to the process' next canvas falls. A part is left alone as soon as its
degree of the step is reached. What a step leaves open the next ones make good.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import BRUSH_NAMES, Brushwork, StrokeList
from painttime.core.change import changed_pixels
from painttime.core.image import RGB8, Float32, Labels, RGBColour
from painttime.strokes.brushes import brush_table
from painttime.strokes.carrying_brushes import CARRYING_BRUSHES, form_for
from painttime.strokes.carrying_kernels import NUM_CHANCES, Laid, Tally, lay_strokes
from painttime.strokes.carrying_seeds import seeds_where
from painttime.strokes.carrying_shapes import Form, Handling, StepView

MAX_STROKES = 15_000
"""The most strokes of a process; those of a single step are bounded in proportion."""

_BURST = 1.6
"""How many times its fair share of the strokes left a step may lay."""

_LEAST_GAIN = 18_000.0
"""Squared error a stroke has to take away at a long side of 512 px: some 9 levels a channel under 80 px."""

_ROUGHER = 3.0
"""How many times more that is when a part is begun than when it is finished."""

_GROUND_LEVELS = 2
_BARE_WIDTH = 6 / 512
_ROUGH_UNTIL = 0.7
"""The share of its degrees up to which a part's bare ground is for brushes of _BARE_WIDTH and more."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CarriedOut:
    """A process in strokes.

    brushwork: the strokes of all steps, each clipped to its part; a stroke's pass is the step it belongs to.
    counts: num_steps + 1 cumulative stroke counts: canvas i of the process is the first counts[i] strokes.
    """

    brushwork: Brushwork
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.counts or self.counts[0] != 0 or list(self.counts) != sorted(self.counts):
            raise ValueError("stroke counts begin with 0 and never fall")
        if self.counts[-1] != len(self.brushwork.strokes):
            raise ValueError(f"{self.counts[-1]} strokes counted of {len(self.brushwork.strokes)}")


def carry_out(
    frames: Callable[[int], RGB8],
    *,
    labels: Labels,
    part_ids: tuple[int, ...],
    realised: Float32,
    ground: RGBColour,
    seed: int = 0,
    max_strokes: int = MAX_STROKES,
) -> Iterator[float | CarriedOut]:
    """Paint a process in strokes, step by step; yields the share done, 0..1, after each step, and last all.

    frames: returns canvas i of the process, (h, w, 3) uint8 sRGB, at a working size (about 512 px on the long
        side), for i = 0 (the ground) .. num_steps (the painting). It is asked for the painting first, then
        for every canvas once, in order.
    labels: (h, w) uint8, the part of every pixel. part_ids: the parts of the columns of `realised`.
    realised: (num_steps, num_parts), the degree each part shall change by in each step, 0..1; a part of
        degree 0 gets no stroke. ground: the colour painted on.
    Deterministic by seed. Raises ValueError where sizes do not fit.
    """
    painting = frames(len(realised))
    if realised.ndim != 2 or realised.shape[1] != len(part_ids) or painting.shape != (*labels.shape, 3):
        raise ValueError("frames, labels, parts and degrees do not fit together")
    easel = _Easel(painting, labels, ground, max_strokes, seed)
    degrees = _Degrees(np.nan_to_num(realised), labels, part_ids)
    counts = [0]
    here = frames(0)
    for step in range(len(realised)):
        following = frames(step + 1)
        easel.paint_step(here, following, degrees, step)
        counts.append(easel.count)
        here = following
        yield (step + 1) / len(realised)
    steps = np.repeat(np.arange(len(realised)), np.diff(counts))
    brushwork = Brushwork(
        strokes=easel.strokes(passes=steps * min(256, len(realised)) // max(1, len(realised))),
        ground=ground,
        height_px=labels.shape[0],
        width_px=labels.shape[1],
        labels=labels,
    )
    yield CarriedOut(brushwork=brushwork, counts=tuple(counts))


class _Degrees:
    """What every step shall do to every part."""

    def __init__(self, realised: Float32, labels: Labels, part_ids: tuple[int, ...]) -> None:
        self._ids = np.asarray(part_ids, dtype=np.intp)
        self._areas = np.bincount(labels.ravel(), minlength=256)
        self._realised = realised.astype(np.float64)

    def __len__(self) -> int:
        return len(self._realised)

    def asked_pixels(self, step: int) -> npt.NDArray[np.int64]:
        """Return how many pixels of each part shall change, by part id, (256,)."""
        asked = np.zeros(256, dtype=np.int64)
        asked[self._ids] = np.ceil(self._realised[step] * self._areas[self._ids])
        return asked

    def share_done(self, step: int) -> npt.NDArray[np.float64]:
        """Return how much of each part's whole work is done with a step, 0..1, by part id, (256,)."""
        share = np.ones(256)
        total = self._realised.sum(axis=0)
        done = self._realised[: step + 1].sum(axis=0)
        # Sums of the same numbers can differ in the last digit.
        share[self._ids] = np.where(done >= total * (1 - 1e-9), 1.0, done / np.maximum(total, 1e-9))
        return share


class _Easel:
    """The canvas being painted, with the strokes on it."""

    def __init__(
        self, painting: RGB8, labels: Labels, ground: RGBColour, max_strokes: int, seed: int
    ) -> None:
        self._labels = labels.copy()
        self._ground = np.array(ground, dtype=np.int16)
        self._canvas = np.empty_like(painting)
        self._canvas[:] = ground
        self._painted = np.zeros(labels.shape, dtype=np.bool_)
        self._touched = np.zeros(labels.shape, dtype=np.bool_)
        self._scratch = np.zeros((3, *labels.shape), dtype=np.float32)
        self._rng = np.random.default_rng(seed)
        self._forms = [Form(*form_for(brush, painting)) for brush in CARRYING_BRUSHES]
        self._handlings = _handlings(max(labels.shape))
        self._laid = Laid(
            curves=np.empty((max_strokes, 3, 2), dtype=np.float32),
            widths=np.empty((max_strokes, 2), dtype=np.float32),
            colours=np.empty((max_strokes, 3), dtype=np.uint8),
            part_ids=np.empty(max_strokes, dtype=np.uint8),
            brushes=np.empty(max_strokes, dtype=np.uint8),
            textures=np.empty(max_strokes, dtype=np.uint32),
        )
        self.count = 0

    def paint_step(self, here: RGB8, following: RGB8, degrees: _Degrees, step: int) -> None:
        """Lay the strokes of one step, which leads the process from one canvas to the following."""
        share_done = degrees.share_done(step)
        self._touched |= np.abs(following.astype(np.int16) - self._ground).max(axis=2) > _GROUND_LEVELS
        long_side_px = max(self._labels.shape)
        asked = degrees.asked_pixels(step)
        tally = Tally(
            asked=asked,
            reached=np.zeros(256, dtype=np.int64),
            least_gain=_LEAST_GAIN * (1 + _ROUGHER * (1 - share_done)) * (long_side_px / 512) ** 2,
            least_bare_px=np.where(share_done < _ROUGH_UNTIL, _BARE_WIDTH * long_side_px, 0.0),
        )
        view = StepView(
            canvas=self._canvas,
            before=self._canvas.copy(),
            target=np.ascontiguousarray(following),
            place=changed_pixels(here, following),
            # A part that is done may show the ground's own colour as paint.
            meant=(self._touched | (share_done >= 1.0)[self._labels]).astype(np.float32),
            painted=self._painted,
            labels=self._labels,
        )
        left = len(self._laid.textures) - self.count
        limit = self.count + min(left, int(np.ceil(_BURST * left / (len(degrees) - step))))
        moving = (asked > 0)[self._labels] & (view.meant > 0)
        for where in (moving & (view.place | ~self._painted), moving):
            for handling, form in zip(self._handlings, self._forms, strict=True):
                seeds = seeds_where(where, self._canvas, following, handling.width_px, self._rng)
                chances = self._rng.random((len(seeds), NUM_CHANCES))
                self.count = lay_strokes(
                    view, form, handling, tally, seeds, chances, self._laid, self.count, limit, self._scratch
                )

    def strokes(self, passes: npt.NDArray[np.int64]) -> StrokeList:
        """Return the strokes laid so far. passes: (n,), the pass of each."""
        laid = self._laid
        return StrokeList(
            curves=laid.curves[: self.count].copy(),
            widths=laid.widths[: self.count].copy(),
            colours=laid.colours[: self.count].copy(),
            opacities=np.full(self.count, 255, dtype=np.uint8),
            brushes=laid.brushes[: self.count].copy(),
            part_ids=laid.part_ids[: self.count].copy(),
            passes=passes.astype(np.uint8),
            textures=laid.textures[: self.count].copy(),
        )


def _handlings(long_side_px: int) -> list[Handling]:
    table = brush_table()
    indices = [BRUSH_NAMES.index(brush.name) for brush in CARRYING_BRUSHES]
    return [
        Handling(
            width_px=brush.width * long_side_px,
            longest_px=brush.longest * brush.width * long_side_px,
            colour_range=brush.colour_range,
            least_share=brush.least_share,
            most_spill=brush.most_spill,
            is_finest=brush is CARRYING_BRUSHES[-1],
            brush=table[index],
            brush_index=index,
        )
        for brush, index in zip(CARRYING_BRUSHES, indices, strict=True)
    ]
