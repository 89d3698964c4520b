"""Looks through a data set for what would spoil training, as Painting Process Predict recommends."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from painttime.core.counting import Counting, translated
from painttime.core.part import Part
from painttime.errors import DatasetError
from painttime.recordings.checks.alike import Likeness, likeness
from painttime.recordings.checks.conflicts import Conflicts, find_conflicts
from painttime.recordings.checks.examples import Example, examples_of
from painttime.recordings.checks.findings import (
    ERROR,
    NOTE,
    SEVERITIES,
    WARNING,
    Findings,
    IntervalCoverage,
    Problem,
    SplitFinding,
)
from painttime.recordings.checks.intervals import IntervalFinding, IntervalMeter
from painttime.recordings.checks.looking import Look, look
from painttime.recordings.checks.sameness import problems_of_splits
from painttime.recordings.checks.subject import CheckedDataset, CheckedEntry, CheckedRecording
from painttime.recordings.labelling.labels import INTERVALS, RecordingLabels
from painttime.recordings.labelling.level_table import LevelTable, coverage, level_table
from painttime.recordings.labelling.sampler import evening_weights

MAX_EXAMPLES = 60_000
"""Of larger sets an even selection is compared for conflicts."""

FAR_FROM_EVEN = 0.5
"""Total variation to an even spread from which the coverage of levels is called uneven."""

_MANY_CONFLICTS = 0.05
_PER_RECORDING = 1000


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Member:
    """What is kept in memory of a recording that could be read."""

    id: str
    painting_id: str
    split: str
    source_sha256: str
    num_frames: int
    parts: tuple[Part, ...]
    labels: RecordingLabels
    likeness: Likeness


@dataclass(kw_only=True, slots=True)
class _Gathered:
    meter: IntervalMeter
    members: list[Member] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def check(dataset: CheckedDataset, intervals: Sequence[int] = INTERVALS) -> Counting[Findings]:
    """Check a data set; yields (recordings and thousandths of the one read, in all, in thousandths).

    intervals: how far apart the frames of a pair lie that are to be trained on; degrees that were not
    labelled are measured in small. A recording that cannot be read becomes a problem, and the others are
    checked all the same.
    """
    entries = dataset.entries
    total = 1000 * (len(entries) + 1)
    gathered = _Gathered(meter=IntervalMeter(intervals))
    most = min(_PER_RECORDING, max(20, MAX_EXAMPLES // max(1, len(entries))))
    for number, entry in enumerate(entries):
        try:
            for thousandth in _gather(dataset, entry, gathered, intervals, most):
                yield 1000 * number + thousandth, total
        except DatasetError as error:
            gathered.problems.append(
                Problem(kind="unreadable", severity=ERROR, text=str(error), recordings=(entry.id,))
            )
    conflicts = yield from _compared(gathered.examples, total)
    yield total, total
    return _findings(gathered, conflicts, intervals)


def _gather(
    dataset: CheckedDataset, entry: CheckedEntry, gathered: _Gathered, intervals: Sequence[int], most: int
) -> Iterator[int]:
    """Read one recording; yields thousandths of it."""
    recording = dataset.recording(entry.id)
    gathered.problems += _problems_of_files(recording, entry)
    seen = yield from translated(look(recording), lambda step: 1000 * step[0] // step[1])
    labels, parts = recording.labels, recording.parts
    if seen.num_stale:
        gathered.problems.append(_stale(recording, seen))
    if labels.part_ids != parts.ids:
        return
    gathered.meter.add(seen)
    labels = _without_picture(labels, seen, intervals)
    kinds = {part.id: part.kind for part in parts.parts}
    number = len(gathered.members)
    gathered.examples += examples_of(seen, labels, kinds, number=number, intervals=intervals, most=most)
    gathered.members.append(
        Member(
            id=recording.id,
            painting_id=recording.painting_id,
            split=recording.split,
            source_sha256=recording.source.sha256,
            num_frames=seen.num_frames,
            parts=parts.parts,
            labels=labels,
            likeness=likeness(seen.pictures[-1]),
        )
    )


def _without_picture(labels: RecordingLabels, seen: Look, intervals: Sequence[int]) -> RecordingLabels:
    """Return labels at all intervals asked for, without what takes memory.

    The settled map is as large as a frame, and nothing here asks for it.
    """
    missing = {
        interval: seen.degrees_at(interval)
        for interval in intervals
        if interval not in labels.intervals and interval < seen.num_frames
    }
    return RecordingLabels(
        part_ids=labels.part_ids,
        degrees_at={**labels.degrees_at, **missing},
        stages=labels.stages,
        settled=np.zeros((0, 0), dtype=np.uint16),
    )


def _compared(examples: list[Example], total: int) -> Counting[Conflicts]:
    def so_far(step: tuple[int, int]) -> tuple[int, int]:
        done, of = step
        return total - 1000 + 1000 * done // max(1, of), total

    return (yield from translated(find_conflicts(examples), so_far))


def _problems_of_files(recording: CheckedRecording, entry: CheckedEntry) -> list[Problem]:
    problems = []
    damaged = recording.damaged_files()
    if damaged:
        names = ", ".join(f'"{name}"' for name in damaged[:5]) + (", ..." if len(damaged) > 5 else "")
        problems.append(
            Problem(
                kind="damaged",
                severity=ERROR,
                text=f"Files of {recording.id} are missing or changed: {names}. Add the recording again.",
                recordings=(recording.id,),
            )
        )
    if (entry.painting_id, entry.split) != (recording.painting_id, recording.split):
        problems.append(
            Problem(
                kind="stale-list",
                severity=ERROR,
                text=f"The list of the data set says something else of {recording.id} than its own folder.",
                recordings=(recording.id,),
            )
        )
    return problems


def _stale(recording: CheckedRecording, seen: Look) -> Problem:
    return Problem(
        kind="stale-labels",
        severity=ERROR,
        text=f"The labels of {recording.id} do not fit its frames and parts in {seen.num_stale} of "
        f"{seen.num_frames - 1} steps: one of them was changed afterwards. Add the recording again.",
        recordings=(recording.id,),
    )


def _findings(gathered: _Gathered, conflicts: Conflicts, intervals: Sequence[int]) -> Findings:
    members = gathered.members
    measured = gathered.meter.findings()
    coverages = _coverages(members, intervals)
    problems = [
        *gathered.problems,
        *problems_of_splits(members),
        *_problems_of_pairs(conflicts, measured, coverages),
    ]
    if not members:
        problems.append(
            Problem(kind="empty", severity=WARNING, text="The data set holds no recording to use.")
        )
    return Findings(
        recordings=tuple(member.id for member in members),
        splits=_splits(members),
        problems=tuple(sorted(problems, key=lambda problem: SEVERITIES.index(problem.severity))),
        intervals=measured,
        coverages=coverages,
        conflicts=conflicts,
    )


def _coverages(members: Sequence[Member], intervals: Sequence[int]) -> tuple[IntervalCoverage, ...]:
    """Return the coverage of each interval; of all together first, under 0."""
    labelled = [(member.labels, member.parts) for member in members]
    wanted = sorted(set(intervals))
    tables = [(0, level_table(labelled, wanted))]
    tables += [(interval, level_table(labelled, (interval,))) for interval in wanted]
    return tuple(_interval_coverage(interval, table) for interval, table in tables if table.pairs)


def _interval_coverage(interval: int, table: LevelTable) -> IntervalCoverage:
    weights = evening_weights(table)
    return IntervalCoverage(
        interval=interval,
        num_pairs=len(table.pairs),
        before=coverage(table),
        after=coverage(table, weights),
        num_effective=float(weights.sum() ** 2 / max(float((weights**2).sum()), 1e-9)),
    )


def _problems_of_pairs(
    conflicts: Conflicts, intervals: Sequence[IntervalFinding], coverages: Sequence[IntervalCoverage]
) -> Iterator[Problem]:
    for interval in intervals:
        if interval.reasons:
            text = f"Interval {interval.interval} loses or contradicts information: "
            yield Problem(kind="interval", severity=WARNING, text=text + " ".join(interval.reasons))
    if conflicts.num_conflicting:
        share = conflicts.num_conflicting / conflicts.num_examples
        yield Problem(
            kind="conflicts",
            severity=WARNING if share > _MANY_CONFLICTS else NOTE,
            text=f"{conflicts.num_conflicting} of {conflicts.num_examples} examples ({share:.1%}) begin like "
            "another of the same kind and level, but end differently.",
        )
    for one in coverages[:1]:
        missing = [level for level, count in enumerate(one.before.counts.sum(axis=0)) if count == 0]
        if missing:
            names = ", ".join(map(str, missing))
            yield Problem(kind="coverage", severity=WARNING, text=f"No part ever changes by level {names}.")
        if one.before.distance > FAR_FROM_EVEN:
            yield Problem(
                kind="coverage",
                severity=NOTE,
                text=f"Levels are {one.before.distance:.2f} from an even spread (0 to .83); the even sampler "
                f"brings that to {one.after.distance:.2f}.",
            )


def _splits(members: Sequence[Member]) -> tuple[SplitFinding, ...]:
    by_split: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        by_split[member.split].append(member)
    return tuple(
        SplitFinding(
            split=split,
            num_paintings=len({member.painting_id for member in those}),
            num_recordings=len(those),
            num_frames=sum(member.num_frames for member in those),
        )
        for split, those in sorted(by_split.items())
    )
