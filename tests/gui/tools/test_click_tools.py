"""Wand, reassign, merge and reshape, with the mouse and the menu."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from painttime.core.part import PartMap
from painttime.gui.tools.shaping import SHAPINGS, reshape_chosen
from painttime.segmentation.editing.masks import wand_area
from painttime.segmentation.editing.reshaping import fill_holes, grow, remove_islands, shrink, smooth

SKY, MEADOW, TREE = 1, 2, 3


def with_labels(desk, change):
    """Put other labels into the document, as its only undo step, and forget that step."""
    project = desk.document.project
    labels = project.parts.labels.copy()
    change(labels)
    desk.document.open(
        type(project)(painting=project.painting, parts=PartMap(labels=labels, parts=project.parts.parts))
    )


def test_the_wand_takes_what_is_like_the_place_clicked(desk, undone):
    desk.control.use("tool_wand")
    desk.document.choose((TREE,))
    desk.options.set_tolerance(0)
    before = desk.labels.copy()
    # Every pixel of the noise has a colour of its own.
    desk.click(5, 5)
    assert np.argwhere(desk.labels != before).tolist() == [[5, 5]]
    assert desk.document.undo_name == "Wand on tree"
    undone(desk, before)


@pytest.mark.parametrize("contiguous", [True, False])
def test_the_wand_obeys_its_options(desk, contiguous):
    desk.control.use("tool_wand")
    desk.document.choose((TREE,))
    desk.options.set_tolerance(120)
    desk.options.set_contiguous(contiguous)
    before, pixels = desk.labels.copy(), desk.document.project.painting.pixels
    desk.click(5, 5)
    wanted = wand_area(pixels, 5.5, 5.5, tolerance=120, contiguous=contiguous).full(48, 64)
    assert np.array_equal(desk.labels, np.where(wanted, TREE, before))


def test_the_wand_beside_the_picture_takes_nothing(desk):
    desk.control.use("tool_wand")
    desk.document.choose((TREE,))
    desk.click(-3, -3)
    assert desk.document.undo_name is None


def test_a_piece_goes_to_the_chosen_part_and_its_other_pieces_stay(desk, undone):
    def cut(labels):
        labels[30, :] = SKY
        labels[:, 30] = SKY

    with_labels(desk, cut)
    desk.control.use("tool_reassign")
    desk.document.choose((TREE,))
    before = desk.labels.copy()
    desk.click(50, 40)
    changed = desk.labels != before
    assert set(before[changed]) == {MEADOW}
    assert desk.labels[40, 50] == TREE
    assert desk.labels[40, 10] == MEADOW
    undone(desk, before)


def test_a_piece_of_the_chosen_part_is_no_news(desk):
    desk.control.use("tool_reassign")
    desk.document.choose((TREE,))
    desk.click(30, 20)
    assert desk.document.undo_name is None
    assert "already" in desk.notes[-1]


def test_a_click_merges_a_whole_part_into_the_chosen_one(desk, undone):
    desk.control.use("tool_merge")
    desk.document.choose((TREE,))
    before = desk.labels.copy()
    desk.click(3, 3)
    assert desk.document.project.parts.ids == (MEADOW, TREE)
    assert np.array_equal(desk.labels == TREE, np.isin(before, (SKY, TREE)))
    assert desk.document.undo_name == "Merge into tree"
    assert desk.notes == []
    undone(desk, before)


@pytest.mark.parametrize("tool", ["tool_merge", "tool_reassign"])
def test_a_locked_part_neither_joins_nor_gives(desk, tool):
    desk.document.set_locked(SKY, locked=True)
    desk.control.use(tool)
    desk.document.choose((TREE,))
    before = desk.document.project.parts
    desk.click(3, 3)
    assert desk.document.project.parts is before
    assert "locked" in desk.notes[-1].lower()


@pytest.mark.parametrize("tool", ["tool_merge", "tool_reassign", "tool_wand"])
def test_without_a_chosen_part_a_click_says_how_one_is_chosen(desk, tool):
    desk.control.use(tool)
    desk.click(3, 3)
    assert desk.document.undo_name is None
    assert "Choose a part first" in desk.notes[-1]


def test_reshape_chooses_the_part_clicked(desk):
    desk.control.use("tool_reshape")
    desk.click(30, 20)
    assert desk.document.chosen_part == TREE


def test_the_tools_that_mean_a_part_outline_it_and_the_others_do_not(desk):
    hovered = []
    desk.view.set_part_at(desk.bench.part_at)
    desk.view.part_hovered.connect(hovered.append)
    desk.control.use("tool_wand")
    desk.move(30, 20)
    assert hovered == []
    desk.control.use("tool_merge")
    desk.move(31, 20)
    assert hovered == [TREE]


RESHAPED = {
    "part_grow": lambda parts: grow(parts, TREE, 3),
    "part_shrink": lambda parts: shrink(parts, TREE, 3),
    "part_smooth": lambda parts: smooth(parts, TREE, 3),
    "part_fill_holes": lambda parts: fill_holes(parts, TREE),
    "part_remove_islands": lambda parts: remove_islands(parts, TREE, 9),
}


@pytest.mark.parametrize("command", sorted(SHAPINGS))
def test_every_shaping_is_one_step_and_undone_bit_by_bit(desk, undone, command):
    def spoil(labels):
        labels[20:23, 30:33] = SKY
        labels[4:6, 4:6] = TREE
        labels[12:16, 21:24] = SKY

    with_labels(desk, spoil)
    desk.document.choose((TREE,))
    desk.options.set_distance_px(3)
    before, parts = desk.labels.copy(), desk.document.project.parts
    assert reshape_chosen(desk.bench, command)
    if command in RESHAPED:
        assert np.array_equal(desk.labels, RESHAPED[command](parts).labels)
    else:
        halves = [int((desk.labels == part_id).sum()) for part_id in (TREE, 4)]
        assert sum(halves) == (before == TREE).sum()
        assert min(halves) > 0.3 * sum(halves)
    undone(desk, before)


def test_shaping_keeps_locked_parts(desk):
    desk.document.set_locked(SKY, locked=True)
    desk.document.choose((TREE,))
    before = desk.labels.copy()
    reshape_chosen(desk.bench, "part_grow")
    assert np.array_equal(desk.labels == SKY, before == SKY)
    assert (desk.labels == TREE).sum() > (before == TREE).sum()


def test_what_changes_nothing_makes_no_step_and_says_so(desk):
    desk.document.choose((TREE,))
    assert not reshape_chosen(desk.bench, "part_fill_holes")
    assert desk.document.undo_name is None
    assert desk.notes


def test_the_cursor_says_what_a_click_means(desk):
    desk.control.use("tool_wand")
    assert desk.view.cursor().shape() is Qt.CursorShape.CrossCursor
    desk.control.use("tool_merge")
    assert desk.view.cursor().shape() is Qt.CursorShape.PointingHandCursor
    desk.control.use("tool_look")
    assert desk.view.cursor().shape() is Qt.CursorShape.ArrowCursor
