"""Lasso and split by line, drawn and clicked."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from painttime.gui.tools.tool_table import Mode

SKY, MEADOW, TREE = 1, 2, 3
RIGHT = Qt.MouseButton.RightButton
SQUARE = ((5, 3), (15, 3), (15, 9), (5, 9))


@pytest.fixture
def lasso(desk):
    desk.document.choose((TREE,))
    desk.control.use("tool_lasso")
    return desk


@pytest.fixture
def split(desk):
    desk.document.choose((TREE,))
    desk.control.use("tool_split")
    return desk


def inside(labels):
    """Return the middle of what SQUARE encloses; its rim depends on where the mouse's pixels fall."""
    return labels[5:8, 7:14]


def test_what_is_drawn_around_goes_to_the_chosen_part(lasso, undone):
    before = lasso.labels.copy()
    lasso.draw(*SQUARE, SQUARE[0])
    assert (inside(lasso.labels) == TREE).all()
    assert abs((lasso.labels != before).sum() - 60) <= 16
    assert lasso.document.undo_name == "Lasso on tree"
    undone(lasso, before)


def test_corners_are_clicked_and_enter_closes(lasso):
    for corner in SQUARE:
        lasso.click(*corner)
    assert lasso.document.undo_name is None
    lasso.key(Qt.Key.Key_Return)
    assert (inside(lasso.labels) == TREE).all()
    assert not lasso.control.has_gesture


def test_a_double_click_closes_without_a_corner_more(lasso):
    for corner in SQUARE[:3]:
        lasso.click(*corner)
    lasso.double_click(*SQUARE[3])
    assert (inside(lasso.labels) == TREE).all()
    assert not lasso.control.has_gesture


def test_a_click_on_the_first_corner_closes(lasso):
    for corner in (*SQUARE, SQUARE[0]):
        lasso.click(*corner)
    assert (inside(lasso.labels) == TREE).all()
    assert not lasso.control.has_gesture


def test_clicks_and_drags_make_one_outline(lasso):
    lasso.click(*SQUARE[0])
    lasso.draw(*SQUARE[1:3])
    assert lasso.control.has_gesture
    lasso.click(*SQUARE[3])
    lasso.key(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert (inside(lasso.labels) == TREE).all()


def test_backspace_takes_the_last_corner_back(lasso):
    for corner in (*SQUARE, (60, 44)):
        lasso.click(*corner)
    lasso.key(Qt.Key.Key_Backspace)
    lasso.key(Qt.Key.Key_Return)
    assert (inside(lasso.labels) == TREE).all()
    assert lasso.labels[40, 55] == MEADOW


def test_backspace_takes_a_free_line_back_as_a_whole(lasso):
    lasso.click(*SQUARE[0])
    lasso.draw(SQUARE[1], (40, 40), (60, 44))
    lasso.key(Qt.Key.Key_Backspace)
    assert len(lasso.tool.sketch.corners) == 1
    lasso.key(Qt.Key.Key_Backspace)
    assert not lasso.control.has_gesture


def test_a_new_part_lies_in_front_of_what_it_is_made_of(lasso, undone):
    lasso.options.set_mode("tool_lasso", Mode.NEW)
    before = lasso.labels.copy()
    lasso.draw(*SQUARE, SQUARE[0])
    parts = lasso.document.project.parts
    assert parts.ids == (SKY, 4, MEADOW, TREE)
    assert lasso.document.chosen_part == 4
    assert lasso.document.undo_name == "New part with lasso"
    undone(lasso, before)


def test_drawn_with_the_right_button_it_takes_away(lasso):
    lasso.draw((24, 15), (38, 15), (38, 20), (24, 20), button=RIGHT)
    assert not (lasso.labels[16:19, 26:36] == TREE).any()
    assert lasso.tool.sketch.line == ()


def test_a_line_around_nothing_says_so(lasso):
    lasso.click(5, 5)
    lasso.key(Qt.Key.Key_Return)
    assert lasso.document.undo_name is None
    assert "encloses no pixel" in lasso.notes[-1]


def test_without_a_chosen_part_it_says_how_one_is_chosen(desk):
    desk.control.use("tool_lasso")
    desk.draw(*SQUARE, SQUARE[0])
    assert desk.document.undo_name is None
    assert "Choose a part first" in desk.notes[-1]


def test_locked_parts_keep_their_pixels(lasso):
    lasso.document.set_locked(MEADOW, locked=True)
    before = lasso.labels.copy()
    lasso.draw((3, 20), (15, 20), (15, 30), (3, 30))
    assert np.array_equal(lasso.labels == MEADOW, before == MEADOW)
    assert lasso.labels[22, 8] == TREE


def test_a_line_across_cuts_the_part_in_two(split, undone):
    before = split.labels.copy()
    split.draw((32, 8), (32, 40))
    parts = split.document.project.parts
    assert len(parts.parts) == 4
    assert {int(label) for label in split.labels[20, 21:42]} == {TREE, 4}
    assert np.array_equal(np.isin(split.labels, (TREE, 4)), before == TREE)
    assert parts.part(4).name == "tree 2"
    assert split.document.undo_name == "Split tree"
    undone(split, before)


def test_a_line_that_does_not_reach_through_changes_nothing(split):
    split.draw((32, 20), (32, 28))
    assert split.document.undo_name is None
    assert "does not cut" in split.notes[-1]


def test_without_a_chosen_part_the_one_under_the_line_is_cut(desk):
    desk.control.use("tool_split")
    desk.draw((32, 8), (32, 40))
    assert desk.document.undo_name == "Split tree"


def test_a_locked_part_is_not_cut(split):
    split.document.set_locked(TREE, locked=True)
    before = split.document.project.parts
    split.draw((32, 8), (32, 40))
    assert split.document.project.parts is before
    assert "locked" in split.notes[-1]


def test_the_line_is_drawn_over_the_canvas_while_it_grows(lasso):
    before = lasso.view.grab().toImage()
    lasso.click(10, 20)
    lasso.click(50, 20)
    after = lasso.view.grab().toImage()
    ratio = lasso.view.devicePixelRatioF()
    point = lasso.at(30, 20) * ratio
    assert before.pixel(point) != after.pixel(point)
    lasso.key(Qt.Key.Key_Escape)
    assert lasso.view.grab().toImage().pixel(point) == before.pixel(point)
