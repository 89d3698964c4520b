"""What is checked: as much of a data set as the checks and the report ask for (recordings.dataset)."""

from collections.abc import Sequence
from typing import Protocol

from painttime.core.frames import FrameSource
from painttime.core.part import PartMap
from painttime.recordings.clean_recording import KeptFrame, Tally
from painttime.recordings.labelling.labels import RecordingLabels


class CheckedSource(Protocol):
    """The file a recording was made from."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str: ...


class CheckedRecording(Protocol):
    """A recording of a data set; reading its pictures, parts or labels raises DatasetError where damaged."""

    @property
    def id(self) -> str: ...

    @property
    def painting_id(self) -> str: ...

    @property
    def split(self) -> str: ...

    @property
    def source(self) -> CheckedSource: ...

    @property
    def frames(self) -> tuple[KeptFrame, ...]: ...

    @property
    def tally(self) -> Tally: ...

    @property
    def dropped(self) -> tuple[tuple[int, int, str], ...]: ...

    @property
    def pictures(self) -> FrameSource: ...

    @property
    def parts(self) -> PartMap: ...

    @property
    def labels(self) -> RecordingLabels: ...

    def damaged_files(self) -> tuple[str, ...]:
        """Return the files that are missing or changed since they were written, by name."""
        ...


class CheckedEntry(Protocol):
    """What the list of a data set says of one recording."""

    @property
    def id(self) -> str: ...

    @property
    def painting_id(self) -> str: ...

    @property
    def split(self) -> str: ...


class CheckedDataset(Protocol):
    """A data set; `recording` opens one anew, so that none stays in memory, and raises DatasetError."""

    @property
    def entries(self) -> Sequence[CheckedEntry]: ...

    def recording(self, recording_id: str) -> CheckedRecording: ...
