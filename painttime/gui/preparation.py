"""Keeps what shows and predicts the open painting (`Prepared`) in step with the document."""

from PySide6.QtCore import QObject, Signal

from painttime.core.project import Project
from painttime.errors import PainttimeError
from painttime.gui.document import Document
from painttime.gui.job_runner import JobRunner
from painttime.gui.services import Services
from painttime.workflow.preparing import Pictures, Prepared


class Preparation(QObject):
    """Prepares the painting anew whenever its parts or its ground change.

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

    def ensure(self) -> None:
        """Try again where preparing failed before: now somebody needs it."""
        if self.ready is None and not self._runner.is_busy:
            self._asked_for = None
            self._follow_document()

    def shutdown(self) -> bool:
        """Cancel the work and end the thread; return whether it ended in time."""
        return self._runner.shutdown()

    # ----------------------------------------------------------------------------------------------------

    def _begin_anew(self) -> None:
        self._prepared = self._stroke_pictures = self._asked_for = None
        self.changed.emit()
        self._follow_document()

    def _follow_document(self) -> None:
        project = self._document.project
        if self.ready is not None:
            if self._runner.is_busy:
                # An undo came back to what is there already.
                self._runner.cancel()
                self._asked_for = None
            return
        if self._asked_for is not None and _prepares_the_same(self._asked_for, project):
            return
        self._asked_for = project
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
