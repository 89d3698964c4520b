"""The recording on the other side of Compare: reads it in the background and gives its frames."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from painttime.errors import PainttimeError
from painttime.gui.display_image import BGRX, bgrx
from painttime.gui.document import Document
from painttime.gui.job_runner import JobRunner, RunningJob
from painttime.gui.services import Services
from painttime.workflow.footage import Footage
from painttime.workflow.job import Progress

MAX_DECODED = 6
"""Frames kept as they are drawn: going back and forth between a few is smooth."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class RecordedFrame:
    """A frame of the recording, to be drawn: pixels (h, w, 4), of any shape; number: 1 = the first."""

    name: str
    number: int
    num_frames: int
    pixels: BGRX

    @property
    def words(self) -> str:
        return f"frame {self.number:,} of {self.num_frames:,}"


class RecordingControl(QObject):
    """Holds one recording for the open painting; another painting drops it. It belongs to no project file.

    changed: another recording is there, or none; or it came to the other side of Compare or left it.
    came: a recording that was asked for is there.
    checked(path, is_moving): a picture was looked into.
    failed(title, sentence), noted(sentence), job_started(RunningJob): as in Session.
    """

    changed = Signal()
    came = Signal()
    checked = Signal(object, bool)
    failed = Signal(str, str)
    noted = Signal(str)
    job_started = Signal(object)

    def __init__(self, document: Document, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._services = services
        self._runner = JobRunner("recording", self)
        self._footage: Footage | None = None
        self._is_beside = False
        self._is_laid = True
        self._decoded: OrderedDict[int, BGRX] = OrderedDict()
        document.project_opened.connect(self._forget)

    # -- reading -----------------------------------------------------------------------------------------

    @property
    def is_there(self) -> bool:
        """Whether a recording was read for the open painting."""
        return self._footage is not None

    @property
    def is_beside(self) -> bool:
        """Whether Compare shows the recording in place of the painting."""
        return self._is_beside

    @property
    def can_be_laid(self) -> bool:
        """Whether the painting was found in the recording."""
        return self._footage is not None and self._footage.place is not None

    @property
    def is_laid(self) -> bool:
        """Whether the recording is laid over the painting, where that was found in it."""
        return self._is_laid and self.can_be_laid

    def frame_at(self, share: float) -> RecordedFrame | None:
        """Return what Compare shows at a share of the time, 0..1; None where it shows the painting."""
        footage = self._footage
        if footage is None or not self._is_beside:
            return None
        frame = footage.at(share)
        pixels = self._decoded.pop(frame.index, None)
        if pixels is None:
            pixels = bgrx(footage.laid(frame) if self.is_laid else frame.pixels())
        self._decoded[frame.index] = pixels
        while len(self._decoded) > MAX_DECODED:
            self._decoded.popitem(last=False)
        return RecordedFrame(
            name=footage.name, number=frame.index + 1, num_frames=footage.num_frames, pixels=pixels
        )

    # -- asked for by the user ---------------------------------------------------------------------------

    def read(self, path: Path) -> RunningJob:
        """Read a recording; the one before stays until this one is there."""
        job = self._services.read_footage(path, self._document.project.painting)
        running = self._runner.start(job, f"Reading {path.name}")
        running.finished.connect(self._finish)
        running.failed.connect(lambda error: self._fail(path, error))
        running.cancelled.connect(lambda: self.noted.emit(f"{path.name} was not read."))
        running.progressed.connect(self._show_note)
        self.job_started.emit(running)
        return running

    def check(self, path: Path) -> None:
        """Find out whether a picture moves; `checked` says it."""
        running = self._runner.start(self._services.is_moving(path), f"Reading {path.name}")
        running.finished.connect(lambda is_moving: self.checked.emit(path, is_moving))
        self.job_started.emit(running)

    def take(self, footage: Footage) -> None:
        """Put a recording that is there already on the other side of Compare."""
        self._footage, self._is_beside, self._is_laid = footage, True, True
        self._decoded.clear()
        self.changed.emit()

    def set_beside(self, beside: bool) -> None:
        """Show the recording on the other side of Compare, or the painting again."""
        beside = beside and self._footage is not None
        if beside != self._is_beside:
            self._is_beside = beside
            self.changed.emit()

    def set_laid(self, laid: bool) -> None:
        """Lay the recording over the painting where that was found in it, or show it as it was filmed."""
        self._is_laid = laid
        self._decoded.clear()
        self.changed.emit()

    def shutdown(self) -> bool:
        """Cancel the work and end the thread; return whether it ended in time."""
        return self._runner.shutdown()

    # ----------------------------------------------------------------------------------------------------

    def _finish(self, footage: Footage) -> None:
        self.take(footage)
        self.came.emit()

    def _fail(self, path: Path, error: PainttimeError) -> None:
        self.failed.emit(f"Cannot read {path.name}", str(error))

    def _show_note(self, progress: Progress) -> None:
        if progress.note:
            self.noted.emit(progress.note)

    def _forget(self) -> None:
        self._runner.cancel()
        if self._footage is not None:
            self._footage, self._is_beside = None, False
            self._decoded.clear()
            self.changed.emit()
