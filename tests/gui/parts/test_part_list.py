"""The list of parts: several chosen, dragged in depth, merged, grouped, searched."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from painttime.core.part import Part, PartMap
from painttime.core.project import Project
from painttime.gui.document import Document
from painttime.gui.parts.part_list_model import PartListModel
from painttime.gui.parts.parts_panel import PartsPanel

MakeProject = Callable[..., Project]
LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(qtbot: QtBot, document: Document, make_project: MakeProject) -> PartsPanel:
    """Rows from the top: tree 3, meadow 2, sky 1; a process is there."""
    document.open(make_project(num_steps=10, computed_from=3))
    panel = PartsPanel(document)
    qtbot.addWidget(panel)
    panel.resize(320, 520)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture
def grouped(document: Document, panel: PartsPanel, make_grouped_parts: Callable[..., PartMap]) -> PartsPanel:
    """Rows from the top: frame 4, figure / face 3, figure / dress 2, wall 1."""
    document.edit_parts(make_grouped_parts(48, 64), "Parts from figure.psd")
    document.end_gesture()
    return panel


def names(panel: PartsPanel) -> list[str]:
    return [row.state.name for row in panel.rows]


def drag(qtbot: QtBot, panel: PartsPanel, part_id: int, onto: int, *, share: float) -> None:
    """Drag a row by its name to a height within another one: 0 its top, 1 its bottom."""
    begin(qtbot, panel, part_id, onto, share=share)
    row = panel.row(part_id)
    qtbot.mouseRelease(row.name, LEFT, pos=height_in(panel, row.name, onto, share))


def begin(qtbot: QtBot, panel: PartsPanel, part_id: int, onto: int, *, share: float) -> None:
    row = panel.row(part_id)
    qtbot.mousePress(row.name, LEFT)
    for part_of_way in (0.4, 0.8, 1.0):
        target = height_in(panel, row.name, onto, share)
        start = row.name.rect().center()
        qtbot.mouseMove(row.name, start + (target - start) * part_of_way)


def height_in(panel: PartsPanel, widget: object, part_id: int, share: float) -> QPoint:
    row = panel.row(part_id)
    return widget.mapFromGlobal(row.mapToGlobal(QPoint(120, round(1 + (row.height() - 2) * share))))


# -- depth by dragging and keys --------------------------------------------------------------------------


def test_dragging_a_row_down_sends_the_part_back_and_keeps_the_process(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    take = document.take
    drag(qtbot, panel, 3, onto=2, share=0.9)
    assert document.project.parts.ids == (1, 3, 2)
    assert names(panel) == ["meadow", "tree", "sky"]
    assert document.undo_name == "Order of parts"
    assert document.chosen == (3,)
    assert document.take is take
    document.undo()
    assert document.project.parts.ids == (1, 2, 3)
    assert names(panel) == ["tree", "meadow", "sky"]
    assert document.undo_name is None


def test_dragging_a_row_up_brings_it_forward(qtbot: QtBot, document: Document, panel: PartsPanel) -> None:
    drag(qtbot, panel, 1, onto=3, share=0.1)
    assert names(panel) == ["sky", "tree", "meadow"]


def test_a_line_shows_where_the_row_would_come_to_lie(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    line = panel.list.drag.line
    begin(qtbot, panel, 3, onto=1, share=0.2)
    assert line.isVisible()
    boundary = panel.line(1).geometry().top()
    assert abs(line.geometry().center().y() - boundary) <= 2
    qtbot.keyClick(panel.list, Qt.Key.Key_Escape)
    assert not line.isVisible()
    qtbot.mouseRelease(panel.row(3).name, LEFT)
    assert document.undo_name is None, "Escape gave the drag up"


def test_a_press_that_hardly_moves_is_no_drag(qtbot: QtBot, document: Document, panel: PartsPanel) -> None:
    name = panel.row(3).name
    qtbot.mousePress(name, LEFT)
    qtbot.mouseMove(name, name.rect().center() + QPoint(2, 2))
    qtbot.mouseRelease(name, LEFT)
    assert document.undo_name is None
    assert document.chosen == (3,)


def test_dropping_a_row_where_it_was_is_no_edit(qtbot: QtBot, document: Document, panel: PartsPanel) -> None:
    drag(qtbot, panel, 2, onto=2, share=0.9)
    assert document.undo_name is None


def test_rows_chosen_together_are_dragged_together(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    qtbot.mouseClick(panel.row(3).name, LEFT)
    qtbot.mouseClick(panel.row(2).name, LEFT, CONTROL)
    drag(qtbot, panel, 3, onto=1, share=0.9)
    assert names(panel) == ["sky", "tree", "meadow"]
    assert set(document.chosen) == {2, 3}


def test_a_long_list_scrolls_under_the_drag(
    qtbot: QtBot, document: Document, panel: PartsPanel, make_tree
) -> None:
    document.edit_parts(make_tree(48, 64).at(12), "Number of parts")
    bar = panel.list.verticalScrollBar()
    top = panel.rows[0]
    qtbot.mousePress(top.name, LEFT)
    bottom = panel.list.viewport().mapToGlobal(QPoint(120, panel.list.viewport().height() - 4))
    qtbot.mouseMove(top.name, top.name.mapFromGlobal(bottom))
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    qtbot.mouseRelease(top.name, LEFT)
    assert names(panel)[-1] == "stripe 12"


@pytest.mark.parametrize(
    ("key", "modifiers", "expected"),
    [
        (Qt.Key.Key_Up, CONTROL, ["meadow", "tree", "sky"]),
        (Qt.Key.Key_Down, CONTROL, ["tree", "sky", "meadow"]),
        (Qt.Key.Key_Up, CONTROL | SHIFT, ["meadow", "tree", "sky"]),
        (Qt.Key.Key_Down, CONTROL | SHIFT, ["tree", "sky", "meadow"]),
    ],
)
def test_keys_move_the_chosen_part(
    qtbot: QtBot, document: Document, panel: PartsPanel, key: Qt.Key, modifiers, expected: list[str]
) -> None:
    panel.select_part(2)
    panel.list.setFocus()
    qtbot.keyClick(panel.list, key, modifiers)
    assert names(panel) == expected
    assert document.chosen == (2,), "it stays chosen where it went"
    assert panel.rows[names(panel).index("meadow")].state.part_id == 2
    qtbot.keyClick(panel.list, key, modifiers)
    assert names(panel) == expected, "at the end there is nowhere to go"


# -- several at once ---------------------------------------------------------------------------------------


def test_the_list_and_the_document_choose_the_same(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    qtbot.mouseClick(panel.row(3).name, LEFT)
    qtbot.mouseClick(panel.row(1).name, LEFT, CONTROL)
    assert document.chosen == (3, 1)
    assert document.chosen_part == 1
    document.choose((2,))
    assert [index.row() for index in panel.list.selectedIndexes()] == [1]
    assert panel.list.currentIndex().row() == 1
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down, SHIFT)
    assert document.chosen == (2, 1)


def test_merging_makes_one_of_the_chosen_and_undo_restores_bit_by_bit(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    before = document.project
    document.choose((1, 2))
    assert panel.tools.merge.isEnabled()
    qtbot.mouseClick(panel.tools.merge, LEFT)
    assert document.project.parts.ids == (2, 3)
    assert document.project.parts.areas_px()[2] == before.parts.areas_px()[1] + before.parts.areas_px()[2]
    assert document.take is None
    assert document.chosen == (2,)
    assert not panel.tools.merge.isEnabled()
    document.undo()
    assert document.project is before
    assert names(panel) == ["tree", "meadow", "sky"]


def test_locked_parts_are_spared_and_it_is_said_why(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    document.set_locked(2, True)
    document.choose((1, 2))
    with qtbot.waitSignal(panel.commands.noted) as noted:
        qtbot.mouseClick(panel.tools.merge, LEFT)
    assert "locked" in noted.args[0]
    assert document.project.parts.ids == (1, 2, 3)


def test_delete_gives_the_pixels_to_the_neighbours(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    document.choose((3,))
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert document.project.parts.ids == (1, 2)
    assert document.undo_name == "Delete tree"
    assert document.chosen == ()
    assert (document.project.parts.labels[:24] == 1).all()


def test_a_new_part_is_named_at_once_and_can_be_painted(
    qtbot: QtBot, document: Document, panel: PartsPanel
) -> None:
    document.choose((1,))
    qtbot.mouseClick(panel.tools.new, LEFT)
    new_id = document.chosen_part
    assert new_id == 4
    assert document.project.parts.ids == (1, 4, 2, 3)
    editor = panel.row(4).name.editor
    assert panel.row(4).name.is_editing
    qtbot.keyClicks(editor, "river")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert document.project.parts.part(4).name == "river"
    document.undo()
    document.undo()
    assert document.undo_name is None
    assert names(panel) == ["tree", "meadow", "sky"]


def test_islands_become_parts_that_are_chosen(document: Document, panel: PartsPanel) -> None:
    document.choose((2,))
    # The tree cuts the sky, not the meadow: give it a piece on the other side.
    labels = document.project.parts.labels.copy()
    labels[0, :5] = 2
    document.edit_parts(replace(document.project.parts, labels=labels), "Brush on meadow")
    actions = {action.text(): action for action in panel.part_menu(2).actions()}
    actions["Split islands"].trigger()
    assert len(document.project.parts.parts) == 4
    assert document.chosen == (2, 4)
    assert set(np.unique(document.project.parts.labels[0, :5])) == {4}


def test_the_menu_of_several_parts_speaks_of_several(document: Document, panel: PartsPanel) -> None:
    document.choose((1, 2))
    texts = [action.text() for action in panel.part_menu(1).actions()]
    assert "Merge 2 parts\tCtrl+M" in texts
    assert "Delete 2 parts\tDel" in texts
    actions = {action.text(): action for action in panel.part_menu(1).actions()}
    actions["Lock 2 parts"].trigger()
    actions["Hide 2 parts"].trigger()
    assert document.project.locked == document.project.hidden == {1, 2}
    actions = {action.text(): action for action in panel.part_menu(1).actions()}
    actions["Unlock 2 parts"].trigger()
    actions["Show 2 parts"].trigger()
    assert document.project.locked == document.project.hidden == frozenset()
    texts = [action.text() for action in panel.part_menu(3).actions()]
    assert document.chosen == (3,), "a part that was not chosen is, when its menu opens"
    assert "Delete\tDel" in texts


# -- groups ------------------------------------------------------------------------------------------------


def test_groups_are_named_above_their_first_row(grouped: PartsPanel) -> None:
    shown = {part_id: grouped.line(part_id).header.isVisible() for part_id in (4, 3, 2, 1)}
    assert shown == {4: False, 3: True, 2: False, 1: False}
    assert grouped.line(3).header.name.text() == "figure"
    assert grouped.line(3).height() > grouped.line(2).height()


def test_groups_say_what_they_do_to_those_who_cannot_see_them(grouped: PartsPanel) -> None:
    eye = grouped.line(3).header.eye
    assert eye.accessibleName() == "Hide the group figure"
    assert eye.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert grouped.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("figure / face")


def test_the_eye_of_a_group_hides_and_shows_its_parts(
    qtbot: QtBot, document: Document, grouped: PartsPanel
) -> None:
    eye = grouped.line(3).header.eye
    document.set_visible(2, False)
    assert eye.icon_name == "eye-off"
    qtbot.mouseClick(eye, LEFT)
    assert document.project.hidden == frozenset()
    qtbot.mouseClick(eye, LEFT)
    assert document.project.hidden == {2, 3}
    assert document.undo_name == "Visibility"
    document.undo()
    assert document.project.hidden == frozenset()


def test_a_click_on_the_name_of_a_group_chooses_its_parts(
    qtbot: QtBot, document: Document, grouped: PartsPanel
) -> None:
    qtbot.mouseClick(grouped.line(3).header.name, LEFT)
    assert set(document.chosen) == {2, 3}
    assert len(grouped.list.selectedIndexes()) == 2


def test_a_row_dragged_into_a_group_joins_it_and_out_of_it_leaves_it(
    qtbot: QtBot, document: Document, grouped: PartsPanel
) -> None:
    drag(qtbot, grouped, 4, onto=3, share=0.9)
    assert document.project.parts.part(4).group == ("figure",)
    assert names(grouped) == ["face", "frame", "dress", "wall"]
    drag(qtbot, grouped, 3, onto=1, share=0.9)
    assert document.project.parts.part(3).group == ()
    assert grouped.line(4).header.isVisible()
    assert not grouped.line(3).header.isVisible()


# -- search ------------------------------------------------------------------------------------------------


def in_sight(panel: PartsPanel) -> list[str]:
    return [row.state.name for row in panel.rows if row.isVisible()]


def test_search_shows_rows_by_name_and_group(qtbot: QtBot, document: Document, grouped: PartsPanel) -> None:
    search = grouped.tools.search
    qtbot.keyClicks(search, "Fig")
    assert in_sight(grouped) == ["face", "dress"]
    document.rename_part(1, "figure on the wall")
    assert in_sight(grouped) == ["face", "dress", "figure on the wall"]
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert len(in_sight(grouped)) == 4


def test_a_drag_over_eyes_spares_rows_that_are_not_in_sight(
    qtbot: QtBot, document: Document, grouped: PartsPanel
) -> None:
    qtbot.keyClicks(grouped.tools.search, "a")
    assert in_sight(grouped) == ["frame", "face", "wall"]
    first, last = grouped.row(4).eye, grouped.row(1).eye
    there = first.mapFromGlobal(last.mapToGlobal(last.rect().center()))
    qtbot.mousePress(first, LEFT)
    qtbot.mouseMove(first, there)
    qtbot.mouseRelease(first, LEFT, pos=there)
    assert document.project.hidden == {1, 3, 4}


# -- files, rows, model --------------------------------------------------------------------------------------


def test_a_file_dropped_on_the_panel_is_one_of_parts(qtbot: QtBot, panel: PartsPanel, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "layers.psd"))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), copy, data, LEFT, none)
    QApplication.sendEvent(panel, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(panel.file_dropped) as dropped:
        QApplication.sendEvent(panel, QDropEvent(QPointF(20, 20), copy, data, LEFT, none))
    assert dropped.args == [tmp_path / "layers.psd"]


def test_rows_that_stay_keep_their_widgets(document: Document, panel: PartsPanel, make_tree) -> None:
    document.edit_parts(make_tree(48, 64).at(5), "Number of parts")
    kept = {part_id: panel.row(part_id) for part_id in (1, 2, 3, 4, 5)}
    document.edit_parts(make_tree(48, 64).at(9), "Number of parts")
    assert all(panel.row(part_id) is row for part_id, row in kept.items())
    assert len(panel.rows) == 9
    assert names(panel) == [f"stripe {number}" for number in range(9, 0, -1)]


def orders() -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True).map(tuple)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(orders(), min_size=1, max_size=5))
def test_qt_finds_no_fault_whatever_parts_come_and_go(
    document: Document,
    make_project: MakeProject,
    qtmodeltester: ModelTester,
    ids: list[tuple[int, ...]],
) -> None:
    project = make_project()
    document.open(project)
    model = PartListModel(document)
    qtmodeltester.check(model)
    for wanted in ids:
        labels = np.full((48, 64), wanted[0], dtype=np.uint8)
        parts = tuple(Part(id=part_id, name=f"part {part_id}") for part_id in wanted)
        document.edit_parts(PartMap(labels=labels, parts=parts), "Parts")
        assert model.part_ids == wanted[::-1]
        assert [model.index(row).data() for row in range(len(wanted))] == [
            f"part {part_id}" for part_id in wanted[::-1]
        ]
