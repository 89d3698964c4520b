"""Numbering parts so that one is split off another: from the joins of a merging to ids and parents."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.image import Labels


@dataclass(frozen=True, kw_only=True, slots=True)
class Join:
    """One step of a merging: two regions, each called by the number of one of its leaves, become one.

    cost: how unlike they were; parts that are joined late are told apart best.
    """

    first: int
    second: int
    cost: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Numbering:
    """Ids of leaves, and which part each id was split off.

    ids: (n,) uint8, the id 1..k of each leaf; 0 for a leaf without pixels.
    parents: parents[i] is the id that id i + 1 was split off; parents[0] is 0.
    costs: costs[i] is the cost of the join that parts id i + 1 from its parent; costs[0] is 0.
    """

    ids: Labels
    parents: tuple[int, ...]
    costs: tuple[float, ...]


def number_leaves(joins: Sequence[Join], area_px: npt.NDArray[np.intp]) -> Numbering:
    """Return ids for n leaves of these sizes, (n,), that n - 1 joins make one; leaves of 0 px are left out.

    The joins are undone, the last one first. Of the two halves the larger one keeps the id: it is what one
    still sees when the other is gone.
    """
    members = {leaf: [leaf] if area_px[leaf] else [] for leaf in range(len(area_px))}
    owner = list(range(len(area_px)))
    halves: list[tuple[list[int], list[int], float]] = []
    for join in joins:
        first, second = owner[join.first], owner[join.second]
        one, other = members[first], members.pop(second)
        if one and other:
            halves.append((one, other, join.cost))
        members[first] = one + other
        for leaf in other:
            owner[leaf] = first
    ids = (area_px > 0).astype(np.uint8)
    parents, costs = [0], [0.0]
    for one, other, cost in reversed(halves):
        split_off = min(one, other, key=lambda leaves: (int(area_px[leaves].sum()), -leaves[0]))
        parents.append(int(ids[split_off[0]]))
        costs.append(cost)
        ids[split_off] = len(parents)
    return Numbering(ids=ids, parents=tuple(parents), costs=tuple(costs))
