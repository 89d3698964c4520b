"""Pairs of frames by the levels of their parts, and how evenly they cover the levels.

Painting Process Predict compares the degree levels that occur in its data with an even spread over all six:
what is rare there, the model learns badly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from painttime.core.change import LEVEL_BOUNDS
from painttime.core.image import read_only
from painttime.core.part import Part
from painttime.recordings.labelling.labels import RecordingLabels

NUM_LEVELS = len(LEVEL_BOUNDS)

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class PairOfFrames:
    """An example: frames `earlier` and `later` of the recording with this number."""

    recording: int
    earlier: int
    later: int


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LevelTable:
    """Pairs of frames with the levels of their parts, counted by kind of part.

    pairs: n of them. kinds: sorted. counts: (n, num_kinds, 6) uint8, parts of a kind that change by a level.
    """

    pairs: tuple[PairOfFrames, ...]
    kinds: tuple[str, ...]
    counts: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.counts.shape != (len(self.pairs), len(self.kinds), NUM_LEVELS):
            raise ValueError(f"counts {self.counts.shape} do not fit pairs and kinds")
        object.__setattr__(self, "counts", read_only(self.counts))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Coverage:
    """How often each level occurs.

    counts: (num_kinds, 6) float64, in parts of pairs (weighted ones where pairs are weighted).
    """

    kinds: tuple[str, ...]
    counts: Float64

    @property
    def shares(self) -> Float64:
        """Share of each level over all kinds, (6,); sums to 1, or is all 0 where there is nothing."""
        return np.asarray(_shares(self.counts.sum(axis=0)))

    @property
    def shares_by_kind(self) -> Float64:
        """Share of each level within its kind, (num_kinds, 6)."""
        return np.asarray(_shares(self.counts))

    @property
    def distance(self) -> float:
        """Total variation between the shares and an even spread: 0 = even, 5/6 = a single level occurs."""
        return float(np.abs(self.shares - 1 / NUM_LEVELS).sum() / 2)

    @property
    def divergence_bits(self) -> float:
        """Kullback-Leibler divergence of the shares from an even spread: 0 = even, 2.58 = a single level."""
        shares = self.shares[self.shares > 0]
        return float((shares * np.log2(shares * NUM_LEVELS)).sum())

    def to_json(self) -> dict[str, Any]:
        return {
            "shares": [round(float(share), 4) for share in self.shares],
            "distance": round(self.distance, 4),
            "divergence_bits": round(self.divergence_bits, 4),
            "by_kind": {
                kind: [round(float(count), 2) for count in row]
                for kind, row in zip(self.kinds, self.counts, strict=True)
            },
        }


def level_table(
    recordings: Iterable[tuple[RecordingLabels, Sequence[Part]]], intervals: Sequence[int]
) -> LevelTable:
    """Return all pairs of the recordings at these intervals; labels must have them (others are left out).

    Parts are those of the labels' columns, by id.
    """
    entries = [(labels, {part.id: part.kind for part in parts}) for labels, parts in recordings]
    kinds = tuple(sorted({kinds[part_id] for labels, kinds in entries for part_id in labels.part_ids}))
    pairs: list[PairOfFrames] = []
    blocks = [np.zeros((0, len(kinds), NUM_LEVELS), dtype=np.uint8)]
    for number, (labels, kind_of) in enumerate(entries):
        columns = np.array([kinds.index(kind_of[part_id]) for part_id in labels.part_ids], dtype=np.intp)
        for interval in sorted(set(intervals) & set(labels.intervals)):
            levels = labels.levels_at(interval)
            counts = np.zeros((len(levels), len(kinds), NUM_LEVELS), dtype=np.uint8)
            np.add.at(counts, (np.arange(len(levels))[:, None], columns[None, :], levels), 1)
            blocks.append(counts)
            pairs += [
                PairOfFrames(recording=number, earlier=t, later=t + interval) for t in range(len(levels))
            ]
    return LevelTable(pairs=tuple(pairs), kinds=kinds, counts=np.concatenate(blocks))


def coverage(table: LevelTable, weights: Float64 | None = None) -> Coverage:
    """Return how often levels occur in a table; weights: (n,) how often each pair is drawn, 1 where None."""
    drawn = np.ones(len(table.pairs)) if weights is None else weights
    return Coverage(kinds=table.kinds, counts=np.tensordot(drawn, table.counts, axes=1))


def _shares(counts: Float64) -> Float64:
    return np.asarray(counts / np.maximum(counts.sum(axis=-1, keepdims=True), 1e-12))
