"""Adds recordings to a data set: each is there whole or not at all, and what stopped goes on where it was."""

import unicodedata
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from painttime.core.counting import Counting, translated
from painttime.errors import DatasetError, RecordingError
from painttime.files.presence import is_within
from painttime.recordings.checks.split import split_of
from painttime.recordings.dataset import layout
from painttime.recordings.dataset.bringing import (
    ADDED,
    FAILED,
    KNOWN,
    REPLACED,
    BringIn,
    Outcome,
    Task,
)
from painttime.recordings.dataset.claiming import claimed
from painttime.recordings.dataset.manifest import Entry, complete_recordings, entry_of, write_manifest
from painttime.recordings.dataset.origin import Origin, id_of, origin_of
from painttime.recordings.dataset.processes import Report
from painttime.recordings.dataset.stored_recording import StoredRecording
from painttime.recordings.dataset.writing import FindParts, Identity
from painttime.recordings.options import BringInOptions

Result = TypeVar("Result")

Engine = Callable[[Iterable[Task]], Generator[Report[Outcome] | None, None, None]]
"""Runs `bringing.bring_one` on every task, somewhere, and says what it hears; None now and then."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """How recordings are to be added.

    painting_id: of all of them; None where each is a painting of its own. split: "train", "val" or None for
    one drawn by painting. val_share: how much of what is drawn goes to "val". parts_asked: what `find_parts`
    does, in a word, where it is not the usual. parts_source: the file it reads, if it does.
    is_replacing: bring in again what is there.
    """

    options: BringInOptions
    bring_in: BringIn
    find_parts: FindParts
    painting_id: str | None = None
    split: str | None = None
    val_share: float
    parts_asked: str | None = None
    parts_source: Origin | None = None
    is_replacing: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class AddStep:
    """How far adding is: recordings done of all, what is done now, and how far that is (total 0: unknown)."""

    recordings_done: int
    num_recordings: int
    name: str
    message: str
    done: int = 0
    total: int = 0


def add(
    paths: Sequence[Path], wanted: Wanted, dataset: Path, engine: Engine
) -> Generator[AddStep, None, tuple[Outcome, ...]]:
    """Add recordings to a data set, which is made where there is none; returns an outcome for each path.

    One that fails leaves the others as they are. Closing the generator stops the work; what is complete
    stays, and a new data set in which nothing is goes again. Raises DatasetError where the folder cannot be
    used, ExportError where it cannot be written.
    """
    with claimed(dataset):
        adding = _Adding(dataset, wanted, len(paths))
        yield from adding.prepare()
        tasks = yield from adding.plan(paths)
        yield from adding.run(tasks, engine)
        return adding.outcomes()


class _Adding:
    """The state of one call of `add`."""

    def __init__(self, dataset: Path, wanted: Wanted, num_recordings: int) -> None:
        self._dataset, self._wanted, self._total = dataset, wanted, num_recordings
        self._entries: dict[str, Entry] = {}
        self._outcomes: dict[int, Outcome] = {}
        self._same_as: dict[int, int] = {}

    def prepare(self) -> Generator[AddStep, None, None]:
        """See what is there complete, whatever stopped before, and write down what that is."""
        self._entries = yield from self._told(
            complete_recordings(self._dataset), self._dataset.name, "Looking through the data set"
        )
        write_manifest(self._dataset, self._entries.values())

    def plan(self, paths: Sequence[Path]) -> Generator[AddStep, None, dict[int, Task]]:
        """Find out what each path is; returns what is to be done, by number of the path."""
        tasks: dict[int, Task] = {}
        first_of: dict[str, int] = {}
        for index, path in enumerate(paths):
            try:
                if is_within(self._dataset, path):
                    raise RecordingError(
                        f'The data set lies in the recording "{path.name}" and would become a part of it. '
                        "Give a folder elsewhere."
                    )
                origin = yield from self._told(origin_of(path), path.name, "Reading")
                first = first_of.setdefault(origin.sha256, index)
                if first != index:
                    sentence = f'"{path.name}" is the same as "{paths[first].name}".'
                    self._outcomes[index] = Outcome(name=origin.name, kind=KNOWN, sentence=sentence)
                    self._same_as[index] = first
                    continue
                planned = self._planned(path, origin)
            except (RecordingError, DatasetError) as error:
                self._outcomes[index] = Outcome(name=path.name, kind=FAILED, sentence=str(error))
                continue
            if isinstance(planned, Outcome):
                self._outcomes[index] = planned
            else:
                tasks[index] = planned
        return tasks

    def run(self, tasks: dict[int, Task], engine: Engine) -> Generator[AddStep, None, None]:
        indices = list(tasks)
        running = engine([tasks[index] for index in indices])
        try:
            for report in running:
                if report is None:
                    continue
                index = indices[report.index]
                task = tasks[index]
                name = task.identity.source.name
                if report.step is not None:
                    done, total, message = report.step
                    yield self._step(name, message, done=done, total=total)
                else:
                    outcome = report.outcome or _lost(task)
                    self._note(index, outcome)
                    yield self._step(name, outcome.kind)
        finally:
            running.close()

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return what became of each path; what is the same as one that failed has failed, too."""
        for index, first in self._same_as.items():
            one, other = self._outcomes[index], self._outcomes[first]
            kind = FAILED if other.kind == FAILED else KNOWN
            self._outcomes[index] = replace(one, kind=kind, id=other.id)
        return tuple(self._outcomes[index] for index in sorted(self._outcomes))

    def _note(self, index: int, outcome: Outcome) -> None:
        if outcome.kind in (ADDED, REPLACED, KNOWN) and outcome.id is not None:
            self._entries[outcome.id] = entry_of(self._dataset, outcome.id)
            write_manifest(self._dataset, self._entries.values())
        self._outcomes[index] = outcome

    def _planned(self, path: Path, origin: Origin) -> Task | Outcome:
        wanted = self._wanted
        known = next((e for e in self._entries.values() if e.source_sha256 == origin.sha256), None)
        if known is not None and not wanted.is_replacing:
            self._check_as_known(origin, known)
            sentence = "" if known.source_name == origin.name else f'It came as "{known.source_name}".'
            return Outcome(name=origin.name, kind=KNOWN, id=known.id, sentence=sentence)
        recording_id = id_of(origin) if known is None else known.id
        painting_id = wanted.painting_id or (recording_id if known is None else known.painting_id)
        identity = Identity(
            id=recording_id,
            painting_id=painting_id,
            split=self._split(painting_id, recording_id, origin.name),
            source=origin,
            options=wanted.options,
            parts_asked=wanted.parts_asked,
            parts_source=wanted.parts_source,
        )
        return Task(
            path=path.absolute(),
            dataset=self._dataset.absolute(),
            identity=identity,
            bring_in=wanted.bring_in,
            find_parts=wanted.find_parts,
            is_replacing=wanted.is_replacing,
        )

    def _check_as_known(self, origin: Origin, known: Entry) -> None:
        """Raise DatasetError where what is there is not what is asked for."""
        wanted = self._wanted
        record = StoredRecording.open(layout.recording_folder(self._dataset, known.id)).record
        differs = (
            record.options != wanted.options
            or (wanted.painting_id is not None and _plain(wanted.painting_id) != _plain(known.painting_id))
            or (wanted.split is not None and wanted.split != known.split)
            or (wanted.parts_asked is not None and wanted.parts_asked != record.parts_asked)
            or (wanted.parts_source is not None and wanted.parts_source != record.parts_source)
        )
        if differs:
            raise DatasetError(
                f'"{origin.name}" is in the data set already, as {known.id}, brought in with other options. '
                "Give --replace to bring it in anew."
            )

    def _split(self, painting_id: str, recording_id: str, name: str) -> str:
        """Return the split of a painting: as its recordings that are there, as asked for, or drawn."""
        asked = self._wanted.split
        for entry in self._entries.values():
            if entry.id == recording_id or _plain(entry.painting_id) != _plain(painting_id):
                continue
            if asked is not None and asked != entry.split:
                raise DatasetError(
                    f'"{name}" cannot be in "{asked}": {entry.id} shows the same painting and is in '
                    f'"{entry.split}". All recordings of a painting belong together.'
                )
            return entry.split
        return asked or split_of(painting_id, self._wanted.val_share)

    def _told(self, counting: Counting[Result], name: str, message: str) -> Generator[AddStep, None, Result]:
        return (
            yield from translated(
                counting, lambda step: self._step(name, message, done=step[0], total=step[1])
            )
        )

    def _step(self, name: str, message: str, *, done: int = 0, total: int = 0) -> AddStep:
        return AddStep(
            recordings_done=len(self._outcomes),
            num_recordings=self._total,
            name=name,
            message=message,
            done=done,
            total=total,
        )


def _lost(task: Task) -> Outcome:
    name = task.identity.source.name
    sentence = (
        f'"{name}" could not be brought in: the process that did it ended suddenly, as happens where memory '
        "runs out. Take fewer workers and add it again."
    )
    return Outcome(name=name, id=task.identity.id, kind=FAILED, sentence=sentence)


def _plain(painting_id: str) -> str:
    """Return what makes two ids those of one painting, as `split_of` sees it."""
    return unicodedata.normalize("NFKC", painting_id).strip().casefold()
