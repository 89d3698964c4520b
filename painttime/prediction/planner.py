"""From a habit to a plan: how much of each part changes at each step."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.canvas import NUM_RENDITIONS, Renditions
from painttime.core.change import realised_degrees
from painttime.core.image import Float32, Labels
from painttime.core.plan import Plan
from painttime.core.project import DEFAULT_HABIT
from painttime.errors import UserInputError

NUM_PASSES = NUM_RENDITIONS - 1
_MOMENTS = 4000

ROOM_FOR_THE_MODEL = 0.96
"""A plan holds this share of the work that one pass after the other would be: some strokes skip a pass."""

LARGEST_DEGREE = 0.45
"""Half of a part in one step is a leap: a plan of enough steps keeps below."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Habit:
    """A named way of working.

    by_part: 0 = everything coarse first, then finer; 1 = each part finished before the next is begun.
    overlap: how far neighbouring bouts of work run into each other, in bouts.
    early_steps: how much larger the first steps are than the last; 1 = even.
    coarse_first: added to the model's score of a stroke for every pass it is finer than another, in logits:
        how strictly a pass over a part is done with before the next begins.
    """

    name: str
    description: str
    by_part: float
    overlap: float
    early_steps: float
    coarse_first: float


HABITS: Mapping[str, Habit] = {
    DEFAULT_HABIT: Habit(
        name=DEFAULT_HABIT,
        description="What lies far back first, the figure last; broad strokes before fine ones.",
        by_part=0.55,
        overlap=2.2,
        early_steps=1.6,
        coarse_first=2.5,
    )
}


def find_habit(name: str) -> Habit:
    """Return a habit by name; raises UserInputError that lists the names."""
    if name not in HABITS:
        raise UserInputError(f'There is no habit "{name}". Known habits: {", ".join(sorted(HABITS))}.')
    return HABITS[name]


def capacities(renditions: Renditions, labels: Labels, part_ids: tuple[int, ...]) -> Float32:
    """Return the degree it takes to bring each part through each pass, (num_passes, num_parts), 0..1.

    A pass that hardly shows in a part (a flat sky in the last pass) has little to change there.
    """
    images = renditions.images
    return np.stack(
        [realised_degrees(images[p], images[p + 1], labels, part_ids) for p in range(NUM_PASSES)]
    ).astype(np.float32)


def make_plan(
    habit: Habit,
    passes: Float32,
    areas_px: npt.NDArray[np.float64],
    part_ids: tuple[int, ...],
    *,
    num_steps: int,
    locked: frozenset[int] = frozenset(),
    degrees: Mapping[int, float] | None = None,
) -> Plan:
    """Return the degrees that bring the ground to the painting in num_steps steps.

    passes: (num_passes, num_parts) from `capacities`. areas_px: (num_parts,). part_ids: back to front.
    locked: parts whose degree is 0 throughout. degrees: by part id, the degree the part shall have in every
    step that paints it; a high one makes a part come quickly, 0 leaves it as it is.
    """
    begins, lengths = _bouts(habit, len(part_ids))
    moments = (np.arange(_MOMENTS) + 0.5) / _MOMENTS * float((begins + lengths).max())
    # (num_passes, num_parts, moments): each bout works evenly through its pass.
    working = (moments >= begins[..., None]) & (moments < (begins + lengths)[..., None])
    rate = working * (ROOM_FOR_THE_MODEL * passes / np.maximum(working.sum(axis=2), 1))[..., None]
    by_part = rate.sum(axis=0)
    edges = _step_edges(areas_px @ by_part, num_steps, habit.early_steps)
    elapsed = np.concatenate([np.zeros((len(part_ids), 1)), np.cumsum(by_part, axis=1)], axis=1)
    planned = np.diff(elapsed[:, edges], axis=1).T
    planned = spread_overflow(planned)
    for part_id, degree in (degrees or {}).items():
        column = part_ids.index(part_id)
        planned[:, column] = constant_column(planned[:, column], float(passes[:, column].sum()), degree)
    for part_id in locked:
        planned[:, part_ids.index(part_id)] = 0
    return Plan(degrees=np.clip(planned, 0, 1).astype(np.float32), part_ids=part_ids, habit=habit.name)


def _bouts(habit: Habit, num_parts: int) -> tuple[Float32, Float32]:
    """Return when each bout (a pass over a part) begins and how long it lasts, (num_passes, num_parts)."""
    count = max(1, num_parts)
    rank = np.arange(num_parts)[None, :] / count
    depth = np.arange(NUM_PASSES)[:, None] / NUM_PASSES
    part_wise = rank + depth / count
    pass_wise = depth + rank / NUM_PASSES
    begins = habit.by_part * part_wise + (1 - habit.by_part) * pass_wise
    lengths = np.full(
        begins.shape, habit.overlap / (count * NUM_PASSES) + 0.25 * (1 - habit.by_part) / NUM_PASSES
    )
    return begins.astype(np.float32), lengths.astype(np.float32)


def _step_edges(work: npt.NDArray[np.float64], num_steps: int, early_steps: float) -> npt.NDArray[np.intp]:
    """Return num_steps + 1 indices into the moments so that early steps do more work than late ones."""
    sizes = np.geomspace(early_steps, 1.0, num_steps)
    shares = np.concatenate([[0.0], np.cumsum(sizes) / sizes.sum()])
    done = np.concatenate([[0.0], np.cumsum(work)])
    done /= max(done[-1], 1e-9)
    edges = np.searchsorted(done, shares)
    edges[0], edges[-1] = 0, len(work)
    return np.minimum(edges, len(work)).astype(np.intp)


def spread_overflow(planned: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Move what is too much for one step to the steps before it, then to those after; (num_steps, num_parts).

    Too much is more than LARGEST_DEGREE, or, where that is too little for the work there is, than half as
    much again as the part's mean degree, or than 1.
    """
    planned = planned.copy()
    limit = np.clip(1.5 * planned.mean(axis=0), LARGEST_DEGREE, 1.0)
    for order in (range(len(planned) - 1, 0, -1), range(len(planned) - 1)):
        step_by = -1 if order.step < 0 else 1
        for step in order:
            excess = np.maximum(planned[step] - limit, 0)
            planned[step] -= excess
            planned[step + step_by] += excess
    return planned


def constant_column(
    planned: npt.NDArray[np.float64], capacity: float, degree: float
) -> npt.NDArray[np.float64]:
    """Return a column of one degree for as many steps as the part needs, around where it was painted.

    planned: (num_steps,), the column it takes the place of. capacity: the work the part holds, as a degree.
    """
    column = np.zeros(len(planned))
    if degree <= 0:
        return column
    # Divided only where the quotient is small: a degree can be as good as 0.
    count = len(planned) if capacity >= degree * len(planned) else max(1, round(capacity / degree))
    total = planned.sum()
    centre = float(planned @ np.arange(len(planned)) / total) if total > 0 else len(planned) / 2
    begin = int(np.clip(round(centre - (count - 1) / 2), 0, len(planned) - count))
    column[begin : begin + count] = degree
    return column
