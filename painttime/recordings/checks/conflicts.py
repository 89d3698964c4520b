"""Pairs of frames that teach opposite things: the same part, level and canvas, but another outcome.

Two examples conflict where all of this holds, of parts as 12 x 12 cells (examples.py), each cell weighed by
how much of it belongs to the part in both:

- parts of one kind, with outlines alike (intersection over union of the cells .6 or more), same level;
- nearly the same canvas before: mean absolute difference at most .02, and at most a quarter of what the
  pairs themselves change (else the canvas tells them apart);
- another outcome: with d and d' what the two change, sum |d - d'| / sum (|d| + |d'|) is .5 or more; it is 0
  where both do the same, 1 where they have nothing in common, or are opposite;
- nearly the same painting in that part: mean absolute difference at most .05. Where only this fails, the
  painting, which a model sees too, explains the difference; such pairs are counted, not listed.
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
LEAST_DISAGREEMENT = 0.5
_LEAST_OUTLINE = 0.6
_MOST_OF_CHANGE = 0.25
_BLOCK, _BATCH = 512, 1024
_COARSE = 3
# Root mean square difference the first look lets through; the measures proper decide.
_FIRST_LOOK = 0.08

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
        for first, second in group.candidates():
            judged = group.judge(first, second)
            num_explained += int(judged.is_explained.sum())
            for at in np.flatnonzero(judged.is_conflict).tolist():
                one, other = members[first[at]], members[second[at]]
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
            for at in range(0, len(first), _BATCH):
                yield first[at : at + _BATCH], second[at : at + _BATCH]

    def judge(self, first: Indices, second: Indices) -> _Judged:
        """Measure pairs of examples; the conditions are those above."""
        shares = self._share[first].astype(np.float32), self._share[second].astype(np.float32)
        both = np.minimum(*shares)
        total = both.sum(axis=(1, 2))
        outlines_fit = total >= _LEAST_OUTLINE * np.maximum(*shares).sum(axis=(1, 2))
        weight = (both / np.maximum(total, 1)[:, None, None] / (3 * 255))[..., None]

        def mean(values: Float32) -> Float32:
            return np.asarray((weight * np.abs(values)).sum(axis=(1, 2, 3)), dtype=np.float32)

        before, other_before = (self._before[chosen].astype(np.float32) for chosen in (first, second))
        after, other_after = (self._after[chosen].astype(np.float32) for chosen in (first, second))
        painting, other_painting = (self._painting[chosen].astype(np.float32) for chosen in (first, second))
        canvas = mean(before - other_before)
        change, other_change = after - before, other_after - other_before
        size = np.asarray(mean(change) + mean(other_change))
        disagreement = mean(change - other_change) / np.maximum(size, 1e-9)
        starts_alike = (canvas <= MOST_CANVAS_DIFFERENCE) & (canvas <= _MOST_OF_CHANGE * size / 2)
        differs = outlines_fit & starts_alike & (disagreement >= LEAST_DISAGREEMENT)
        paintings = mean(painting - other_painting)
        return _Judged(
            is_conflict=differs & (paintings <= MOST_PAINTING_DIFFERENCE),
            is_explained=differs & (paintings > MOST_PAINTING_DIFFERENCE),
            canvas=canvas,
            outcome=mean(after - other_after),
            disagreement=np.asarray(disagreement, dtype=np.float32),
        )

    def _first_look(self) -> Float32:
        share = self._share[..., None].astype(np.float32) / 255
        weighed = np.concatenate([self._before / np.float32(255) * share, share], axis=3)
        side = GRID // _COARSE
        coarse = weighed.reshape(-1, side, _COARSE, side, _COARSE, 4).mean(axis=(2, 4))
        return np.asarray(coarse.reshape(len(coarse), -1), dtype=np.float32)


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
