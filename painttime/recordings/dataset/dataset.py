"""A data set of recordings, opened for reading."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

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

    @cached_property
    def recordings(self) -> tuple[StoredRecording, ...]:
        """All recordings, sorted by id, with nothing of them read yet."""
        return tuple(self._recording(entry) for entry in self.entries)

    def recording(self, recording_id: str) -> StoredRecording:
        """Return one recording, with nothing of it read yet; raises DatasetError where none has this id."""
        for entry in self.entries:
            if entry.id == recording_id:
                return self._recording(entry)
        known = ", ".join(entry.id for entry in self.entries[:5]) or "none"
        more = ", ..." if len(self.entries) > 5 else ""
        raise DatasetError(
            f'There is no recording "{recording_id}" in "{self.folder}". Its recordings: {known}{more}.'
        )

    def _recording(self, entry: Entry) -> StoredRecording:
        return StoredRecording(
            folder=layout.recording_folder(self.folder, entry.id),
            id=entry.id,
            painting_id=entry.painting_id,
            split=entry.split,
            source_name=entry.source_name,
            record_sha256=entry.record_sha256,
        )
