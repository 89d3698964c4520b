"""Makes the open painting ready for taking objects by clicks, once, and asks what a click would take."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from painttime.core.painting import Painting
from painttime.errors import PainttimeError
from painttime.gui.document import Document
from painttime.gui.job_runner import JobRunner
from painttime.gui.services import Services
from painttime.gui.tools.tool import Point
from painttime.workflow.job import Job, Progress

if TYPE_CHECKING:
    from painttime.segmentation.editing.area import Area
    from painttime.segmentation.editing.picker import Picker

ModelFiles = tuple[Path, Path]
"""Encoder and decoder of a Segment-Anything pair."""


class PickerControl(QObject):
    """Owns the picker of the painting and the job that makes it, off the GUI thread.

    Previews are made off it too: one takes longer than a frame may. While one is made only the newest place
    is remembered, so that previews never fall behind the mouse.

    ready: a picker is there. failed(title, sentence): none could be made.
    previewed(Area): what a click would take at the place asked for last, or at one before it.
    picked(Area): the object at the clicks asked for last.
    job_started(RunningJob).
    """

    ready = Signal()
    previewed = Signal(object)
    picked = Signal(object)
    failed = Signal(str, str)
    job_started = Signal(object)

    def __init__(
        self,
        document: Document,
        services: Services,
        model_files: Callable[[], ModelFiles | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._services = services
        self._model_files = model_files
        self._runner = JobRunner("picker", self)
        self._previewer = JobRunner("previewer", self)
        self._picks = JobRunner("picks", self)
        self._awaited: Point | None = None
        self._asking = threading.Lock()
        self._picker: Picker | None = None
        self._made_of: tuple[Painting, ModelFiles | None] | None = None
        document.project_opened.connect(self.forget)

    @property
    def is_ready(self) -> bool:
        """Whether clicks are answered."""
        return self._picker is not None

    @property
    def is_quick(self) -> bool:
        """Whether clicks are answered so soon that the window may wait; others are to be asked."""
        return self._picker is not None and self._picker.is_quick

    @property
    def is_asking(self) -> bool:
        """Whether `picked` is still to come."""
        return self._picks.is_busy

    @property
    def is_preparing(self) -> bool:
        return self._runner.is_busy

    def prepare(self) -> None:
        """Begin to make a picker, unless one is there or on its way."""
        wanted = (self._document.project.painting, self._model_files())
        if self._made_of == wanted and (self._picker is not None or self._runner.is_busy):
            return
        self._picker, self._made_of = None, wanted
        running = self._runner.start(
            self._services.prepare_picker(wanted[0], segment_anything=wanted[1]), "Looking for objects"
        )
        running.finished.connect(self._finish)
        running.failed.connect(self._fail)
        self.job_started.emit(running)

    def pick(self, inside: Sequence[Point], outside: Sequence[Point]) -> "Area | None":
        """Return the object with some places inside and others outside; None while nothing can be picked."""
        if self._picker is None or not inside:
            return None
        with self._asking:
            return self._picker.pick(inside, outside)

    def ask(self, inside: Sequence[Point], outside: Sequence[Point]) -> None:
        """Ask for the object with some places inside and others outside; `picked` brings it.

        What was asked before is not brought any more.
        """
        if self._picker is None or not inside:
            return
        running = self._picks.start(self._pick_job(self._picker, inside, outside), "Taking the object")
        running.finished.connect(self.picked)
        running.failed.connect(self._tell)
        self.job_started.emit(running)

    def stop_asking(self) -> None:
        """What was asked is of no use any more."""
        self._picks.cancel()

    def preview(self, place: Point) -> None:
        """Ask what a click would take; `previewed` brings it."""
        if self._picker is None:
            return
        if self._previewer.is_busy:
            self._awaited = place
            return
        self._awaited = None
        running = self._previewer.start(self._preview_job(self._picker, place), "Looking for an object")
        running.finished.connect(self.previewed)
        running.ended.connect(self._go_on)

    def forget(self) -> None:
        """Let the picker go: another painting was opened, or other files are to be used."""
        self._awaited = None
        self._previewer.cancel()
        self._picks.cancel()
        self._runner.cancel()
        self._picker = self._made_of = None

    def shutdown(self) -> bool:
        """Cancel the work and end the threads; return whether they ended in time."""
        ended = [runner.shutdown() for runner in (self._runner, self._previewer, self._picks)]
        return all(ended)

    # ----------------------------------------------------------------------------------------------------

    def _preview_job(self, picker: "Picker", place: Point) -> "Job[Area]":
        yield Progress(done=0, total=1, message="Looking for an object")
        with self._asking:
            return picker.hover(*place)

    def _pick_job(self, picker: "Picker", inside: Sequence[Point], outside: Sequence[Point]) -> "Job[Area]":
        yield Progress(done=0, total=1, message="Taking the object")
        with self._asking:
            return picker.pick(inside, outside)

    def _go_on(self) -> None:
        if self._awaited is not None:
            self.preview(self._awaited)

    def _finish(self, picker: "Picker") -> None:
        self._picker = picker
        self.ready.emit()

    def _fail(self, error: PainttimeError) -> None:
        self._made_of = None
        self._tell(error)

    def _tell(self, error: PainttimeError) -> None:
        self.failed.emit("Objects cannot be taken", str(error))
