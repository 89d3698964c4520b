"""Predicting a process, or one step of it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from painttime.core.change import Direction
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.errors import UserInputError
from painttime.files.shipped import shipped_folder
from painttime.workflow.job import Job, Progress
from painttime.workflow.preparing import Prepared

if TYPE_CHECKING:
    from painttime.prediction.stepper import Scene, Stepper

MODEL_NAME = "process"


def models_folder() -> Path:
    """Return the folder that holds the trained models."""
    return shipped_folder("models")


def load_model(device: str = "auto", num_threads: int | None = None) -> "Job[Stepper]":
    """Load the trained step model.

    device: auto, cpu, cuda or mps. num_threads: CPU threads for the model; None leaves one core free.
    Raises ModelError where its weights are missing or damaged, UserInputError for a device that is not there.
    """
    yield Progress(done=0, total=2, message="Loading the step model")
    from painttime.prediction.loading import load_stepper

    yield Progress(done=1, total=2, message="Loading the step model")
    return load_stepper(models_folder() / MODEL_NAME, MODEL_NAME, device=device, num_threads=num_threads)


def habit_names() -> tuple[str, ...]:
    """Return the ways of working that a plan can follow, in the order to show them."""
    from painttime.prediction.planner import HABITS

    return tuple(HABITS)


def plan_for(project: Project, prepared: Prepared, degrees: Mapping[int, float] | None = None) -> Plan:
    """Return the plan of the project's habit, number of steps and locks.

    degrees: by part id, the degree the part shall have in every step that paints it.
    Raises UserInputError for a habit that is not known.
    """
    import numpy as np

    from painttime.prediction.planner import capacities, find_habit, make_plan

    ids = project.parts.ids
    areas = np.bincount(prepared.labels.ravel(), minlength=256)[list(ids)].astype(np.float64)
    return make_plan(
        find_habit(project.habit),
        capacities(prepared.renditions, prepared.labels, ids),
        areas,
        ids,
        num_steps=project.num_steps,
        locked=project.locked,
        degrees=degrees,
    )


def predict(
    project: Project,
    prepared: Prepared,
    model: "Stepper",
    *,
    plan: Plan | None = None,
    direction: Direction = Direction.BACKWARD,
) -> Job[Project]:
    """Compute every canvas of the process that is missing; each Progress carries the take so far.

    A new take goes backward from the painting, or forward from the bare ground. A take already begun keeps
    its canvases: what is missing between one of them and the painting is painted forward, what is missing
    before the first backward, with the parts locked that are locked now. The project's degrees hold in every
    step that paints their part. A plan given here begins a new take, and so does a project whose take is
    painted with strokes. Closing the job keeps nothing: the caller has the last Progress.take.
    """
    from painttime.prediction.taking import begin_take, begin_with_ground, missing_steps, replan, take_step

    num_steps = project.num_steps
    take = _model_take(project) if plan is None else None
    yield Progress(done=0, total=num_steps, message="Looking at the painting", take=take)
    scene = _encode(project, prepared, model)
    if take is None or (direction is Direction.FORWARD and take.is_complete):
        take = begin_take(project, scene, plan or plan_for(project, prepared, project.degrees))
        if direction is Direction.FORWARD:
            take = begin_with_ground(take, scene)
    elif not take.is_complete:
        take = replan(take, scene, project.locked, project.degrees)
    steps = missing_steps(take)
    for number, (index, towards) in enumerate(steps):
        take = take_step(take, scene, model, index, towards)
        done = num_steps - len(steps) + number + 1
        yield Progress(done=done, total=num_steps, message=f"Step {done} of {num_steps}", take=take)
    return replace(project, take=take)


def predict_step(
    project: Project, prepared: Prepared, model: "Stepper", *, index: int, direction: Direction
) -> Job[Project]:
    """Take one step by hand from canvas `index`, by the project's sliders where set, else by the plan.

    Backward sets canvas index - 1 and drops the canvases before it; forward sets canvas index + 1 and drops
    those between it and the painting. Going forward into the last canvas always gives the painting. A step
    that would leave the process changes nothing. Over a take painted with strokes a new one begins, from the
    painting. Raises UserInputError where the model has no canvas `index`.
    """
    from painttime.prediction.taking import begin_take, take_step

    yield Progress(done=0, total=1, message="Taking one step")
    scene = _encode(project, prepared, model)
    take = _model_take(project) or begin_take(project, scene, plan_for(project, prepared))
    if take is not project.take and not take.computed[index]:
        raise UserInputError("This is no canvas of the step model. Go to the painting and step from there.")
    step = index - 1 if direction is Direction.BACKWARD else index
    if not 0 <= step < take.num_steps:
        return replace(project, take=take)
    by_hand = {**project.degrees, **dict.fromkeys(project.locked, 0.0)}
    take = replace(take, plan=take.plan.with_step(step, by_hand), locked=project.locked)
    take = take.without_before(index) if direction is Direction.BACKWARD else take.without_between(index)
    return replace(project, take=take_step(take, scene, model, index, direction, by_hand=frozenset(by_hand)))


def _model_take(project: Project) -> Take | None:
    """Return the project's take where the step model made it."""
    take = project.take
    return take if take is not None and take.brushwork is None else None


def _encode(project: Project, prepared: Prepared, model: "Stepper") -> "Scene":
    return model.encode(prepared.renditions, prepared.strokes, prepared.labels, project.parts.ids)
