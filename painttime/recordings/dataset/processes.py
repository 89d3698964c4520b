"""Runs tasks side by side, each in a process of its own that ends with it.

A process a task, and not a pool: its memory is given back, and one that is killed (a machine short of memory
does that) takes nothing else with it.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Generic, TypeVar

import cv2

from painttime.recordings.dataset.writing import Step

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

Function = Callable[[Task], Generator[Step, None, Outcome]]
"""What is done with a task: a function at the top of a module, found there by other processes."""

_LOOK_EVERY_S = 0.5
_TELL_EVERY_S = 0.1
_PATIENCE_S = 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Report(Generic[Outcome]):
    """What is heard of a task: how far it is, or what became of it.

    index: its number among the tasks. step: None once it is over. outcome: None before that, and where its
    process has ended without one.
    """

    index: int
    step: Step | None = None
    outcome: Outcome | None = None


def run_in_processes(
    function: Callable[[Task], Generator[Step, None, Outcome]], tasks: Iterable[Task], *, num_workers: int
) -> Generator[Report[Outcome] | None, None, None]:
    """Run tasks in at most so many processes at a time; yields what is heard, and None now and then.

    Processes are started as those before end, and the tasks taken one by one. Closing the generator stops
    all of them; they also stop when this process ends, however it ends.
    """
    waiting = enumerate(tasks)
    running: dict[Connection, tuple[int, SpawnProcess]] = {}
    num_threads = max(1, (os.cpu_count() or 1) // num_workers)
    try:
        while True:
            while len(running) < num_workers and (task := next(waiting, None)) is not None:
                connection, process = _started(function, task[1], num_threads)
                running[connection] = task[0], process
            if not running:
                return
            yield None
            ready = wait(list(running), timeout=_LOOK_EVERY_S)
            for connection in [each for each in running if each in ready]:
                index, process = running[connection]
                report: Report[Outcome] = _heard(connection, index)
                if report.step is None:
                    del running[connection]
                    connection.close()
                    process.join()
                yield report
    finally:
        _stop([process for _, process in running.values()])


def _started(
    function: Callable[[Task], Generator[Step, None, Outcome]], task: Task, num_threads: int
) -> tuple[Connection, SpawnProcess]:
    # Spawned, as on every system: a fork of a process with threads may stop for ever.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, function, task, num_threads), daemon=True)
    process.start()
    # Only the other end is left open, so that its end can be heard.
    theirs.close()
    return ours, process


def _heard(connection: Connection, index: int) -> Report[Outcome]:
    try:
        step, outcome = connection.recv()
    except (EOFError, OSError):
        return Report(index=index)
    return Report(index=index, step=step, outcome=outcome)


def _stop(processes: list[SpawnProcess]) -> None:
    for process in processes:
        process.terminate()
    give_up = time.monotonic() + _PATIENCE_S
    for process in processes:
        process.join(max(0.0, give_up - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


def _run(
    connection: Connection,
    function: Callable[[Task], Generator[Step, None, Outcome]],
    task: Task,
    num_threads: int,
) -> None:
    """Do one task in this process and tell of it."""
    # Ctrl+C reaches every process of a terminal; the one that started this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Before torch and numba, which read it when they are loaded.
    os.environ.setdefault("OMP_NUM_THREADS", str(num_threads))
    os.environ.setdefault("NUMBA_NUM_THREADS", str(num_threads))
    cv2.setNumThreads(num_threads)
    told_at = 0.0
    running = function(task)
    # Nobody listens any more where the other end is gone: this process ends then, too.
    with suppress(BrokenPipeError):
        while True:
            try:
                step = next(running)
            except StopIteration as stop:
                connection.send((None, stop.value))
                return
            if time.monotonic() - told_at >= _TELL_EVERY_S:
                told_at = time.monotonic()
                connection.send((step, None))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
