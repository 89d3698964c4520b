"""Growing a take step by step, so that it arrives at the ground and at the painting exactly."""

import itertools
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from painttime.core.canvas import Canvas
from painttime.core.change import Direction, realised_degrees
from painttime.core.image import Float32
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.prediction.planner import (
    NUM_PASSES,
    ROOM_FOR_THE_MODEL,
    constant_column,
    find_habit,
    spread_overflow,
)
from painttime.prediction.selection import PartOrder, visible_passes
from painttime.prediction.stepper import Scene, Stepper, StepRequest


def begin_take(project: Project, scene: Scene, plan: Plan) -> Take:
    """Return a take of the project of which only the painting is known."""
    height, width = scene.parts.shape
    canvas = Canvas.uniform(height, width, -1)
    return Take.begin(plan=plan, seed=project.seed, locked=project.locked, painting_canvas=canvas)


def begin_with_ground(take: Take, scene: Scene) -> Take:
    """Return a take of which only the ground and the painting are known, to be painted forward.

    Parts the plan never paints (locked, or degree 0 throughout) lie finished on the ground.
    """
    stages = take.model_canvas(take.num_steps).stages().copy()
    for mask, painted in zip(_masks(scene, take.plan), take.plan.degrees.sum(axis=0) > 0, strict=True):
        if painted:
            stages[mask] = 0
    canvases = (Canvas.from_stages(stages), *(None for _ in range(take.num_steps - 1)), take.canvases[-1])
    return replace(take, canvases=canvases, realised=np.full_like(take.realised, np.nan))


def missing_steps(take: Take) -> list[tuple[int, Direction]]:
    """Return the steps that complete a take, as (index of the canvas to step from, direction).

    Gaps after a known canvas are painted forward up to the painting; then what is before the first known
    canvas is taken away backward. Of a take that knows only its painting, everything goes backward.
    """
    known = [index for index, there in enumerate(take.computed) if there]
    steps = []
    for here, following in itertools.pairwise(known):
        steps += [(index, Direction.FORWARD) for index in range(here, following - 1)]
        if following - here > 1 or np.isnan(take.realised[here]).all():
            # The last step of a gap lays nothing new but is measured like any other.
            steps.append((following - 1, Direction.FORWARD))
    steps += [(index, Direction.BACKWARD) for index in range(known[0], 0, -1)]
    return steps


def take_step(
    take: Take,
    scene: Scene,
    stepper: Stepper,
    index: int,
    direction: Direction,
    *,
    by_hand: frozenset[int] = frozenset(),
) -> Take:
    """Return the take with the canvas after one step from canvas `index` in a direction.

    by_hand: parts whose degree the user set for this step alone.
    """
    canvas = take.model_canvas(index)
    step = index - 1 if direction is Direction.BACKWARD else index
    if direction is Direction.FORWARD and take.canvases[index + 1] is not None:
        following = take.model_canvas(index + 1)
    else:
        orders = part_orders(take, step, direction, by_hand)
        habit = find_habit(take.plan.habit)
        request = StepRequest(
            direction=direction, orders=orders, seed=take.seed, step=step, coarse_first=habit.coarse_first
        )
        following = stepper.step(scene, canvas, request).apply(canvas)
    before, after = (shown.compose(scene.renditions) for shown in (canvas, following))
    realised = realised_degrees(before, after, scene.labels, take.plan.part_ids)
    target = index - 1 if direction is Direction.BACKWARD else index + 1
    return take.with_canvas(target, following, step=step, realised=realised)


