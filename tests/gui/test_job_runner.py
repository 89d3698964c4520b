"""Jobs off the GUI thread: results, errors, cancelling, superseding, leaving."""

import threading

import pytest

from painttime.errors import Cancelled, PaintingError, PainttimeError
from painttime.gui.job_runner import JobRunner
from painttime.workflow.job import Progress

WAIT_S = 10.0


@pytest.fixture
def runner(qtbot):
    made = JobRunner("test")
    yield made
    made.shutdown()


def counting(total, seen=None):
    for done in range(total):
        if seen is not None:
            seen.append(threading.current_thread().name)
        yield Progress(done=done, total=total, message="counting")
    return total


def endless(events, started):
    try:
        while True:
            started.set()
            yield Progress(done=0, total=0, message="going on")
    finally:
        events.append("closed")


def failing(error):
    yield Progress(done=0, total=1, message="about to fail")
    raise error


def test_a_job_runs_in_another_thread_and_its_result_comes_back_in_this_one(qtbot, runner):
    seen, result_threads = [], []
    running = runner.start(counting(3, seen), "Counting")
    running.finished.connect(lambda _result: result_threads.append(threading.current_thread()))
    with qtbot.waitSignal(running.finished) as waited:
        pass
    assert waited.args == [3]
    assert set(seen) == {"painttime-test"}
    assert result_threads == [threading.main_thread()]


def test_nothing_comes_before_the_caller_has_gone_back_to_the_event_loop(qtbot, runner):
    for _ in range(50):
        finished = []
        running = runner.start(counting(1), "Counting")
        # The job may be long done in its thread by now; connecting this late must still hear it.
        threading.Event().wait(0)
        running.finished.connect(finished.append)
        qtbot.waitUntil(lambda finished=finished: finished == [1])


def test_progress_with_a_take_is_never_dropped(qtbot, runner, make_project):
    take = make_project(computed_from=5).take

    def job():
        for done in range(30):
            yield Progress(done=done, total=30, message="step", take=take)

    shown = []
    running = runner.start(job(), "Predicting")
    running.progressed.connect(lambda progress: shown.append(progress.done))
    with qtbot.waitSignal(running.finished):
        pass
    assert shown == list(range(30))


def test_cancel_closes_the_job_and_ends_it_as_cancelled(qtbot, runner):
    events, started = [], threading.Event()
    running = runner.start(endless(events, started), "Endless")
    running.finished.connect(lambda _result: events.append("finished"))
    assert started.wait(WAIT_S)
    with qtbot.waitSignals([running.cancelled, running.ended]):
        running.cancel()
    assert events == ["closed"]
    assert not runner.is_busy


def test_a_newer_job_supersedes_the_older(qtbot, runner):
    events, started = [], threading.Event()
    older = runner.start(endless(events, started), "Older")
    older.progressed.connect(lambda _progress: events.append("late progress") if newer else None)
    newer = None
    assert started.wait(WAIT_S)
    newer = runner.start(counting(2), "Newer")
    with qtbot.waitSignals([older.cancelled, newer.finished]):
        pass
    assert events == ["closed"]


def test_errors_meant_for_the_user_are_delivered_as_they_are(qtbot, runner):
    error = PaintingError("The file is empty.")
    running = runner.start(failing(error), "Opening")
    with qtbot.waitSignal(running.failed) as waited:
        pass
    assert waited.args == [error]


@pytest.mark.logs_expected
def test_other_errors_are_logged_and_told_in_a_sentence(qtbot, runner, caplog):
    running = runner.start(failing(ZeroDivisionError("1/0")), "Dividing")
    with qtbot.waitSignal(running.failed) as waited:
        pass
    assert isinstance(waited.args[0], PainttimeError)
    assert "ZeroDivisionError" in str(waited.args[0])
    assert "painttime.log" in str(waited.args[0])
    assert any(record.exc_info for record in caplog.records)


@pytest.mark.logs_expected
def test_running_out_of_memory_says_what_to_do(qtbot, runner):
    running = runner.start(failing(MemoryError()), "Opening")
    with qtbot.waitSignal(running.failed) as waited:
        pass
    assert "memory" in str(waited.args[0])


def test_a_job_that_cancels_itself_is_no_failure(qtbot, runner):
    running = runner.start(failing(Cancelled("stopped")), "Stopping")
    with qtbot.waitSignal(running.cancelled):
        pass


def test_the_thread_lives_on_after_an_error(qtbot, runner):
    failed = runner.start(failing(PaintingError("no")), "Failing")
    with qtbot.waitSignal(failed.ended):
        pass
    running = runner.start(counting(1), "Counting")
    with qtbot.waitSignal(running.finished):
        pass


def test_shutdown_ends_the_thread_during_a_job(qtbot):
    events, started = [], threading.Event()
    runner = JobRunner("leaving")
    runner.start(endless(events, started), "Endless")
    assert started.wait(WAIT_S)
    assert runner.shutdown()
    assert events == ["closed"]
    assert "painttime-leaving" not in {thread.name for thread in threading.enumerate()}


def test_a_job_superseded_before_it_began_is_never_run(qtbot, runner):
    gate, ran = threading.Event(), []

    def blocking():
        gate.wait(WAIT_S)
        yield Progress(done=0, total=1, message="blocked")

    def never():
        ran.append("never")
        yield Progress(done=0, total=1, message="never")

    runner.start(blocking(), "Blocking")
    skipped = runner.start(never(), "Never")
    last = runner.start(counting(1), "Counting")
    gate.set()
    with qtbot.waitSignals([skipped.cancelled, last.finished]):
        pass
    assert ran == []
