"""The document: edits, undo, playhead and what it announces."""

from dataclasses import replace

import numpy as np
import pytest

from painttime.core.part import PartMap


@pytest.fixture
def open_document(document, make_project):
    document.open(make_project(num_steps=10, computed_from=0))
    return document


def test_opening_puts_the_playhead_at_the_painting(document, make_project, qtbot):
    with qtbot.waitSignal(document.project_opened):
        document.open(make_project(num_steps=7))
    assert document.playhead == 7
    assert not document.is_dirty
    assert document.undo_name is None


def test_the_playhead_stays_within_the_process(open_document):
    open_document.set_playhead(99)
    assert open_document.playhead == 10
    open_document.set_playhead(-5)
    assert open_document.playhead == 0


def test_without_a_project_the_playhead_cannot_move(document):
    document.set_playhead(3)
    assert document.playhead == 0


def test_undo_brings_degree_and_announcement_back(open_document, qtbot):
    open_document.set_degree(2, 0.4)
    assert open_document.undo_name == "Degree of meadow"
    with qtbot.waitSignal(open_document.parts_changed):
        open_document.undo()
    assert dict(open_document.project.degrees) == {}
    open_document.redo()
    assert open_document.project.degrees[2] == 0.4


def test_view_changes_are_no_edits(open_document):
    open_document.set_playhead(3)
    open_document.set_solo(1)
    assert not open_document.is_dirty
    assert open_document.undo_name is None


def test_solo_again_brings_back_what_was_shown(open_document):
    open_document.set_visible(3, visible=False)
    open_document.set_solo(1)
    assert open_document.solo == 1
    open_document.set_solo(1)
    assert open_document.solo is None
    assert open_document.project.hidden == {3}


def test_the_same_settings_again_keep_the_take(open_document):
    project = open_document.project
    open_document.set_settings(num_steps=10, seed=project.seed, habit=project.habit)
    assert open_document.take is not None
    assert open_document.undo_name is None


def test_other_settings_drop_the_take_and_undo_brings_it_back(open_document):
    take = open_document.take
    open_document.set_settings(num_steps=20, seed=1, habit=open_document.project.habit)
    assert open_document.take is None
    assert open_document.playhead == 20
    open_document.undo()
    assert open_document.take is take


def test_a_growing_take_is_one_undo_step(document, make_project):
    document.open(make_project())
    for computed_from in (9, 8, 7):
        document.show_partial_take(make_project(computed_from=computed_from).take)
    document.end_partial_take()
    assert document.undo_name == "Predict"
    document.undo()
    assert document.take is None
    assert document.undo_name is None


def test_another_ground_keeps_the_take(open_document):
    take = open_document.take
    open_document.set_ground((10, 20, 30))
    assert open_document.take is take
    assert open_document.undo_name == "Ground colour"


def test_what_was_edited_while_saving_stays_unsaved(open_document, tmp_path):
    handed_over = open_document.project
    open_document.set_degree(1, 0.2)
    open_document.mark_saved(tmp_path / "a.painttime", handed_over)
    assert open_document.is_dirty
    assert open_document.path == tmp_path / "a.painttime"


def cut(project, row):
    """The project's parts with one row of pixels given to part 3."""
    labels = project.parts.labels.copy()
    labels[row] = 3
    return replace(project.parts, labels=labels)


def test_other_parts_drop_the_process_and_one_undo_brings_both_back(open_document, qtbot):
    before = open_document.project
    open_document.set_playhead(4)
    with qtbot.waitSignals([open_document.process_dropped, open_document.take_changed]):
        open_document.edit_parts(cut(before, 0), "Brush on tree")
    assert open_document.take is None
    assert open_document.playhead == 10, "nothing but the painting can be shown"
    assert open_document.undo_name == "Brush on tree"
    open_document.undo()
    assert open_document.project is before
    assert open_document.undo_name is None


def test_names_and_order_keep_the_process(open_document, qtbot):
    take = open_document.take
    with qtbot.assertNotEmitted(open_document.process_dropped):
        open_document.edit_parts(open_document.project.parts.reordered((3, 1, 2)), "Order of parts")
    assert open_document.take is take
    assert open_document.project.parts.ids == (3, 1, 2)


def test_the_same_parts_are_no_edit(open_document):
    open_document.edit_parts(open_document.project.parts, "Nothing")
    open_document.rename_part(1, "sky")
    assert open_document.undo_name is None


def test_a_gesture_is_one_step_and_loses_nothing_where_it_comes_back(open_document):
    open_document.set_degree(3, 0.5)
    before = open_document.project
    whole = PartMap(labels=np.ones((48, 64), dtype=np.uint8), parts=before.parts.parts[:1])
    open_document.edit_parts(whole, "Number of parts", merge_key="count")
    assert open_document.project.degrees == {}
    open_document.edit_parts(before.parts, "Number of parts", merge_key="count")
    assert open_document.project.degrees == {3: 0.5}
    assert open_document.take is before.take
    open_document.end_gesture()
    open_document.edit_parts(whole, "Number of parts", merge_key="count")
    open_document.undo()
    assert open_document.take is before.take
    open_document.undo()
    assert open_document.project is before


def test_what_points_at_a_part_that_is_gone_is_cleared(open_document, qtbot):
    open_document.set_solo(3)
    open_document.choose((1, 3))
    parts = open_document.project.parts
    whole = PartMap(labels=np.ones((48, 64), dtype=np.uint8), parts=parts.parts[:1])
    with qtbot.waitSignals([open_document.solo_changed, open_document.chosen_changed]):
        open_document.edit_parts(whole, "Merge parts")
    assert open_document.solo is None
    assert open_document.chosen == (1,)
    assert open_document.chosen_part == 1


def test_only_parts_that_are_there_can_be_chosen(open_document, document):
    open_document.choose((2, 9))
    assert open_document.chosen == (2,)
    assert not open_document.is_dirty
