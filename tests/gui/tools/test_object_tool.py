"""Taking an object by clicks, before and after the painting is ready for it."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from painttime.errors import ModelError
from painttime.gui.tools.tool_table import Mode

SKY, MEADOW, TREE = 1, 2, 3
RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def ready(qtbot, desk):
    desk.control.use("tool_object")
    qtbot.waitUntil(lambda: desk.pickers.is_ready)
    return desk


def test_the_painting_is_made_ready_once(qtbot, ready, picking):
    ready.control.use("tool_look")
    ready.control.use("tool_object")
    assert [asked[0] for asked in picking.asked] == [ready.document.project.painting]
    assert not ready.pickers.is_preparing


def test_a_click_and_enter_make_a_new_part(ready, undone):
    before = ready.labels.copy()
    ready.click(10, 10)
    assert ready.control.has_gesture
    assert np.array_equal(ready.labels, before)
    ready.key(Qt.Key.Key_Return)
    new_id = ready.document.chosen_part
    assert new_id == 4
    assert ready.labels[10, 10] == 4
    assert abs((ready.labels == 4).sum() - np.pi * 36) < 20
    assert not ready.control.has_gesture
    undone(ready, before)


def test_the_right_button_takes_away_from_the_object(ready):
    ready.click(10, 10)
    taken = ready.tool.area.size_px
    ready.click(14, 10, RIGHT)
    assert ready.tool.area.size_px < taken
    ready.key(Qt.Key.Key_Backspace)
    assert ready.tool.area.size_px == taken


def test_alt_and_click_take_away_too(ready):
    ready.click(10, 10)
    taken = ready.tool.area.size_px
    ready.click(14, 10, modifiers=Qt.KeyboardModifier.AltModifier)
    assert ready.tool.area.size_px < taken


def test_an_object_goes_to_the_chosen_part_where_that_is_asked_for(ready):
    ready.options.set_mode("tool_object", Mode.TO_CHOSEN)
    ready.document.choose((TREE,))
    ready.click(10, 10)
    ready.control.finish()
    assert ready.labels[10, 10] == TREE
    assert ready.document.undo_name == "Object on tree"


def test_without_a_chosen_part_the_object_is_not_lost(ready):
    ready.options.set_mode("tool_object", Mode.TO_CHOSEN)
    ready.click(10, 10)
    ready.control.finish()
    assert "Choose a part first" in ready.notes[-1]
    assert ready.control.has_gesture


def test_escape_drops_the_object(ready):
    ready.click(10, 10)
    ready.key(Qt.Key.Key_Escape)
    assert not ready.control.has_gesture
    assert ready.control.name == "tool_object"
    assert ready.document.undo_name is None


def test_the_first_click_must_add(ready):
    ready.click(10, 10, RIGHT)
    assert not ready.control.has_gesture
    assert "first" in ready.notes[-1]


def test_a_click_beside_the_picture_is_none(ready):
    ready.click(-2, 10)
    assert not ready.control.has_gesture


def test_hovering_shows_what_a_click_would_take(qtbot, ready, picking):
    ready.move(20, 20)
    qtbot.waitUntil(lambda: ready.tool.sketch.area is not None)
    assert ready.tool.sketch.is_preview
    x, y = picking.picker.hovered[-1]
    assert (int(x), int(y)) == (20, 20)
    ready.control.hover(None)
    assert ready.tool.sketch.area is None


def test_previews_never_fall_behind_the_mouse(qtbot, ready, picking):
    for x in range(5, 40):
        place = ready.view.view_point(x, 20)
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            ready.view.mapToGlobal(place),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(ready.view, moved)
    qtbot.waitUntil(lambda: picking.picker.hovered[-1:] == [(39.0, 20.0)])
    # The first and the last; a fast picker may have looked at some between.
    assert 2 <= len(picking.picker.hovered) < 35
    qtbot.waitUntil(lambda: ready.tool.sketch.area is not None)


@pytest.fixture
def held(ready, picking):
    """A picker whose previews wait until they are let go."""
    gate, begun, plain = threading.Semaphore(0), threading.Event(), picking.picker.hover

    def hover(x, y):
        begun.set()
        gate.acquire(timeout=10)
        return plain(x, y)

    picking.picker.hover = hover
    ready.move(60, 45)
    ready.move(27, 31)
    assert begun.wait(10)
    yield gate
    gate.release(100)


def test_a_preview_that_comes_after_the_mouse_has_left_is_not_shown(qtbot, ready, held):
    ready.control.hover(None)
    with qtbot.waitSignal(ready.pickers.previewed):
        held.release(10)
    assert ready.tool.sketch.area is None


def test_a_click_waits_for_the_preview_on_its_way(qtbot, ready, held, picking):
    picked = []
    plain = picking.picker.pick

    def pick(inside, outside=(), box=None):
        picked.append(threading.current_thread().name)
        return plain(inside, outside, box)

    picking.picker.pick = pick
    threading.Timer(0.1, held.release, (10,)).start()
    ready.click(10, 10)
    # The preview had begun first, and one picker answers one at a time.
    assert picked[0] == "painttime-previewer"
    assert picked[-1] == threading.main_thread().name
    assert ready.tool.area is not None


def test_a_click_before_the_painting_is_ready_is_done_later(qtbot, desk, picking):
    picking.gate = threading.Semaphore(0)
    desk.control.use("tool_object")
    desk.click(10, 10)
    assert "kept" in desk.notes[-1]
    assert desk.tool.area is None
    picking.gate.release()
    qtbot.waitUntil(lambda: desk.tool.area is not None)
    desk.key(Qt.Key.Key_Return)
    assert desk.labels[10, 10] == 4


def test_a_tool_put_down_does_not_wake_up_when_the_painting_is_ready(qtbot, desk, picking):
    picking.gate = threading.Semaphore(0)
    desk.control.use("tool_object")
    desk.click(10, 10)
    desk.control.use("tool_look")
    with qtbot.waitSignal(desk.pickers.ready):
        picking.gate.release()
    assert desk.tool is None
    assert desk.document.undo_name is None


def test_another_painting_is_made_ready_anew(qtbot, ready, picking, make_project):
    ready.document.open(make_project())
    assert not ready.pickers.is_ready
    assert ready.control.name == "tool_look"
    ready.control.use("tool_object")
    qtbot.waitUntil(lambda: ready.pickers.is_ready)
    assert picking.asked[-1][0] is ready.document.project.painting
    assert len(picking.asked) == 2


def test_a_cancelled_job_is_begun_again_by_a_click(qtbot, desk, picking):
    picking.gate = threading.Semaphore(0)
    running = []
    desk.pickers.job_started.connect(running.append)
    desk.control.use("tool_object")
    running[0].cancel()
    picking.gate.release(10)
    qtbot.waitUntil(lambda: not desk.pickers.is_preparing)
    desk.click(10, 10)
    qtbot.waitUntil(lambda: desk.tool.area is not None)
    assert len(running) == 2


def test_the_users_own_model_is_asked(qtbot, desk, picking, tmp_path):
    desk.model_files.append((tmp_path / "encoder.onnx", tmp_path / "decoder.onnx"))
    desk.control.use("tool_object")
    qtbot.waitUntil(lambda: desk.pickers.is_ready)
    assert picking.asked[0][1] == desk.model_files[0]


def test_a_model_that_does_not_work_is_told(qtbot, desk, picking):
    picking.error = ModelError("encoder.onnx is no model.")
    with qtbot.waitSignal(desk.pickers.failed) as failed:
        desk.control.use("tool_object")
    assert failed.args[1] == "encoder.onnx is no model."
    assert not desk.pickers.is_ready


@pytest.fixture
def slow(ready, picking):
    """A picker the window must not wait for; its answers come when they are let go."""
    gate, plain = threading.Semaphore(0), picking.picker.pick
    threads = []

    def pick(inside, outside=(), box=None):
        threads.append(threading.current_thread())
        gate.acquire(timeout=10)
        return plain(inside, outside, box)

    picking.picker.pick = pick
    picking.picker.is_quick = False
    yield gate, threads
    gate.release(100)


def test_the_window_does_not_wait_for_a_slow_picker(qtbot, ready, slow, undone):
    gate, threads = slow
    before = ready.labels.copy()
    ready.click(10, 10)
    assert ready.tool.area is None
    assert [place for place, _ in ready.tool.sketch.dots] != []
    ready.key(Qt.Key.Key_Return)
    assert np.array_equal(ready.labels, before), "nothing is taken before the answer"
    with qtbot.waitSignal(ready.pickers.picked):
        gate.release()
    assert threading.main_thread() not in threads
    ready.key(Qt.Key.Key_Return)
    assert ready.labels[10, 10] == 4
    undone(ready, before)


def test_only_the_answer_to_the_newest_clicks_is_taken(qtbot, ready, slow):
    gate, _ = slow
    ready.click(10, 10)
    ready.click(30, 30)
    with qtbot.waitSignal(ready.pickers.picked):
        gate.release(10)
    assert not ready.pickers.is_asking
    assert abs(ready.tool.area.size_px - 2 * np.pi * 36) < 40


def test_an_answer_to_clicks_that_were_dropped_is_not_taken(qtbot, ready, slow):
    gate, threads = slow
    ready.click(10, 10)
    qtbot.waitUntil(lambda: bool(threads))
    ready.key(Qt.Key.Key_Escape)
    gate.release(10)
    with qtbot.waitSignal(ready.pickers.picked):
        ready.click(30, 30)
    assert abs(ready.tool.area.size_px - np.pi * 36) < 20
