"""More and fewer parts of one tree, and what the user gave them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from painttime.core.part import PartMap
from painttime.core.part_tree import PartTree
from painttime.gui.parts.part_counting import PartCounting

MakeTree = Callable[..., PartTree]
PINK = (255, 90, 200)


@pytest.fixture
def counting(make_tree: MakeTree) -> PartCounting:
    return PartCounting(make_tree(24, 48))


def test_5_then_12_then_5_are_the_same_parts(counting: PartCounting) -> None:
    five = counting.parts(5)
    twelve = counting.parts(12, five)
    again = counting.parts(5, twelve)
    np.testing.assert_array_equal(again.labels, five.labels)
    assert again.parts == five.parts
    assert twelve.ids == tuple(range(1, 13))


def test_a_count_beyond_the_tree_gives_all_it_has(counting: PartCounting) -> None:
    assert len(counting.parts(99).parts) == 12
    assert len(counting.parts(0).parts) == 1


def test_names_and_colours_outlive_a_part_that_is_away(counting: PartCounting) -> None:
    eight = counting.parts(8).changed(7, name="hat", colour=PINK).changed(2, name="coat")
    three = counting.parts(3, eight)
    assert three.part(2).name == "coat"
    back = counting.parts(8, three)
    assert (back.part(7).name, back.part(7).colour) == ("hat", PINK)


def test_a_name_taken_back_does_not_return(counting: PartCounting) -> None:
    eight = counting.parts(8)
    counting.parts(3, eight.changed(2, name="coat"))
    # As after an undo: the part has the name it was found with.
    assert counting.parts(3, eight).part(2).name == "stripe 2"


def test_a_part_called_otherwise_at_another_count_was_not_renamed(make_tree: MakeTree) -> None:
    tree = make_tree(24, 48)
    cuts = (
        *tree.cuts[:4],
        tuple(replace(part, name=f"{part.name} of five") for part in tree.cuts[4]),
        *tree.cuts[5:],
    )
    counting = PartCounting(replace(tree, cuts=cuts))
    five = counting.parts(5)
    assert five.part(1).name == "stripe 1 of five"
    assert counting.parts(6, five).part(1).name == "stripe 1"


def test_depth_given_by_the_user_holds_at_every_count(counting: PartCounting) -> None:
    reordered = counting.parts(4).reordered((3, 1, 4, 2))
    six = counting.parts(6, reordered)
    assert [one for one in six.ids if one <= 4] == [3, 1, 4, 2]
    assert counting.parts(4, six).ids == (3, 1, 4, 2)


def test_depth_found_is_no_depth_given(make_tree: MakeTree) -> None:
    tree = make_tree(24, 48)
    cuts = (*tree.cuts[:5], tree.cuts[5][::-1], *tree.cuts[6:])
    counting = PartCounting(replace(tree, cuts=cuts))
    five = counting.parts(5)
    six = counting.parts(6, five)
    assert six.ids == (6, 5, 4, 3, 2, 1)
    assert counting.parts(5, six).ids == five.ids


def corrected(parts: PartMap, rows: int) -> PartMap:
    """The parts with some rows of pixels given to part 1."""
    labels = parts.labels.copy()
    labels[:rows] = 1
    return replace(parts, labels=labels)


def test_it_knows_its_own_parts_from_others(counting: PartCounting) -> None:
    six = counting.parts(6)
    assert counting.made(six)
    assert counting.made(PartMap(labels=six.labels.copy(), parts=six.parts))
    assert counting.made(counting.parts(3)), "not only the newest"
    assert not counting.made(corrected(six, 1))
    assert not counting.made(PartMap(labels=six.labels, parts=counting.parts(7).parts))


def test_corrected_parts_keep_their_names(counting: PartCounting) -> None:
    present = corrected(counting.parts(6), 2).changed(3, name="jug")
    assert counting.parts(5, present).part(3).name == "jug"


def test_parts_of_a_file_give_no_names_to_those_of_the_same_id(counting: PartCounting) -> None:
    six = counting.parts(6)
    other = PartMap(
        labels=np.rot90(counting.parts(6).labels[:, :24]).copy(),
        parts=tuple(replace(part, name=f"layer {part.id}") for part in six.parts),
    )
    present = PartMap(labels=np.hstack([other.labels, other.labels]), parts=other.parts)
    assert counting.parts(6, present).parts == six.parts
