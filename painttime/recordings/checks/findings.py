"""What the checks of a data set found."""

from dataclasses import asdict, dataclass
from typing import Any

from painttime.recordings.checks.conflicts import Conflict, Conflicts
from painttime.recordings.checks.intervals import IntervalFinding
from painttime.recordings.labelling.level_table import Coverage

ERROR, WARNING, NOTE = SEVERITIES = ("error", "warning", "note")
"""The set must not be used so; it may be, but not as it seems; worth knowing."""

MAX_LISTED = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something about the set a person should see.

    kind: machine-readable: "damaged", "unreadable", "stale-list", "stale-labels", "leak", "look-alike",
        "duplicate", "conflicts", "interval", "coverage", "one-split", "empty".
    severity: one of SEVERITIES. text: one or two sentences. recordings: ids it is about.
    """

    kind: str
    severity: str
    text: str
    recordings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class IntervalCoverage:
    """Coverage of levels at one interval, 0 for all of them together: as they lie, and as drawn evenly.

    num_effective: how many pairs the evened draw is worth, (sum w)^2 / sum w^2.
    """

    interval: int
    num_pairs: int
    before: Coverage
    after: Coverage
    num_effective: float

    def to_json(self) -> dict[str, Any]:
        return {
            "interval": self.interval or "all",
            "num_pairs": self.num_pairs,
            "before": self.before.to_json(),
            "after": self.after.to_json(),
            "num_effective": round(self.num_effective, 1),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class SplitFinding:
    """How much of the set is in one split."""

    split: str
    num_paintings: int
    num_recordings: int
    num_frames: int


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Findings:
    """All that was found.

    recordings: ids of those that could be read; conflicts give recordings as numbers into it.
    problems: worst first. intervals, coverages: by interval, of those asked for.
    """

    recordings: tuple[str, ...]
    splits: tuple[SplitFinding, ...]
    problems: tuple[Problem, ...]
    intervals: tuple[IntervalFinding, ...]
    coverages: tuple[IntervalCoverage, ...]
    conflicts: Conflicts

    @property
    def num_errors(self) -> int:
        return sum(problem.severity == ERROR for problem in self.problems)

    def to_json(self) -> dict[str, Any]:
        """Return everything as values of a JSON file; conflicts are listed up to MAX_LISTED."""
        conflicts = self.conflicts
        return {
            "num_errors": self.num_errors,
            "recordings": list(self.recordings),
            "splits": [asdict(split) for split in self.splits],
            "problems": [{**asdict(one), "recordings": list(one.recordings)} for one in self.problems],
            "intervals": [interval.to_json() for interval in self.intervals],
            "coverage": [one.to_json() for one in self.coverages],
            "conflicts": {
                "num_examples": conflicts.num_examples,
                "num_conflicting": conflicts.num_conflicting,
                "num_explained_by_painting": conflicts.num_explained,
                "by_interval": {
                    str(interval): {"conflicting": number, "examples": of}
                    for interval, (number, of) in conflicts.num_by_interval.items()
                },
                "num_listed": min(len(conflicts.listed), MAX_LISTED),
                "listed": [self._conflict_to_json(conflict) for conflict in conflicts.listed[:MAX_LISTED]],
            },
        }

    def lines(self) -> list[str]:
        """Return what was found as lines of text to read."""
        lines = [f"{problem.severity}: {problem.text}" for problem in self.problems]
        for split in self.splits:
            lines.append(
                f"{split.split}: {split.num_paintings} paintings, {split.num_recordings} recordings, "
                f"{split.num_frames} frames"
            )
        for one in self.coverages:
            name = f"interval {one.interval}" if one.interval else "all intervals"
            lines.append(
                f"levels at {name}: {_percents(one.before)}, {one.before.distance:.2f} from even; "
                f"drawn evenly {_percents(one.after)}, {one.after.distance:.2f} from even"
            )
        lines += [_interval_line(interval) for interval in self.intervals]
        conflicts = self.conflicts
        lines.append(
            f"conflicts: {conflicts.num_conflicting} of {conflicts.num_examples} examples "
            f"({conflicts.num_explained} more pairs differ in the painting)"
        )
        lines += [f"  {self.conflict_text(conflict)}" for conflict in conflicts.listed[:MAX_LISTED]]
        return lines

    def conflict_text(self, conflict: Conflict) -> str:
        """Return a conflict in a line."""
        one, other = (
            f"{self.recordings[example.pair.recording]} {example.pair.earlier} to {example.pair.later}"
            for example in (conflict.one, conflict.other)
        )
        return (
            f"{conflict.one.kind}, level {conflict.one.level}: {one} and {other} start "
            f"{conflict.canvas_difference:.3f} apart and end {conflict.outcome_difference:.3f} apart "
            f"(disagreement {conflict.disagreement:.2f})"
        )

    def _conflict_to_json(self, conflict: Conflict) -> dict[str, Any]:
        return {
            "kind": conflict.one.kind,
            "level": conflict.one.level,
            "pairs": [
                {
                    "recording": self.recordings[example.pair.recording],
                    "part_id": example.part_id,
                    "earlier": example.pair.earlier,
                    "later": example.pair.later,
                }
                for example in (conflict.one, conflict.other)
            ],
            "canvas_difference": round(conflict.canvas_difference, 4),
            "outcome_difference": round(conflict.outcome_difference, 4),
            "disagreement": round(conflict.disagreement, 4),
        }


def _percents(coverage: Coverage) -> str:
    return " ".join(f"{share:.0%}" for share in coverage.shares)


def _interval_line(interval: IntervalFinding) -> str:
    if not interval.num_active:
        return f"interval {interval.interval}: {interval.num_pairs} pairs, in which no part changes"
    shares = [f"{interval.saturated or 0:.0%} saturated", f"{interval.lost or 0:.0%} lost"]
    if interval.contradicted is not None:
        shares.append(f"{interval.contradicted:.0%} contradicted by interval {interval.contradicted_by}")
    verdict = "flagged" if interval.reasons else "fit for use"
    return (
        f"interval {interval.interval}: {interval.num_pairs} pairs, {', '.join(shares)}, "
        f"outcome uncertain by {interval.entropy_bits or 0:.2f} bits; {verdict}"
    )
