"""What other processes and machines do for a data set: functions they find by name."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from painttime.core.counting import Counting
from painttime.core.image import RGB8
from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.recordings.clean_recording import CleanRecording
from painttime.recordings.options import BringInOptions
from painttime.workflow.finding_parts import PartsWanted, find_parts_of
from painttime.workflow.job import run_to_end
from painttime.workflow.reading_parts import read_parts_of

if TYPE_CHECKING:
    from painttime.recordings.dataset.bringing import Outcome, Task


def bring_in_file(path: Path, options: BringInOptions, work: Path) -> Counting[CleanRecording]:
    """Make a sequence of the recording in a file or folder; raises RecordingError.

    work: a folder that belongs to this content; what an earlier attempt has left in it is used.
    """
    from painttime.recordings.bringing_in import bring_in
    from painttime.recordings.sources.opening import open_recording

    source = open_recording(path, partial=options.partial)
    return (yield from bring_in(source, options, work, is_resumable=True))


def parts_finder(wanted: PartsWanted) -> Callable[[RGB8], PartMap]:
    """Return the function that says which parts a finished painting has; raises PartsError, ModelError."""
    return partial(_parts_of, wanted)


def bring_one_to_end(task: "Task") -> "Outcome":
    """Bring one recording into a data set without showing how far it is."""
    from painttime.recordings.dataset.bringing import bring_one

    running = bring_one(task)
    while True:
        try:
            next(running)
        except StopIteration as stop:
            outcome: Outcome = stop.value
            return outcome


def _parts_of(wanted: PartsWanted, pixels: RGB8) -> PartMap:
    painting = Painting(pixels=pixels)
    if wanted.file is not None:
        return run_to_end(read_parts_of(painting, wanted.file))
    return run_to_end(find_parts_of(painting, wanted))
