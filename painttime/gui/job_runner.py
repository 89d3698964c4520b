"""Runs jobs off the GUI thread, one at a time, the newest first.

The thread is a daemon: a job that hangs between two yields cannot keep the program from leaving, where a
running QThread would abort it. Results cross back by queued signals only.
"""

import threading
import time
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from painttime.errors import Cancelled, PainttimeError
from painttime.gui.log_file import unexpected
from painttime.workflow.job import Job, Progress

MIN_PROGRESS_INTERVAL_S = 1 / 60
"""Progress without a take or a note is passed on at most this often: a fast job cannot flood the window."""

SHUTDOWN_TIMEOUT_S = 3.0


class RunningJob(QObject):
    """One job asked for; connect to its signals in the same turn of the event loop in which it was started.

    progressed(Progress), finished(result), failed(PainttimeError) and cancelled() come in the GUI thread; one
    of the last three comes exactly once, followed by ended().
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, request_id: int, name: str, stop: threading.Event) -> None:
        super().__init__()
        self.request_id = request_id
        self.name = name
        self._stop = stop

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the job to end at its next yield; what it brings after this call is dropped."""
        self._stop.set()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Request:
    request_id: int
    job: Job[Any]
    stop: threading.Event = field(default_factory=threading.Event)


class _Worker(QObject):
    """Drives requests in its own thread; its signals are received in the GUI thread."""

    progressed = Signal(int, object)
    finished = Signal(int, object)
    failed = Signal(int, object)
    cancelled = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.requests: SimpleQueue[_Request | None] = SimpleQueue()

    def work(self) -> None:
        while (request := self.requests.get()) is not None:
            self._drive(request)

    def _drive(self, request: _Request) -> None:
        # One of three places where any error is caught: a dead thread would leave the window waiting.
        try:
            self._step_through(request)
        except Cancelled:
            self.cancelled.emit(request.request_id)
        except PainttimeError as error:
            self.failed.emit(request.request_id, error)
        except Exception as error:
            self.failed.emit(request.request_id, unexpected(error))

    def _step_through(self, request: _Request) -> None:
        last_sent_s = 0.0
        while not request.stop.is_set():
            try:
                progress: Progress = next(request.job)
            except StopIteration as stop:
                self.finished.emit(request.request_id, stop.value)
                return
            now_s = time.monotonic()
            if progress.take is not None or progress.note or now_s - last_sent_s >= MIN_PROGRESS_INTERVAL_S:
                last_sent_s = now_s
                self.progressed.emit(request.request_id, progress)
        request.job.close()
        self.cancelled.emit(request.request_id)


class JobRunner(QObject):
    """One worker thread for jobs of one sort; starting a job supersedes the one before it."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[int, RunningJob] = {}
        self._next_id = 1
        self._worker = _Worker()
        queued = Qt.ConnectionType.QueuedConnection
        self._worker.progressed.connect(self._on_progress, queued)
        self._worker.finished.connect(self._on_finished, queued)
        self._worker.failed.connect(self._on_failed, queued)
        self._worker.cancelled.connect(self._on_cancelled, queued)
        self._thread = threading.Thread(target=self._worker.work, name=f"painttime-{name}", daemon=True)
        self._thread.start()

    @property
    def current(self) -> RunningJob | None:
        """The newest job, None where none is running or the newest was cancelled."""
        newest = self._running.get(self._next_id - 1)
        return newest if newest is not None and not newest.is_cancelled else None

    @property
    def is_busy(self) -> bool:
        return self.current is not None

    def start(self, job: Job[Any], name: str) -> RunningJob:
        """Run a job; the one before it, if still running, is cancelled at its next yield.

        name: what the job does, for the status bar ("Predicting").
        """
        self.cancel()
        request = _Request(request_id=self._next_id, job=job)
        self._next_id += 1
        running = RunningJob(request.request_id, name, request.stop)
        self._running[request.request_id] = running
        # Signals of the worker are queued, so none can arrive before the caller's turn is over.
        self._worker.requests.put(request)
        return running

    def cancel(self) -> None:
        """Cancel the newest job, if one is running."""
        if (current := self.current) is not None:
            current.cancel()

    def shutdown(self, timeout_s: float = SHUTDOWN_TIMEOUT_S, *, finish_newest: bool = False) -> bool:
        """Cancel what runs and end the thread; return whether it ended in time.

        finish_newest: let the newest job come to its end first.
        """
        spared = self.current if finish_newest else None
        for running in self._running.values():
            if running is not spared:
                running.cancel()
        self._worker.requests.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # ----------------------------------------------------------------------------------------------------

    def _on_progress(self, request_id: int, progress: Progress) -> None:
        running = self._running.get(request_id)
        if running is not None and not running.is_cancelled:
            running.progressed.emit(progress)

    def _on_finished(self, request_id: int, result: object) -> None:
        running = self._running.pop(request_id)
        if running.is_cancelled:
            running.cancelled.emit()
        else:
            running.finished.emit(result)
        running.ended.emit()

    def _on_failed(self, request_id: int, error: PainttimeError) -> None:
        running = self._running.pop(request_id)
        if running.is_cancelled:
            running.cancelled.emit()
        else:
            running.failed.emit(error)
        running.ended.emit()

    def _on_cancelled(self, request_id: int) -> None:
        running = self._running.pop(request_id)
        running.cancelled.emit()
        running.ended.emit()
