"""Numbering of leaves: what holds for any order of joining."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from painttime.segmentation.regions.hierarchy import Join, Numbering, number_leaves


@st.composite
def mergings(draw: st.DrawFn) -> tuple[list[Join], list[int]]:
    """Return joins of n leaves in any order, and the sizes of the leaves, some of them 0."""
    sizes = draw(st.lists(st.integers(0, 50), min_size=1, max_size=24).filter(any))
    names = list(range(len(sizes)))
    joins = []
    while len(names) > 1:
        first, second = draw(st.permutations(names))[:2]
        joins.append(Join(first=first, second=second, cost=float(draw(st.integers(0, 9)))))
        names.remove(second)
    return joins, sizes


def groups(numbering: Numbering, sizes: list[int], count: int) -> set[frozenset[int]]:
    """Return which leaves lie together with `count` parts."""
    part_of = {0: 0}
    for part_id, parent in enumerate(numbering.parents, start=1):
        part_of[part_id] = part_id if part_id <= count else part_of[parent]
    members: dict[int, set[int]] = {}
    for leaf, size in enumerate(sizes):
        if size:
            members.setdefault(part_of[int(numbering.ids[leaf])], set()).add(leaf)
    return {frozenset(leaves) for leaves in members.values()}


@given(mergings())
def test_splitting_undoes_the_joins_one_by_one(merging: tuple[list[Join], list[int]]) -> None:
    joins, sizes = merging
    numbering = number_leaves(joins, np.array(sizes))
    alive = [leaf for leaf, size in enumerate(sizes) if size]
    assert sorted(numbering.ids[alive]) == list(range(1, len(alive) + 1))
    assert not numbering.ids[[leaf for leaf, size in enumerate(sizes) if not size]].any()
    together = {leaf: {leaf} for leaf in range(len(sizes))}
    expected = [{frozenset({leaf}) for leaf in alive}]
    for join in joins:
        together[join.first] |= together.pop(join.second)
        cut = {frozenset(leaf for leaf in leaves if sizes[leaf]) for leaves in together.values()}
        cut.discard(frozenset())
        if cut != expected[-1]:
            expected.append(cut)
    for cut in expected:
        assert groups(numbering, sizes, len(cut)) == cut


@given(mergings())
def test_the_larger_half_keeps_the_id(merging: tuple[list[Join], list[int]]) -> None:
    joins, sizes = merging
    numbering = number_leaves(joins, np.array(sizes))
    size_of = {int(part_id): size for part_id, size in zip(numbering.ids, sizes, strict=True) if part_id}
    for part_id in range(len(numbering.parents), 1, -1):
        parent = numbering.parents[part_id - 1]
        assert parent < part_id
        assert size_of[part_id] <= size_of[parent]
        size_of[parent] += size_of[part_id]
    assert size_of[1] == sum(sizes)


def test_costs_are_those_of_the_joins_undone() -> None:
    joins = [Join(first=0, second=1, cost=2.0), Join(first=0, second=2, cost=7.0)]
    numbering = number_leaves(joins, np.array([5, 3, 20]))
    assert numbering.ids.tolist() == [2, 3, 1]
    assert numbering.parents == (0, 1, 2)
    assert numbering.costs == (0.0, 7.0, 2.0)
