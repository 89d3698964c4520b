"""Progress of what runs in the background, in the status bar, with a button to cancel it."""

import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from painttime.gui.job_runner import RunningJob
from painttime.workflow.job import Progress

SHOW_AFTER_MS = 250
"""Shorter work shows no progress: a flicker tells nothing."""
MIN_DONE_FOR_ESTIMATE = 2
MIN_TOTAL_COUNTED = 5
"""Jobs of fewer stages say what they are doing; "1 of 2" would tell nothing."""


class JobBar(QWidget):
    """Shows the job that began last; when it ends, the one before it that still runs.

    cancel_requested(RunningJob): the user pressed Cancel.
    """

    cancel_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[RunningJob] = []
        self._progress: dict[int, tuple[Progress | None, float]] = {}
        self._text = QLabel(self)
        self._text.setProperty("muted", True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(180)
        self._bar.setAccessibleName("Progress")
        self._cancel = QPushButton("Cancel", self)
        self._cancel.setAccessibleName("Cancel what is running")
        self._cancel.setToolTip("Stop this; what was computed so far stays (Esc)")
        self._cancel.setProperty("compact", True)
        self._cancel.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cancel.clicked.connect(self._ask_cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(10)
        layout.addStretch()
        for widget in (self._text, self._bar, self._cancel):
            layout.addWidget(widget)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SHOW_AFTER_MS)
        self._delay.timeout.connect(self._refresh)
        self.hide()

    @property
    def shown_job(self) -> RunningJob | None:
        """The job whose progress is shown."""
        return self._jobs[-1] if self._jobs else None

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def cancel_button(self) -> QPushButton:
        return self._cancel

    def add(self, running: RunningJob) -> None:
        """Show the progress of a job until it ends."""
        self._jobs.append(running)
        self._progress[id(running)] = (None, time.monotonic())
        running.progressed.connect(lambda progress: self._take_progress(running, progress))
        running.ended.connect(lambda: self._remove(running))
        if self.isVisible():
            self._refresh()
        else:
            self._delay.start()

    def _take_progress(self, running: RunningJob, progress: Progress) -> None:
        if id(running) not in self._progress:
            return
        self._progress[id(running)] = (progress, self._progress[id(running)][1])
        if self.isVisible() and running is self.shown_job:
            self._refresh()

    def _remove(self, running: RunningJob) -> None:
        if running in self._jobs:
            self._jobs.remove(running)
            del self._progress[id(running)]
        self._refresh()

    def _refresh(self) -> None:
        running = self.shown_job
        if running is None:
            self._delay.stop()
            self.hide()
            return
        progress, began_s = self._progress[id(running)]
        self._text.setText(progress_text(running.name, progress, time.monotonic() - began_s))
        has_count = progress is not None and progress.total >= MIN_TOTAL_COUNTED
        self._bar.setRange(0, progress.total if progress is not None and has_count else 0)
        self._bar.setValue(progress.done if progress is not None and has_count else 0)
        self.setVisible(not self._delay.isActive())

    def _ask_cancel(self) -> None:
        if self.shown_job is not None:
            self.cancel_requested.emit(self.shown_job)


def progress_text(name: str, progress: Progress | None, elapsed_s: float) -> str:
    """Return what a job is doing: "Predicting  12 of 40, about 9 s left", "Opening a.png: Finding parts"."""
    if progress is None:
        return f"{name} …"
    if progress.total < MIN_TOTAL_COUNTED:
        return f"{name}: {progress.message} …" if progress.message not in ("", name) else f"{name} …"
    text = f"{name}  {progress.done:,} of {progress.total:,}"
    if progress.done < MIN_DONE_FOR_ESTIMATE or progress.done >= progress.total:
        return text
    left_s = elapsed_s / progress.done * (progress.total - progress.done)
    return f"{text}, about {duration_text(left_s)} left"


def duration_text(seconds: float) -> str:
    """Return a duration for people: "9 s", "3 min", "1 h 20 min"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
