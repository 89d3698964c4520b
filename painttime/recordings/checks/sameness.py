"""Recordings of one painting: they must lie in one split, and each file in a set once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Protocol

from painttime.recordings.checks.alike import Likeness
from painttime.recordings.checks.findings import ERROR, NOTE, WARNING, Problem


class Depicted(Protocol):
    """A recording, as far as it matters what it is of."""

    @property
    def id(self) -> str: ...
    @property
    def painting_id(self) -> str: ...
    @property
    def split(self) -> str: ...
    @property
    def source_sha256(self) -> str: ...
    @property
    def likeness(self) -> Likeness: ...


def problems_of_splits(recordings: Sequence[Depicted]) -> Iterator[Problem]:
    """Yield what is wrong with the splits: paintings in both, look-alikes, files that came twice."""
    by_painting: dict[str, list[Depicted]] = defaultdict(list)
    by_source: dict[str, list[Depicted]] = defaultdict(list)
    for recording in recordings:
        by_painting[recording.painting_id].append(recording)
        by_source[recording.source_sha256].append(recording)
    yield from _leaks(by_painting)
    yield from _duplicates(by_source)
    yield from _look_alikes(recordings)
    splits = {recording.split for recording in recordings}
    if len(by_painting) > 1 and len(splits) == 1:
        text = f'All {len(by_painting)} paintings are in "{splits.pop()}": nothing is left to compare with.'
        yield Problem(kind="one-split", severity=NOTE, text=text)


def _leaks(by_painting: dict[str, list[Depicted]]) -> Iterator[Problem]:
    for painting_id, those in sorted(by_painting.items()):
        if len({recording.split for recording in those}) > 1:
            yield Problem(
                kind="leak",
                severity=ERROR,
                text=f'Recordings of the painting "{painting_id}" are both trained on and validated with.',
                recordings=tuple(recording.id for recording in those),
            )


def _duplicates(by_source: dict[str, list[Depicted]]) -> Iterator[Problem]:
    for those in by_source.values():
        if len(those) > 1:
            ids = tuple(recording.id for recording in those)
            leaks = len({recording.split for recording in those}) > 1
            yield Problem(
                kind="duplicate",
                severity=ERROR if leaks else WARNING,
                text=f"{', '.join(ids)} were made from the same file.",
                recordings=ids,
            )


def _look_alikes(recordings: Sequence[Depicted]) -> Iterator[Problem]:
    """Yield recordings that look like one painting, but have two names for it."""
    for one, other in combinations(recordings, 2):
        if one.painting_id == other.painting_id or one.source_sha256 == other.source_sha256:
            continue
        if one.likeness.is_like(other.likeness):
            leaks = one.split != other.split
            what = ", but one is trained on and the other validated with" if leaks else " under two names"
            yield Problem(
                kind="look-alike",
                severity=ERROR if leaks else NOTE,
                text=f"{one.id} and {other.id} look like one painting{what}. Give both the same painting.",
                recordings=(one.id, other.id),
            )
