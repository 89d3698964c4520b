"""How much of each part changes at each step."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from painttime.core.image import Float32, read_only


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Plan:
    """Degrees by step and part.

    degrees: (num_steps, num_parts) float32 in 0..1; row s is the step between canvas s and canvas s + 1,
        whichever way it is taken.
    part_ids: the parts of the columns.
    habit: the name of the way of working the plan was made by.
    """

    degrees: Float32
    part_ids: tuple[int, ...]
    habit: str

    def __post_init__(self) -> None:
        if self.degrees.ndim != 2 or self.degrees.shape[1] != len(self.part_ids) or len(self.degrees) < 1:
            raise ValueError(f"degrees {self.degrees.shape} do not fit {len(self.part_ids)} parts")
        if not ((self.degrees >= 0) & (self.degrees <= 1)).all():
            raise ValueError("degrees lie in 0..1")
        object.__setattr__(self, "degrees", read_only(self.degrees.astype(np.float32)))

    @property
    def num_steps(self) -> int:
        return len(self.degrees)

    def degree(self, step: int, part_id: int) -> float:
        """Return the degree of a part in the step between canvas `step` and canvas `step + 1`."""
        return float(self.degrees[step, self.part_ids.index(part_id)])

    def with_step(self, step: int, degrees: Mapping[int, float]) -> "Plan":
        """Return the plan with other degrees for some parts in one step."""
        changed = self.degrees.copy()
        for part_id, degree in degrees.items():
            changed[step, self.part_ids.index(part_id)] = degree
        return Plan(degrees=changed, part_ids=self.part_ids, habit=self.habit)
