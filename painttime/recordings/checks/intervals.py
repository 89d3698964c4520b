"""Which intervals between the frames of a pair lose or contradict information.

Painting Process Predict failed on pairs 1, 3, 5, 10 and 12 frames apart: 10 and 12 gave the same degrees for
different outcomes. Four shares say so beforehand, measured over parts of pairs, in small:

saturated      of the parts that change, those at the highest level: how much more is done, no label tells
lost           of what single steps change, what is painted over again within the interval and never seen
contradicted   of the parts that change, those that change by the same level within a shorter interval, from
               the same frame on, and yet turn out differently (by more than the lowest level); of the shorter
               interval that is worst: both are asked for by the same label
entropy_bits   of how complete a part is afterwards (sixths of its pixels, as in the last frame), given its
               level and how complete it was before: 0 = the label says it all, 2.58 = it says nothing
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from painttime.recordings.checks.looking import Look
from painttime.recordings.labelling.changing import is_changed, largest_differences, levels_of
from painttime.recordings.labelling.level_table import NUM_LEVELS

MOST_SATURATED, MOST_LOST, MOST_CONTRADICTED = 0.25, 0.25, 0.3
"""An interval with larger shares is flagged. On simulated processes of 40 frames these let 1, 3 and 5 pass
(at most .17, .06 and .10) and flag 10 (.35, .14, .22) and 12 (.42, .21, .31)."""

_NUM_BINS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class IntervalFinding:
    """What is known of one interval; shares are None where there is nothing to measure.

    num_pairs: pairs of frames. num_active: parts of pairs that change (level 1 or more).
    contradicted_by: the shorter interval that is worst, None where there is none.
    """

    interval: int
    num_pairs: int
    num_active: int
    saturated: float | None
    lost: float | None
    contradicted: float | None
    contradicted_by: int | None
    entropy_bits: float | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Say why the interval is flagged, in sentences; empty where it is fit for use."""
        reasons = []
        if self.saturated is not None and self.saturated > MOST_SATURATED:
            reasons.append(f"{self.saturated:.0%} of the parts that change are at the highest level.")
        if self.lost is not None and self.lost > MOST_LOST:
            reasons.append(f"{self.lost:.0%} of what is painted is painted over before it is seen.")
        if self.contradicted is not None and self.contradicted > MOST_CONTRADICTED:
            reasons.append(
                f"{self.contradicted:.0%} of the parts that change have the same level as within "
                f"{self.contradicted_by} frames, but turn out differently."
            )
        return tuple(reasons)

    def to_json(self) -> dict[str, Any]:
        values = {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }
        return {**values, "reasons": list(self.reasons)}


@dataclass(kw_only=True, slots=True)
class _Sums:
    num_pairs: int = 0
    num_active: int = 0
    num_saturated: int = 0
    seen: float = 0.0
    painted: float = 0.0
    # By shorter interval: parts with the same level that turn out differently.
    differing: dict[int, int] = field(default_factory=dict)
    # Level, complete before, complete after.
    outcomes: npt.NDArray[np.int64] = field(
        default_factory=lambda: np.zeros((NUM_LEVELS, _NUM_BINS, _NUM_BINS), dtype=np.int64)
    )


class IntervalMeter:
    """Measures intervals over one recording after the other."""

    def __init__(self, intervals: Sequence[int]) -> None:
        self._sums = {interval: _Sums() for interval in sorted(set(intervals))}

    def add(self, look: Look) -> None:
        """Measure another recording; intervals that are too long for it are left out."""
        intervals = [interval for interval in self._sums if interval < look.num_frames]
        steps = look.degrees_at(1)
        complete = _completeness(look)
        levels = {interval: levels_of(look.degrees_at(interval)) for interval in intervals}
        for interval in intervals:
            sums = self._sums[interval]
            degrees = steps if interval == 1 else look.degrees_at(interval)
            _count(sums, levels[interval], degrees, steps, interval)
            _count_outcomes(sums, levels[interval], complete, interval)
            for shorter in intervals:
                if shorter < interval:
                    _compare(sums, look, levels, shorter, interval)

    def findings(self) -> tuple[IntervalFinding, ...]:
        """Return what was found, by interval."""
        return tuple(_finding(interval, sums) for interval, sums in self._sums.items())


def _count(
    sums: _Sums,
    levels: npt.NDArray[np.uint8],
    degrees: npt.NDArray[np.float32],
    steps: npt.NDArray[np.float32],
    interval: int,
) -> None:
    sums.num_pairs += len(levels)
    sums.num_active += int((levels > 0).sum())
    sums.num_saturated += int((levels == NUM_LEVELS - 1).sum())
    windows = np.lib.stride_tricks.sliding_window_view(steps, interval, axis=0).sum(axis=-1)
    sums.painted += float(windows.sum())
    sums.seen += float(np.minimum(degrees, windows).sum())


def _count_outcomes(
    sums: _Sums, levels: npt.NDArray[np.uint8], complete: npt.NDArray[np.intp], interval: int
) -> None:
    active = levels > 0
    before, after = complete[:-interval][active], complete[interval:][active]
    np.add.at(sums.outcomes, (levels[active], before, after), 1)


def _compare(
    sums: _Sums, look: Look, levels: dict[int, npt.NDArray[np.uint8]], shorter: int, interval: int
) -> None:
    """Count the parts that change by the same level within both intervals and yet turn out differently."""
    alike = (levels[shorter][: len(levels[interval])] == levels[interval]) & (levels[interval] > 0)
    differing = 0
    for start in np.flatnonzero(alike.any(axis=1)):
        between = levels_of(look.degrees(int(start) + shorter, int(start) + interval))
        differing += int((between[alike[start]] > 0).sum())
    sums.differing[shorter] = sums.differing.get(shorter, 0) + differing


def _completeness(look: Look) -> npt.NDArray[np.intp]:
    """Return how complete each part is in each frame, in sixths, (T, num_parts) 0..5."""
    areas_px = np.maximum(np.bincount(look.labels.ravel(), minlength=256), 1)
    ids = np.asarray(look.part_ids, dtype=np.intp)
    rows = []
    for picture in look.pictures:
        done = ~is_changed(largest_differences(picture, look.pictures[-1]))
        rows.append(np.bincount(look.labels[done], minlength=256)[ids] / areas_px[ids])
    shares = np.asarray(rows).reshape(look.num_frames, len(ids))
    return np.minimum((shares * _NUM_BINS).astype(np.intp), _NUM_BINS - 1)


def _finding(interval: int, sums: _Sums) -> IntervalFinding:
    shares = {shorter: number / max(1, sums.num_active) for shorter, number in sums.differing.items()}
    worst = max(shares, key=lambda shorter: (shares[shorter], shorter), default=None)
    return IntervalFinding(
        interval=interval,
        num_pairs=sums.num_pairs,
        num_active=sums.num_active,
        saturated=sums.num_saturated / sums.num_active if sums.num_active else None,
        lost=max(0.0, 1 - sums.seen / sums.painted) if sums.painted else None,
        contradicted=None if worst is None else shares[worst],
        contradicted_by=worst,
        entropy_bits=_conditional_entropy_bits(sums.outcomes) if sums.num_active else None,
    )


def _conditional_entropy_bits(outcomes: npt.NDArray[np.int64]) -> float:
    """Return the entropy of the last axis given the others, from counts."""
    given = outcomes.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = outcomes * np.log2(given / outcomes)
    return float(np.nansum(np.where(outcomes > 0, terms, 0.0)) / outcomes.sum())
