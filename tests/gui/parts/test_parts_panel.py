from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QColorDialog, QSlider, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from painttime.core.part import Part, PartMap
from painttime.core.project import Project
from painttime.gui.document import Document
from painttime.gui.parts.degree_controls import EyeButton
from painttime.gui.parts.degree_slider import DegreeSlider
from painttime.gui.parts.part_thumbnail import part_thumbnails
from painttime.gui.parts.parts_panel import PartsPanel

MakeProject = Callable[..., Project]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, document: Document, make_project: MakeProject) -> PartsPanel:
    document.open(make_project(num_steps=10, computed_from=3))
    panel = PartsPanel(document)
    qtbot.addWidget(panel)
    panel.resize(300, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def undo_steps(document: Document) -> int:
    """Take back everything and return how many steps that was."""
    count = 0
    while document.undo_name is not None:
        document.undo()
        count += 1
    return count


def at_percent(slider: DegreeSlider, percent: int) -> QPoint:
    groove = slider._groove()
    return QPoint(round(groove.left() + groove.width() * percent / 100), slider.height() // 2)


def middle_in(widget: QWidget, other: QWidget) -> QPoint:
    """The middle of `other` as seen from `widget`."""
    return widget.mapFromGlobal(other.mapToGlobal(other.rect().center()))


# -- degrees ---------------------------------------------------------------------------------------------


def test_dragging_a_slider_is_one_undo_step_and_undo_moves_it_back(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    row = panel.row(3)
    before = row.slider.value()
    qtbot.mousePress(row.slider, LEFT, pos=at_percent(row.slider, 30))
    for percent in (40, 55, 70):
        qtbot.mouseMove(row.slider, at_percent(row.slider, percent))
    qtbot.mouseRelease(row.slider, LEFT, pos=at_percent(row.slider, 70))
    assert document.project.degrees[3] == pytest.approx(0.7, abs=0.02)
    assert row.spin.value() == row.slider.value()
    assert undo_steps(document) == 1
    assert row.slider.value() == before
    assert not document.project.degrees


def test_two_drags_are_two_undo_steps(qtbot: QtBot, document: Document, panel: PartsPanel) -> None:
    slider = panel.row(3).slider
    for percent in (80, 20):
        qtbot.mouseClick(slider, LEFT, pos=at_percent(slider, percent))
    assert undo_steps(document) == 2


def test_a_click_on_the_value_it_has_is_no_edit(qtbot: QtBot, document: Document, panel: PartsPanel) -> None:
    slider = panel.row(3).slider
    qtbot.mouseClick(slider, LEFT, pos=at_percent(slider, slider.value()))
    assert document.undo_name is None


def test_arrow_keys_move_a_slider(qtbot: QtBot, document: Document, panel: PartsPanel) -> None:
    slider = panel.row(3).slider
    start = slider.value()
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider, Qt.Key.Key_PageUp)
    assert document.project.degrees == {3: pytest.approx((start + 11) / 100)}


def test_typing_a_percentage_sets_the_degree(qtbot: QtBot, document: Document, panel: PartsPanel) -> None:
    row = panel.row(2)
    row.spin.setFocus()
    row.spin.selectAll()
    qtbot.keyClicks(row.spin, "65")
    assert document.project.degrees == {}, "half a number is no degree yet"
    qtbot.keyClick(row.spin, Qt.Key.Key_Return)
    assert document.project.degrees == {2: 0.65}
    assert row.slider.value() == 65


def test_the_document_moves_slider_and_spin_box(document: Document, panel: PartsPanel) -> None:
    document.set_degree(1, 0.37)
    assert panel.row(1).slider.value() == panel.row(1).spin.value() == 37
    assert undo_steps(document) == 1, "showing a value must not be an edit"


def test_a_part_without_a_degree_follows_the_plan(document: Document, panel: PartsPanel) -> None:
    row = panel.row(3)
    for playhead in (10, 6):
        document.set_playhead(playhead)
        assert row.slider.value() == 3 * (playhead - 1)
    assert row.realised.text().endswith(" 8 %")
    assert "planned 15 %, changed 8 %" in row.slider.toolTip()
    assert row.follow.isHidden()
    document.set_playhead(0)
    assert row.realised.text() == ""
    assert document.undo_name is None


def test_auto_is_shown_where_there_is_no_plan(
    qtbot: QtBot, document: Document, make_project: MakeProject, panel: PartsPanel
) -> None:
    document.open(make_project())
    row = panel.row(3)
    assert row.spin.text() == "auto"
    row.spin.setFocus()
    qtbot.keyClick(row.spin, Qt.Key.Key_Up)
    assert document.project.degrees == {3: 0.0}
    qtbot.mouseClick(row.follow, LEFT)
    assert document.project.degrees == {}
    assert row.spin.text() == "auto"


def test_no_change_reads_0_percent_and_not_auto(document: Document, panel: PartsPanel) -> None:
    document.set_degree(3, 0.0)
    assert panel.row(3).spin.text() == "0 %"


def test_all_parts_take_one_degree_and_go_back_to_the_plan(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    panel.footer.spin.setValue(25)
    qtbot.mouseClick(panel.footer.set_button, LEFT)
    assert document.project.degrees == {1: 0.25, 2: 0.25, 3: 0.25}
    qtbot.mouseClick(panel.footer.follow_button, LEFT)
    assert document.project.degrees == {}
    assert not panel.footer.follow_button.isEnabled()
    assert undo_steps(document) == 2


def test_the_wheel_scrolls_and_does_not_change_a_degree_without_focus(
    document: Document, panel: PartsPanel
) -> None:
    slider = panel.row(3).slider
    panel.list.setFocus()
    middle = QPointF(slider.rect().center())
    turn = QWheelEvent(
        middle,
        slider.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(slider, turn)
    assert document.undo_name is None


# -- eyes and locks --------------------------------------------------------------------------------------


def test_a_click_on_the_eye_hides_and_undo_shows_again(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    eye = panel.row(3).eye
    qtbot.mouseClick(eye, LEFT)
    assert document.project.hidden == {3}
    assert eye.icon_name == "eye-off"
    document.undo()
    assert eye.icon_name == "eye"


def test_dragging_down_the_eyes_hides_all_it_passes_in_one_undo_step(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    first, last = panel.rows[0].eye, panel.rows[2].eye
    qtbot.mousePress(first, LEFT)
    # One jump over the row in between, as a fast hand makes it.
    qtbot.mouseMove(first, middle_in(first, last))
    qtbot.mouseRelease(first, LEFT, pos=middle_in(first, last))
    assert document.project.hidden == {1, 2, 3}
    assert undo_steps(document) == 1


def test_a_drag_does_what_its_first_eye_did(qtbot: QtBot, document: Document, panel: PartsPanel) -> None:
    document.set_hidden(frozenset({3, 1}))
    first, last = panel.row(3).eye, panel.row(1).eye
    qtbot.mousePress(first, LEFT)
    qtbot.mouseMove(first, middle_in(first, last))
    qtbot.mouseRelease(first, LEFT)
    assert document.project.hidden == frozenset()


def test_alt_click_shows_one_alone_and_again_brings_the_former_set_back(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    document.set_visible(2, False)
    eye = panel.row(1).eye
    qtbot.mouseClick(eye, LEFT, Qt.KeyboardModifier.AltModifier)
    assert document.solo == 1
    assert document.project.hidden == {2}
    qtbot.mouseClick(eye, LEFT, Qt.KeyboardModifier.AltModifier)
    assert document.solo is None
    assert document.project.hidden == {2}


def test_a_plain_click_ends_solo_and_hides_nothing(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    document.set_solo(1)
    qtbot.mouseClick(panel.row(3).eye, LEFT)
    assert document.solo is None
    assert document.project.hidden == frozenset()


def test_a_locked_part_has_no_degree_to_set(qtbot: QtBot, document: Document, panel: PartsPanel) -> None:
    row = panel.row(2)
    qtbot.mouseClick(row.lock, LEFT)
    assert document.project.locked == {2}
    assert not row.slider.isEnabled()
    assert not row.spin.isEnabled()
    document.undo()
    assert row.slider.isEnabled()


# -- names, selection, hovering --------------------------------------------------------------------------


def test_locks_stay_in_sight_where_the_panel_gets_narrower(qtbot: QtBot, panel: PartsPanel) -> None:
    panel.resize(500, 400)
    qtbot.waitUntil(lambda: panel.row(3).width() > 450)
    panel.resize(310, 400)
    qtbot.waitUntil(lambda: panel.row(3).width() <= panel.list.viewport().width())


def test_double_click_renames_and_escape_gives_up(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    row = panel.row(3)
    qtbot.mouseDClick(row.name, LEFT)
    assert row.name.is_editing
    qtbot.keyClicks(row.name.editor, "bush")
    qtbot.keyClick(row.name.editor, Qt.Key.Key_Escape)
    assert not row.name.is_editing
    assert document.undo_name is None
    qtbot.mouseDClick(row.name, LEFT)
    qtbot.keyClicks(row.name.editor, "oak")
    qtbot.keyClick(row.name.editor, Qt.Key.Key_Return)
    assert document.project.parts.part(3).name == "oak"
    assert undo_steps(document) == 1
    assert "tree" in row.accessibleName()


def test_a_click_on_a_row_selects_it(qtbot: QtBot, panel: PartsPanel) -> None:
    row = panel.row(2)
    with qtbot.waitSignal(panel.part_selected) as selected:
        qtbot.mouseClick(row.name, LEFT)
    assert selected.args == [2]


def test_keys_choose_hide_and_rename_rows(qtbot: QtBot, document: Document, panel: PartsPanel) -> None:
    chosen: list[int] = []
    panel.part_selected.connect(chosen.append)
    panel.select_part(3)
    assert chosen == [], "the canvas selects without an echo"
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert chosen == [2]
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert document.project.hidden == {2}
    qtbot.keyClick(panel.list, Qt.Key.Key_F2)
    assert panel.row(2).name.is_editing


def test_selecting_no_part_clears_the_selection(panel: PartsPanel) -> None:
    panel.select_part(3)
    panel.select_part(None)
    assert not panel.list.selectedIndexes()


def test_the_mouse_over_a_row_names_its_part(panel: PartsPanel) -> None:
    hovered: list[int | None] = []
    panel.part_hovered.connect(hovered.append)
    row = panel.row(2)
    middle = QPointF(row.rect().center())
    QApplication.sendEvent(row, QEnterEvent(middle, middle, row.mapToGlobal(middle)))
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
    assert hovered == [2, None]


def test_the_menu_of_a_row_offers_what_its_controls_do(document: Document, panel: PartsPanel) -> None:
    actions = {action.text(): action for action in panel.part_menu(3).actions()}
    assert not actions["Follow the plan"].isEnabled()
    actions["Lock"].trigger()
    actions["Show alone"].trigger()
    assert document.project.locked == {3}
    assert document.solo == 3
    actions = {action.text(): action for action in panel.part_menu(3).actions()}
    actions["Unlock"].trigger()
    actions["Show all again"].trigger()
    assert document.project.locked == frozenset()
    assert document.solo is None


def test_a_colour_is_chosen_by_double_clicking_the_picture(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    qtbot.mouseDClick(panel.row(3).picture, LEFT)
    dialog = panel.findChild(QColorDialog)
    assert dialog is not None
    dialog.setCurrentColor(Qt.GlobalColor.magenta)
    dialog.accept()
    assert document.project.parts.part(3).colour == (255, 0, 255)


def test_every_control_has_a_name_and_says_what_it_does(panel: PartsPanel) -> None:
    for kind in (QAbstractButton, QSlider, QSpinBox):
        for control in panel.findChildren(kind):
            assert control.accessibleName(), control
            assert control.toolTip(), control


def test_tab_reaches_every_control_of_a_row(qtbot: QtBot, panel: PartsPanel) -> None:
    with qtbot.waitActive(panel):
        panel.activateWindow()
    panel.row(3).eye.setFocus()
    reached = set()
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    for row in panel.rows:
        assert {row.eye, row.lock, row.slider, row.spin} <= reached


def test_space_on_a_focused_eye_hides(qtbot: QtBot, document: Document, panel: PartsPanel) -> None:
    eye = panel.row(1).eye
    assert isinstance(eye, EyeButton)
    qtbot.keyClick(eye, Qt.Key.Key_Space)
    assert document.project.hidden == {1}


def test_an_empty_window_says_what_to_do(qtbot: QtBot, document: Document, make_project: MakeProject) -> None:
    panel = PartsPanel(document)
    qtbot.addWidget(panel)
    assert not panel.rows
    document.open(make_project())
    assert len(panel.rows) == 3


def test_thumbnails_show_a_part_and_little_of_what_lies_around(make_project: MakeProject) -> None:
    project = make_project(height_px=900, width_px=1200)
    empty = Part(id=9, name="empty")
    parts = PartMap(labels=project.parts.labels, parts=(*project.parts.parts, empty))
    pictures = part_thumbnails(project.painting, parts, 40)
    assert set(pictures) == {1, 2, 3}
    assert all(max(image.width(), image.height()) == 40 for image in pictures.values())
    tree = pictures[3]
    alpha = np.array([tree.pixelColor(x, tree.height() // 2).alpha() for x in (0, tree.width() // 2)])
    assert alpha[0] < 80
    assert alpha[1] == 255
