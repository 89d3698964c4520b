"""A data set of recordings, opened for reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from painttime.errors import DatasetError
from painttime.recordings.dataset import layout
from painttime.recordings.dataset.manifest import Entry, read_manifest
from painttime.recordings.dataset.stored_recording import StoredRecording


@dataclass(frozen=True, kw_only=True, eq=False)
class Dataset:
    """A folder of recordings; opening it reads the manifest only.

    entries: what the manifest says, sorted by id.
    """

    folder: Path
    entries: tuple[Entry, ...]

    @classmethod
    def open(cls, folder: Path) -> "Dataset":
        """Open a data set; raises DatasetError where the folder is none, or its manifest is damaged."""
        return cls(folder=folder, entries=read_manifest(folder))

    @property
    def recordings(self) -> Sequence[StoredRecording]:
        """All recordings, sorted by id, each opened when it is taken, with nothing of it read yet.

        None is kept: a walk through a large set needs the memory of one recording.
        """
        return _Recordings(self)

    def recording(self, recording_id: str) -> StoredRecording:
        """Return one recording, with nothing of it read yet; raises DatasetError where none has this id."""
        for entry in self.entries:
            if entry.id == recording_id:
                return self.stored(entry)
        known = ", ".join(entry.id for entry in self.entries[:5]) or "none"
        more = ", ..." if len(self.entries) > 5 else ""
        raise DatasetError(
            f'There is no recording "{recording_id}" in "{self.folder}". Its recordings: {known}{more}.'
        )

    def stored(self, entry: Entry) -> StoredRecording:
        """Return the recording of an entry, with nothing of it read yet."""
        return StoredRecording(
            folder=layout.recording_folder(self.folder, entry.id),
            id=entry.id,
            painting_id=entry.painting_id,
            split=entry.split,
            source_name=entry.source_name,
            record_sha256=entry.record_sha256,
        )


class _Recordings(Sequence[StoredRecording]):
    """The recordings of a data set, opened anew each time one is taken."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def __len__(self) -> int:
        return len(self._dataset.entries)

    @overload
    def __getitem__(self, index: int) -> StoredRecording: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[StoredRecording]: ...

    def __getitem__(self, index: int | slice) -> StoredRecording | Sequence[StoredRecording]:
        if isinstance(index, slice):
            return [self._dataset.stored(entry) for entry in self._dataset.entries[index]]
        return self._dataset.stored(self._dataset.entries[index])
