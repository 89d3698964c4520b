"""Works with the brush in the background: paints the picture anew, or carries predicted steps out."""

from PySide6.QtCore import QObject, Signal

from painttime.core.process import Take
from painttime.core.project import STROKES, Project
from painttime.errors import PainttimeError
from painttime.gui.document import Document
from painttime.gui.job_runner import JobRunner, RunningJob
from painttime.gui.preparation import Preparation
from painttime.gui.services import Services
from painttime.workflow.job import Job, Progress


class PaintingControl(QObject):
    """Runs one job of the brush at a time and puts what comes into the document.

    busy_changed(bool): a job began or ended.
    failed(title, sentence), job_started(RunningJob): as in Session.
    """

    busy_changed = Signal(bool)
    failed = Signal(str, str)
    job_started = Signal(object)

    def __init__(
        self,
        document: Document,
        services: Services,
        preparation: Preparation,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._services = services
        self._preparation = preparation
        self._runner = JobRunner("painter", self)
        self._running: RunningJob | None = None
        self._began: Project | None = None
        self._followed_index = -1
        self._is_carrying_out = False
        self._is_dividing = False
        self._is_waiting = False
        preparation.changed.connect(self._carry_out_when_prepared)
        preparation.failed.connect(self._give_up_waiting)
        document.history_changed.connect(self._stop_if_outdated)
        document.project_opened.connect(self.cancel)

    @property
    def running(self) -> RunningJob | None:
        """The job in progress."""
        return self._running

    @property
    def is_busy(self) -> bool:
        return self._running is not None or self._is_waiting

    @property
    def is_carrying_out(self) -> bool:
        """Whether it is the step model's take that is being carried out in strokes."""
        return self._is_waiting or (self._running is not None and self._is_carrying_out)

    # -- asked for by the user ---------------------------------------------------------------------------

    def paint(self) -> None:
        """Paint the picture anew by the project's brush settings; the take grows while it is painted."""
        if self.is_busy:
            return
        self._followed_index = self._document.playhead
        project = self._document.project
        running = self._start(self._services.paint_process(project), "Painting", carrying_out=False)
        running.progressed.connect(self._show_progress)
        running.finished.connect(lambda project: self._finish_painting(project))

    def show(self, render: str) -> None:
        """Show the step model's take as it is blended or in strokes, which are laid the first time."""
        project = self._document.project
        if render != STROKES or project.painted is not None:
            if self.is_carrying_out:
                self.cancel()
            self._document.set_render(render)
        elif not self.is_busy and project.take is not None and project.take.is_complete:
            self._is_waiting = True
            self.busy_changed.emit(True)
            self._preparation.ensure()
            self._carry_out_when_prepared()

    def stop(self) -> None:
        """Stop painting: the strokes there are become a process that can be played and exported."""
        take = self._document.take if self._document.is_open else None
        is_painting = self._running is not None and not (self._is_carrying_out or self._is_dividing)
        if not is_painting or take is None or take.brushwork is None or take.is_complete:
            self.cancel()
            return
        job = self._services.divide_strokes(self._document.project)
        # Takes the place of the job in progress; undo takes both back at once.
        running = self._start(job, "Dividing the strokes", carrying_out=False)
        self._is_dividing = True
        running.finished.connect(self._finish_painting)

    def cancel(self) -> None:
        """Stop at once; what is painted so far stays as it is."""
        if self._running is not None:
            self._running.cancel()
            self._end(self._running)
        elif self._is_waiting:
            self._is_waiting = False
            self.busy_changed.emit(False)

    def shutdown(self) -> bool:
        """Cancel the work and end the thread; return whether it ended in time."""
        return self._runner.shutdown()

    # ----------------------------------------------------------------------------------------------------

    def _start(self, job: Job[Project], name: str, *, carrying_out: bool) -> RunningJob:
        running = self._runner.start(job, name)
        self._began = self._document.project
        self._running, self._is_carrying_out, self._is_dividing = running, carrying_out, False
        running.failed.connect(self._fail)
        running.ended.connect(lambda: self._end(running))
        self.job_started.emit(running)
        self.busy_changed.emit(True)
        return running

    def _carry_out_when_prepared(self) -> None:
        prepared = self._preparation.ready if self._document.is_open else None
        if not self._is_waiting or prepared is None:
            return
        self._is_waiting = False
        job = self._services.carry_out_take(self._document.project, prepared)
        running = self._start(job, "Painting the steps", carrying_out=True)
        running.finished.connect(self._finish_carrying_out)

    def _give_up_waiting(self, sentence: str) -> None:
        if self._is_waiting:
            self.cancel()
            self.failed.emit("Cannot paint", sentence)

    def _show_progress(self, progress: Progress) -> None:
        if progress.take is not None:
            self._show_take(progress.take)

    def _show_take(self, take: Take) -> None:
        self._document.show_partial_take(take, "Paint")
        laid = [index for index, there in enumerate(take.computed) if there and index < take.num_steps]
        newest = laid[-1] if laid else None
        # The view goes along until the user puts the playhead elsewhere.
        if newest is not None and self._document.playhead == self._followed_index:
            self._document.set_playhead(newest)
            self._followed_index = self._document.playhead

    def _finish_painting(self, project: Project) -> None:
        if project.take is not None:
            self._show_take(project.take)

    def _finish_carrying_out(self, project: Project) -> None:
        if project.painted is not None and project.take is self._document.take:
            self._document.set_painted(project.painted)

    def _fail(self, error: PainttimeError) -> None:
        self.failed.emit("Cannot paint", str(error))

    def _end(self, running: RunningJob) -> None:
        if running is not self._running:
            return
        self._running = self._began = None
        self._document.end_partial_take()
        self.busy_changed.emit(False)

    def _stop_if_outdated(self) -> None:
        began = self._began
        if began is None:
            return
        now = self._document.project
        if (
            (began.num_steps, began.seed, began.brush, began.ground, began.locked)
            != (now.num_steps, now.seed, now.brush, now.ground, now.locked)
            or began.painting is not now.painting
            or began.parts.labels is not now.parts.labels
            or frozenset(began.parts.ids) != frozenset(now.parts.ids)
            or (self._is_carrying_out and began.take is not now.take)
        ):
            self.cancel()
