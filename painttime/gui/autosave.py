"""Keeps unsaved changes in a place of the program's own, so that a crash costs a second of work at most."""

from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from painttime.core.project import Project
from painttime.errors import PainttimeError
from painttime.gui.document import Document
from painttime.gui.job_runner import JobRunner, RunningJob
from painttime.gui.services import Services
from painttime.gui.session import Session
from painttime.storage.recovery import Kept, RecoveryPlace

IDLE_MS = 1000
"""Changes are kept when there was no other for so long."""
BUSY_MS = 10_000
"""Under changes that do not stop, and while canvases are predicted, they are kept this often."""
FINISH_TIMEOUT_S = 10.0


class Autosave(QObject):
    """Writes the open project to a recovery while it has unsaved changes, off the GUI thread.

    The recovery goes when the changes are saved, undone or given up; it stays when the program ends in any
    other way. A change is never lost to a write in progress: that one ends first, and the next one follows.

    kept: the latest changes lie on the disk.
    failed(sentence): they cannot be kept; told once, until a write succeeds again.
    """

    kept = Signal()
    failed = Signal(str)

    def __init__(
        self,
        document: Document,
        session: Session,
        services: Services,
        root: Path,
        parent: QObject | None = None,
        *,
        idle_ms: int = IDLE_MS,
        busy_ms: int = BUSY_MS,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._session = session
        self._services = services
        self._root = root
        self._idle_ms, self._busy_ms = idle_ms, busy_ms
        self._runner = JobRunner("autosaver", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._write)
        self._waiting_since = QElapsedTimer()
        self._place: RecoveryPlace | None = None
        self._outdated_places: list[RecoveryPlace] = []
        self._kept: tuple[Project, Kept] | None = None
        self._seen: Project | None = None
        self._writing: RunningJob | None = None
        self._is_write_due = False
        self._is_failure_told = False
        self._is_closed = False
        document.history_changed.connect(self._follow)
        session.busy_changed.connect(lambda _busy: self._follow())

    @property
    def is_pending(self) -> bool:
        """Whether changes wait to be written or are being written."""
        return self._timer.isActive() or self._writing is not None

    def adopt(self, place: RecoveryPlace, project: Project, kept: Kept) -> None:
        """Go on in the place a recovered project lies in; it is about to be opened. The place is claimed."""
        self._leave_place()
        self._place, self._kept = place, (project, kept)

    def shutdown(self, *, keep: bool = True) -> bool:
        """Keep what is not yet kept and end the thread; return whether that was done in time.

        keep: False where the user has given up what is not saved; nothing is left of it then.
        """
        if not self._is_closed:
            self._is_closed = True
            if not keep:
                self._leave_place()
            elif self._is_outdated():
                self._begin_write()
        is_ended = self._runner.shutdown(FINISH_TIMEOUT_S, finish_newest=True)
        self._timer.stop()
        for place in self._outdated_places:
            place.remove()
        self._outdated_places.clear()
        if is_ended and self._place is not None:
            self._place.release()
        return is_ended

    # ----------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        if self._is_closed or not self._document.is_open:
            return
        former, self._seen = self._seen, self._document.project
        if not self._document.is_dirty:
            self._leave_place()
            self._remove_outdated()
        elif not self._is_outdated():
            self._timer.stop()
        else:
            self._schedule(former)

    def _is_outdated(self) -> bool:
        """Whether the document has changes that are neither kept nor being written."""
        return self._document.is_dirty and self._kept != (self._document.project, self._what())

    def _schedule(self, former: Project | None) -> None:
        if not self._timer.isActive():
            self._waiting_since.start()
        if self._session.is_busy and _only_canvases_differ(former, self._document.project):
            # They come one after the other, and must not put off what the user did meanwhile.
            if not self._timer.isActive():
                self._timer.start(self._busy_ms)
            return
        left_ms = self._busy_ms - self._waiting_since.elapsed()
        self._timer.start(max(0, min(self._idle_ms, left_ms)))

    def _write(self) -> None:
        if not self._is_outdated():
            return
        if self._writing is not None:
            self._is_write_due = True
            return
        self._begin_write()

    def _begin_write(self) -> None:
        project, kept = self._document.project, self._what()
        if self._place is None:
            self._place = RecoveryPlace.new_in(self._root)
        self._kept = (project, kept)
        running = self._runner.start(
            self._services.keep_changes(project, self._place, kept), "Keeping changes"
        )
        self._writing, self._is_write_due = running, False
        running.finished.connect(self._finish)
        running.failed.connect(self._fail)
        running.ended.connect(lambda: self._end(running))

    def _finish(self, _result: None) -> None:
        self._is_failure_told = False
        self.kept.emit()

    def _fail(self, error: PainttimeError) -> None:
        self._kept = None
        if not self._is_failure_told:
            self._is_failure_told = True
            self.failed.emit(f"Unsaved changes cannot be kept safe from a crash, so save often. {error}")

    def _end(self, running: RunningJob) -> None:
        if running is not self._writing:
            return
        self._writing = None
        self._remove_outdated()
        if self._is_write_due:
            self._is_write_due = False
            self._write()

    def _leave_place(self) -> None:
        self._timer.stop()
        self._is_write_due = False
        self._kept = None
        if self._place is not None:
            self._outdated_places.append(self._place)
            self._place = None
        if self._writing is not None:
            self._writing.cancel()

    def _remove_outdated(self) -> None:
        # A place that is being written to is left until that has come to its end.
        if self._writing is None:
            for place in self._outdated_places:
                place.remove()
            self._outdated_places.clear()

    def _what(self) -> Kept:
        project, path = self._document.project, self._document.path
        name = path.stem if path is not None else project.painting.name
        return Kept(name=name, project_path=path, source=project.painting.source)


def _only_canvases_differ(former: Project | None, now: Project) -> bool:
    return (
        former is not None
        and former.painting is now.painting
        and former.parts is now.parts
        and (former.num_steps, former.seed, former.habit, former.ground)
        == (now.num_steps, now.seed, now.habit, now.ground)
        and (former.degrees, former.locked, former.hidden) == (now.degrees, now.locked, now.hidden)
    )
