"""Processes the program makes, as subjects of the measures."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from painttime.core.canvas import Canvas
from painttime.core.image import Float32
from painttime.core.process import Take
from painttime.core.project import BRUSH_ENGINE, MAX_SEED, STROKES, Project
from painttime.errors import ProjectFileError
from painttime.evaluation.subject import Subject
from painttime.workflow import predicting, preparing, stroke_painting
from painttime.workflow.exporting import TakeFrames
from painttime.workflow.job import Job
from painttime.workflow.preparing import Pictures, Prepared
from painttime.workflow.stroke_pictures import StrokePictures

if TYPE_CHECKING:
    from painttime.prediction.stepper import Stepper

_SMALLEST_SHARE = 32
"""Shares of a mix, of 255, below which rounding says more about a weight than the step does."""


class TakeMaker:
    """Makes takes of projects; loads the step model when it is first needed."""

    def __init__(self, device: str = "auto") -> None:
        self._device = device
        self._model: Stepper | None = None

    def make(self, project: Project, prepared: Prepared | None = None) -> Job[tuple[Project, Pictures]]:
        """Make the whole take of a project by its engine, carried out in strokes where it is shown so.

        prepared: of the same painting, parts and ground, where that is at hand. Raises ModelError where
        trained weights are missing or damaged.
        """
        if project.engine == BRUSH_ENGINE:
            return (yield from stroke_painting.paint_process(project)), StrokePictures(project)
        if prepared is None or not prepared.fits(project):
            prepared = yield from preparing.prepare(project)
        if self._model is None:
            self._model = yield from predicting.load_model(self._device)
        plan = project.take.plan if project.take is not None else None
        blank = replace(project, take=None)
        made = yield from predicting.predict(blank, prepared, self._model, plan=plan)
        if project.render == STROKES:
            made = yield from stroke_painting.carry_out_take(made, prepared)
        return made, prepared


def take_subject(
    project: Project, *, name: str, maker: TakeMaker, num_takes: int = 1, pictures: Pictures | None = None
) -> Job[Subject]:
    """Return the process a project shows, with all that is known of how it was made.

    num_takes: so many takes in all, the others made anew with the seeds that follow, for the diversity.
    pictures: what makes pictures of its canvases, where that is at hand.
    A painting by the brush alone has no degrees asked for: its plan is what was measured.
    Raises ProjectFileError where the project holds no complete process.
    """
    take = project.shown_take
    if take is None or not take.is_complete:
        raise ProjectFileError(f'"{name}" holds no complete process yet. Predict it first.')
    if pictures is None and take.brushwork is not None:
        pictures = StrokePictures(project)
    elif pictures is None:
        pictures = yield from preparing.prepare(project)
    by_brush_alone = project.take is not None and project.take.brushwork is not None
    return Subject(
        name=name,
        frames=_frames(project, pictures, take),
        ground=project.ground,
        painting=project.painting.pixels,
        parts=project.parts,
        asked=None if by_brush_alone else _asked(take, project.parts.ids),
        weight=_weights(take),
        other_takes=(yield from _other_takes(project, pictures, maker, num_takes)),
    )


def step_weight(before: Canvas, after: Canvas) -> Float32:
    """Return the smallest weight, (h, w) 0..1, with which paint laid on `before` gives `after`.

    A step is next = weight * paint + (1 - weight) * canvas (core.change.Change), so that of everything on the
    canvas at least the share 1 - weight stays: weight >= 1 - next / canvas for every rendition.
    """
    there = before.mix.astype(np.float32)
    counted = there >= _SMALLEST_SHARE
    stays = np.where(counted, after.mix / np.where(counted, there, 1), np.inf).min(axis=2)
    return np.asarray(1 - np.clip(stays, 0, 1), dtype=np.float32)


def _weights(take: Take) -> Callable[[int], Float32] | None:
    if take.brushwork is not None:
        return None
    return lambda step: step_weight(take.model_canvas(step), take.model_canvas(step + 1))


def _asked(take: Take, part_ids: tuple[int, ...]) -> Float32:
    """Return the degrees of the plan in the order the parts have now."""
    columns = [take.plan.part_ids.index(part_id) for part_id in part_ids]
    return take.plan.degrees[:, columns]


def _frames(project: Project, pictures: Pictures, take: Take) -> TakeFrames:
    painting = project.painting
    return TakeFrames(take=take, pictures=pictures, height_px=painting.height_px, width_px=painting.width_px)


def _other_takes(
    project: Project, pictures: Pictures, maker: TakeMaker, num_takes: int
) -> Job[tuple[TakeFrames, ...]]:
    """Make the same process with the seeds that follow."""
    others = []
    prepared = pictures if isinstance(pictures, Prepared) else None
    for number in range(1, num_takes):
        seed = (project.seed + number) % (MAX_SEED + 1)
        again, again_pictures = yield from maker.make(replace(project, seed=seed), prepared)
        prepared = again_pictures if isinstance(again_pictures, Prepared) else prepared
        if again.shown_take is None:
            raise ValueError("a take was made and is not shown")
        others.append(_frames(again, again_pictures, again.shown_take))
    return tuple(others)
