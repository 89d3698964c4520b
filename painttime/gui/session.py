"""The controller: turns what the user asks for into jobs and their results into edits of the document.

It knows no widgets, so that tests drive it with made-up jobs.
"""

import random
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from painttime.core.change import Direction
from painttime.core.project import BRUSH_ENGINE, Project
from painttime.exporters.options import ExportOptions
from painttime.exporters.strokes_options import StrokesOptions
from painttime.gui.document import Document
from painttime.gui.job_runner import JobRunner, RunningJob
from painttime.gui.painting_control import PaintingControl
from painttime.gui.parts.parts_control import PartsControl
from painttime.gui.prediction_control import PredictionControl
from painttime.gui.preparation import Preparation
from painttime.gui.recording_control import RecordingControl
from painttime.gui.services import Services
from painttime.storage.recovery import Recovery
from painttime.workflow.job import Job, Progress
from painttime.workflow.reading_recordings import OpenedRecording

PROJECT_SUFFIX = ".painttime"
MAX_SEED = 9999
"""Drawn seeds have four digits, so that one can say and remember them."""


class Session(QObject):
    """Runs jobs for one document: reading, preparing, predicting, writing, loading the model.

    Each sort has a runner of its own: an export goes on while a step is taken, and a prediction goes on while
    another file is read, so that a file that cannot be opened disturbs nothing.

    job_started(RunningJob): a job began; the window shows its progress.
    opening(RunningJob): that job reads a file to be opened.
    busy_changed(bool): a prediction or a painting began or ended.
    prepared_changed: what shows the canvases is another one or gone.
    failed(title, sentence): something the user asked for did not work.
    noted(sentence): worth a line in the status bar.
    opened(Path), saved(Path), exported(Path): what was asked for is done.
    """

    job_started = Signal(object)
    opening = Signal(object)
    busy_changed = Signal(bool)
    prepared_changed = Signal()
    failed = Signal(str, str)
    noted = Signal(str)
    opened = Signal(object)
    saved = Signal(object)
    exported = Signal(object)

    def __init__(
        self,
        document: Document,
        services: Services,
        device: str = "auto",
        parent: QObject | None = None,
        *,
        num_threads: int | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._services = services
        self._reader = JobRunner("reader", self)
        self._saver = JobRunner("saver", self)
        self._exporter = JobRunner("exporter", self)
        self.preparation = Preparation(document, services, self)
        self.prediction = PredictionControl(document, services, self.preparation, device, num_threads, self)
        self.painting = PaintingControl(document, services, self.preparation, self)
        self.parts = PartsControl(document, services, self)
        self.recordings = RecordingControl(document, services, self)
        self.preparation.changed.connect(self.prepared_changed)
        self.preparation.failed.connect(self.noted)
        self.preparation.job_started.connect(self.job_started)
        self.prediction.noted.connect(self.noted)
        self.parts.noted.connect(self.noted)
        self.recordings.noted.connect(self.noted)
        for control in (self.prediction, self.painting):
            control.busy_changed.connect(lambda _busy: self.busy_changed.emit(self.is_busy))
        for at_work in (self.prediction, self.painting, self.parts, self.recordings):
            at_work.failed.connect(self.failed)
            at_work.job_started.connect(self.job_started)

    @property
    def is_busy(self) -> bool:
        """Whether a prediction or a painting runs or waits to begin."""
        return self.prediction.is_busy or self.painting.is_busy

    @property
    def is_writing(self) -> bool:
        """Whether a project or an export is being written."""
        return self._saver.is_busy or self._exporter.is_busy

    # -- files -------------------------------------------------------------------------------------------

    def open_path(self, path: Path) -> RunningJob:
        """Open a picture or a project; the present one stays as it is when that fails."""
        running = self._reader.start(self._services.open_file(path), f"Opening {path.name}")
        running.finished.connect(lambda project: self._finish_open(project, path))
        running.failed.connect(lambda error: self.failed.emit(f"Cannot open {path.name}", str(error)))
        running.progressed.connect(self._show_note)
        self.job_started.emit(running)
        self.opening.emit(running)
        return running

    def open_recording(self, path: Path) -> RunningJob:
        """Open the last frame of a recording as a painting, the recording on the other side of Compare."""
        running = self._reader.start(self._services.open_recording(path), f"Opening {path.name}")
        running.finished.connect(lambda opened: self._finish_recording(opened, path))
        running.failed.connect(lambda error: self.failed.emit(f"Cannot open {path.name}", str(error)))
        running.progressed.connect(self._show_note)
        self.job_started.emit(running)
        self.opening.emit(running)
        return running

    def recover(self, recovery: Recovery) -> RunningJob:
        """Read changes kept before a crash; `show_recovered` opens what the job brings."""
        name = recovery.kept.name
        running = self._reader.start(self._services.recover(recovery), f"Recovering {name}")
        running.failed.connect(lambda error: self.failed.emit(f"Cannot recover {name}", str(error)))
        self.job_started.emit(running)
        self.opening.emit(running)
        return running

    def show_recovered(self, project: Project, path: Path | None) -> None:
        """Open a recovered project as unsaved changes; `path`: the project file they belong to, if any."""
        self.cancel()
        self._document.open(project, path, is_saved=False)

    def save(self, path: Path) -> RunningJob:
        """Write the project to a file."""
        project = self._document.project
        running = self._saver.start(self._services.save_project(project, path), f"Saving {path.name}")
        running.finished.connect(lambda written: self._finish_save(project, written))
        running.failed.connect(lambda error: self.failed.emit(f"Cannot save {path.name}", str(error)))
        self.job_started.emit(running)
        return running

    def export(self, path: Path, options: ExportOptions | StrokesOptions) -> RunningJob | None:
        """Write the process in the format the path's ending names; None where it cannot be done yet.

        With StrokesOptions its strokes are written, which needs nothing prepared.
        """
        job = self._export_job(path, options)
        if job is None:
            self.preparation.ensure()
            self.noted.emit("The painting is still being prepared; export it in a moment.")
            return None
        return self._write(job, path)

    def export_parts(self, path: Path) -> RunningJob:
        """Write the parts in the format the file's ending names."""
        return self._write(self._services.export_parts(self._document.project, path), path)

    def _write(self, job: Job[Path], path: Path) -> RunningJob:
        running = self._exporter.start(job, f"Exporting {path.name}")
        running.finished.connect(self.exported)
        running.failed.connect(lambda error: self.failed.emit(f"Cannot export {path.name}", str(error)))
        running.cancelled.connect(lambda: self.noted.emit("The export was cancelled; no file was left."))
        self.job_started.emit(running)
        return running

    # -- predicting --------------------------------------------------------------------------------------

    def load_model(self) -> None:
        """Load the step model behind the window."""
        self.prediction.load_model()

    def make_process(self) -> None:
        """Let the engine chosen make every canvas: the step model back to the ground, or the brush anew."""
        if not self._document.is_open or self.is_busy:
            return
        if self._document.project.engine == BRUSH_ENGINE:
            self.painting.paint()
        else:
            self.prediction.predict_all(Direction.BACKWARD)

    def step_backward(self) -> None:
        """Take one step back in time from the canvas shown."""
        self._step(Direction.BACKWARD)

    def step_forward(self) -> None:
        """Take one step on in time from the canvas shown."""
        self._step(Direction.FORWARD)

    def show_render(self, render: str) -> None:
        """Show the step model's take BLENDED, or in STROKES, which are laid the first time."""
        if self._document.is_open:
            self.painting.show(render)

    def cancel(self) -> None:
        """Stop predicting and painting; what is there so far stays."""
        self.prediction.cancel()
        self.painting.cancel()

    def stop(self) -> None:
        """Stop predicting and painting; a painting ends with the strokes there are."""
        self.prediction.cancel()
        self.painting.stop()

    def cancel_job(self, running: RunningJob) -> None:
        """Stop one job, whatever it does."""
        if running is self.prediction.running:
            self.prediction.cancel()
        elif running is self.painting.running:
            self.painting.stop()
        else:
            running.cancel()

    def draw_seed(self) -> None:
        """Let the next prediction come out differently."""
        if self._document.is_open:
            project = self._document.project
            seed = random.SystemRandom().randrange(1, MAX_SEED + 1)
            self._document.set_settings(num_steps=project.num_steps, seed=seed, habit=project.habit)

    def undo(self) -> None:
        """Undo the last edit; what is in progress is stopped first, or its canvases would come back."""
        self.cancel()
        self._document.undo()

    def redo(self) -> None:
        self.cancel()
        self._document.redo()

    def shutdown(self) -> bool:
        """Cancel everything and end the threads; return whether all of them ended in time."""
        ended = [
            self.prediction.shutdown(),
            self.painting.shutdown(),
            self.parts.shutdown(),
            self.recordings.shutdown(),
            self.preparation.shutdown(),
            self._reader.shutdown(),
            self._saver.shutdown(),
            self._exporter.shutdown(),
        ]
        return all(ended)

    # ----------------------------------------------------------------------------------------------------

    def _step(self, direction: Direction) -> None:
        if not self._document.is_open or self.painting.is_busy:
            return
        if self._document.project.engine == BRUSH_ENGINE:
            self.noted.emit("Single steps are the step model's. Choose it as engine to take one.")
        else:
            self.prediction.step(direction)

    def _export_job(self, path: Path, options: ExportOptions | StrokesOptions) -> Job[Path] | None:
        project, pictures = self._document.project, self.preparation.pictures
        if isinstance(options, StrokesOptions):
            brushwork = project.brushwork
            return self._services.export_strokes(brushwork, path, options) if brushwork is not None else None
        if pictures is None or not pictures.fits(project):
            return None
        return self._services.export(project, pictures, path, options)

    def _show_note(self, progress: Progress) -> None:
        if progress.note:
            self.noted.emit(progress.note)

    def _finish_open(self, project: Project, path: Path) -> None:
        self.cancel()
        is_project_file = path.suffix.lower() == PROJECT_SUFFIX
        self._document.open(project, path if is_project_file else None)
        self.opened.emit(path)

    def _finish_recording(self, opened: OpenedRecording, path: Path) -> None:
        self._finish_open(opened.project, path)
        self.recordings.take(opened.footage)

    def _finish_save(self, project: Project, path: Path) -> None:
        if self._document.is_open and self._document.project.painting is project.painting:
            self._document.mark_saved(path, project)
        self.saved.emit(path)
