"""Reading recordings of painters to be looked at beside a process, or for the painting they end with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from painttime.core.frames import FrameSource
from painttime.core.image import RGB8, read_only
from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.core.project import Project
from painttime.core.similarity import Similarity
from painttime.errors import RecordingError
from painttime.files.presence import is_file, is_folder, is_there
from painttime.recordings.dataset.layout import is_dataset, is_stored_recording
from painttime.recordings.source import RecordingSource, SourceFrame
from painttime.recordings.sources.kinds import FRAMES, KRITA, PROCREATE_SUFFIX, VIDEO_SUFFIXES
from painttime.workflow.finding_parts import find_parts_of
from painttime.workflow.footage import MAX_FRAMES, Footage, FootageChoice, Place, footage_frame
from painttime.workflow.job import Job, Progress

if TYPE_CHECKING:
    from painttime.recordings.dataset.stored_recording import StoredRecording
    from painttime.recordings.sources.video_glimpses import VideoGlimpses

MAX_LONG_SIDE_PX = 1600
"""Frames need not be larger than a window is."""

ROOM = 2
"""Frames may be so many times as wide as the painting: it may fill only half of what was filmed."""

LONG_FILM_FRAMES = 3000
MIN_GLIMPSES = 60
"""Of films of so many frames key frames do, where there are enough of them."""

IS_LAID = "The recording is laid over the painting, as its last frame shows it."
IS_THERE = "The recording is on the other side of Compare (W)."
NOT_FOUND = "The painting was not found in the last frame of the recording, which is shown as it was filmed."

_BEAT_FRAMES = 32
"""Of films so many frames are decoded at most before the job can be cancelled."""

_MIN_SIDE_PX = 16
_MOVING_SUFFIXES = (".gif", ".webp")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class OpenedRecording:
    """A recording opened for the painting it ends with: that as a project, and the frames before it."""

    project: Project
    footage: Footage


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Gathered:
    """last: the last frame as it was read. note: what the user should know of the reading."""

    footage: Footage
    last: RGB8
    note: str = ""


def is_film(path: Path) -> bool:
    """Return whether a file can only be a recording, by its name; those of pictures may move or not."""
    return path.suffix.lower() in (*VIDEO_SUFFIXES, PROCREATE_SUFFIX, ".apng") and not is_folder(path)


def may_move(path: Path) -> bool:
    """Return whether a file has the name of pictures that may be animated."""
    return path.suffix.lower() in _MOVING_SUFFIXES and is_file(path)


def is_moving(path: Path) -> Job[bool]:
    """Find out whether a picture is an animation; what cannot be read is none."""
    from PIL import Image

    yield Progress(done=0, total=1, message=f"Reading {path.name}")
    try:
        with Image.open(path) as image:
            return bool(getattr(image, "is_animated", False))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False


def read_footage(path: Path, painting: Painting) -> Job[Footage]:
    """Read frames of a recording, not much larger than the painting they are to be seen beside.

    Time-lapse files and folders are read as they are, recordings of a data set as they were brought in; in
    the last frame the painting is looked for. Of a damaged file comes what can be read. Notes of Progress
    tell of both. Raises RecordingError or DatasetError with a sentence for the user.
    """
    gathered = yield from _gather(path, (painting.width_px, painting.height_px))
    yield Progress(done=0, total=0, message="Looking for the painting in it")
    place = _place_of(painting, gathered.footage)
    # One note: a second one would take the first from sight.
    note = " ".join((gathered.note, IS_LAID if place is not None else NOT_FOUND)).strip()
    yield Progress(done=0, total=0, message="", note=note)
    return replace(gathered.footage, place=place)


def open_recording_as_painting(path: Path) -> Job[OpenedRecording]:
    """Read a recording and make a project of its last frame; see `read_footage`.

    The parts are those of a data set, or else found.
    """
    gathered = yield from _gather(path, None)
    if min(gathered.last.shape[:2]) < _MIN_SIDE_PX:
        raise RecordingError(f'The frames of "{path.name}" are too small for a painting.')
    painting = Painting(pixels=gathered.last, source=path)
    parts: PartMap | None = None
    if is_stored_recording(_entry(path)):
        from painttime.recordings.dataset.stored_recording import StoredRecording

        parts = StoredRecording.open(_entry(path)).parts
    if parts is None:
        parts = yield from find_parts_of(painting)
    yield Progress(done=0, total=0, message="", note=f"{gathered.note} {IS_THERE}".strip())
    return OpenedRecording(project=Project(painting=painting, parts=parts), footage=gathered.footage)


def _place_of(painting: Painting, footage: Footage) -> Place | None:
    """Find the painting in the last frame of a recording."""
    from painttime.recordings.registration.registering import Registrar

    found = Registrar(painting.pixels).register(footage.frames[-1].pixels())
    if not found.is_reliable:
        return None
    size_px = (painting.width_px, painting.height_px)
    scale = min(1.0, MAX_LONG_SIDE_PX / max(size_px))
    to_view = Similarity(scale=scale, dx_px=(scale - 1) / 2, dy_px=(scale - 1) / 2)
    width_px, height_px = (max(1, round(scale * side_px)) for side_px in size_px)
    return Place(move=found.similarity.then(to_view), size_px=(width_px, height_px))


def _gather(path: Path, fit_px: tuple[int, int] | None) -> Job[_Gathered]:
    """fit_px: width and height of what the frames are to be seen beside; None keeps the last one whole."""
    yield Progress(done=0, total=0, message=f"Reading {path.name}")
    path = _entry(path)
    if is_stored_recording(path):
        from painttime.recordings.dataset.stored_recording import StoredRecording

        return (yield from _gather_stored(StoredRecording.open(path), fit_px))
    try:
        return (yield from _gather_file(path, fit_px, partial=False))
    except RecordingError as error:
        # What is left of a damaged file is good enough to look at. Other errors come once more.
        reason = str(error).split(". ")[0]
    gathered = yield from _gather_file(path, fit_px, partial=True)
    return replace(gathered, note=f"{reason}. What could be read of it is shown.")


def _entry(path: Path) -> Path:
    """Return the recording meant by a path: of a data set that holds a single one, that one."""
    if not is_there(path):
        raise RecordingError(f'"{path}" is not there. Choose another recording.')
    if not is_dataset(path):
        return path
    from painttime.recordings.dataset.dataset import Dataset

    recordings = Dataset.open(path).recordings
    if len(recordings) == 1:
        return recordings[0].folder
    raise RecordingError(
        f'"{path.name}" is a data set of {len(recordings)} recordings. Choose the folder of one of them, in'
        ' its folder "recordings".'
    )


def _gather_file(path: Path, fit_px: tuple[int, int] | None, *, partial: bool) -> Job[_Gathered]:
    from painttime.recordings.sources.opening import open_recording
    from painttime.workflow.scaled_pictures import at_one_size

    source = yield from at_one_size(open_recording(path, partial=partial))
    name = path.name if is_folder(path) else path.stem
    long_side_px = _long_side_px(source, fit_px)
    read_px = None if fit_px is None else long_side_px
    choice = FootageChoice(source.num_frames)
    glimpses = None if partial else _glimpses(source)
    if glimpses is not None:
        frames = glimpses.read(long_side_px=read_px)
        return (yield from _kept(name, frames, choice, source.num_frames, long_side_px, takes_all=True))
    # Pictures of folders that are not wanted cost nothing; of films they are decoded all the same.
    beat = None if source.kind in (FRAMES, KRITA) else _BEAT_FRAMES

    def wanted(index: int) -> bool:
        return choice.wants(index) or (beat is not None and index % beat == 0)

    frames = source.frames(wanted=wanted, long_side_px=read_px)
    return (yield from _kept(name, frames, choice, source.num_frames, long_side_px))


def _glimpses(source: RecordingSource) -> "VideoGlimpses | None":
    """Return the key frames of a film too long to be decoded while somebody waits; None for others."""
    from painttime.recordings.sources.video import VideoRecording
    from painttime.recordings.sources.video_glimpses import VideoGlimpses

    if not isinstance(source, VideoRecording) or source.num_frames < LONG_FILM_FRAMES:
        return None
    glimpses = VideoGlimpses(source, MAX_FRAMES - 1)
    return glimpses if glimpses.num_frames >= MIN_GLIMPSES else None


def _gather_stored(stored: "StoredRecording", fit_px: tuple[int, int] | None) -> Job[_Gathered]:
    pictures = stored.pictures
    choice = FootageChoice(pictures.num_frames)
    wanted = (index for index in range(pictures.num_frames) if choice.wants(index))
    # Frames that differ stand for as much work each, however long they were filmed.
    frames = (SourceFrame(index=index, time_s=float(index), pixels=pictures.frame(index)) for index in wanted)
    long_side_px = _long_side_px(pictures, fit_px)
    return (yield from _kept(stored.source_name, frames, choice, pictures.num_frames, long_side_px))


def _kept(
    name: str,
    frames: Iterable[SourceFrame],
    choice: FootageChoice,
    num_expected: int,
    long_side_px: int,
    *,
    takes_all: bool = False,
) -> Job[_Gathered]:
    """Keep those frames that are chosen, or all of them, and the last one there is."""
    from painttime.recordings.sources.shrinking import shrunk

    last: SourceFrame | None = None
    for frame in frames:
        last = frame
        if takes_all or choice.wants(frame.index):
            choice.add(footage_frame(frame.index, frame.time_s, shrunk(frame.pixels, long_side_px)))
        total = max(frame.index + 1, num_expected) if num_expected else 0
        yield Progress(done=frame.index + 1, total=total, message="")
    if last is not None:
        choice.end_with(footage_frame(last.index, last.time_s, shrunk(last.pixels, long_side_px)))
    if last is None or len(choice.kept) < 2:
        raise RecordingError(f'"{name}" has fewer than two frames. Choose a recording of somebody painting.')
    footage = Footage(name=name, num_frames=last.index + 1, frames=tuple(choice.kept))
    return _Gathered(footage=footage, last=read_only(last.pixels))


def _long_side_px(source: RecordingSource | FrameSource, fit_px: tuple[int, int] | None) -> int:
    """Return the long side at which frames fit into a window, and into a size (width, height) times ROOM."""
    long_side_px = max(source.width_px, source.height_px)
    scale = min(1.0, MAX_LONG_SIDE_PX / long_side_px)
    if fit_px is not None:
        scale = min(scale, ROOM * fit_px[0] / source.width_px, ROOM * fit_px[1] / source.height_px)
    return max(1, round(long_side_px * scale))
