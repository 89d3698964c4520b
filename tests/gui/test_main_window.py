"""The window driven as a user drives it: keys, mouse, drops, menus."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
)

from painttime.gui.dialogs import SaveAnswer, ShortcutsDialog
from painttime.gui.export_dialog import ExportDialog

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def predicted(qtbot, window):
    window.session.make_process()
    qtbot.waitUntil(lambda: not window.session.is_busy)
    return window


@pytest.fixture
def failure_box(window):
    return lambda: window.findChild(QMessageBox, "failure")


# -- opening -----------------------------------------------------------------------------------------------


def test_a_dropped_file_is_opened(qtbot, window, tmp_path, drop):
    path = tmp_path / "dropped.png"
    path.touch()
    drop(window, path)
    qtbot.waitUntil(lambda: window.document.is_open)
    assert window.document.project.painting.source == path
    assert window.windowTitle() == "dropped[*] — painttime"


def test_something_that_is_no_file_is_not_accepted(window):
    data = QMimeData()
    data.setText("words")
    event = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NO_MODIFIER
    )
    event.ignore()
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()


def test_the_dialog_opens_what_was_chosen(qtbot, window, tmp_path, monkeypatch):
    path = tmp_path / "chosen.png"
    path.touch()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(path), ""))
    qtbot.mouseClick(window.canvas.start_page.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.is_open)
    assert window.document.project.painting.source == path


def test_a_dialog_without_choice_does_nothing(window, monkeypatch, workflow):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: ("", ""))
    window.actions_by_name["open"].trigger()
    assert workflow.calls == []


def test_a_failed_drop_says_why_and_keeps_the_project(qtbot, opened, tmp_path, failure_box, drop):
    project = opened.document.project
    drop(opened, tmp_path / "gone.png")
    qtbot.waitUntil(lambda: failure_box() is not None)
    assert failure_box().text() == "Cannot open gone.png"
    assert "not there" in failure_box().informativeText()
    assert opened.document.project is project
    failure_box().accept()


def test_opened_files_are_offered_again(qtbot, opened, preferences):
    path = opened.document.project.painting.source
    assert preferences.recent_files == (path,)
    opened.menus.recent.aboutToShow.emit()
    actions = [action for action in opened.menus.recent.actions() if action.text() == path.name]
    opened.document.set_playhead(0)
    with qtbot.waitSignal(opened.document.project_opened):
        actions[0].trigger()


def test_a_recent_file_that_is_gone_is_told_and_forgotten(qtbot, window, preferences, tmp_path):
    gone = tmp_path / "gone.png"
    preferences.add_recent(gone)
    with qtbot.waitSignal(window.session.failed):
        window.files.open_path(gone)
    assert preferences.recent_files == ()


# -- saving and closing ------------------------------------------------------------------------------------


def answering(monkeypatch, answer):
    asked = []

    def ask(_window, name):
        asked.append(name)
        return answer

    monkeypatch.setattr("painttime.gui.file_commands.ask_to_save", ask)
    return asked


def test_the_title_tells_unsaved_changes(opened):
    assert not opened.isWindowModified()
    opened.document.set_degree(1, 0.5)
    assert opened.isWindowModified()
    opened.session.undo()
    assert not opened.isWindowModified()


def test_save_asks_for_a_file_once(qtbot, opened, tmp_path, monkeypatch):
    target = tmp_path / "kept"
    asked = []

    def choose(*_args, **_kw):
        asked.append(True)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    opened.document.set_degree(1, 0.5)
    with qtbot.waitSignal(opened.session.saved):
        opened.actions_by_name["save"].trigger()
    opened.document.set_degree(1, 0.6)
    with qtbot.waitSignal(opened.session.saved) as waited:
        opened.actions_by_name["save"].trigger()
    assert waited.args == [target.with_suffix(".painttime")]
    assert len(asked) == 1
    assert not opened.isWindowModified()


def test_the_export_dialog_writes_what_was_chosen(qtbot, opened, tmp_path):
    predicted(qtbot, opened)
    opened.actions_by_name["export"].trigger()
    dialog = opened.findChild(ExportDialog)
    dialog.path.setText(str(tmp_path / "process.mp4"))
    with qtbot.waitSignal(opened.session.exported) as waited:
        dialog.accept()
    assert waited.args == [tmp_path / "process.mp4"]


def test_closing_a_clean_window_asks_nothing(opened, monkeypatch):
    asked = answering(monkeypatch, SaveAnswer.CANCEL)
    assert opened.close()
    assert asked == []


def test_closing_can_be_called_off(opened, monkeypatch):
    asked = answering(monkeypatch, SaveAnswer.CANCEL)
    opened.document.set_degree(1, 0.5)
    assert not opened.close()
    assert opened.isVisible()
    assert asked == ["meadow"]


def test_closing_can_discard(opened, monkeypatch, workflow):
    answering(monkeypatch, SaveAnswer.DISCARD)
    opened.document.set_degree(1, 0.5)
    assert opened.close()
    assert not any(call.startswith("save") for call in workflow.calls)


def test_closing_can_save_first(qtbot, opened, monkeypatch, tmp_path):
    answering(monkeypatch, SaveAnswer.SAVE)
    target = tmp_path / "kept.painttime"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(target), ""))
    opened.document.set_degree(1, 0.5)
    opened.close()
    qtbot.waitUntil(lambda: not opened.isVisible())
    assert target.exists()


def test_leaving_while_a_file_is_written_asks_first(qtbot, opened, monkeypatch):
    answers = [False, True]
    monkeypatch.setattr("painttime.gui.main_window.ask_to_leave", lambda _window: answers.pop(0))
    monkeypatch.setattr(type(opened.session), "is_writing", property(lambda _self: True))
    assert not opened.close()
    assert opened.isVisible()
    assert opened.close()
    assert answers == []


def test_closing_in_the_middle_of_a_prediction_ends_its_thread(qtbot, opened, workflow, monkeypatch):
    answering(monkeypatch, SaveAnswer.DISCARD)
    workflow.gate = threading.Semaphore(2)
    opened.session.make_process()
    qtbot.waitUntil(lambda: opened.document.take is not None)
    workflow.gate.release(100)
    assert opened.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("painttime-")]


# -- keys --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Qt.Key.Key_Left, NO_MODIFIER, 14),
        (Qt.Key.Key_Right, NO_MODIFIER, 16),
        (Qt.Key.Key_Comma, NO_MODIFIER, 14),
        (Qt.Key.Key_Period, NO_MODIFIER, 16),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 5),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 20),
        (Qt.Key.Key_Home, NO_MODIFIER, 0),
        (Qt.Key.Key_End, NO_MODIFIER, 20),
    ],
)
def test_keys_step_through_the_canvases(qtbot, opened, make_project, key, modifier, expected):
    opened.document.open(make_project(num_steps=20, computed_from=0))
    opened.document.set_playhead(15)
    with qtbot.waitActive(opened):
        opened.activateWindow()
    opened.canvas.view.setFocus()
    qtbot.keyClick(opened.canvas.view, key, modifier)
    assert opened.document.playhead == expected


def test_brackets_predict_a_step(qtbot, opened):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    opened.canvas.view.setFocus()
    qtbot.keyClick(opened.canvas.view, Qt.Key.Key_BracketLeft)
    qtbot.waitUntil(lambda: opened.document.playhead == 9)
    qtbot.keyClick(opened.canvas.view, Qt.Key.Key_BracketRight)
    qtbot.waitUntil(lambda: opened.document.playhead == 10)


def test_arrows_move_a_focused_slider_and_not_the_playhead(qtbot, opened, focus_keys):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    slider = opened.parts_panel.row(3).slider
    slider.setFocus()
    before = slider.value()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.value() != before
    assert opened.document.playhead == 10


def test_the_view_menu_hides_panels_and_brings_them_back(opened):
    view = next(action.menu() for action in opened.menuBar().actions() if action.text() == "&View")
    for dock in (opened.parts_dock, opened.timeline_dock):
        toggle = next(action for action in view.actions() if action.text() == dock.windowTitle())
        for hidden in (True, False):
            view.aboutToShow.emit()
            toggle.trigger()
            assert dock.isHidden() is hidden


def test_after_a_slider_was_dragged_keys_mean_the_timeline_again(qtbot, opened, focus_keys):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    slider = opened.parts_panel.row(3).slider
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton)
    degree = slider.value()
    qtbot.keyClick(opened.focusWidget() or opened, Qt.Key.Key_Left)
    assert opened.document.playhead == 9
    assert slider.value() == degree


def test_escape_gives_up_a_name_before_it_cancels_anything(qtbot, opened, focus_keys, workflow):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    workflow.gate = threading.Semaphore(1)
    opened.session.make_process()
    line = opened.parts_panel.row(3).spin.findChild(QLineEdit)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert opened.session.is_busy


def test_m_mirrors_and_ctrl_digits_zoom(qtbot, opened):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    view = opened.canvas.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_M)
    assert view.is_mirrored
    qtbot.keyClick(view, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert view.transform.zoom == 1.0
    assert opened.canvas.zoom_text == "100 %"
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.transform.zoom != 1.0


def test_space_plays_wherever_the_keyboard_is(qtbot, opened):
    predicted(qtbot, opened)
    opened.parts_panel.list.setFocus()
    qtbot.keyClick(opened, Qt.Key.Key_Space)
    assert opened.timeline.playback.is_playing
    qtbot.keyClick(opened, Qt.Key.Key_Space)
    assert not opened.timeline.playback.is_playing


def test_holding_c_shows_the_painting(qtbot, opened):
    predicted(qtbot, opened)
    opened.document.set_playhead(2)
    assert "canvas 2 of 10" in opened.canvas.caption.text()
    qtbot.keyPress(opened.canvas.view, Qt.Key.Key_C)
    assert opened.canvas.caption.text().startswith("Painting")
    qtbot.keyRelease(opened.canvas.view, Qt.Key.Key_C)
    assert "canvas 2 of 10" in opened.canvas.caption.text()


def test_c_compares_while_the_list_of_parts_has_the_keyboard(qtbot, opened):
    predicted(qtbot, opened)
    opened.document.set_playhead(2)
    parts = opened.parts_panel.list
    parts.setFocus()
    qtbot.keyPress(parts, Qt.Key.Key_C)
    assert opened.canvas.caption.text().startswith("Painting")
    qtbot.keyRelease(parts, Qt.Key.Key_C)
    assert "canvas 2 of 10" in opened.canvas.caption.text()


def test_f6_goes_around_the_panels(qtbot, opened):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    opened.canvas.view.setFocus()
    visited = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        panels = (opened.canvas, opened.timeline, opened.parts_panel)
        visited.append(next(panel for panel in panels if panel.isAncestorOf(focused)))
    assert visited == [opened.timeline, opened.parts_panel, opened.canvas]


def test_f1_lists_every_key(qtbot, opened):
    opened.actions_by_name["shortcuts"].trigger()
    dialog = opened.findChild(ShortcutsDialog)
    qtbot.waitUntil(dialog.isVisible)
    dialog.reject()


# -- undo --------------------------------------------------------------------------------------------------


def test_undo_and_redo_are_named_and_work_from_the_menu(opened):
    undo, redo = opened.actions_by_name["undo"], opened.actions_by_name["redo"]
    assert not undo.isEnabled()
    opened.document.set_degree(3, 0.5)
    assert undo.text() == "&Undo Degree of tree"
    undo.trigger()
    assert dict(opened.document.project.degrees) == {}
    assert redo.text() == "&Redo Degree of tree"
    redo.trigger()
    assert opened.document.project.degrees[3] == 0.5


# -- canvas and panels -------------------------------------------------------------------------------------


def middle_of_part(window, x, y):
    view = window.canvas.view
    left, top = view.transform.to_view(x, y)
    ratio = view.devicePixelRatioF()
    return QPoint(round(left / ratio), round(top / ratio))


def test_clicking_the_canvas_chooses_the_row(qtbot, opened):
    chosen = []
    opened.parts_panel.part_selected.connect(chosen.append)
    qtbot.mouseClick(opened.canvas.view, Qt.MouseButton.LeftButton, pos=middle_of_part(opened, 32, 24))
    assert opened.parts_panel.model.part_ids[opened.parts_panel.list.currentIndex().row()] == 3


def test_hovering_outlines_and_names_the_part(opened):
    position = QPointF(middle_of_part(opened, 32, 24))
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        position,
        opened.canvas.view.mapToGlobal(position),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        NO_MODIFIER,
    )
    QApplication.sendEvent(opened.canvas.view, event)
    assert opened.canvas.view._outline
    assert opened.canvas._part.text() == "tree"
    opened.parts_panel.part_hovered.emit(None)
    assert not opened.canvas.view._outline


def test_a_hidden_part_shows_the_bare_ground(opened):
    view = opened.canvas.view
    opened.document.set_visible(3, visible=False)
    grabbed = view.grab().toImage()
    left, top = view.transform.to_view(32, 24)
    assert grabbed.pixelColor(round(left), round(top)).getRgb()[:3] == opened.document.project.ground
    opened.session.undo()
    grabbed = view.grab().toImage()
    assert grabbed.pixelColor(round(left), round(top)).getRgb()[:3] != opened.document.project.ground


def test_a_computed_canvas_shows_its_preview_and_then_its_frame(qtbot, opened, workflow, make_project):
    workflow.frame_gate = threading.Semaphore(0)
    opened.document.open(make_project(num_steps=10, computed_from=0))
    qtbot.waitUntil(lambda: opened.session.preparation.ready is not None)
    opened.document.set_playhead(5)
    assert opened.canvas.view.image_size.width() == 8
    workflow.frame_gate.release(100)
    qtbot.waitUntil(lambda: opened.canvas.view.image_size.width() == 64)


def test_a_canvas_not_computed_says_so(opened):
    opened.document.set_playhead(4)
    assert "not computed" in opened.canvas.view.veil
    assert "not computed" in opened.canvas.caption.text()


# -- progress ----------------------------------------------------------------------------------------------


def test_progress_is_counted_and_cancel_keeps_the_partial_take(qtbot, opened, workflow):
    workflow.gate = threading.Semaphore(4)
    opened.session.make_process()
    qtbot.waitUntil(lambda: opened.job_bar.isVisible() and "4 of 10" in opened.job_bar.text)
    qtbot.mouseClick(opened.job_bar.cancel_button, Qt.MouseButton.LeftButton)
    assert not opened.session.is_busy
    workflow.gate.release(100)
    qtbot.waitUntil(lambda: not opened.job_bar.isVisible())
    assert sum(opened.document.take.computed) == 5


def test_escape_cancels(qtbot, opened, workflow):
    workflow.gate = threading.Semaphore(2)
    opened.session.make_process()
    qtbot.waitUntil(lambda: opened.document.take is not None)
    opened.actions_by_name["cancel"].trigger()
    assert not opened.session.is_busy


def test_background_work_does_not_take_the_keyboard(qtbot, opened):
    with qtbot.waitActive(opened):
        opened.activateWindow()
    name = opened.parts_panel.row(3).spin
    name.setFocus()
    predicted(qtbot, opened)
    assert QApplication.focusWidget() is name


# -- access ------------------------------------------------------------------------------------------------


def test_every_control_has_a_name(opened):
    controls = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
    nameless = [
        widget
        for kind in controls
        for widget in opened.findChildren(kind)
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QAbstractSpinBox)
        and widget.isVisible()
    ]
    assert nameless == []


def test_without_a_project_only_what_makes_sense_can_be_done(window):
    enabled = {name for name, action in window.actions_by_name.items() if action.isEnabled()}
    assert enabled == {
        "open",
        "recover",
        "quit",
        "cancel",
        "segment_anything",
        "shortcuts",
        "next_panel",
        "previous_panel",
        "about",
    }


def test_no_key_means_two_things(window):
    keys = [key.toString() for action in window.actions_by_name.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_recent_files_of_the_last_time_are_on_the_start_page(qtbot, window, preferences, tmp_path):
    preferences.add_recent(Path(tmp_path / "before.png"))
    buttons = [
        button
        for button in window.canvas.start_page.findChildren(QAbstractButton)
        if button.text() == "before.png"
    ]
    assert len(buttons) == 1
