"""Taking tools up and putting them down, and what stays the canvas's own while one is in use."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from painttime.gui.tools.tool_table import LOOK, TOOLS

SKY, MEADOW, TREE = 1, 2, 3
MIDDLE = Qt.MouseButton.MiddleButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
IN_USE = [spec.name for spec in TOOLS if spec.name != LOOK]


@pytest.mark.parametrize("name", IN_USE)
def test_no_tool_takes_the_middle_button_space_or_the_wheel(desk, name):
    desk.document.choose((TREE,))
    desk.control.use(name)
    parts, left = desk.document.project.parts, desk.view.transform.left
    QTest.mousePress(desk.view, MIDDLE, pos=desk.at(30, 20))
    QTest.mouseMove(desk.view, desk.at(30, 20) + QPoint(25, 0))
    QTest.mouseRelease(desk.view, MIDDLE, pos=desk.at(32, 20))
    assert desk.view.transform.left > left
    left = desk.view.transform.left
    QTest.keyPress(desk.view, Qt.Key.Key_Space)
    desk.press(30, 20)
    QTest.mouseMove(desk.view, desk.at(30, 20) + QPoint(25, 0))
    desk.release(30, 20)
    QTest.keyRelease(desk.view, Qt.Key.Key_Space)
    assert desk.view.transform.left > left
    assert desk.document.project.parts is parts
    assert not desk.control.has_gesture


def test_shift_and_drag_scrubs_only_without_a_tool(desk):
    scrubbed = []
    desk.view.scrubbed.connect(scrubbed.append)
    desk.control.use("tool_wand")
    desk.press(10, 10, modifiers=SHIFT)
    desk.move(30, 10)
    desk.release(30, 10)
    assert scrubbed == []


def test_a_click_chooses_a_part_only_without_a_tool(desk):
    clicked = []
    desk.view.set_part_at(desk.bench.part_at)
    desk.view.part_clicked.connect(clicked.append)
    desk.control.use("tool_merge")
    desk.click(30, 20)
    desk.control.use(LOOK)
    desk.click(3, 3)
    assert clicked == [SKY]


def test_space_plays_until_the_arrows_show_a_pointer(desk):
    played = []
    desk.view.play_tapped.connect(lambda: played.append(True))
    desk.document.choose((TREE,))
    desk.control.use("tool_reassign")
    desk.key(Qt.Key.Key_Space)
    assert played == [True]
    desk.move(3, 3)
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Space)
    assert played == [True]
    assert desk.labels[3, 3] == TREE


def test_the_mouse_hides_the_keyboards_pointer(desk):
    desk.control.use("tool_wand")
    desk.key(Qt.Key.Key_Right)
    shown = desk.view.grab().toImage()
    desk.move(60, 45)
    assert desk.view.grab().toImage() != shown
    assert not desk.control.tap()


def test_a_lasso_by_keyboard_alone(desk):
    desk.document.choose((TREE,))
    desk.control.use("tool_lasso")
    step_px = round(8 / desk.view.transform.zoom) or 1
    for key, times in (
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_Left, 25),
        (Qt.Key.Key_Up, 15),
        (Qt.Key.Key_Right, 8),
    ):
        for _ in range(times):
            desk.key(key)
        desk.key(Qt.Key.Key_Space)
    desk.key(Qt.Key.Key_Return)
    assert step_px == 1
    assert desk.document.undo_name == "Lasso on tree"


def test_a_stroke_by_keyboard_alone(desk):
    desk.document.choose((TREE,))
    desk.control.use("tool_brush")
    desk.move(10, 4)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Space)
    for _ in range(9):
        desk.key(Qt.Key.Key_Right, SHIFT)
    assert desk.document.undo_name is None
    desk.key(Qt.Key.Key_Space)
    assert (desk.labels[4, 10:20] == TREE).all()
    assert desk.document.undo_name == "Brush on tree"


def test_shift_and_space_take_away(desk):
    desk.document.choose((TREE,))
    desk.control.use("tool_brush")
    desk.move(30, 14)
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Space, SHIFT)
    desk.key(Qt.Key.Key_Space, SHIFT)
    assert desk.labels[14, 30] == SKY


def test_the_view_follows_the_keyboards_pointer(desk):
    desk.view.show_actual_size()
    desk.view.zoom_by(25.0)
    desk.control.use("tool_wand")
    for _ in range(120):
        desk.key(Qt.Key.Key_Right)
    x = desk.view.view_point(63.5, 24.5).x()
    assert 0 < x < desk.view.width()


def test_keys_with_other_modifiers_are_not_the_tools(desk):
    desk.control.use("tool_lasso")
    desk.click(5, 5)
    desk.key(Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert desk.control.has_gesture


def test_another_painting_puts_the_tool_down(desk, make_project):
    desk.control.use("tool_lasso")
    desk.click(5, 5)
    desk.document.open(make_project(height_px=400, width_px=300))
    assert desk.control.name == LOOK
    assert not desk.control.has_gesture
    assert desk.options.size_px == 12


def test_another_tool_drops_what_the_former_had_not_finished(desk):
    desk.control.use("tool_lasso")
    desk.click(5, 5)
    changed = []
    desk.control.gesture_changed.connect(lambda: changed.append(desk.control.has_gesture))
    desk.control.use("tool_wand")
    assert changed == [False]
    assert desk.document.undo_name is None


def test_without_a_painting_there_are_no_tools(document, desk):
    empty = type(document)()
    control = type(desk.control)(empty, desk.view, desk.bench, desk.options, desk.pickers)
    control.use("tool_brush")
    assert control.name == LOOK


@pytest.mark.parametrize("name", ["tool_lasso", "tool_brush", "tool_eraser", "tool_split"])
def test_undo_in_the_middle_of_a_gesture_does_no_harm(desk, name):
    desk.document.choose((TREE,))
    desk.document.rename_part(TREE, "oak")
    desk.control.use(name)
    desk.press(10, 10)
    desk.move(20, 10)
    desk.document.undo()
    desk.release(20, 10)
    desk.key(Qt.Key.Key_Escape)
    assert desk.document.project.parts.part(TREE).name == "tree"


def test_zooming_in_the_middle_of_a_stroke_keeps_the_stroke(desk):
    desk.document.choose((TREE,))
    desk.control.use("tool_brush")
    desk.press(5, 5)
    desk.move(10, 5)
    desk.view.zoom_at(QPointF(desk.at(10, 5)), 2.0)
    desk.view.grab()
    desk.move(15, 5)
    desk.release(15, 5)
    assert (desk.labels[5, 5:16] == TREE).all()
