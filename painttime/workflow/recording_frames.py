"""The frames of a time-lapse file as they are, by number."""

from collections import OrderedDict
from collections.abc import Iterator

import numpy as np

from painttime.core.image import RGB8
from painttime.errors import RecordingError
from painttime.recordings.options import MAX_FRAMES
from painttime.recordings.source import RecordingSource, SourceFrame
from painttime.workflow.job import Job, Progress

MAX_MEASURED_FRAMES = MAX_FRAMES
"""Of a longer recording so many frames are taken, evenly spread: as many as a sequence of a data set has."""

_COUNTING_LONG_SIDE_PX = 128
_NOISE_LEVELS = 10
"""Small frames that differ by no more anywhere show the same: compression does that to a still picture."""

_MAX_KEPT_BYTES = 128 * 1024 * 1024
_FORWARD_ROOM = 2


class RecordingFrames:
    """Frames of a recording at full size (a core.frames.FrameSource), of which a bounded share is kept.

    Asked for in order, forward or backward, a file is read few times, and once where all its frames can be
    kept. The last one is always kept: it is the painting.
    """

    def __init__(
        self, source: RecordingSource, indices: tuple[int, ...], *, max_kept_bytes: int = _MAX_KEPT_BYTES
    ) -> None:
        """indices: the numbers in the file of the frames given, in the order they are given."""
        self.num_frames = len(indices)
        self.height_px = source.height_px
        self.width_px = source.width_px
        self._source = source
        self._indices = indices
        self._rising = sorted(set(indices))
        self._kept: OrderedDict[int, RGB8] = OrderedDict()
        self._max_kept = max(2, max_kept_bytes // (3 * self.height_px * self.width_px))
        self._room = self._max_kept
        self._finished: RGB8 | None = None
        self._reading: Iterator[SourceFrame] = iter(())
        self._next: int | None = None

    def frame(self, index: int) -> RGB8:
        """Return frame `index` as (height_px, width_px, 3); raises RecordingError where it is damaged."""
        number = self._indices[index]
        if number == self._indices[-1] and self._finished is not None:
            return self._finished
        if number not in self._kept:
            self._read_to(number)
        if number == self._indices[-1]:
            self._finished = self._kept[number]
        return self._kept[number]

    def _read_to(self, number: int) -> None:
        """Read until frame `number` is kept."""
        if self._next is None or number == self._rising[0]:
            # Forward no frame is asked for again, unless all can be kept.
            self._room = self._max_kept if len(self._rising) <= self._max_kept else _FORWARD_ROOM
            self._begin(self._rising[0])
        elif number < self._next:
            # Whoever goes backward asks for the ones before it next.
            self._room = self._max_kept
            upto = self._rising[: self._rising.index(number) + 1]
            self._begin(upto[-self._room :][0])
        for frame in self._reading:
            self._next = frame.index + 1
            self._kept[frame.index] = frame.pixels
            if len(self._kept) > self._room:
                self._kept.popitem(last=False)
            if frame.index == number:
                return
        raise RecordingError(
            f'"{self._source.path.name}" could be read to its end once, and cannot any more.'
            " Check the file and try again."
        )

    def _begin(self, first: int) -> None:
        wanted = frozenset(number for number in self._rising if number >= first)
        self._kept.clear()
        self._next = first
        self._reading = self._source.frames(wanted=wanted.__contains__)


def frames_as_they_are(source: RecordingSource, *, is_reversed: bool = False) -> Job[RecordingFrames]:
    """Count the frames of a recording and return them, nothing aligned or repaired.

    is_reversed: the file goes from the finished painting to the bare ground. Frames that only show the first
    or the last one again at its ends, as films are made to be looked at, are left out: they take no part in
    the time. Of more than MAX_MEASURED_FRAMES so many are taken, evenly spread with the first and the last.
    Notes say so. Raises RecordingError for a damaged file, or one of less than 2 frames.
    """
    message = f"Counting the frames of {source.path.name}"
    holds = _Holds()
    for frame in source.frames(long_side_px=_COUNTING_LONG_SIDE_PX):
        holds.add(frame)
        yield Progress(done=holds.count, total=max(holds.count, source.num_frames), message=message)
    if holds.count < 2:
        raise RecordingError(
            f'"{source.path.name}" has {holds.count} frame{"" if holds.count == 1 else "s"}; a process has at'
            " least 2. Choose a recording of somebody painting."
        )
    numbers = holds.moving()
    chosen = np.rint(np.linspace(0, len(numbers) - 1, min(len(numbers), MAX_MEASURED_FRAMES)))
    indices = tuple(numbers[int(place)] for place in chosen)
    for note in _notes(source.path.name, holds.count, len(numbers)):
        yield Progress(done=holds.count, total=holds.count, message=message, note=note)
    return RecordingFrames(source, indices[::-1] if is_reversed else indices)


class _Holds:
    """Counts frames, and finds out how long the first and the last of them stand still."""

    def __init__(self) -> None:
        self.count = 0
        self._reference: RGB8 | None = None
        self._begins: list[int] = []

    def add(self, frame: SourceFrame) -> None:
        """Take in the next frame, small."""
        self.count = frame.index + 1
        if self._reference is None or not _looks_the_same(frame.pixels, self._reference):
            self._reference = frame.pixels
            # The second change and the latest say where the two holds are.
            self._begins = [*self._begins[:2], frame.index]

    def moving(self) -> list[int]:
        """Return the numbers of the frames without the holds, of which one frame each stays.

        All of them where nothing ever changes.
        """
        if len(self._begins) < 2:
            return list(range(self.count))
        return [*range(self._begins[1] - 1, self._begins[-1]), self.count - 1]


def _looks_the_same(one: RGB8, other: RGB8) -> bool:
    return int(np.abs(one.astype(np.int16) - other).max()) <= _NOISE_LEVELS


def _notes(name: str, num_read: int, num_moving: int) -> Iterator[str]:
    if num_moving < num_read:
        yield (
            f"{name} stands still at its ends: {num_read - num_moving} of its {num_read:,} frames show the"
            " first or the last one again and are left out."
        )
    if num_moving > MAX_MEASURED_FRAMES:
        yield (
            f"{name} has {num_moving:,} frames; {MAX_MEASURED_FRAMES:,} of them, evenly spread, are measured."
            " Bring it in first (painttime dataset add) for the frames that differ."
        )
