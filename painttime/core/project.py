"""Everything the user works on: what a project file keeps and what undo goes back to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from painttime.core.image import RGBColour
from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.core.process import Take

DEFAULT_GROUND: RGBColour = (246, 241, 230)
"""A warm white, as primed canvas or paper."""

DEFAULT_NUM_STEPS = 40
MAX_NUM_STEPS = 1000
MAX_SEED = 2**31 - 1
"""What can be asked for, in the window and on the command line."""

DEFAULT_HABIT = "back-to-front"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Project:
    """A painting, its parts, what the user asked for, and the take computed from it.

    degrees: the part sliders, by part id, 0..1: the degree of the next step taken by hand, and in a
        prediction of every step that paints the part. A part without an entry follows the plan.
    locked: parts no step may change.
    hidden: parts not shown in the window; they are computed and exported all the same.
    take: None until something was computed.
    """

    painting: Painting
    parts: PartMap
    num_steps: int = DEFAULT_NUM_STEPS
    seed: int = 0
    habit: str = DEFAULT_HABIT
    ground: RGBColour = DEFAULT_GROUND
    degrees: Mapping[int, float] = field(default_factory=dict)
    locked: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    take: Take | None = None

    def __post_init__(self) -> None:
        if self.parts.labels.shape != self.painting.pixels.shape[:2]:
            raise ValueError(
                f"part map {self.parts.labels.shape} does not fit painting {self.painting.pixels.shape[:2]}"
            )
        if self.num_steps < 1:
            raise ValueError("a process has at least 1 step")
        if self.take is not None and self.take.num_steps != self.num_steps:
            raise ValueError(f"a take of {self.take.num_steps} steps in a project of {self.num_steps}")
