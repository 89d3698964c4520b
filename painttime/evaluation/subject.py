"""What is measured: the frames of a process, with as much as is known of how they were made."""

from collections.abc import Callable
from dataclasses import dataclass

from painttime.core.frames import FrameSource
from painttime.core.image import RGB8, Float32, RGBColour
from painttime.core.part import PartMap


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Subject:
    """A process to be measured, predicted or recorded.

    name: for tables.
    frames: earliest first, at full size.
    ground: colour of the bare surface; None where nobody knows it.
    painting: (H, W, 3) the picture it should end in; None where that is the last frame by definition.
    parts: of the painting, at full size.
    asked: (num_steps, num_parts) float32, degrees asked for, in the order of `parts`; NaN where nothing was.
    weight: gives the weight (h, w) 0..1 of step i (from frame i to i + 1), where the maker keeps one.
    other_takes: the same process with other seeds, for the diversity.
    """

    name: str
    frames: FrameSource
    ground: RGBColour | None = None
    painting: RGB8 | None = None
    parts: PartMap | None = None
    asked: Float32 | None = None
    weight: Callable[[int], Float32] | None = None
    other_takes: tuple[FrameSource, ...] = ()

    def __post_init__(self) -> None:
        if self.frames.num_frames < 2:
            raise ValueError("a process has at least 2 frames")
        if self.asked is not None and (
            self.parts is None or self.asked.shape != (self.frames.num_frames - 1, len(self.parts.parts))
        ):
            raise ValueError("degrees asked are one row a step, one column a part")
