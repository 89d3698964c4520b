"""The document: edits, undo, playhead and what it announces."""

import pytest


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
