"""Recordings of painters, to measure processes against or to be measured themselves."""

from dataclasses import dataclass, replace
from pathlib import Path

from painttime.core.frames import FrameSource
from painttime.core.image import RGB8
from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.errors import RecordingError
from painttime.evaluation.subject import Subject
from painttime.files.presence import is_folder, is_there
from painttime.workflow.finding_parts import find_parts_of
from painttime.workflow.job import Job, Progress
from painttime.workflow.reading_parts import read_parts_of


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Recorded:
    """A recording, earliest frame first.

    name: for tables. frames: at full size; the last one is the painting. parts: of the last frame, None where
    nobody has said. is_clean: whether it was brought into a data set; others are taken as they are.
    """

    name: str
    frames: FrameSource
    parts: PartMap | None = None
    is_clean: bool = False

    def painting(self) -> RGB8:
        """Return the last frame, (H, W, 3)."""
        return self.frames.frame(self.frames.num_frames - 1)

    def subject(self) -> Subject:
        """Return the recording as a process to be measured."""
        return Subject(name=self.name, frames=self.frames, parts=self.parts)


def read_recording(path: Path, *, is_reversed: bool = False) -> Job[Recorded]:
    """Read a recording: the clean frames of one in a data set, or those of a time-lapse file as they are.

    is_reversed: a file goes from the finished painting to the bare ground.
    Raises RecordingError or DatasetError with a sentence for the user.
    """
    if not is_there(path):
        raise RecordingError(f'"{path}" is not there. Check the name of the recording.')
    # The readers of films take a while to import.
    from painttime.recordings.dataset.layout import is_dataset, is_stored_recording

    yield Progress(done=0, total=1, message=f"Reading {path.name}")
    if is_stored_recording(path):
        from painttime.recordings.dataset.stored_recording import StoredRecording

        stored = StoredRecording.open(path)
        return Recorded(name=stored.id, frames=stored.pictures, parts=stored.parts, is_clean=True)
    if is_dataset(path):
        raise RecordingError(
            f'"{path}" is a data set of many recordings. Give the folder of one of them, in its folder'
            ' "recordings", or measure them all with --suite.'
        )
    from painttime.recordings.sources.opening import open_recording
    from painttime.workflow.recording_frames import frames_as_they_are
    from painttime.workflow.scaled_pictures import at_one_size

    source = yield from at_one_size(open_recording(path))
    frames = yield from frames_as_they_are(source, is_reversed=is_reversed)
    return Recorded(name=path.name if is_folder(path) else path.stem, frames=frames)


def with_parts(recorded: Recorded, parts_file: Path | None = None) -> Job[Recorded]:
    """Return the recording with parts of its last frame: those of the file, else those it has, else found."""
    if parts_file is None and recorded.parts is not None:
        return recorded
    painting = Painting(pixels=recorded.painting())
    if parts_file is not None:
        parts = yield from read_parts_of(painting, parts_file)
    else:
        parts = yield from find_parts_of(painting)
    return replace(recorded, parts=parts)


def recordings_in(folder: Path) -> tuple[Path, ...]:
    """Return what `read_recording` can read in a folder, sorted by name: the recordings of a data set, or
    films and folders of frames. Raises RecordingError where there is none."""
    if not is_folder(folder):
        raise RecordingError(f'"{folder}" is not a folder. A suite is a folder of recordings.')
    from painttime.recordings.dataset.dataset import Dataset
    from painttime.recordings.dataset.layout import is_dataset
    from painttime.recordings.sources.kinds import is_recording

    if is_dataset(folder):
        found = [stored.folder for stored in Dataset.open(folder).recordings]
    else:
        found = [entry for entry in visible_entries(folder) if is_recording(entry)]
    if not found:
        raise RecordingError(
            f'"{folder}" holds no recordings. A suite is a data set, or a folder of films or of folders with'
            " the frames of one recording each."
        )
    return tuple(found)


def visible_entries(folder: Path) -> list[Path]:
    """Return what lies in a folder, sorted by name, but for what is hidden; raises RecordingError."""
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise RecordingError(
            f'The folder "{folder}" cannot be read: {error.strerror}. Change its permissions or copy it.'
        ) from error
