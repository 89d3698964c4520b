"""The brush in the window: painting, watching it, going through strokes, steps carried out in strokes."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from painttime.core.brushwork import StrokeCanvas
from painttime.core.project import BLENDED, BRUSH_ENGINE, MODEL_ENGINE, STROKES
from painttime.errors import UserInputError
from painttime.exporters.strokes_options import StrokesOptions
from painttime.gui.actions import SPECS
from painttime.gui.canvas_presenter import NOT_COMPUTED
from painttime.gui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def paint(qtbot: QtBot, window: MainWindow) -> None:
    window.document.set_engine(BRUSH_ENGINE)
    window.session.make_process()
    qtbot.waitUntil(lambda: not window.session.is_busy)


def predict(qtbot: QtBot, window: MainWindow) -> None:
    window.session.make_process()
    qtbot.waitUntil(lambda: not window.session.is_busy)


@pytest.fixture
def painted(qtbot: QtBot, opened: MainWindow) -> MainWindow:
    paint(qtbot, opened)
    return opened


# -- engine ----------------------------------------------------------------------------------------------


def test_the_engine_is_chosen_beside_the_settings_and_can_be_undone(qtbot: QtBot, opened: MainWindow) -> None:
    prediction, actions = opened.timeline.prediction, opened.actions_by_name
    assert opened.brush_dock.isHidden()
    qtbot.mouseClick(prediction.engine.buttons[BRUSH_ENGINE], LEFT)
    assert opened.document.project.engine == BRUSH_ENGINE
    assert opened.brush_panel.isVisible()
    assert (prediction.order.isVisible(), prediction.habit.isVisible()) == (True, False)
    assert not prediction.step_backward.isVisible()
    assert prediction.predict.text() == "Paint"
    assert actions["predict"].text() == "P&aint"
    assert actions["use_brush"].isChecked()
    assert not actions["step_backward"].isEnabled()
    opened.session.undo()
    assert opened.brush_dock.isHidden()
    assert prediction.engine.value == MODEL_ENGINE
    assert prediction.predict.text() == "Predict all"


def test_a_key_changes_the_engine(qtbot: QtBot, opened: MainWindow) -> None:
    with qtbot.waitActive(opened):
        opened.activateWindow()
    qtbot.keyClick(opened.canvas.view, Qt.Key.Key_B)
    assert opened.document.project.engine == BRUSH_ENGINE
    qtbot.keyClick(opened.canvas.view, Qt.Key.Key_B)
    assert opened.document.project.engine == MODEL_ENGINE


def test_arrows_choose_a_brush_and_an_engine_that_have_the_keyboard(
    qtbot: QtBot, opened: MainWindow, focus_keys
) -> None:
    with qtbot.waitActive(opened):
        opened.activateWindow()
    engines = opened.timeline.prediction.engine.buttons
    engines[MODEL_ENGINE].setFocus()
    qtbot.keyClick(engines[MODEL_ENGINE], Qt.Key.Key_Right)
    assert opened.document.project.engine == BRUSH_ENGINE
    brushes = opened.brush_panel.brushes
    brushes.buttons["bristle"].setFocus()
    qtbot.keyClick(brushes.buttons["bristle"], Qt.Key.Key_Right)
    assert opened.document.project.brush.brush == brushes.brush == "dry"
    assert opened.document.playhead == 10, "the canvas stays"


def test_the_order_is_the_projects(qtbot: QtBot, opened: MainWindow) -> None:
    opened.document.set_engine(BRUSH_ENGINE)
    order = opened.timeline.prediction.order
    order.setFocus()
    qtbot.keyClick(order, Qt.Key.Key_Down)
    assert opened.document.project.brush.order == "back-to-front"
    opened.session.undo()
    assert order.currentData() == "coarse-to-fine"


def test_degrees_are_the_step_models(opened: MainWindow) -> None:
    row = opened.parts_panel.row(1)
    assert row.slider.isEnabled()
    opened.document.set_engine(BRUSH_ENGINE)
    assert not row.slider.isEnabled()
    assert "brush" in row.slider.toolTip()
    assert not opened.parts_panel.footer.set_button.isEnabled()


def test_no_single_step_is_taken_with_the_brush(qtbot: QtBot, opened: MainWindow, workflow) -> None:
    opened.document.set_engine(BRUSH_ENGINE)
    with qtbot.waitSignal(opened.session.noted) as told:
        opened.session.step_backward()
    assert "step model" in told.args[0]
    assert "step backward from 10" not in workflow.calls


# -- painting --------------------------------------------------------------------------------------------


def test_what_is_not_painted_yet_says_how_to_paint(opened: MainWindow) -> None:
    opened.document.set_engine(BRUSH_ENGINE)
    opened.document.set_playhead(4)
    assert opened.canvas.view.veil == NOT_COMPUTED[BRUSH_ENGINE]


def test_one_watches_it_being_painted(qtbot: QtBot, opened: MainWindow, workflow) -> None:
    workflow.gate = threading.Semaphore(0)
    opened.document.set_engine(BRUSH_ENGINE)
    qtbot.mouseClick(opened.timeline.prediction.predict, LEFT)
    seen = []
    for _ in range(4):
        before = opened.document.take
        workflow.gate.release()
        qtbot.waitUntil(lambda before=before: opened.document.take is not before)
        seen.append((opened.document.playhead, opened.strokes.num_strokes))
    assert seen == [(0, 0), (1, 400), (2, 800), (3, 1200)]
    assert "1,200 strokes" in opened.canvas.caption.text()
    assert not opened.canvas.view.veil
    opened.session.cancel()
    workflow.gate.release(100)


def test_the_whole_is_one_undo_step_and_ends_with_all_strokes_shown(
    qtbot: QtBot, painted: MainWindow, workflow
) -> None:
    document = painted.document
    assert "paint 4000 bristle" in workflow.calls
    assert document.take.is_complete
    assert document.playhead == 9, "all strokes are laid, before they give way to the painting"
    assert "4,000 of 4,000 strokes" in painted.canvas.caption.text()
    assert document.undo_name == "Paint"
    painted.session.undo()
    assert document.take is None


def test_cancel_keeps_what_is_painted(qtbot: QtBot, opened: MainWindow, workflow) -> None:
    workflow.gate = threading.Semaphore(3)
    opened.document.set_engine(BRUSH_ENGINE)
    opened.session.make_process()
    qtbot.waitUntil(lambda: opened.strokes.num_strokes == 800)
    opened.session.cancel()
    assert not opened.session.is_busy
    workflow.gate.release(100)
    assert opened.strokes.num_strokes == 800
    assert opened.document.undo_name == "Paint"


def test_the_view_stays_where_the_user_put_it(qtbot: QtBot, opened: MainWindow, workflow) -> None:
    workflow.gate = threading.Semaphore(3)
    opened.document.set_engine(BRUSH_ENGINE)
    opened.session.make_process()
    qtbot.waitUntil(lambda: opened.document.playhead == 2)
    opened.document.set_playhead(1)
    workflow.gate.release(100)
    qtbot.waitUntil(lambda: not opened.session.is_busy)
    assert opened.document.playhead == 1


@pytest.mark.parametrize("edit", ["ground", "lock", "open"])
def test_a_painting_of_something_else_is_stopped(
    qtbot: QtBot, opened: MainWindow, workflow, make_project, edit: str
) -> None:
    workflow.gate = threading.Semaphore(2)
    opened.document.set_engine(BRUSH_ENGINE)
    opened.session.make_process()
    qtbot.waitUntil(lambda: opened.document.playhead == 1)
    if edit == "ground":
        opened.document.set_ground((0, 0, 0))
    elif edit == "lock":
        opened.document.set_locked(2, True)
    else:
        opened.document.open(make_project())
    assert not opened.session.is_busy
    workflow.gate.release(100)


def test_a_painting_that_fails_says_why_and_leaves_the_rest_alone(
    qtbot: QtBot, opened: MainWindow, workflow
) -> None:
    workflow.paint_error = UserInputError("The brush is broken.")
    opened.session.failed.disconnect()
    opened.document.set_engine(BRUSH_ENGINE)
    with qtbot.waitSignal(opened.session.failed) as told:
        opened.session.make_process()
    assert told.args == ["Cannot paint", "The brush is broken."]
    qtbot.waitUntil(lambda: not opened.session.is_busy)


def test_the_step_model_begins_anew_after_the_brush(qtbot: QtBot, painted: MainWindow, workflow) -> None:
    painted.document.set_engine(MODEL_ENGINE)
    painted.document.set_playhead(4)
    with qtbot.waitSignal(painted.session.noted):
        painted.session.step_backward()
    predict(qtbot, painted)
    assert painted.document.take.brushwork is None
    assert painted.document.take.is_complete


def test_the_number_of_steps_drops_what_is_painted_and_the_seed_does_not(painted: MainWindow) -> None:
    document = painted.document
    document.set_settings(num_steps=10, seed=5, habit="back-to-front")
    assert document.take is not None
    document.set_settings(num_steps=12, seed=5, habit="back-to-front")
    assert document.take is None


# -- stroke by stroke ------------------------------------------------------------------------------------


def test_the_switch_lets_keys_and_caption_go_by_stroke(qtbot: QtBot, painted: MainWindow) -> None:
    transport = painted.timeline.transport
    painted.document.set_playhead(3)
    with qtbot.waitActive(painted):
        painted.activateWindow()
    qtbot.mouseClick(transport.by.buttons["stroke"], LEFT)
    assert transport.unit.text() == "Stroke"
    view, modifiers = painted.canvas.view, Qt.KeyboardModifier
    seen = []
    for key, modifier in (
        (Qt.Key.Key_Right, modifiers.NoModifier),
        (Qt.Key.Key_Right, modifiers.ShiftModifier),
        (Qt.Key.Key_Right, modifiers.ControlModifier),
        (Qt.Key.Key_Left, modifiers.NoModifier),
    ):
        qtbot.keyClick(view, key, modifier)
        seen.append(transport.index.value())
    start = 1333
    assert seen == [start + 1, start + 11, start + 111, start + 110]
    assert painted.canvas.caption.text().startswith("Stroke 1,443 of 4,000")
    assert "pass 15" in painted.canvas.caption.text()
    assert "bristle" in painted.canvas.caption.text()
    assert "tree" in painted.canvas.caption.text()
    qtbot.keyClick(view, Qt.Key.Key_S)
    assert not painted.strokes.is_on
    assert transport.unit.text() == "Canvas"


def test_arrows_on_the_bar_go_by_stroke_too(qtbot: QtBot, painted: MainWindow, focus_keys) -> None:
    bar = painted.timeline.bar
    painted.document.set_playhead(3)
    painted.strokes.set_on(True)
    with qtbot.waitActive(painted):
        painted.activateWindow()
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert painted.strokes.position == 1334
    qtbot.keyClick(bar, Qt.Key.Key_End)
    assert painted.strokes.is_at_painting
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    assert painted.strokes.position == 4000
    qtbot.keyClick(bar, Qt.Key.Key_Home)
    assert painted.strokes.position == 0


def test_a_drag_on_the_bar_goes_between_canvases(qtbot: QtBot, painted: MainWindow) -> None:
    bar = painted.timeline.bar
    painted.strokes.set_on(True)
    half_way = QPoint(round((bar.x_of(4) + bar.x_of(5)) / 2), bar.height() // 2)
    qtbot.mouseClick(bar, LEFT, pos=half_way)
    assert painted.strokes.position == pytest.approx(2000, abs=30)
    assert painted.document.playhead == 5


def test_the_strokes_up_to_the_one_shown_are_on_the_canvas(
    qtbot: QtBot, painted: MainWindow, workflow
) -> None:
    painted.strokes.set_on(True)
    painted.strokes.walk_to(1234)
    wanted = painted.strokes.canvas
    qtbot.waitUntil(lambda: painted.frame_cache.frame(wanted) is not None)
    drawn = [canvas for canvas in workflow.renderers[-1].drawn if isinstance(canvas, StrokeCanvas)]
    assert 1234 in {canvas.count for canvas in drawn}
    frame = painted.frame_cache.frame(wanted)
    assert painted.canvas.view._shown.pixels is frame


def test_the_same_stroke_is_drawn_once(qtbot: QtBot, painted: MainWindow, workflow) -> None:
    painted.strokes.set_on(True)
    for position in (500, 600, 500):
        painted.strokes.walk_to(position)
        wanted = painted.strokes.canvas
        qtbot.waitUntil(lambda wanted=wanted: painted.frame_cache.frame(wanted) is not None)
    drawn = [canvas.count for canvas in workflow.renderers[-1].drawn if isinstance(canvas, StrokeCanvas)]
    assert drawn.count(500) == 1


def test_the_stroke_laid_last_is_outlined_where_that_is_asked_for(painted: MainWindow) -> None:
    view = painted.canvas.view
    painted.strokes.set_on(True)
    painted.strokes.walk_to(100)
    assert not view._outline
    painted.actions_by_name["outline_stroke"].trigger()
    assert view._outline
    assert painted.actions_by_name["outline_stroke"].isChecked()
    painted.strokes.walk_to(0)
    assert not view._outline, "no stroke lies on the bare ground"
    painted.strokes.walk_to(100)
    painted.strokes.set_on(False)
    assert not view._outline


def test_strokes_are_shown_before_anything_is_prepared(
    qtbot: QtBot, window: MainWindow, workflow, make_project
) -> None:
    workflow.prepare_error = UserInputError("Not today.")
    window.document.open(make_project(num_strokes=90))
    window.document.set_playhead(4)
    assert not window.canvas.view.veil
    canvas = window.document.take.canvases[4]
    qtbot.waitUntil(lambda: window.frame_cache.frame(canvas) is not None)
    qtbot.waitUntil(lambda: window.presenter.thumbnail(6) is not None)


# -- steps of the model in strokes -----------------------------------------------------------------------


def test_painted_steps_are_made_once_and_then_switched_at_once(
    qtbot: QtBot, opened: MainWindow, workflow
) -> None:
    predict(qtbot, opened)
    rendering, document = opened.timeline.transport.rendering, opened.document
    qtbot.mouseClick(rendering.buttons[STROKES], LEFT)
    qtbot.waitUntil(lambda: document.project.painted is not None and not opened.session.is_busy)
    assert document.shown_take.brushwork is not None
    assert document.take.brushwork is None
    assert rendering.value == STROKES
    document.set_playhead(4)
    assert opened.canvas.caption.text().startswith("Predicted canvas 4 of 10")
    assert "strokes" in opened.canvas.caption.text()
    for render in (BLENDED, STROKES):
        qtbot.mouseClick(rendering.buttons[render], LEFT)
        assert document.project.render == render
    assert workflow.calls.count("carry out") == 1
    opened.strokes.set_on(True)
    opened.strokes.walk_to(20)
    assert opened.canvas.caption.text().startswith("Predicted stroke 20 of 100")


def test_painted_steps_go_when_the_take_changes_and_come_back_with_undo(
    qtbot: QtBot, opened: MainWindow
) -> None:
    predict(qtbot, opened)
    opened.session.show_render(STROKES)
    qtbot.waitUntil(lambda: opened.document.project.painted is not None and not opened.session.is_busy)
    predict(qtbot, opened)
    assert opened.document.project.painted is None
    assert opened.timeline.transport.rendering.value == BLENDED
    opened.session.undo()
    assert opened.document.project.painted is not None


def test_carrying_out_is_cancelled_like_anything_else(qtbot: QtBot, opened: MainWindow, workflow) -> None:
    predict(qtbot, opened)
    workflow.gate = threading.Semaphore(0)
    opened.actions_by_name["painted"].trigger()
    qtbot.waitUntil(lambda: "carry out" in workflow.calls)
    assert opened.timeline.transport.rendering.value == STROKES, "the switch stands where it will be"
    assert opened.actions_by_name["painted"].isChecked()
    opened.actions_by_name["cancel"].trigger()
    assert not opened.session.is_busy
    assert opened.timeline.transport.rendering.value == BLENDED
    assert not opened.actions_by_name["painted"].isChecked()
    workflow.gate.release(100)
    assert opened.document.project.painted is None


def test_nothing_can_be_painted_before_the_process_is_complete(qtbot: QtBot, opened: MainWindow) -> None:
    assert opened.timeline.transport.rendering.isHidden()
    assert not opened.actions_by_name["painted"].isEnabled()
    predict(qtbot, opened)
    assert opened.timeline.transport.rendering.isVisible()
    assert opened.actions_by_name["painted"].isEnabled()


# -- export and keys -------------------------------------------------------------------------------------


def test_strokes_are_exported_as_they_are_shown(
    qtbot: QtBot, painted: MainWindow, workflow, tmp_path: Path
) -> None:
    with qtbot.waitSignal(painted.session.exported):
        painted.session.export(tmp_path / "jug.svg", StrokesOptions())
    assert workflow.calls[-1] == "export 4000 strokes jug.svg"


def test_every_new_command_is_in_the_list_of_keys() -> None:
    for name, key in (("use_brush", "B"), ("painted", "P"), ("by_stroke", "S"), ("outline_stroke", "O")):
        assert SPECS[name].keys == (key,)
        assert SPECS[name].is_switch


def test_strokes_are_shown_in_small_until_the_first_of_them_is_drawn(
    qtbot: QtBot, window: MainWindow, workflow, make_project
) -> None:
    workflow.frame_gate = threading.Semaphore(0)
    workflow.prepare_error = UserInputError("Not today.")
    window.strokes.set_on(True)
    window.document.open(make_project(num_strokes=90))
    window.strokes.walk_to(30)
    qtbot.waitUntil(lambda: window.canvas.view.image_size.width() == 8)
    workflow.frame_gate.release(100)
    qtbot.waitUntil(lambda: window.canvas.view.image_size.width() == 64)


def test_at_the_painting_the_number_is_that_of_the_last_stroke(painted: MainWindow) -> None:
    transport = painted.timeline.transport
    painted.strokes.set_on(True)
    painted.strokes.walk_to(painted.strokes.last_place)
    assert transport.index.value() == 4000
    assert transport.total.text() == "of 4,000"
    assert transport.stage.text() == "painting"
    assert not transport.next.isEnabled()


def test_what_a_step_of_strokes_changed_is_shown_once_both_canvases_are_drawn(
    qtbot: QtBot, painted: MainWindow
) -> None:
    painted.document.set_playhead(5)
    painted.actions_by_name["difference"].trigger()
    qtbot.waitUntil(lambda: painted.canvas.view._heat is not None)
    assert painted.canvas.view._heat_tag == "Changed from canvas 4 to 5"


def test_thumbnails_of_strokes_come_without_holding_the_window_up(qtbot: QtBot, painted: MainWindow) -> None:
    qtbot.waitUntil(lambda: set(painted.timeline._strip._pictures) >= {0, 9, 10})
