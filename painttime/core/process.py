"""Takes: the canvases of one predicted process, with what made them."""

from dataclasses import dataclass, replace

import numpy as np

from painttime.core.brushwork import Brushwork, StrokeCanvas
from painttime.core.canvas import AnyCanvas, Canvas
from painttime.core.image import Float32, read_only
from painttime.core.plan import Plan


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Take:
    """One process of num_steps steps: canvas 0 is the ground, canvas num_steps the painting.

    plan: the degrees asked for.
    seed: makes the take repeatable.
    locked: ids of parts no step may change.
    canvases: num_steps + 1 entries; None is a canvas not yet computed; the last one is always there. All are
        the step model's, or all are painted with the same strokes.
    realised: (num_steps, num_parts) float32, the degrees measured after each step; NaN where not computed.
    """

    plan: Plan
    seed: int
    locked: frozenset[int]
    canvases: tuple[AnyCanvas | None, ...]
    realised: Float32

    def __post_init__(self) -> None:
        if len(self.canvases) != self.plan.num_steps + 1:
            raise ValueError(f"{self.plan.num_steps} steps need {self.plan.num_steps + 1} canvases")
        if self.canvases[-1] is None:
            raise ValueError("the last canvas is the painting and must be there")
        if self.realised.shape != self.plan.degrees.shape:
            raise ValueError("realised degrees must have the plan's shape")
        if len({_substance(canvas) for canvas in self.canvases if canvas is not None}) > 1:
            raise ValueError("the canvases of a take are the model's, or all of the same strokes")
        object.__setattr__(self, "realised", read_only(self.realised.astype(np.float32)))

    @classmethod
    def begin(cls, *, plan: Plan, seed: int, locked: frozenset[int], painting_canvas: AnyCanvas) -> "Take":
        """Return a take of which only the painting itself is known."""
        return cls(
            plan=plan,
            seed=seed,
            locked=locked,
            canvases=(*(None for _ in range(plan.num_steps)), painting_canvas),
            realised=np.full(plan.degrees.shape, np.nan, dtype=np.float32),
        )

    @property
    def num_steps(self) -> int:
        return self.plan.num_steps

    @property
    def is_complete(self) -> bool:
        return all(canvas is not None for canvas in self.canvases)

    @property
    def computed(self) -> tuple[bool, ...]:
        """For every canvas, whether it is there: what the timeline's bar shows."""
        return tuple(canvas is not None for canvas in self.canvases)

    @property
    def brushwork(self) -> Brushwork | None:
        """The strokes it is painted with; None for a take of the step model."""
        last = self.canvases[-1]
        return last.brushwork if isinstance(last, StrokeCanvas) else None

    def canvas(self, index: int) -> AnyCanvas:
        """Return canvas `index`; raises LookupError where it is not computed."""
        canvas = self.canvases[index]
        if canvas is None:
            raise LookupError(f"canvas {index} is not computed yet")
        return canvas

    def model_canvas(self, index: int) -> Canvas:
        """Return canvas `index` of a take of the step model; raises LookupError where it is not there."""
        canvas = self.canvas(index)
        if not isinstance(canvas, Canvas):
            raise LookupError(f"canvas {index} is painted with strokes")
        return canvas

    def with_canvas(self, index: int, canvas: AnyCanvas, *, step: int, realised: Float32) -> "Take":
        """Return the take with canvas `index` set and the realised degrees of `step` (num_parts,) noted."""
        canvases = (*self.canvases[:index], canvas, *self.canvases[index + 1 :])
        measured = self.realised.copy()
        measured[step] = realised
        return replace(self, canvases=canvases, realised=measured)

    def without_before(self, index: int) -> "Take":
        """Return the take with every canvas before `index` dropped: they follow from it, going backward."""
        canvases = (*(None for _ in range(index)), *self.canvases[index:])
        measured = self.realised.copy()
        measured[:index] = np.nan
        return replace(self, canvases=canvases, realised=measured)

    def without_between(self, index: int) -> "Take":
        """Return the take with every canvas between `index` and the painting dropped, going forward."""
        gap = max(0, self.num_steps - 1 - index)
        index = min(index, self.num_steps - 1)
        canvases = (*self.canvases[: index + 1], *(None for _ in range(gap)), self.canvases[-1])
        measured = self.realised.copy()
        measured[index:] = np.nan
        return replace(self, canvases=canvases, realised=measured)

    def changed_parts(self, step: int) -> tuple[int, ...]:
        """Return ids of the parts that changed in a computed step, most changed first."""
        row = self.realised[step]
        order = np.argsort(-np.nan_to_num(row), kind="stable")
        return tuple(self.plan.part_ids[i] for i in order if np.nan_to_num(row[i]) > 0)


def _substance(canvas: AnyCanvas) -> tuple[int, frozenset[int]]:
    """Return what tells canvases of the model and of each brushwork apart."""
    if isinstance(canvas, StrokeCanvas):
        return id(canvas.brushwork), canvas.finished_parts
    return 0, frozenset()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PaintedTake:
    """A take of the step model, carried out in strokes.

    source: the take it was made from. take: the same steps, painted.
    """

    source: Take
    take: Take

    def __post_init__(self) -> None:
        if self.take.brushwork is None or self.source.brushwork is not None:
            raise ValueError("strokes carry out a take of the step model")
        if self.take.num_steps != self.source.num_steps:
            raise ValueError(f"{self.source.num_steps} steps are not painted in {self.take.num_steps}")
