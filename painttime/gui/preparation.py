"""Keeps what shows and predicts the open painting (`Prepared`) in step with the document."""

from PySide6.QtCore import QObject, QTimer, Signal

from painttime.core.project import Project
from painttime.errors import PainttimeError
from painttime.gui.document import Document
from painttime.gui.job_runner import JobRunner
from painttime.gui.services import Services
from painttime.workflow.preparing import Pictures, Prepared

AFTER_EDITS_MS = 600
"""Parts are often changed stroke by stroke: preparing begins when nothing was changed for so long."""


class Preparation(QObject):
    """Prepares the painting anew whenever its parts or its ground change.

    After an edit of the parts it waits for a pause, unless somebody asks by `ensure`.

    changed: another Prepared is there, or none.
    failed(sentence): the painting could not be prepared.
    job_started(RunningJob).
    """

    changed = Signal()
    failed = Signal(str)
    job_started = Signal(object)

    def __init__(self, document: Document, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._services = services
        self._runner = JobRunner("preparer", self)
        self._prepared: Prepared | None = None
        self._stroke_pictures: Pictures | None = None
        self._asked_for: Project | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(AFTER_EDITS_MS)
        self._pause.timeout.connect(self._start)
        document.project_opened.connect(self._begin_anew)
        document.history_changed.connect(self._follow_document)

    @property
    def ready(self) -> Prepared | None:
        """What fits the project as it is now; None until it is there."""
        if self._prepared is None or not self._prepared.fits(self._document.project):
            return None
        return self._prepared

    @property
    def pictures(self) -> Pictures | None:
        """What makes pictures of the canvases shown, maybe still with the former ground or parts.

        Strokes can be drawn before anything is prepared.
        """
        take = self._document.shown_take
        if self._prepared is not None or take is None or take.brushwork is None:
            return self._prepared
        project = self._document.project
        if self._stroke_pictures is None or not self._stroke_pictures.fits(project):
            self._stroke_pictures = self._services.stroke_pictures(project)
        return self._stroke_pictures

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a pause in editing before it begins."""
        return self._pause.isActive()

    def ensure(self) -> None:
        """Somebody needs it: wait no longer, and try again where preparing failed before."""
        if self.ready is None and not self._runner.is_busy:
            self._start()

    def shutdown(self) -> bool:
        """Cancel the work and end the thread; return whether it ended in time."""
        self._pause.stop()
        return self._runner.shutdown()

    # ----------------------------------------------------------------------------------------------------

    def _begin_anew(self) -> None:
        self._prepared = self._stroke_pictures = self._asked_for = None
        self.changed.emit()
        self._follow_document()

    def _follow_document(self) -> None:
        project = self._document.project
        if self.ready is not None:
            # An undo came back to what is there already.
            self._give_up()
            return
        if self._asked_for is not None and _prepares_the_same(self._asked_for, project):
            return
        former = self._asked_for or (self._prepared.project if self._prepared is not None else None)
        self._give_up()
        self._asked_for = project
        if former is not None and former.painting is project.painting and former.ground == project.ground:
            self._pause.start()
        else:
            self._start()

    def _give_up(self) -> None:
        self._pause.stop()
        self._runner.cancel()
        self._asked_for = None

    def _start(self) -> None:
        self._pause.stop()
        project = self._asked_for = self._document.project
        running = self._runner.start(self._services.prepare(project), "Preparing the painting")
        running.finished.connect(self._finish)
        running.failed.connect(self._fail)
        self.job_started.emit(running)

    def _finish(self, prepared: Prepared) -> None:
        self._asked_for = None
        self._prepared, self._stroke_pictures = prepared, None
        self.changed.emit()

    def _fail(self, error: PainttimeError) -> None:
        # _asked_for stays: the same work would fail again after every edit.
        self.failed.emit(str(error))


def _prepares_the_same(one: Project, other: Project) -> bool:
    return (
        one.painting is other.painting
        and one.parts.labels is other.parts.labels
        and one.ground == other.ground
    )
