"""Reading a recording again, at full size, and settling the moments that were chosen."""

from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from painttime.core.image import RGB8
from painttime.errors import RecordingError
from painttime.recordings.options import BringInOptions
from painttime.recordings.settling.picture_store import PictureStore
from painttime.recordings.settling.settling import MAX_WINDOW, Settled, settle
from painttime.recordings.source import RecordingSource
from painttime.recordings.survey.findings import Moment

NUM_SETTLERS, NUM_WAITING = 2, 3
"""How many windows are settled at once, and wait at most, while the next frames are read."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SeenAgain:
    """A moment at full size: its number, when its frame is shown, how many frames were read till then."""

    number: int
    time_s: float
    settled: Settled
    num_read: int


def look_again(
    source: RecordingSource, moments: Sequence[Moment], options: BringInOptions, store: PictureStore
) -> Generator[SeenAgain, None, None]:
    """Settle every moment, earliest first, and keep its picture; only frames of windows are read in full.

    The frames of a few windows are in memory. Raises RecordingError where the recording ends before its
    first look said.
    """
    windows = [_window(moment) for moment in moments]
    wanted = {index for window in windows for index in window}
    reader = _Reader(source, windows, wanted)
    waiting: deque[tuple[int, float, int, Future[Settled]]] = deque()
    with ThreadPoolExecutor(max_workers=NUM_SETTLERS) as settlers:
        for number, (moment, window) in enumerate(zip(moments, windows, strict=True)):
            frames, time_s = reader.window(number, moment.index)
            centre = window.index(moment.index)
            task = settlers.submit(_settled_and_kept, number, frames, centre, options, store)
            waiting.append((number, time_s, reader.num_read, task))
            if len(waiting) > NUM_WAITING:
                yield _done(waiting.popleft())
        while waiting:
            yield _done(waiting.popleft())


def _settled_and_kept(
    number: int, frames: Sequence[RGB8], centre: int, options: BringInOptions, store: PictureStore
) -> Settled:
    settled = settle(frames, centre, align=options.register, even_light=options.even_light)
    store.put(number, settled)
    return settled


def _done(entry: tuple[int, float, int, "Future[Settled]"]) -> SeenAgain:
    number, time_s, num_read, task = entry
    return SeenAgain(number=number, time_s=time_s, settled=task.result(), num_read=num_read)


def _window(moment: Moment) -> tuple[int, ...]:
    """Return the frames of a window that are used, in order: those nearest to the moment's own."""
    nearest = sorted(moment.window, key=lambda index: (abs(index - moment.index), index))
    return tuple(sorted({moment.index, *nearest[:MAX_WINDOW]}))


class _Reader:
    """Reads on in a recording until a window is complete, and forgets frames no later window needs."""

    def __init__(self, source: RecordingSource, windows: Sequence[tuple[int, ...]], wanted: set[int]) -> None:
        self._name = source.path.name
        self._windows = windows
        self._frames = source.frames(wanted=wanted.__contains__)
        self._held: dict[int, tuple[RGB8, float]] = {}
        # Windows may overlap: a frame is needed from the first of its windows to the last.
        self._last_use = {index: number for number, window in enumerate(windows) for index in window}
        self.num_read = 0

    def window(self, number: int, own: int) -> tuple[list[RGB8], float]:
        """Return the frames of a window, and the time of the frame `own`."""
        window = self._windows[number]
        while any(index not in self._held for index in window):
            frame = next(self._frames, None)
            if frame is None:
                raise RecordingError(
                    f'"{self._name}" ended sooner when it was read again. Is it still being written? '
                    "Wait until it is complete."
                )
            self._held[frame.index] = frame.pixels, frame.time_s
            self.num_read = frame.index + 1
        frames = [self._held[index][0] for index in window]
        time_s = self._held[own][1]
        for index in [index for index in self._held if self._last_use[index] <= number]:
            del self._held[index]
        return frames, time_s
