"""Brush and eraser for parts, with the mouse."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from painttime.gui.tools.tool_table import Mode
from painttime.segmentation.editing.masks import stroke_area

SKY, MEADOW, TREE = 1, 2, 3
RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def brush(desk):
    desk.document.choose((TREE,))
    desk.control.use("tool_brush")
    return desk


def test_a_stroke_gives_what_is_under_it_to_the_chosen_part(brush, undone):
    before = brush.labels.copy()
    brush.draw((3, 5), (12, 5), (12, 9))
    places = [(3.5, 5.5), (12.5, 5.5), (12.5, 9.5)]
    wanted = stroke_area(places, radius_px=2.5, height_px=48, width_px=64).full(48, 64)
    changed = brush.labels != before
    # Points of the mouse are whole pixels of the screen: at the rim a pixel may fall to either side.
    assert (changed ^ wanted).sum() <= 6
    assert set(brush.labels[changed]) == {TREE}
    assert brush.document.undo_name == "Brush on tree"
    undone(brush, before)


def test_nothing_changes_before_the_button_comes_up(brush):
    parts = brush.document.project.parts
    brush.press(3, 5)
    brush.move(10, 5)
    assert brush.document.project.parts is parts
    assert brush.control.has_gesture
    brush.release(10, 5)
    assert brush.document.project.parts is not parts


def test_escape_drops_the_stroke_under_way(brush):
    brush.press(3, 5)
    brush.move(10, 5)
    brush.key(Qt.Key.Key_Escape)
    brush.release(10, 5)
    assert brush.document.undo_name is None
    assert brush.control.name == "tool_brush"
    brush.key(Qt.Key.Key_Escape)
    assert brush.control.name == "tool_look"


def test_the_right_button_takes_away(brush, undone):
    before = brush.labels.copy()
    brush.draw((25, 14), (38, 14), button=RIGHT)
    changed = brush.labels != before
    assert set(before[changed]) == {TREE}
    assert set(brush.labels[changed]) == {SKY}
    undone(brush, before)


def test_the_eraser_gives_to_the_neighbours(desk, undone):
    desk.document.choose((TREE,))
    desk.control.use("tool_eraser")
    before = desk.labels.copy()
    desk.draw((21, 30), (42, 30))
    changed = desk.labels != before
    assert set(before[changed]) == {TREE}
    assert TREE not in desk.labels[30, 21:43]
    assert desk.document.undo_name == "Eraser on tree"
    undone(desk, before)


def test_a_new_part_is_made_and_painted_on(brush):
    brush.options.set_mode("tool_brush", Mode.NEW)
    brush.draw((3, 5), (8, 5))
    new_id = brush.document.chosen_part
    assert new_id == 4
    assert brush.document.project.parts.part(4).name == "new part"
    size_px = brush.document.project.parts.areas_px()[4]
    brush.draw((3, 9), (8, 9))
    assert len(brush.document.project.parts.parts) == 4
    assert brush.document.project.parts.areas_px()[4] > size_px


def test_without_a_chosen_part_a_stroke_goes_on_with_the_part_it_begins_in(desk):
    desk.control.use("tool_brush")
    desk.draw((30, 20), (30, 5))
    assert desk.document.chosen_part == TREE
    assert desk.labels[6, 30] == TREE


def test_nothing_is_taken_from_a_locked_part(brush):
    brush.document.set_locked(SKY, locked=True)
    before = brush.labels.copy()
    brush.draw((10, 20), (10, 30))
    assert np.array_equal(brush.labels == SKY, before == SKY)
    assert (brush.labels[26:30, 10] == TREE).all()


def test_a_stroke_within_the_part_is_no_edit(brush):
    before = brush.document.project.parts
    brush.draw((25, 18), (38, 18))
    assert brush.document.project.parts is before
    assert brush.document.undo_name is None
    assert "already" in brush.notes[-1]


def test_the_eraser_beside_its_part_says_whose_pixels_it_takes(desk):
    desk.document.choose((TREE,))
    desk.control.use("tool_eraser")
    desk.draw((3, 5), (12, 5))
    assert desk.document.undo_name is None
    assert "“tree” has no pixels there" in desk.notes[-1]


def test_a_locked_part_says_so_and_stays(brush):
    brush.document.set_locked(TREE, locked=True)
    before = brush.document.project.parts
    brush.draw((3, 5), (12, 5))
    assert brush.document.project.parts is before
    assert "locked" in brush.notes[-1]


def test_a_part_that_loses_its_last_pixel_is_told(brush):
    brush.options.set_size_px(200)
    brush.draw((30, 20), (31, 20))
    assert brush.document.project.parts.ids == (TREE,)
    assert "“sky” and “meadow”" in brush.notes[-1]


def test_ctrl_and_click_chooses_another_part_and_paints_nothing(brush):
    brush.click(3, 3, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert brush.document.chosen_part == SKY
    assert brush.document.undo_name is None


def test_two_strokes_in_quick_succession_are_two_strokes(brush):
    brush.double_click(5, 5)
    assert brush.labels[5, 5] == TREE
    brush.document.undo()
    assert brush.document.undo_name is None


def test_the_cursor_shows_the_size_of_the_brush_at_every_zoom(brush):
    brush.options.set_size_px(12)
    for factor in (1.0, 0.5, 3.0):
        brush.view.zoom_at(QPointF(brush.at(32, 24)), factor)
        assert brush.view.cursor().shape() is Qt.CursorShape.BlankCursor
        before = brush.view.grab().toImage()
        brush.move(32, 24)
        after = brush.view.grab().toImage()
        ratio = brush.view.devicePixelRatioF()
        y = round(brush.at(32, 24).y() * ratio)
        changed = [x for x in range(after.width()) if before.pixel(x, y) != after.pixel(x, y)]
        width = max(changed) - min(changed)
        assert width == pytest.approx(12 * brush.view.transform.zoom, abs=5 * ratio)
        brush.control.hover(None)


def wheel(view, position, notches, modifiers):
    event = QWheelEvent(
        QPointF(position),
        view.mapToGlobal(QPointF(position)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_alt_and_the_wheel_change_the_size_and_the_wheel_alone_zooms(brush):
    zoom, size_px = brush.view.transform.zoom, brush.options.size_px
    wheel(brush.view, brush.at(30, 20), 2, Qt.KeyboardModifier.AltModifier)
    assert brush.options.size_px > size_px
    assert brush.view.transform.zoom == zoom
    wheel(brush.view, brush.at(30, 20), 1, Qt.KeyboardModifier.NoModifier)
    assert brush.view.transform.zoom > zoom


def test_every_step_of_the_size_is_another_size(brush):
    sizes = []
    brush.options.set_size_px(1)
    for _ in range(40):
        sizes.append(brush.options.size_px)
        brush.options.change_size(1)
    assert sizes == sorted(set(sizes))
    for _ in range(60):
        brush.options.change_size(-1)
    assert brush.options.size_px == 1
