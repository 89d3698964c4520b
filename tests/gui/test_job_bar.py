"""Progress in words: count and time left."""

import threading

import pytest

from painttime.gui.job_bar import JobBar, duration_text, progress_text
from painttime.gui.job_runner import JobRunner
from painttime.workflow.job import Progress


def progress(done, total):
    return Progress(done=done, total=total, message="")


@pytest.mark.parametrize(
    ("given", "elapsed_s", "text"),
    [
        (None, 3, "Predicting …"),
        (progress(0, 1), 3, "Predicting …"),
        (progress(1, 40), 3, "Predicting  1 of 40"),
        (Progress(done=1, total=2, message="Finding parts"), 3, "Predicting: Finding parts …"),
        (progress(10, 40), 5, "Predicting  10 of 40, about 15 s left"),
        (progress(10, 40), 100, "Predicting  10 of 40, about 5 min left"),
        (progress(40, 40), 100, "Predicting  40 of 40"),
    ],
)
def test_progress_tells_count_and_time_left(given, elapsed_s, text):
    assert progress_text("Predicting", given, elapsed_s) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (89, "89 s"), (150, "2 min"), (4800, "1 h 20 min")]
)
def test_durations_are_rounded_for_people(seconds, text):
    assert duration_text(seconds) == text


@pytest.fixture
def bar(qtbot):
    made = JobBar()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def runners(qtbot):
    made = [JobRunner("one"), JobRunner("two")]
    yield made
    for runner in made:
        runner.shutdown()


def waiting(gate):
    yield progress(1, 9)
    gate.wait(10)
    yield progress(2, 9)


def test_the_newest_job_is_shown_and_then_the_one_still_running(qtbot, bar, runners):
    gates = [threading.Event(), threading.Event()]
    older = runners[0].start(waiting(gates[0]), "Exporting")
    bar.add(older)
    newer = runners[1].start(waiting(gates[1]), "Predicting")
    bar.add(newer)
    qtbot.waitUntil(bar.isVisible)
    assert bar.text.startswith("Predicting")
    gates[1].set()
    qtbot.waitUntil(lambda: bar.text.startswith("Exporting  1 of 9"))
    assert bar.shown_job is older
    gates[0].set()
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_cancel_names_the_job_shown(qtbot, bar, runners):
    gate = threading.Event()
    running = runners[0].start(waiting(gate), "Exporting")
    bar.add(running)
    with qtbot.waitSignal(bar.cancel_requested) as waited:
        bar.cancel_button.click()
    assert waited.args == [running]
    gate.set()


def test_short_work_never_shows(qtbot, bar, runners):
    shown = []
    gate = threading.Event()
    gate.set()
    running = runners[0].start(waiting(gate), "Step")
    bar.add(running)
    running.ended.connect(lambda: shown.append(bar.isVisible()))
    with qtbot.waitSignal(running.ended):
        pass
    assert shown == [False]
    assert bar.shown_job is None
