"""Frames of a time-lapse file by number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from painttime.core.image import RGB8
from painttime.errors import RecordingError
from painttime.recordings.source import SourceFrame
from painttime.workflow import recording_frames
from painttime.workflow.job import Job, run_to_end
from painttime.workflow.recording_frames import RecordingFrames, frames_as_they_are

SIDE_PX = 4
_SPREAD = 37


@dataclass
class FakeSource:
    """A file whose frame i shows picture(i), or the one of that number in `shows`.

    begun: how often it was read. shown: the frames decoded.
    """

    count: int
    shows: list[int] = field(default_factory=list)
    path: Path = Path("jug.mp4")
    kind: str = "video"
    width_px: int = SIDE_PX
    height_px: int = SIDE_PX
    num_frames: int = 0
    begun: int = 0
    shown: list[int] = field(default_factory=list)

    def frames(
        self, *, wanted: Callable[[int], bool] | None = None, long_side_px: int | None = None
    ) -> Iterator[SourceFrame]:
        self.begun += 1
        for index in range(self.count):
            if wanted is None or wanted(index):
                self.shown.append(index)
                pixels = picture(self.shows[index] if self.shows else index)
                # What compression leaves: noise that is no change.
                pixels[index % SIDE_PX, 0, 1] += 2
                yield SourceFrame(index=index, time_s=index / 30, pixels=pixels)


def picture(number: int) -> RGB8:
    """Return a picture that differs from its neighbours, and tells its number (below 256)."""
    return np.full((SIDE_PX, SIDE_PX, 3), number * _SPREAD % 256, dtype=np.uint8)


def number_of(pixels: RGB8) -> int:
    return int(pixels[0, 0, 0]) * pow(_SPREAD, -1, 256) % 256


def values(frames: RecordingFrames, order: range) -> list[int]:
    return [number_of(frames.frame(index)) for index in order]


def kept(count: int) -> int:
    """Return the bytes that `count` frames take."""
    return 3 * SIDE_PX * SIDE_PX * count


def with_notes(job: Job[RecordingFrames]) -> tuple[RecordingFrames, list[str]]:
    notes = []
    while True:
        try:
            progress = next(job)
        except StopIteration as stop:
            return stop.value, notes
        if progress.note:
            notes.append(progress.note)


def test_frames_in_order_are_read_once_however_few_are_kept() -> None:
    source = FakeSource(20)
    frames = RecordingFrames(source, tuple(range(20)), max_kept_bytes=kept(3))
    assert values(frames, range(20)) == list(range(20))
    assert (source.begun, source.shown) == (1, list(range(20)))


def test_all_are_read_once_where_all_can_be_kept() -> None:
    source = FakeSource(20)
    frames = RecordingFrames(source, tuple(range(20)), max_kept_bytes=kept(20))
    assert values(frames, range(19, -1, -1)) == list(range(19, -1, -1))
    assert values(frames, range(20)) == list(range(20))
    assert (source.begun, len(source.shown)) == (1, 20)


def test_backward_it_is_read_in_rows_that_can_be_kept() -> None:
    source = FakeSource(20)
    frames = RecordingFrames(source, tuple(range(20)), max_kept_bytes=kept(5))
    assert values(frames, range(19, -1, -1)) == list(range(19, -1, -1))
    # Once to the last two, then in fives.
    assert source.begun == 5


def test_any_order_gives_the_right_frames() -> None:
    source = FakeSource(30)
    frames = RecordingFrames(source, tuple(range(0, 30, 3)), max_kept_bytes=kept(3))
    order = np.random.default_rng(1).integers(0, 10, 60)
    assert [number_of(frames.frame(int(index))) for index in order] == [3 * int(index) for index in order]
    assert set(source.shown) <= set(range(0, 30, 3))


def test_the_painting_is_kept_whatever_else_goes() -> None:
    source = FakeSource(20)
    frames = RecordingFrames(source, tuple(range(20)), max_kept_bytes=kept(3))
    values(frames, range(20))
    values(frames, range(10))
    begun = source.begun
    assert number_of(frames.frame(19)) == 19
    assert source.begun == begun


def test_a_file_that_has_become_shorter_is_told() -> None:
    source = FakeSource(20)
    frames = RecordingFrames(source, tuple(range(20)), max_kept_bytes=kept(3))
    source.count = 10
    with pytest.raises(RecordingError, match=r'"jug\.mp4" could be read to its end once'):
        frames.frame(15)


def test_frames_are_counted_not_believed() -> None:
    source = FakeSource(7, num_frames=100)
    frames = run_to_end(frames_as_they_are(source))
    assert frames.num_frames == 7
    assert values(frames, range(7)) == list(range(7))


def test_reversed_the_first_is_the_last() -> None:
    frames = run_to_end(frames_as_they_are(FakeSource(7), is_reversed=True))
    assert values(frames, range(7)) == [6, 5, 4, 3, 2, 1, 0]


def test_of_a_long_recording_frames_are_taken_evenly_and_a_note_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recording_frames, "MAX_MEASURED_FRAMES", 5)
    frames, notes = with_notes(frames_as_they_are(FakeSource(41)))
    assert values(frames, range(5)) == [0, 10, 20, 30, 40]
    assert notes == [
        "jug.mp4 has 41 frames; 5 of them, evenly spread, are measured. Bring it in first (painttime dataset"
        " add) for the frames that differ."
    ]


@pytest.mark.parametrize(("count", "words"), [(0, "0 frames"), (1, "1 frame;")])
def test_a_recording_of_one_frame_is_no_process(count: int, words: str) -> None:
    with pytest.raises(RecordingError, match=words):
        run_to_end(frames_as_they_are(FakeSource(count)))


def test_holds_at_the_ends_take_no_part_in_the_time_and_pauses_between_do() -> None:
    source = FakeSource(12, shows=[5, 5, 5, 6, 7, 7, 7, 8, 9, 9, 9, 9])
    frames, notes = with_notes(frames_as_they_are(source))
    assert values(frames, range(frames.num_frames)) == [5, 6, 7, 7, 7, 8, 9]
    assert notes == [
        "jug.mp4 stands still at its ends: 5 of its 12 frames show the first or the last one again and are"
        " left out."
    ]


def test_a_process_of_two_pictures_shown_long_has_two_frames() -> None:
    frames = run_to_end(frames_as_they_are(FakeSource(6, shows=[1, 1, 1, 1, 2, 2])))
    assert values(frames, range(frames.num_frames)) == [1, 2]


def test_where_nothing_ever_changes_all_frames_stay() -> None:
    assert run_to_end(frames_as_they_are(FakeSource(6, shows=[1] * 6))).num_frames == 6
