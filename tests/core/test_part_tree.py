"""Parts at every count: ids stay, cuts nest, and what the user gave stays with its part."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.part import Part
from painttime.core.part_tree import Given, PartTree


def _cuts(num_parts: int) -> tuple[tuple[Part, ...], ...]:
    """Parts whose automatic names say at which count they were named, front part first in every other cut."""
    cuts = []
    for count in range(1, num_parts + 1):
        parts = [Part(id=part_id, name=f"part {part_id} of {count}") for part_id in range(1, count + 1)]
        cuts.append(tuple(parts if count % 2 else reversed(parts)))
    return tuple(cuts)


@st.composite
def trees(draw: st.DrawFn) -> PartTree:
    parents = [0]
    for index in range(1, draw(st.integers(1, 9))):
        parents.append(draw(st.integers(1, index)))
    seed = draw(st.integers(0, 999))
    leaves = np.random.default_rng(seed).integers(1, len(parents) + 1, size=(6, 7)).astype(np.uint8)
    return PartTree(leaves=leaves, parents=tuple(parents), cuts=_cuts(len(parents)), natural_count=1)


@settings(max_examples=60, deadline=None)
@given(tree=trees(), few=st.integers(1, 9), many=st.integers(1, 9))
def test_the_same_count_gives_the_same_parts_whatever_lay_between(
    tree: PartTree, few: int, many: int
) -> None:
    before, between, after = tree.at(few), tree.at(many), tree.at(few)
    assert np.array_equal(before.labels, after.labels)
    assert before.parts == after.parts
    assert sorted(between.ids) == list(range(1, min(many, tree.max_count) + 1))


@settings(max_examples=60, deadline=None)
@given(tree=trees(), count=st.integers(1, 8))
def test_one_more_part_splits_one_part_and_leaves_the_others(tree: PartTree, count: int) -> None:
    if count >= tree.max_count:
        return
    coarse, fine = tree.at(count).labels, tree.at(count + 1).labels
    new = fine == count + 1
    assert np.array_equal(coarse[~new], fine[~new])
    assert set(np.unique(coarse[new])) <= {tree.parents[count]}


def test_what_the_user_gave_goes_with_the_part_through_other_counts() -> None:
    leaves = np.array([[1, 2], [3, 4]], dtype=np.uint8)
    tree = PartTree(leaves=leaves, parents=(0, 1, 1, 2), cuts=_cuts(4), natural_count=3)
    given_parts = {2: Given(name="jug")}
    assert tree.at(4, given_parts).part(2).name == "jug"
    assert tree.at(4, given_parts).part(3).name == "part 3 of 4"
    assert tree.at(1, given_parts).parts == tree.cuts[0]


def test_a_colour_alone_leaves_the_name_to_be_found_anew() -> None:
    leaves = np.array([[1, 2]], dtype=np.uint8)
    tree = PartTree(leaves=leaves, parents=(0, 1), cuts=_cuts(2), natural_count=2)
    part = tree.at(1, {1: Given(colour=(1, 2, 3))}).part(1)
    assert (part.name, part.colour) == ("part 1 of 1", (1, 2, 3))


@pytest.mark.parametrize(
    ("parents", "leaf", "natural"),
    [
        ((1,), 1, 1),
        ((0, 2), 1, 1),
        ((0, 0), 1, 1),
        ((0, 1), 3, 1),
        ((0, 1), 0, 1),
        ((0, 1), 1, 3),
        ((), 1, 1),
    ],
)
def test_what_does_not_fit_together_is_refused(parents: tuple[int, ...], leaf: int, natural: int) -> None:
    leaves = np.full((2, 2), leaf, dtype=np.uint8)
    with pytest.raises(ValueError, match=r"part|leaves|count"):
        PartTree(leaves=leaves, parents=parents, cuts=_cuts(len(parents)), natural_count=natural)