def part_orders(
    take: Take, step: int, direction: Direction, by_hand: frozenset[int] = frozenset()
) -> dict[int, PartOrder]:
    """Return what each part is to do in a step.

    Going backward a part arrives at the ground in the first step (in time) that the plan paints it in; so
    the ground is bare however the steps after it went. Forward likewise, at the finish.
    """
    degrees = take.plan.degrees
    backward = direction is Direction.BACKWARD
    later_rows = degrees[:step] if backward else degrees[step + 1 :]
    at_end = len(later_rows) == 0
    orders = {}
    for column, part_id in enumerate(take.plan.part_ids):
        degree = float(degrees[step, column])
        later = float(later_rows[:, column].sum())
        arrive = later <= 0 or at_end
        if part_id in by_hand and not at_end:
            # One step alone was asked for: as if the same were asked for in all the steps that are left.
            later, arrive = max(later, degree * len(later_rows)), False
        if part_id in take.locked:
            degree = 0.0
        orders[part_id] = PartOrder(degree=degree, later=later, arrive=arrive and degree > 0)
    return orders


def replan(
    take: Take, scene: Scene, locked: frozenset[int], degrees: Mapping[int, float] | None = None
) -> Take:
    """Return the take with the degrees of its missing steps fitted to the work that is left.

    Steps taken by hand leave more or less to do than the plan knew; each part's remaining degrees are scaled
    so that it neither stalls nor arrives in one leap. Where the plan has no step left, the work is spread.
    locked: parts that stay as they are from now on; those let free since the take began are painted again.
    degrees: by part id, the degree the part shall have in every missing step that paints it.
    """
    known = [index for index, there in enumerate(take.computed) if there]
    rows = take.plan.degrees.copy()
    asked = {part_id: degree for part_id, degree in (degrees or {}).items() if part_id not in locked}
    painted = [
        part_id not in locked and (total > 0 or part_id in take.locked)
        for part_id, total in zip(take.plan.part_ids, rows.sum(axis=0), strict=True)
    ]
    wishes = [asked.get(part_id) for part_id in take.plan.part_ids]
    if known[0] > 0:
        _fit(rows[: known[0]], _work_within(take.model_canvas(known[0]), scene, take.plan), painted, wishes)
    if len(known) > 1 and known[-1] - known[-2] > 1:
        here = known[-2]
        canvases = (take.model_canvas(index) for index in (here, known[-1]))
        done, whole = (_work_within(canvas, scene, take.plan) for canvas in canvases)
        _fit(rows[here:], whole - done, painted, wishes)
    plan = Plan(degrees=rows, part_ids=take.plan.part_ids, habit=take.plan.habit)
    return replace(take, plan=plan, locked=locked)


def _masks(scene: Scene, plan: Plan) -> list[npt.NDArray[np.bool_]]:
    """Return the masks of the parts in the order of the plan's columns; the scene's is their depth."""
    by_id = dict(zip(scene.part_ids, scene.masks, strict=True))
    return [by_id[part_id] for part_id in plan.part_ids]


def _work_within(canvas: Canvas, scene: Scene, plan: Plan) -> Float32:
    """Return the degree that has gone into each part of a canvas, pass by pass, (num_parts,)."""
    reached = canvas.stages()[None] > np.arange(NUM_PASSES)[:, None, None]
    work = visible_passes(scene.renditions) & reached
    return np.array(
        [float(work[:, mask].sum() / max(int(mask.sum()), 1)) for mask in _masks(scene, plan)],
        dtype=np.float32,
    )


def _fit(rows: Float32, work: Float32, painted: list[bool], wishes: list[float | None]) -> None:
    """Scale the columns of `rows` in place so that each sums to the work left; 0 for parts not painted.

    wishes: the degree a column shall have in every step that paints it, None for what the plan says.
    """
    fitted = rows.astype(np.float64)
    for column, is_painted in enumerate(painted):
        wanted = ROOM_FOR_THE_MODEL * max(0.0, float(work[column])) * is_painted
        total = float(fitted[:, column].sum())
        fitted[:, column] = fitted[:, column] * wanted / total if total > 0 else wanted / len(rows)
    fitted = spread_overflow(fitted)
    for column, wish in enumerate(wishes):
        if wish is not None:
            fitted[:, column] = constant_column(fitted[:, column], max(0.0, float(work[column])), wish)
    rows[:] = np.clip(fitted, 0, 1)
