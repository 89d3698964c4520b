"""Carrying out the steps of a process in brush strokes: predicted frames painted instead of blended.

Each step is painted forward in time, on what the strokes before it have left: broad brushes first, then ever
smaller ones where the broad ones would do harm. Ground that is meant to be covered comes first, then the
place where the step changes the process, then what former steps have left open. A stroke is laid only if the
squared error to the process' next canvas falls, and a part is left alone as soon as its degree is reached.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8, Float32, Labels, RGBColour
from painttime.strokes.carrying_degrees import AskedDegrees
from painttime.strokes.carrying_easel import CarryingEasel

MAX_STROKES = 15_000
"""The most strokes of a process; those of a single step are bounded in proportion."""

_MAX_PASSES = 256
_BURST = 1.6
"""How many times its fair share of the strokes left a step may lay."""


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
        degree 0 (or NaN) gets no stroke.
    ground: the colour painted on. max_strokes: of the whole process.
    Deterministic by seed. Raises ValueError where sizes do not fit.
    """
    num_steps = len(realised)
    painting = frames(num_steps)
    if realised.ndim != 2 or realised.shape[1] != len(part_ids) or painting.shape != (*labels.shape, 3):
        raise ValueError("frames, labels, parts and degrees do not fit together")
    degrees = AskedDegrees(realised, labels, part_ids)
    easel = CarryingEasel(painting, labels, ground, max_strokes=max_strokes, seed=seed)
    counts = [0]
    here = frames(0)
    for step in range(num_steps):
        following = frames(step + 1)
        fair_share = (max_strokes - easel.count) / (num_steps - step)
        easel.paint_step(here, following, degrees.of_step(step), most=int(np.ceil(_BURST * fair_share)))
        counts.append(easel.count)
        here = following
        yield (step + 1) / num_steps
    yield _carried_out(easel, counts, labels, ground)


def _carried_out(easel: CarryingEasel, counts: list[int], labels: Labels, ground: RGBColour) -> CarriedOut:
    num_steps = len(counts) - 1
    steps = np.repeat(np.arange(num_steps), np.diff(counts))
    brushwork = Brushwork(
        strokes=easel.strokes(passes=steps * min(_MAX_PASSES, num_steps) // max(1, num_steps)),
        ground=ground,
        height_px=labels.shape[0],
        width_px=labels.shape[1],
        labels=labels,
    )
    return CarriedOut(brushwork=brushwork, counts=tuple(counts))
