"""Frames of a recording to look at: which are kept, and which is shown when."""

import numpy as np
import pytest

from painttime.workflow.footage import Footage, FootageChoice, FootageFrame, footage_frame


def frame(index, *, time_s=None, num_bytes=1):
    return FootageFrame(index=index, time_s=float(index) if time_s is None else time_s, data=bytes(num_bytes))


def chosen(num_frames, num_expected, *, num_bytes=1, **limits):
    """Read so many frames, as a reader would, and return the numbers of those kept."""
    choice = FootageChoice(num_expected, **limits)
    for index in range(num_frames):
        if choice.wants(index):
            choice.add(frame(index, num_bytes=num_bytes))
    choice.end_with(frame(num_frames - 1))
    return [kept.index for kept in choice.kept]


def footage_at(times):
    frames = tuple(frame(index, time_s=time_s) for index, time_s in enumerate(times))
    return Footage(name="jug", num_frames=len(times), frames=frames)


def test_of_a_short_recording_every_frame_is_kept():
    assert chosen(12, 12, max_frames=12) == list(range(12))


@pytest.mark.parametrize("num_frames", [13, 24, 1000, 108_000])
def test_a_long_one_is_thinned_evenly_from_the_first_frame_to_the_last(num_frames):
    kept = chosen(num_frames, num_frames, max_frames=12)
    assert len(kept) == 12
    assert (kept[0], kept[-1]) == (0, num_frames - 1)
    steps = np.diff(kept)
    assert steps.max() - steps.min() <= 1


@pytest.mark.parametrize("num_expected", [0, 5, 90])
def test_one_longer_than_it_says_stays_within_the_number_and_even(num_expected):
    kept = chosen(1000, num_expected, max_frames=12)
    assert 6 <= len(kept) <= 12
    assert (kept[0], kept[-1]) == (0, 999)
    steps = np.diff(kept[:-1])
    assert steps.max() - steps.min() <= 1


def test_one_shorter_than_it_says_still_ends_with_its_last_frame():
    kept = chosen(50, 1000, max_frames=12)
    assert (kept[0], kept[-1]) == (0, 49)


def test_frames_that_take_much_memory_are_fewer():
    kept = chosen(100, 100, num_bytes=10, max_frames=50, max_bytes=120)
    assert (kept[0], kept[-1]) == (0, 99)
    assert 6 <= len(kept) <= 13


def test_the_frame_of_a_share_is_the_nearest_in_time():
    footage = footage_at([0.0, 1.0, 9.0, 10.0])
    shares = (0.0, 0.04, 0.06, 0.4, 0.6, 0.94, 0.96, 1.0)
    assert [footage.at(share).index for share in shares] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_times_need_not_begin_at_zero():
    footage = footage_at([100.0, 101.0, 102.0])
    assert [footage.at(share).index for share in (0.0, 0.5, 1.0)] == [0, 1, 2]


def test_without_times_frames_go_by_number():
    footage = footage_at([0.0, 0.0, 0.0])
    assert [footage.at(share).index for share in (0.0, 0.5, 1.0)] == [0, 1, 2]


def test_one_frame_is_no_footage():
    with pytest.raises(ValueError, match="two frames"):
        footage_at([0.0])


def test_what_is_kept_looks_the_same():
    y, x = np.mgrid[:60, :80]
    pixels = np.stack([x * 3, y * 4, 255 - x * 2], axis=-1).astype(np.uint8)
    kept = footage_frame(3, 0.1, pixels)
    assert (kept.index, kept.time_s) == (3, 0.1)
    assert np.abs(kept.pixels().astype(int) - pixels).max() <= 6
