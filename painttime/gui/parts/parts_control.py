"""Finds parts in the background, keeps the tree they come from, and reads parts from files."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from painttime.core.part import PartMap
from painttime.core.part_tree import PartTree
from painttime.errors import PainttimeError
from painttime.gui.document import Document
from painttime.gui.job_runner import JobRunner, RunningJob
from painttime.gui.parts.part_counting import PartCounting
from painttime.gui.services import Services
from painttime.workflow.finding_parts import AUTO, MAX_NUM_PARTS
from painttime.workflow.job import Job, Progress

REPLACED = "The parts were found anew. Undo brings back those there were, with your changes."


class PartsControl(QObject):
    """Runs one job about parts at a time and puts what comes into the document.

    The tree of parts belongs to the window, not to the project: it is found when the number of parts is first
    changed, and from then on any number is there at once.

    changed: another tree is there or none, or another way of finding parts was chosen.
    failed(title, sentence), noted(sentence), job_started(RunningJob): as in Session.
    """

    changed = Signal()
    failed = Signal(str, str)
    noted = Signal(str)
    job_started = Signal(object)

    def __init__(self, document: Document, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._services = services
        self._runner = JobRunner("parts", self)
        self._method = AUTO
        self._counting: PartCounting | None = None
        self._wanted: int | None = None
        self._finding: RunningJob | None = None
        self._is_dragging = False
        document.project_opened.connect(self._begin_anew)

    @property
    def method(self) -> str:
        """How parts are found: one of workflow.finding_parts.METHODS."""
        return self._method

    @property
    def max_count(self) -> int:
        """The most parts that can be asked for."""
        return self._counting.max_count if self._counting is not None else MAX_NUM_PARTS

    @property
    def is_busy(self) -> bool:
        return self._runner.is_busy

    # -- asked for by the user ---------------------------------------------------------------------------

    def find(self, method: str | None = None) -> None:
        """Find the parts anew, by another method where one is given, and show as many as there seem to be."""
        if not self._document.is_open:
            return
        self._wanted, self._is_dragging, counting = None, False, self._counting
        if counting is not None and method in (None, self._method):
            # The same painting looked at in the same way gives the same parts.
            self._runner.cancel()
            self._show(counting, counting.natural_count, "Find parts", self._document.project.parts)
        else:
            self._find_tree(method or self._method)

    def set_count(self, count: int, *, dragging: bool = False) -> None:
        """Show so many parts, as soon as it is known which; calls with dragging=True become one undo step."""
        if not self._document.is_open:
            return
        self._is_dragging = dragging
        if self._counting is not None:
            self._show(self._counting, count, "Number of parts", self._document.project.parts)
        else:
            if self._finding is None:
                self._find_tree(self._method)
            self._wanted = count

    def read(self, path: Path) -> None:
        """Take the parts of a file, or the masks of a folder."""
        if not self._document.is_open:
            return
        job = self._services.read_parts(self._document.project.painting, path)
        running = self._start(job, f"Reading {path.name}", f"Cannot take the parts of {path.name}")
        running.finished.connect(lambda parts: self._document.edit_parts(parts, f"Parts from {path.name}"))

    def shutdown(self) -> bool:
        """Cancel the work and end the thread; return whether it ended in time."""
        return self._runner.shutdown()

    # ----------------------------------------------------------------------------------------------------

    def _begin_anew(self) -> None:
        self._runner.cancel()
        self._counting = self._wanted = self._finding = None
        self._method = AUTO
        self.changed.emit()

    def _find_tree(self, method: str) -> None:
        job = self._services.find_tree(self._document.project.painting, method=method)
        running = self._start(job, "Finding parts", "Cannot find the parts")
        self._finding = running
        running.finished.connect(lambda tree: self._take_tree(tree, method))
        running.ended.connect(lambda: self._end(running))

    def _take_tree(self, tree: PartTree, method: str) -> None:
        wanted, self._counting = self._wanted, PartCounting(tree)
        # What parts found in another way are called says nothing about these.
        present = self._document.project.parts if method == self._method else None
        self._method = method
        count = tree.natural_count if wanted is None else wanted
        self._show(self._counting, count, "Find parts" if wanted is None else "Number of parts", present)

    def _show(self, counting: PartCounting, count: int, name: str, present: PartMap | None = None) -> None:
        former = self._document.project.parts
        is_corrected = not counting.made(former)
        self._document.edit_parts(counting.parts(count, present), name, merge_key=name)
        if not self._is_dragging:
            self._document.end_gesture()
        if is_corrected and self._document.project.parts is not former:
            self.noted.emit(REPLACED)

    def _end(self, running: RunningJob) -> None:
        if running is self._finding:
            self._finding = self._wanted = None
            self.changed.emit()

    def _start(self, job: Job[Any], name: str, title: str) -> RunningJob:
        running = self._runner.start(job, name)
        running.failed.connect(lambda error: self._fail(title, error))
        running.progressed.connect(self._show_note)
        self.job_started.emit(running)
        return running

    def _fail(self, title: str, error: PainttimeError) -> None:
        self.failed.emit(title, str(error))

    def _show_note(self, progress: Progress) -> None:
        if progress.note:
            self.noted.emit(progress.note)
