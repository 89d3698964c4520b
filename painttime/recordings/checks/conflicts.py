"""Pairs of frames that teach opposite things: the same part, level and canvas, but another outcome.

Two examples conflict where all of this holds, of parts as 12 x 12 cells (examples.py), each cell weighed by
how much of it belongs to the part in both:

- parts of one kind, with outlines alike (intersection over union of the cells .6 or more), same level;
- nearly the same canvas before: mean absolute difference at most .02, and at most a quarter of what the
  pairs themselves change (else the canvas tells them apart);
- another outcome: with d and d' what the two change, sum |d - d'| / sum (|d| + |d'|) is .5 or more; it is 0
  where both do the same, 1 where they have nothing in common, or are opposite; and the canvases afterwards
  are .01 or more apart in the mean;
- nearly the same painting in that part: mean absolute difference at most .05. Where only this fails, the
  painting, which a model sees too, explains the difference; such pairs are counted, not listed.

Sets in which very many examples begin alike (as copies do) are compared by an even selection of the pairs;
the numbers are then at least so large.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.counting import Counting
from painttime.core.image import Float32
from painttime.recordings.checks.examples import GRID, Example

MOST_CANVAS_DIFFERENCE, MOST_PAINTING_DIFFERENCE = 0.02, 0.05
LEAST_DISAGREEMENT, LEAST_OUTCOME_DIFFERENCE = 0.5, 0.01
_LEAST_OUTLINE = 0.6
_MOST_OF_CHANGE = 0.25
_BLOCK, _BATCH = 512, 1024
_MOST_OF_BLOCK = 50_000
_COARSE = 3
# Root mean square difference the first look lets through; the measures proper decide.
_FIRST_LOOK = 0.06

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Conflict:
    """Two examples of one kind and level that start alike and end differently.

    canvas_difference: mean absolute difference before, 0..1. outcome_difference: after.
    disagreement: .5..1, see above.
    """

    one: Example
    other: Example
    canvas_difference: float
    outcome_difference: float
    disagreement: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Conflicts:
    """The conflicts of a set.

    listed: the worst of each pair of recordings, kind and level, worst first.
    num_examples: parts of pairs that were compared. num_conflicting: those of them in any conflict.
    num_by_interval: the same by interval of the pair. num_explained: pairs of examples that differ in the
    painting too.
    """

    listed: tuple[Conflict, ...]
    num_examples: int
    num_conflicting: int
    num_by_interval: dict[int, tuple[int, int]]
    num_explained: int


def find_conflicts(examples: Sequence[Example]) -> Counting[Conflicts]:
    """Compare all examples of one kind and level; yields (compared, of all)."""
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, example in enumerate(examples):
        groups[example.kind, example.level].append(index)
    conflicting: set[int] = set()
    worst: dict[tuple[int, int, str, int], Conflict] = {}
    num_explained = done = 0
    for (kind, level), members in sorted(groups.items()):
        group = _Group([examples[index] for index in members])
        for candidates in group.candidates():
            judged = group.judge(*group.starting_alike(*candidates))
            num_explained += int(judged.is_explained.sum())
            for at in np.flatnonzero(judged.is_conflict).tolist():
                one, other = members[judged.first[at]], members[judged.second[at]]
                conflicting |= {one, other}
                conflict = judged.conflict(at, examples[one], examples[other])
                place = (examples[one].pair.recording, examples[other].pair.recording, kind, level)
                if place not in worst or _badness(conflict) > _badness(worst[place]):
                    worst[place] = conflict
            yield done, len(examples)
        done += len(members)
    return Conflicts(
        listed=tuple(sorted(worst.values(), key=_badness, reverse=True)),
        num_examples=len(examples),
        num_conflicting=len(conflicting),
        num_by_interval=_by_interval(examples, conflicting),
        num_explained=num_explained,
    )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Judged:
    """What was found of pairs of examples, each (n,)."""

    first: Indices
    second: Indices
    is_conflict: npt.NDArray[np.bool_]
    is_explained: npt.NDArray[np.bool_]
    canvas: Float32
    outcome: Float32
    disagreement: Float32

    def conflict(self, at: int, one: Example, other: Example) -> Conflict:
        return Conflict(
            one=one,
            other=other,
            canvas_difference=float(self.canvas[at]),
            outcome_difference=float(self.outcome[at]),
            disagreement=min(1.0, float(self.disagreement[at])),
        )


class _Group:
    """Examples of one kind and level, as arrays."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._share = np.stack([example.share for example in examples])
        self._painting, self._before, self._after = (
            np.stack([getattr(example, name) for example in examples])
            for name in ("painting", "before", "after")
        )

    def candidates(self) -> Iterator[tuple[Indices, Indices]]:
        """Yield pairs (first < second) that start roughly alike, found by a matrix product."""
        vectors = self._first_look()
        squares = (vectors**2).sum(axis=1)
        bound = _FIRST_LOOK**2 * vectors.shape[1]
        for start in range(0, len(vectors), _BLOCK):
            block, rest = slice(start, start + _BLOCK), slice(start, None)
            apart = squares[block, None] + squares[None, rest] - 2 * vectors[block] @ vectors[rest].T
            first, second = np.nonzero(apart <= bound + 1e-3)
            is_later = second > first
            first, second = first[is_later] + start, second[is_later] + start
            stride = 1 + len(first) // _MOST_OF_BLOCK
            first, second = first[::stride], second[::stride]
            for at in range(0, len(first), _BATCH):
                yield first[at : at + _BATCH], second[at : at + _BATCH]

    def starting_alike(self, first: Indices, second: Indices) -> tuple[Indices, Indices]:
        """Return those pairs whose outlines and canvases before are nearly the same."""
        weight, outlines_fit = self._weight(first, second)
        canvas = _mean(weight, _apart(self._before, first, second))
        is_alike = outlines_fit & (canvas <= MOST_CANVAS_DIFFERENCE)
        return first[is_alike], second[is_alike]

    def judge(self, first: Indices, second: Indices) -> _Judged:
        """Measure pairs of examples that start alike; the conditions are those above."""
        weight, _ = self._weight(first, second)
        before, after = _apart(self._before, first, second), _apart(self._after, first, second)
        canvas, outcome = _mean(weight, before), _mean(weight, after)
        size = sum(
            _mean(weight, self._after[one].astype(np.float32) - self._before[one]) for one in (first, second)
        )
        disagreement = _mean(weight, after - before) / np.maximum(size, 1e-9)
        ends_apart = (disagreement >= LEAST_DISAGREEMENT) & (outcome >= LEAST_OUTCOME_DIFFERENCE)
        differs = ends_apart & (canvas <= _MOST_OF_CHANGE * size / 2)
        paintings = _mean(weight, _apart(self._painting, first, second))
        return _Judged(
            first=first,
            second=second,
            is_conflict=differs & (paintings <= MOST_PAINTING_DIFFERENCE),
            is_explained=differs & (paintings > MOST_PAINTING_DIFFERENCE),
            canvas=canvas,
            outcome=outcome,
            disagreement=np.asarray(disagreement, dtype=np.float32),
        )

    def _weight(self, first: Indices, second: Indices) -> tuple[Float32, npt.NDArray[np.bool_]]:
        """Return how much each cell counts, (n, GRID, GRID, 1), so that means of 0..255 come as 0..1.

        And whether the outlines are alike, (n,).
        """
        shares = self._share[first].astype(np.float32), self._share[second].astype(np.float32)
        both = np.minimum(*shares)
        total = both.sum(axis=(1, 2))
        outlines_fit = total >= _LEAST_OUTLINE * np.maximum(*shares).sum(axis=(1, 2))
        weight = both / np.maximum(total, 1)[:, None, None] / (3 * 255)
        return np.asarray(weight[..., None]), np.asarray(outlines_fit)

    def _first_look(self) -> Float32:
        share = self._share[..., None].astype(np.float32) / 255
        weighed = np.concatenate([self._before / np.float32(255) * share, share], axis=3)
        side = GRID // _COARSE
        coarse = weighed.reshape(-1, side, _COARSE, side, _COARSE, 4).mean(axis=(2, 4))
        return np.asarray(coarse.reshape(len(coarse), -1), dtype=np.float32)


def _apart(cells: npt.NDArray[np.uint8], first: Indices, second: Indices) -> Float32:
    return np.asarray(cells[first].astype(np.float32) - cells[second])


def _mean(weight: Float32, values: Float32) -> Float32:
    """Return the weighed mean of absolute values, (n,)."""
    return np.asarray(np.einsum("nyxo,nyxc->n", weight, np.abs(values)), dtype=np.float32)


def _badness(conflict: Conflict) -> tuple[float, float]:
    return conflict.disagreement * conflict.outcome_difference, conflict.disagreement


def _by_interval(examples: Sequence[Example], conflicting: set[int]) -> dict[int, tuple[int, int]]:
    """Return, by interval, how many examples conflict and how many there are."""
    counts: dict[int, list[int]] = {}
    for index, example in enumerate(examples):
        entry = counts.setdefault(example.pair.later - example.pair.earlier, [0, 0])
        entry[0] += index in conflicting
        entry[1] += 1
    return {interval: (entry[0], entry[1]) for interval, entry in sorted(counts.items())}
