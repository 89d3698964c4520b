"""Painting a picture stroke by stroke as a process, and carrying out the step model's process in strokes."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import numpy as np

from painttime.core.brush_settings import BrushSettings
from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8, fitted_size
from painttime.core.process import PaintedTake, Take
from painttime.core.project import STROKES, Project
from painttime.errors import UserInputError
from painttime.workflow.job import Job, Progress
from painttime.workflow.predicting import models_folder
from painttime.workflow.preparing import Prepared
from painttime.workflow.stroke_pictures import StrokePictures
from painttime.workflow.stroke_takes import measured_take, partial_take, step_counts

if TYPE_CHECKING:
    from painttime.strokes.options import PaintOptions
    from painttime.strokes.proposals import Proposer

STROKE_MODEL_NAME = "strokes"

_DIVIDING = "Dividing the strokes into steps"

CARRYING_LONG_SIDE_PX = 512
"""The size at which strokes are looked for that carry out a step; they are drawn at any."""


def paint_brushwork(
    project: Project, settings: BrushSettings | None = None, *, proposer: "Proposer | None" = None
) -> Job[Brushwork]:
    """Paint the project's painting with the brush; returns the strokes. Progress counts strokes.

    settings: the project's own where None. proposer: says where strokes may belong, the trained predictor
    where None. Raises ModelError where its weights are missing or damaged.
    """
    settings = project.brush if settings is None else settings
    brushwork = None
    yield _progress(0, settings)
    for made in _painting(project, settings, proposer):
        brushwork = made if isinstance(made, Brushwork) else brushwork
        yield _progress(_strokes_done(made, settings), settings)
    if brushwork is None:
        raise RuntimeError("the painter ended without a painting")
    return brushwork


def paint_process(project: Project, *, proposer: "Proposer | None" = None) -> Job[Project]:
    """Paint the project's painting with the brush, as a process of the project's number of steps.

    Every Progress carries the take as far as it has come, where the strokes laid so far are known: closing
    the job keeps nothing, the caller has the last Progress.take. Locked parts stand finished from the first
    canvas on and get no stroke. proposer and errors: as of paint_brushwork.
    """
    settings = project.brush
    brushwork, take = None, None
    yield _progress(0, settings)
    for made in _painting(project, settings, proposer):
        done = _strokes_done(made, settings)
        if isinstance(made, Brushwork):
            brushwork = _without_locked(made, project)
            take = partial_take(project, brushwork, done / settings.num_strokes, take)
        yield replace(_progress(done, settings), take=take)
    if brushwork is None:
        raise RuntimeError("the painter ended without a painting")
    yield replace(_progress(settings.num_strokes, settings), message=_DIVIDING, take=take)
    return replace(project, take=_divided(project, brushwork, project.locked))


def divide_strokes(project: Project) -> Job[Project]:
    """Divide the strokes of a painting that was stopped into steps: a process that ends with what there is.

    A take that is complete stays as it is. Raises UserInputError where no strokes were laid.
    """
    take = project.take
    if take is None or take.brushwork is None or not len(take.brushwork.strokes):
        raise UserInputError("No strokes are laid yet. Paint first.")
    if take.is_complete:
        return project
    yield Progress(done=0, total=0, message=_DIVIDING)
    divided = _divided(project, take.brushwork, take.locked)
    plan = replace(divided.plan, habit=take.plan.habit)
    return replace(project, take=replace(divided, plan=plan, seed=take.seed, locked=take.locked))


def carry_out_take(project: Project, prepared: Prepared) -> Job[Project]:
    """Carry out the process of the step model in strokes; returns the project that shows it painted.

    A take that is painted already is shown so at once. Raises UserInputError where there is no complete
    process.
    """
    take = project.take
    if take is None or not take.is_complete:
        raise UserInputError("There is no complete process to carry out in strokes yet. Predict it first.")
    if project.painted is None and take.brushwork is None:
        painted = yield from _carried_out(project, take, prepared)
        project = replace(project, painted=PaintedTake(source=take, take=painted))
    return replace(project, render=STROKES)


# --------------------------------------------------------------------------------------------------------


def _painting(
    project: Project, settings: BrushSettings, proposer: "Proposer | None"
) -> "Iterator[float | Brushwork]":
    from painttime.strokes.painter import painting

    yield from painting(
        project.painting.pixels,
        labels=project.parts.labels,
        part_ids=project.parts.ids,
        ground=project.ground,
        options=_options(settings, project.seed),
        predictor=_trained_predictor(settings.gradient_steps) if proposer is None else proposer,
    )


def _trained_predictor(gradient_steps: int) -> "Proposer":
    from painttime.strokes.predictor import load_predictor

    return load_predictor(models_folder() / STROKE_MODEL_NAME, gradient_steps=gradient_steps)


def _options(settings: BrushSettings, seed: int) -> "PaintOptions":
    from painttime.strokes.options import PaintOptions

    return PaintOptions(**{"seed": seed, **asdict(settings)})


def _strokes_done(made: float | Brushwork, settings: BrushSettings) -> int:
    done = len(made.strokes) if isinstance(made, Brushwork) else round(made * settings.num_strokes)
    return min(done, settings.num_strokes)


def _progress(done: int, settings: BrushSettings) -> Progress:
    total = settings.num_strokes
    return Progress(done=done, total=total, message=f"Stroke {done:,} of {total:,}")


def _divided(project: Project, brushwork: Brushwork, finished_parts: frozenset[int]) -> Take:
    pictures = StrokePictures(project)
    counts = step_counts(brushwork, project.num_steps, pictures, finished_parts=finished_parts)
    return measured_take(project, brushwork, counts, pictures, finished_parts=finished_parts)


def _without_locked(brushwork: Brushwork, project: Project) -> Brushwork:
    if not project.locked:
        return brushwork
    free = ~np.isin(brushwork.strokes.part_ids, list(project.locked))
    return replace(brushwork, strokes=brushwork.strokes.selected(np.flatnonzero(free)))


def _carried_out(project: Project, take: Take, prepared: Prepared) -> Job[Take]:
    from painttime.strokes.carrying import CarriedOut, carry_out

    labels = project.parts.labels
    height_px, width_px = labels.shape
    long_side_px = min(CARRYING_LONG_SIDE_PX, max(height_px, width_px))
    working_labels = project.parts.resized(*fitted_size(height_px, width_px, long_side_px))
    renderer = prepared.renderer.resized(working_labels)
    yield Progress(done=0, total=take.num_steps, message="Looking at the process")

    def frame(index: int) -> RGB8:
        return renderer.frame(take.model_canvas(index))

    carried = None
    for made in carry_out(
        frame,
        labels=working_labels,
        part_ids=take.plan.part_ids,
        realised=np.nan_to_num(take.realised),
        ground=project.ground,
        seed=take.seed,
    ):
        if isinstance(made, CarriedOut):
            carried = made
        else:
            done = round(made * take.num_steps)
            message = f"Painting step {done} of {take.num_steps}"
            yield Progress(done=done, total=take.num_steps, message=message)
    if carried is None:
        raise RuntimeError("the process was not carried out to its end")
    # Drawn at the painting's own size, along the edges its parts have there.
    brushwork = replace(carried.brushwork, height_px=height_px, width_px=width_px, labels=labels)
    painted = measured_take(
        project,
        brushwork,
        carried.counts,
        prepared.stroke_pictures,
        finished_parts=_never_painted(take),
        # The parts may have been put in another order of depth since the take was made.
        part_ids=take.plan.part_ids,
    )
    return replace(painted, plan=take.plan, seed=take.seed, locked=take.locked)


def _never_painted(take: Take) -> frozenset[int]:
    """Return the parts no step changes: they stand finished from the first canvas on."""
    totals = np.nan_to_num(take.realised).sum(axis=0)
    return frozenset(part_id for part_id, total in zip(take.plan.part_ids, totals, strict=True) if total <= 0)
