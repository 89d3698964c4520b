"""Everything the user works on: what a project file keeps and what undo goes back to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from painttime.core.brush_settings import BrushSettings
from painttime.core.brushwork import Brushwork
from painttime.core.image import RGBColour
from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.core.process import PaintedTake, Take

DEFAULT_GROUND: RGBColour = (246, 241, 230)
"""A warm white, as primed canvas or paper."""

DEFAULT_NUM_STEPS = 40
MAX_NUM_STEPS = 1000
MAX_SEED = 2**31 - 1
"""What can be asked for, in the window and on the command line."""

DEFAULT_HABIT = "back-to-front"

MODEL_ENGINE, BRUSH_ENGINE = "model", "brush"
"""What makes a take: the step model, or the brush that paints the picture stroke by stroke."""

BLENDED, STROKES = "blended", "strokes"
"""How a take of the step model is shown: as the model blends it, or carried out in strokes."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Project:
    """A painting, its parts, what the user asked for, and the take computed from it.

    degrees: the part sliders, by part id, 0..1: the degree of the next step taken by hand, and in a
        prediction of every step that paints the part. A part without an entry follows the plan.
    locked: parts no step may change.
    hidden: parts not shown in the window; they are computed and exported all the same.
    take: None until something was computed.
    engine: MODEL_ENGINE or BRUSH_ENGINE, what makes the next take.
    brush: what the brush is asked for.
    render: BLENDED or STROKES.
    painted: the take carried out in strokes, None until that was asked for. One that was made from another
        take than the present one is dropped.
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
    engine: str = MODEL_ENGINE
    brush: BrushSettings = field(default_factory=BrushSettings)
    render: str = BLENDED
    painted: PaintedTake | None = None

    def __post_init__(self) -> None:
        if self.parts.labels.shape != self.painting.pixels.shape[:2]:
            raise ValueError(
                f"part map {self.parts.labels.shape} does not fit painting {self.painting.pixels.shape[:2]}"
            )
        if self.num_steps < 1:
            raise ValueError("a process has at least 1 step")
        if self.take is not None and self.take.num_steps != self.num_steps:
            raise ValueError(f"a take of {self.take.num_steps} steps in a project of {self.num_steps}")
        if self.engine not in (MODEL_ENGINE, BRUSH_ENGINE) or self.render not in (BLENDED, STROKES):
            raise ValueError(f"nothing is made by {self.engine} or shown as {self.render}")
        if self.painted is not None and self.painted.source is not self.take:
            object.__setattr__(self, "painted", None)

    @property
    def shown_take(self) -> Take | None:
        """The take that is shown and exported: the one carried out in strokes where that is asked for."""
        if self.render == STROKES and self.painted is not None:
            return self.painted.take
        return self.take

    @property
    def brushwork(self) -> Brushwork | None:
        """The strokes of the shown take on the project's ground; None where it has none."""
        brushwork = self.shown_take.brushwork if self.shown_take is not None else None
        if brushwork is None or brushwork.ground == self.ground:
            return brushwork
        return replace(brushwork, ground=self.ground)

    def with_parts(self, parts: PartMap) -> "Project":
        """Return the project with other parts.

        What was set for parts that are still there stays. The takes go where a pixel belongs to another part
        now, or where there are other parts: they were made of the former ones. Other names, colours, groups
        or another order leave them, and so do equal labels in another array: the array there was is kept.
        """
        labels = self.parts.labels
        if parts.labels is not labels and np.array_equal(parts.labels, labels):
            parts = replace(parts, labels=labels)
        ids = frozenset(parts.ids)
        keeps_takes = parts.labels is labels and ids == frozenset(self.parts.ids)
        return replace(
            self,
            parts=parts,
            degrees={part_id: degree for part_id, degree in self.degrees.items() if part_id in ids},
            locked=self.locked & ids,
            hidden=self.hidden & ids,
            take=self.take if keeps_takes else None,
        )
