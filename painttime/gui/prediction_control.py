"""Predicts in the background: all canvases, or one step by hand after the other."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from painttime.core.change import Direction
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.errors import PainttimeError
from painttime.gui.document import Document
from painttime.gui.job_runner import JobRunner, RunningJob
from painttime.gui.preparation import Preparation
from painttime.gui.services import Services
from painttime.workflow.job import Progress
from painttime.workflow.preparing import Prepared

if TYPE_CHECKING:
    from painttime.prediction.stepper import Stepper

MAX_QUEUED_STEPS = 3
"""Steps asked for while one is running; a key held down does not pile up more."""

Work = Callable[[Prepared, "Stepper"], RunningJob]


class PredictionControl(QObject):
    """Waits for the model and the prepared painting, predicts, and puts what comes into the document.

    busy_changed(bool): something was asked for, or the last of it is done.
    failed(title, sentence), noted(sentence), job_started(RunningJob): as in Session.
    model_loaded(Stepper).
    """

    busy_changed = Signal(bool)
    failed = Signal(str, str)
    noted = Signal(str)
    job_started = Signal(object)
    model_loaded = Signal(object)

    def __init__(
        self,
        document: Document,
        services: Services,
        preparation: Preparation,
        device: str,
        num_threads: int | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._services = services
        self._preparation = preparation
        self._device = device
        self._num_threads = num_threads
        self._runner = JobRunner("predictor", self)
        self._loader = JobRunner("loader", self)
        self._model: Stepper | None = None
        self._waiting: Work | None = None
        self._running: RunningJob | None = None
        self._started_from: Project | None = None
        self._queued_steps: deque[Direction] = deque()
        self._is_stepping = False
        self._followed_index = -1
        self._was_busy = False
        preparation.changed.connect(self._run_waiting)
        preparation.failed.connect(self._give_up_waiting)
        document.history_changed.connect(self._stop_if_outdated)

    @property
    def model(self) -> "Stepper | None":
        return self._model

    @property
    def running(self) -> RunningJob | None:
        """The prediction in progress."""
        return self._running

    @property
    def is_busy(self) -> bool:
        """Whether a prediction runs, or waits for the model or the prepared painting."""
        return self._running is not None or self._waiting is not None

    # -- asked for by the user ---------------------------------------------------------------------------

    def load_model(self) -> None:
        """Load the step model; a failure is told only where somebody waits for it."""
        if self._model is not None or self._loader.is_busy:
            return
        job = self._services.load_model(self._device, self._num_threads)
        running = self._loader.start(job, "Loading the step model")
        running.finished.connect(self._finish_load)
        running.failed.connect(self._fail_load)
        self.job_started.emit(running)

    def predict_all(self, direction: Direction) -> None:
        """Compute every canvas; a take that is complete is computed anew."""
        if not self.is_busy:
            self._is_stepping = False
            self._followed_index = self._document.playhead
            self._when_ready(lambda prepared, model: self._start_predict(prepared, model, direction))

    def step(self, direction: Direction) -> None:
        """Take one step by hand from the canvas shown; asked for during a step, it follows that one."""
        if self.is_busy:
            if self._is_stepping and len(self._queued_steps) < MAX_QUEUED_STEPS:
                self._queued_steps.append(direction)
            return
        refusal = why_no_step(self._document, direction)
        if refusal:
            self._queued_steps.clear()
            self.noted.emit(refusal)
            return
        self._is_stepping = True
        self._when_ready(lambda prepared, model: self._start_step(prepared, model, direction))

    def cancel(self) -> None:
        """Stop at once; the canvases computed so far stay."""
        self._queued_steps.clear()
        self._waiting = None
        if self._running is not None:
            self._running.cancel()
            self._end(self._running)
        self._announce_busy()

    def shutdown(self) -> bool:
        """Cancel everything and end the threads; return whether they ended in time."""
        self._waiting = None
        return all([self._runner.shutdown(), self._loader.shutdown()])

    # -- the model ---------------------------------------------------------------------------------------

    def _finish_load(self, model: "Stepper") -> None:
        self._model = model
        self.model_loaded.emit(model)
        self._run_waiting()

    def _fail_load(self, error: PainttimeError) -> None:
        if self._waiting is None:
            self.noted.emit(str(error))
        self._give_up_waiting(str(error))

    def _give_up_waiting(self, sentence: str) -> None:
        if self._waiting is not None:
            self.cancel()
            self.failed.emit("Cannot predict", sentence)

    # -- work --------------------------------------------------------------------------------------------

    def _when_ready(self, work: Work) -> None:
        self._waiting = work
        self._announce_busy()
        if self._model is None:
            self.noted.emit("Predicting begins as soon as the step model is loaded.")
            self.load_model()
        self._preparation.ensure()
        self._run_waiting()

    def _run_waiting(self) -> None:
        prepared = self._preparation.ready if self._document.is_open else None
        if self._waiting is None or prepared is None or self._model is None:
            return
        work, self._waiting = self._waiting, None
        running = work(prepared, self._model)
        self._running, self._started_from = running, self._document.project
        running.failed.connect(self._fail)
        running.ended.connect(lambda: self._end(running))
        self.job_started.emit(running)

    def _fail(self, error: PainttimeError) -> None:
        # Steps that were to follow would fail in the same way, each with a message of its own.
        self._queued_steps.clear()
        self.failed.emit("Cannot predict", str(error))

    def _start_predict(self, prepared: Prepared, model: "Stepper", direction: Direction) -> RunningJob:
        project = _without_strokes(self._document.project)
        if project.take is not None and project.take.is_complete:
            project = replace(project, take=None)
        job = self._services.predict(project, prepared, model, direction=direction)
        running = self._runner.start(job, "Predicting")
        running.progressed.connect(self._show_progress)
        running.finished.connect(lambda result: self._show_take(result.take))
        return running

    def _start_step(self, prepared: Prepared, model: "Stepper", direction: Direction) -> RunningJob:
        index = self._document.playhead
        job = self._services.predict_step(
            _without_strokes(self._document.project), prepared, model, index=index, direction=direction
        )
        running = self._runner.start(job, f"Step {direction.value}")
        target = index - 1 if direction is Direction.BACKWARD else index + 1
        running.finished.connect(lambda result: self._show_step(result.take, direction, index, target))
        return running

    def _show_progress(self, progress: Progress) -> None:
        if progress.take is not None:
            self._show_take(progress.take)

    def _show_take(self, take: Take | None) -> None:
        former = self._document.take
        if take is None or take is former:
            return
        self._document.show_partial_take(take)
        newest = newest_canvas(former, take)
        # The view goes along until the user puts the playhead elsewhere.
        if newest is not None and self._document.playhead == self._followed_index:
            self._document.set_playhead(newest)
            self._followed_index = newest

    def _show_step(self, take: Take | None, direction: Direction, index: int, target: int) -> None:
        self._document.set_take(take, f"Step {direction.value}")
        if self._document.playhead == index:
            self._document.set_playhead(target)

    def _end(self, running: RunningJob) -> None:
        if running is not self._running:
            return
        self._running = self._started_from = None
        self._document.end_partial_take()
        if self._queued_steps:
            self.step(self._queued_steps.popleft())
        self._announce_busy()

    def _stop_if_outdated(self) -> None:
        began = self._started_from
        if began is None:
            return
        now = self._document.project
        if (
            (began.num_steps, began.seed, began.habit, began.ground)
            != (now.num_steps, now.seed, now.habit, now.ground)
            or began.painting is not now.painting
            or began.parts.labels is not now.parts.labels
            or frozenset(began.parts.ids) != frozenset(now.parts.ids)
        ):
            self.cancel()

    def _announce_busy(self) -> None:
        if self.is_busy != self._was_busy:
            self._was_busy = self.is_busy
            self.busy_changed.emit(self.is_busy)


def newest_canvas(former: Take | None, take: Take) -> int | None:
    """Return the index of the canvas that came last: the earliest one that `former` did not have."""
    known = former.canvases if former is not None and len(former.canvases) == len(take.canvases) else ()
    fresh = [
        index
        for index, canvas in enumerate(take.canvases)
        if canvas is not None and (not known or canvas is not known[index])
    ]
    if not fresh:
        return None
    # Backward the earliest is the newest; forward everything before it is there already.
    forward = [index for index in fresh if index < take.num_steps and take.canvases[index + 1] is None]
    return forward[0] if forward else fresh[0]


def _without_strokes(project: Project) -> Project:
    """Return the project as the step model goes on from it: what the brush painted is nothing to it."""
    take = project.take
    return replace(project, take=None) if take is not None and take.brushwork is not None else project


def why_no_step(document: Document, direction: Direction) -> str:
    """Return why no step can be taken from the canvas shown, "" where one can."""
    index, project = document.playhead, _without_strokes(document.project)
    if direction is Direction.BACKWARD and index == 0:
        return "This is the bare ground: there is nothing to take away."
    if direction is Direction.FORWARD and index == project.num_steps:
        return "This is the finished painting: there is nothing to add."
    if index == project.num_steps:
        return ""
    if project.take is None or project.take.canvases[index] is None:
        return "This canvas is not computed yet: go to one that is, or predict all."
    return ""
