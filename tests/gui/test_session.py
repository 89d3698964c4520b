"""The controller: what is asked for, what becomes of it, and what stays untouched."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from painttime.core.change import Direction
from painttime.errors import ModelError, PaintingError
from painttime.gui.session import Session


@pytest.fixture
def session(qtbot, document, workflow):
    made = Session(document, workflow.services())
    yield made
    if workflow.gate is not None:
        workflow.gate.release(1000)
    made.shutdown()


@pytest.fixture
def painting(tmp_path):
    path = tmp_path / "meadow.png"
    path.touch()
    return path


@pytest.fixture
def ready(qtbot, session, document, painting):
    """A session with a painting of 10 steps open, prepared, and the model there."""
    session.load_model()
    session.open_path(painting)
    qtbot.waitUntil(
        lambda: (
            document.is_open
            and session.preparation.ready is not None
            and session.prediction.model is not None
        )
    )
    return session


def predict_all(qtbot, session):
    session.make_process()
    qtbot.waitUntil(lambda: not session.is_busy)


# -- opening and writing -----------------------------------------------------------------------------------


def test_opening_puts_the_project_into_the_document_and_prepares_it(qtbot, ready, document, painting):
    assert document.project.painting.source == painting
    assert document.path is None
    assert ready.preparation.ready.fits(document.project)


def test_a_failed_open_leaves_project_prediction_and_undo_alone(qtbot, ready, document, workflow, tmp_path):
    document.set_degree(1, 0.3)
    project, prepared = document.project, ready.preparation.ready
    with qtbot.waitSignal(ready.failed) as waited:
        ready.open_path(tmp_path / "gone.png")
    assert waited.args == ["Cannot open gone.png", "gone.png is not there. Choose another file."]
    assert document.project is project
    assert ready.preparation.ready is prepared
    assert document.undo_name == "Degree of sky"


def test_what_a_job_notes_while_a_file_is_opened_is_told(qtbot, session, workflow, painting):
    workflow.open_note = "The parts beside meadow.png were left out."
    told = []
    session.noted.connect(told.append)
    with qtbot.waitSignal(session.opened):
        session.open_path(painting)
    assert told == [workflow.open_note]


def test_a_prediction_goes_on_while_a_file_fails_to_open(qtbot, ready, document, workflow, tmp_path):
    workflow.gate = threading.Semaphore(3)
    ready.make_process()
    with qtbot.waitSignal(ready.failed):
        ready.open_path(tmp_path / "gone.png")
    assert ready.is_busy
    workflow.gate.release(10)
    qtbot.waitUntil(lambda: not ready.is_busy)
    assert document.take.is_complete


def test_opening_another_painting_stops_the_prediction(qtbot, ready, document, workflow, painting):
    workflow.gate = threading.Semaphore(2)
    ready.make_process()
    qtbot.waitUntil(lambda: document.take is not None)
    with qtbot.waitSignal(ready.opened):
        ready.open_path(painting)
    workflow.gate.release(100)
    qtbot.waitUntil(lambda: ready.preparation.ready is not None)
    assert not ready.is_busy
    assert document.take is None


def test_a_project_file_is_saved_to_where_it_came_from(qtbot, session, document, tmp_path):
    path = tmp_path / "meadow.painttime"
    path.touch()
    with qtbot.waitSignal(session.opened):
        session.open_path(path)
    assert document.path == path


def test_saving_makes_the_document_clean(qtbot, ready, document, tmp_path):
    document.set_degree(1, 0.3)
    with qtbot.waitSignal(ready.saved):
        ready.save(tmp_path / "a.painttime")
    assert not document.is_dirty
    assert document.path == tmp_path / "a.painttime"


def test_an_export_needs_no_model(qtbot, ready, tmp_path):
    with qtbot.waitSignal(ready.exported) as waited:
        ready.export(tmp_path / "a.mp4", None)
    assert waited.args == [tmp_path / "a.mp4"]


# -- predicting --------------------------------------------------------------------------------------------


def test_predict_all_fills_the_take_and_follows_it(qtbot, ready, document):
    predict_all(qtbot, ready)
    assert document.take.is_complete
    assert document.playhead == 0
    assert document.undo_name == "Predict"
    ready.undo()
    assert document.take is None


def test_the_view_is_not_taken_from_a_user_who_looks_elsewhere(qtbot, ready, document, workflow):
    workflow.gate = threading.Semaphore(2)
    ready.make_process()
    qtbot.waitUntil(lambda: document.playhead == 8)
    document.set_playhead(10)
    workflow.gate.release(100)
    qtbot.waitUntil(lambda: not ready.is_busy)
    assert document.playhead == 10


def test_cancel_keeps_what_was_computed(qtbot, ready, document, workflow):
    workflow.gate = threading.Semaphore(4)
    ready.make_process()
    qtbot.waitUntil(lambda: document.take is not None and sum(document.take.computed) == 5)
    ready.cancel()
    assert not ready.is_busy
    workflow.gate.release(100)
    qtbot.waitUntil(lambda: not ready.prediction._runner._running)
    assert sum(document.take.computed) == 5
    assert document.undo_name == "Predict"


def test_going_on_after_a_cancel_computes_the_rest(qtbot, ready, document, workflow):
    workflow.gate = threading.Semaphore(4)
    ready.make_process()
    qtbot.waitUntil(lambda: document.take is not None and sum(document.take.computed) == 5)
    ready.cancel()
    workflow.gate.release(100)
    predict_all(qtbot, ready)
    assert document.take.is_complete


def test_a_complete_take_is_computed_anew(qtbot, ready, document):
    predict_all(qtbot, ready)
    former = document.take
    predict_all(qtbot, ready)
    assert document.take is not former
    ready.undo()
    assert document.take is former


def test_a_prediction_asked_for_too_early_waits_for_the_model(qtbot, session, document, workflow, painting):
    session.open_path(painting)
    qtbot.waitUntil(lambda: document.is_open)
    session.make_process()
    assert session.is_busy
    qtbot.waitUntil(lambda: not session.is_busy)
    assert document.take.is_complete
    assert "load auto" in workflow.calls


def test_a_model_that_cannot_be_loaded_is_told_when_it_is_needed(
    qtbot, session, document, workflow, painting
):
    workflow.model_error = ModelError("The weights are damaged. Install painttime again.")
    with qtbot.waitSignal(session.noted):
        session.load_model()
    session.open_path(painting)
    qtbot.waitUntil(lambda: document.is_open)
    with qtbot.waitSignal(session.failed) as waited:
        session.make_process()
    assert waited.args == ["Cannot predict", "The weights are damaged. Install painttime again."]
    assert not session.is_busy


def test_other_settings_stop_the_prediction(qtbot, ready, document, workflow):
    workflow.gate = threading.Semaphore(2)
    ready.make_process()
    qtbot.waitUntil(lambda: document.take is not None)
    document.set_settings(num_steps=20, seed=7, habit="back-to-front")
    assert not ready.is_busy
    workflow.gate.release(100)
    qtbot.waitUntil(lambda: not ready.prediction._runner._running)
    assert document.take is None


def test_undo_during_a_prediction_takes_it_back_for_good(qtbot, ready, document, workflow):
    workflow.gate = threading.Semaphore(2)
    ready.make_process()
    qtbot.waitUntil(lambda: document.take is not None)
    ready.undo()
    workflow.gate.release(100)
    qtbot.waitUntil(lambda: not ready.prediction._runner._running)
    assert document.take is None
    assert not ready.is_busy


def test_moving_a_slider_during_a_prediction_loses_neither(qtbot, ready, document, workflow):
    workflow.gate = threading.Semaphore(2)
    ready.make_process()
    qtbot.waitUntil(lambda: document.take is not None)
    document.set_degree(2, 0.7)
    workflow.gate.release(100)
    qtbot.waitUntil(lambda: not ready.is_busy)
    assert document.project.degrees[2] == 0.7
    assert document.take.is_complete


# -- single steps ------------------------------------------------------------------------------------------


def test_a_step_backward_shows_the_canvas_before(qtbot, ready, document):
    ready.step_backward()
    qtbot.waitUntil(lambda: not ready.is_busy)
    assert document.playhead == 9
    assert document.take.computed[9]
    assert document.undo_name == "Step backward"


def test_a_step_forward_shows_the_canvas_after(qtbot, ready, document):
    predict_all(qtbot, ready)
    document.set_playhead(3)
    ready.step_forward()
    qtbot.waitUntil(lambda: not ready.is_busy)
    assert document.playhead == 4


def test_steps_asked_for_during_a_step_follow_it(qtbot, ready, document, workflow):
    workflow.gate = threading.Semaphore(0)
    for _ in range(3):
        ready.step_backward()
    workflow.gate.release(3)
    qtbot.waitUntil(lambda: document.playhead == 7)
    assert [call for call in workflow.calls if call.startswith("step")] == [
        "step backward from 10",
        "step backward from 9",
        "step backward from 8",
    ]


def test_a_key_held_down_does_not_pile_up_steps(qtbot, ready, document, workflow):
    workflow.gate = threading.Semaphore(0)
    for _ in range(50):
        ready.step_backward()
    workflow.gate.release(100)
    qtbot.waitUntil(lambda: not ready.is_busy)
    assert document.playhead == 6


@pytest.mark.parametrize(
    ("playhead", "direction", "word"),
    [
        (0, Direction.BACKWARD, "ground"),
        (10, Direction.FORWARD, "finished"),
        (4, Direction.BACKWARD, "computed"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused_in_words(qtbot, ready, document, playhead, direction, word):
    document.set_playhead(playhead)
    with qtbot.waitSignal(ready.noted) as waited:
        ready.prediction.step(direction)
    assert word in waited.args[0]
    assert not ready.is_busy


def test_a_new_seed_drops_the_take(qtbot, ready, document):
    predict_all(qtbot, ready)
    seed = document.project.seed
    ready.draw_seed()
    assert document.project.seed != seed
    assert document.take is None


def test_a_failed_step_is_told_once_and_drops_those_that_were_to_follow(qtbot, ready, workflow):
    workflow.gate = threading.Semaphore(0)
    workflow.step_error = ModelError("The model broke.")
    told = []
    ready.failed.connect(lambda _title, sentence: told.append(sentence))
    for _ in range(3):
        ready.step_backward()
    workflow.gate.release(10)
    qtbot.waitUntil(lambda: not ready.is_busy)
    assert told == ["The model broke."]


# -- preparing ---------------------------------------------------------------------------------------------


def test_another_ground_prepares_anew_and_shows_the_former_meanwhile(qtbot, ready, document):
    former = ready.preparation.ready
    document.set_ground((0, 0, 0))
    assert ready.preparation.ready is None
    assert ready.preparation.pictures is former
    qtbot.waitUntil(lambda: ready.preparation.ready is not None)
    assert ready.preparation.ready.fits(document.project)


def recoloured(document, value):
    """Return the parts of the project with one pixel given to another part."""
    parts = document.project.parts
    labels = parts.labels.copy()
    labels[0, 0] = value
    return replace(parts, labels=labels)


def test_edits_of_parts_one_after_the_other_prepare_once(qtbot, ready, document, workflow):
    times = workflow.calls.count("prepare")
    for value in (2, 3, 2, 3):
        document.edit_parts(recoloured(document, value), "Brush")
    assert workflow.calls.count("prepare") == times
    qtbot.waitUntil(lambda: ready.preparation.ready is not None)
    assert workflow.calls.count("prepare") == times + 1
    assert ready.preparation.ready.fits(document.project)


def test_whoever_needs_the_painting_prepared_does_not_wait_for_a_pause(ready, document, workflow):
    document.edit_parts(recoloured(document, 2), "Brush")
    started = []
    ready.preparation.job_started.connect(started.append)
    ready.make_process()
    assert len(started) == 1


def test_an_edit_of_parts_that_is_undone_prepares_nothing(ready, document):
    started = []
    ready.preparation.job_started.connect(started.append)
    prepared = ready.preparation.ready
    document.edit_parts(recoloured(document, 2), "Brush")
    assert ready.preparation.is_waiting
    document.undo()
    assert ready.preparation.ready is prepared
    assert not ready.preparation.is_waiting
    assert started == []


def test_a_painting_that_could_not_be_prepared_is_tried_again_when_it_is_needed(
    qtbot, session, document, workflow, painting
):
    workflow.prepare_error = PaintingError("Too little memory.")
    session.load_model()
    with qtbot.waitSignal(session.noted):
        session.open_path(painting)
    with qtbot.waitSignal(session.failed) as waited:
        session.make_process()
    assert waited.args == ["Cannot predict", "Too little memory."]
    assert not session.is_busy
    workflow.prepare_error = None
    predict_all(qtbot, session)
    assert document.take.is_complete


def test_what_changes_no_pixel_prepares_nothing(qtbot, ready, document, workflow):
    times = workflow.calls.count("prepare")
    document.rename_part(1, "evening sky")
    document.set_degree(1, 0.2)
    document.set_visible(2, visible=False)
    predict_all(qtbot, ready)
    assert workflow.calls.count("prepare") == times


def test_shutdown_in_the_middle_of_work_ends_every_thread(qtbot, ready, workflow):
    workflow.gate = threading.Semaphore(2)
    ready.make_process()
    workflow.gate.release(100)
    assert ready.shutdown()
    names = {thread.name for thread in threading.enumerate()}
    assert not {name for name in names if name.startswith("painttime-")}


def test_paths_are_named_in_the_job(qtbot, session, painting):
    names = []
    session.job_started.connect(lambda running: names.append(running.name))
    with qtbot.waitSignal(session.opened):
        session.open_path(Path(painting))
    assert names[0] == "Opening meadow.png"
