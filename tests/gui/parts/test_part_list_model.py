from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from painttime.core.project import Project
from painttime.gui.document import Document
from painttime.gui.parts.part_list_model import PartListModel

MakeProject = Callable[..., Project]


@pytest.fixture
def model(document: Document, make_project: MakeProject) -> PartListModel:
    document.open(make_project(num_steps=10, computed_from=3))
    return PartListModel(document)


def test_qt_finds_no_fault_with_the_model(
    document: Document, make_project: MakeProject, qtmodeltester: ModelTester
) -> None:
    model = PartListModel(document)
    qtmodeltester.check(model)
    document.open(make_project(computed_from=3))
    qtmodeltester.check(model)
    document.open(make_project())


def test_front_part_comes_first(model: PartListModel) -> None:
    assert [model.index(row).data() for row in range(model.rowCount())] == ["tree", "meadow", "sky"]
    assert model.row_of(1) == 2
    assert model.row_of(9) is None


def test_a_row_shows_the_plan_of_the_step_that_leads_to_the_canvas_shown(
    document: Document, model: PartListModel
) -> None:
    document.set_playhead(8)
    state = model.state(0)
    assert state.asked == pytest.approx(0.03 * 7)
    assert state.realised == pytest.approx(0.03 * 7 / 2)
    assert state.follows_plan


def test_a_row_shows_no_measure_where_none_was_taken(document: Document, model: PartListModel) -> None:
    for playhead in (0, 2):
        document.set_playhead(playhead)
        assert model.state(0).realised is None
    document.set_take(None)
    assert model.state(0).asked is None


def test_a_slider_goes_before_the_plan(document: Document, model: PartListModel) -> None:
    document.set_degree(3, 0.8)
    assert model.state(0).asked == 0.8
    assert not model.state(0).follows_plan
    document.set_degrees({})
    assert model.state(0).follows_plan


def test_edits_go_to_the_document(qtbot: QtBot, document: Document, model: PartListModel) -> None:
    front = model.index(0)
    with qtbot.waitSignal(model.dataChanged):
        assert model.setData(front, "  oak   tree ")
    assert document.project.parts.part(3).name == "oak tree"
    assert model.setData(front, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert document.project.hidden == {3}
    assert model.setData(front, 0.25, PartListModel.DegreeRole)
    assert document.project.degrees == {3: 0.25}
    assert model.setData(front, True, PartListModel.LockedRole)
    assert document.project.locked == {3}
    for _ in range(4):
        document.undo()
    assert front.data() == "tree"
    assert not document.is_dirty


def test_an_empty_or_equal_name_changes_nothing(document: Document, model: PartListModel) -> None:
    assert not model.setData(model.index(0), "   ")
    assert not model.setData(model.index(0), "tree")
    assert document.undo_name is None


def test_solo_shows_one_part_and_leaves_the_eyes_alone(document: Document, model: PartListModel) -> None:
    document.set_visible(3, False)
    document.set_solo(1)
    states = [model.state(row) for row in range(3)]
    assert [state.is_shown for state in states] == [False, False, True]
    assert [state.is_visible for state in states] == [False, True, True]
    document.set_solo(1)
    assert [model.state(row).is_shown for row in range(3)] == [False, True, True]


def test_a_new_order_of_parts_resets_the_rows(
    qtbot: QtBot, document: Document, make_project: MakeProject, model: PartListModel
) -> None:
    project = make_project()
    with qtbot.waitSignal(model.modelReset):
        document.open(Project(painting=project.painting, parts=project.parts.reordered((3, 1, 2))))
    assert model.part_ids == (2, 1, 3)


def test_a_row_is_described_for_screen_readers(document: Document, model: PartListModel) -> None:
    document.set_playhead(8)
    document.set_degree(3, 0.4)
    said = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "tree, asked 40 %, changed 10 % in this step"
    document.set_locked(3, True)
    document.set_visible(3, False)
    said = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "locked" in said
    assert "hidden" in said
    assert model.index(0).data(Qt.ItemDataRole.DecorationRole) == QColor(150, 90, 60)
