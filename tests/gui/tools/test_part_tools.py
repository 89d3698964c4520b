"""The tools in the real window: keys, menus, bars, the painting they show, and leaving them."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QLabel, QMessageBox

from painttime.errors import ModelError
from painttime.gui.dialogs import ShortcutsDialog
from painttime.gui.tools.segment_anything_dialog import SegmentAnythingDialog
from painttime.gui.tools.tool_bars import SHAPE_COMMANDS
from painttime.gui.tools.tool_table import LOOK, TOOLS, Mode, Option

SKY, MEADOW, TREE = 1, 2, 3
LEFT = Qt.MouseButton.LeftButton


def draw(view, *places):
    points = [view.view_point(x + 0.5, y + 0.5).toPoint() for x, y in places]
    QTest.mousePress(view, LEFT, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(view, point)
    QTest.mouseRelease(view, LEFT, pos=points[-1])


@pytest.fixture
def view(opened):
    return opened.canvas.view


def test_every_tool_has_a_key_of_its_own_that_takes_it(qtbot, opened, view):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    for spec in TOOLS:
        qtbot.keyClick(view, spec.key)
        assert opened.tools.control.name == spec.name
        checked = [other.name for other in TOOLS if opened.actions_by_name[other.name].isChecked()]
        assert checked == [spec.name]
    keys = [
        shortcut.toString() for action in opened.actions_by_name.values() for shortcut in action.shortcuts()
    ]
    assert sorted(keys) == sorted(set(keys))


def test_every_button_of_the_tool_bar_has_a_name_and_says_its_key(opened):
    for spec in TOOLS:
        button = opened.tools.bar.widgetForAction(opened.actions_by_name[spec.name])
        assert button.accessibleName() == spec.text.replace("&", "")
        assert f"({spec.key})" in button.toolTip()


def test_without_a_painting_the_tools_are_disabled(window):
    assert not any(window.actions_by_name[spec.name].isEnabled() for spec in TOOLS)


def test_a_brush_stroke_in_the_window_is_undone_by_its_name(opened, view):
    before = opened.document.project.parts.labels.copy()
    opened.document.choose((TREE,))
    opened.actions_by_name["tool_brush"].trigger()
    draw(view, (5, 5), (15, 5))
    assert not np.array_equal(opened.document.project.parts.labels, before)
    assert opened.actions_by_name["undo"].text() == "&Undo Brush on tree"
    opened.actions_by_name["undo"].trigger()
    assert np.array_equal(opened.document.project.parts.labels, before)


def test_a_tool_shows_the_painting_and_whoever_steps_away_puts_it_down(opened):
    opened.document.set_playhead(3)
    opened.presenter.set_wiping(True)
    opened.presenter.set_showing_difference(True)
    opened.actions_by_name["tool_lasso"].trigger()
    assert opened.document.playhead == opened.document.project.num_steps
    assert not opened.presenter.is_wiping
    assert not opened.presenter.is_showing_difference
    opened.actions_by_name["back"].trigger()
    assert opened.tools.control.name == LOOK
    assert opened.actions_by_name[LOOK].isChecked()


def test_escape_ends_the_gesture_then_the_tool_then_nothing(qtbot, opened, view):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    opened.actions_by_name["tool_lasso"].trigger()
    QTest.mouseClick(view, LEFT, pos=view.view_point(5, 5).toPoint())
    # The keyboard is elsewhere: Escape reaches the tools by the window.
    opened.parts_panel.setFocus()
    for expected in ((False, "tool_lasso"), (False, LOOK)):
        opened.actions_by_name["cancel"].trigger()
        assert (opened.tools.control.has_gesture, opened.tools.control.name) == expected


def test_arrows_step_through_canvases_without_a_tool_and_point_with_one(qtbot, opened, view):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    view.setFocus()
    last = opened.document.project.num_steps
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert opened.document.playhead == last - 1
    opened.actions_by_name["tool_wand"].trigger()
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert opened.document.playhead == last
    qtbot.keyClick(view, ",")
    assert opened.document.playhead == last - 1


def visible(shown):
    return {option for option, widget in shown.items() if widget.isVisible()}


def test_each_tool_shows_its_own_options(qtbot, opened):
    bar = opened.tools.options_bar
    shown = {
        Option.MODE: bar.modes,
        Option.SIZE: bar.size_box,
        Option.TOLERANCE: bar.tolerance,
        Option.CONTIGUOUS: bar.contiguous,
        Option.DISTANCE: bar.distance,
        Option.SHAPE: bar.shapings["part_grow"],
        Option.KEEP: bar.keep,
    }
    for spec in TOOLS:
        opened.tools.control.use(spec.name)
        qtbot.waitUntil(lambda spec=spec: visible(shown) == spec.options)


def test_options_go_from_the_bar_to_the_tool_and_back(qtbot, opened):
    tools, bar = opened.tools, opened.tools.options_bar
    opened.actions_by_name["tool_brush"].trigger()
    bar.size_box.setValue(17)
    assert tools.options.size_px == 17
    bar.size_slider.setValue(bar.size_slider.maximum())
    assert (tools.options.size_px, bar.size_box.value()) == (2000, 2000)
    tools.options.set_size_px(33)
    assert bar.size_box.value() == 33
    opened.actions_by_name["larger_brush"].trigger()
    assert bar.size_box.value() == tools.options.size_px > 33
    qtbot.mouseClick(bar.modes.buttons["NEW"], LEFT)
    assert tools.options.mode("tool_brush") is Mode.NEW
    opened.actions_by_name["tool_lasso"].trigger()
    assert bar.modes.value == "TO_CHOSEN"


def test_enter_in_a_number_field_leads_back_to_the_canvas(qtbot, opened, view):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    opened.actions_by_name["tool_brush"].trigger()
    box = opened.tools.options_bar.size_box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "21")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert opened.tools.options.size_px == 21
    assert view.hasFocus()


def test_keep_and_drop_can_be_clicked_while_there_is_something_to_keep(qtbot, opened, view):
    bar = opened.tools.options_bar
    opened.document.choose((TREE,))
    opened.actions_by_name["tool_lasso"].trigger()
    assert not bar.keep.isEnabled()
    for x, y in ((5, 3), (15, 3), (15, 9)):
        QTest.mouseClick(view, LEFT, pos=view.view_point(x, y).toPoint())
    qtbot.mouseClick(bar.drop, LEFT)
    assert not opened.tools.control.has_gesture
    for x, y in ((5, 3), (15, 3), (15, 9)):
        QTest.mouseClick(view, LEFT, pos=view.view_point(x, y).toPoint())
    qtbot.mouseClick(bar.keep, LEFT)
    assert opened.document.undo_name == "Lasso on tree"


@pytest.mark.parametrize("command", SHAPE_COMMANDS)
def test_every_shaping_has_a_button_and_a_command(qtbot, opened, command):
    labels = opened.document.project.parts.labels.copy()
    labels[20:23, 30:33] = SKY
    labels[4:6, 4:6] = TREE
    project = opened.document.project
    opened.document.edit_parts(type(project.parts)(labels=labels, parts=project.parts.parts), "Spoil")
    opened.document.choose((TREE,))
    opened.actions_by_name["tool_reshape"].trigger()
    qtbot.mouseClick(opened.tools.options_bar.shapings[command], LEFT)
    assert opened.document.undo_name.endswith("tree")
    assert opened.document.undo_name != "Spoil"
    opened.actions_by_name["undo"].trigger()
    assert np.array_equal(opened.document.project.parts.labels, labels)
    opened.actions_by_name[command].trigger()
    assert not np.array_equal(opened.document.project.parts.labels, labels)


def test_nothing_can_be_shaped_until_a_part_is_chosen(opened):
    shapings = opened.tools.options_bar.shapings
    opened.actions_by_name["tool_reshape"].trigger()
    assert not any(button.isEnabled() for button in shapings.values())
    opened.document.choose((TREE,))
    assert all(button.isEnabled() for button in shapings.values())


def test_the_tools_come_with_the_first_painting(window, make_project):
    assert not window.tools.bar.isVisible()
    window.document.open(make_project())
    assert window.tools.bar.isVisible()


def test_the_tools_are_not_beside_the_start_page_after_a_window_with_them(
    qtbot, window, make_project, preferences, workflow
):
    window.document.open(make_project())
    preferences.window_layout.keep(window)
    other = type(window)(preferences, workflow.services())
    qtbot.addWidget(other, before_close_func=lambda made: made.shutdown())
    with qtbot.waitExposed(other):
        other.show()
    assert not other.tools.bar.isVisible()


def test_the_status_bar_says_what_to_do_and_with_which_part(opened):
    opened.document.choose((TREE,))
    opened.actions_by_name["tool_split"].trigger()
    assert opened.tools.hint.text().startswith("tree:  Draw a line across")
    opened.document.rename_part(TREE, "oak")
    assert opened.tools.hint.text().startswith("oak:")
    opened.actions_by_name["tool_object"].trigger()
    assert opened.tools.hint.text().startswith("New Part:  Click an object")
    opened.tools.options.set_mode("tool_object", Mode.TO_CHOSEN)
    assert opened.tools.hint.text().startswith("oak:")
    opened.actions_by_name[LOOK].trigger()
    assert opened.tools.hint.text() == ""


def test_what_a_tool_says_stands_in_the_status_bar(opened, view):
    opened.document.choose((TREE,))
    opened.actions_by_name["tool_split"].trigger()
    draw(view, (30, 20), (30, 24))
    assert "does not cut" in opened.statusBar().currentMessage()


def test_all_parts_are_shown_and_hidden_by_one_key_on_any_canvas(qtbot, opened, view):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    before = view.grab().toImage()
    qtbot.keyClick(view, "T")
    assert opened.actions_by_name["show_parts"].isChecked()
    shown = view.grab().toImage()
    assert shown != before
    opened.document.set_part_colour(TREE, (0, 0, 0))
    assert view.grab().toImage() != shown
    qtbot.keyClick(view, "T")
    assert not opened.actions_by_name["show_parts"].isChecked()
    assert view.grab().toImage() == before


def test_the_shortcut_list_names_the_tools(opened, qtbot):
    dialog = ShortcutsDialog(opened)
    qtbot.addWidget(dialog)
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {spec.key for spec in TOOLS} <= texts
    assert "Arrows, with a tool" in texts


def test_a_model_that_does_not_work_is_told_in_a_dialog(qtbot, opened, picking):
    picking.error = ModelError("encoder.onnx is no model. Choose another file.")
    opened.actions_by_name["tool_object"].trigger()
    qtbot.waitUntil(lambda: opened.findChild(QMessageBox, "failure") is not None)
    box = opened.findChild(QMessageBox, "failure")
    assert "encoder.onnx" in box.informativeText()
    assert opened.tools.control.name == LOOK
    box.accept()


def test_looking_for_objects_shows_its_progress(qtbot, opened, picking):
    picking.gate = threading.Semaphore(0)
    opened.actions_by_name["tool_object"].trigger()
    assert opened.job_bar.shown_job.name == "Looking for objects"
    picking.gate.release()
    qtbot.waitUntil(lambda: opened.tools.pickers.is_ready)


def asked(opened):
    opened.actions_by_name["segment_anything"].trigger()
    return opened.findChild(SegmentAnythingDialog)


def test_the_files_of_a_model_are_kept_and_asked_for(qtbot, opened, picking, preferences, tmp_path):
    files = tmp_path / "encoder.onnx", tmp_path / "decoder.onnx"
    for file in files:
        file.touch()
    dialog = asked(opened)
    for field, file in zip(dialog.fields, files, strict=True):
        field.setText(str(file))
    dialog.buttons.accepted.emit()
    assert preferences.segment_anything == files
    opened.actions_by_name["tool_object"].trigger()
    qtbot.waitUntil(lambda: opened.tools.pickers.is_ready)
    assert picking.asked[-1][1] == files
    qtbot.waitUntil(lambda: opened.findChild(SegmentAnythingDialog) is None)
    again = asked(opened)
    assert [field.text() for field in again.fields] == [str(file) for file in files]
    again.without.click()
    assert preferences.segment_anything is None
    qtbot.waitUntil(lambda: len(picking.asked) == 2 and opened.tools.pickers.is_ready)
    assert picking.asked[-1][1] is None


def test_files_that_do_not_work_are_told_as_soon_as_they_are_chosen(qtbot, opened, picking, tmp_path):
    picking.error = ModelError("encoder.onnx is no model.")
    dialog = asked(opened)
    for field, name in zip(dialog.fields, ("encoder.onnx", "decoder.onnx"), strict=True):
        (tmp_path / name).touch()
        field.setText(str(tmp_path / name))
    dialog.buttons.accepted.emit()
    qtbot.waitUntil(lambda: opened.findChild(QMessageBox, "failure") is not None)
    box = opened.findChild(QMessageBox, "failure")
    assert "encoder.onnx is no model." in box.informativeText()
    assert "Use Segment Anything" in box.informativeText()
    box.accept()


def test_a_file_that_is_not_there_is_told_and_not_kept(qtbot, opened, preferences, tmp_path):
    dialog = asked(opened)
    dialog.fields[0].setText(str(tmp_path / "none.onnx"))
    dialog.buttons.accepted.emit()
    assert "none.onnx" in dialog.problem.text()
    assert dialog.isVisible()
    assert preferences.segment_anything is None
    dialog.reject()


def test_all_controls_of_the_options_have_names(opened):
    bar = opened.tools.options_bar
    for kind in (QAbstractSpinBox, QAbstractSlider, QAbstractButton):
        for widget in bar.findChildren(kind):
            is_part_of_another = isinstance(widget.parent(), QAbstractSpinBox)
            named = widget.accessibleName() or getattr(widget, "text", str)()
            assert is_part_of_another or named or widget.objectName().startswith("qt_"), widget
