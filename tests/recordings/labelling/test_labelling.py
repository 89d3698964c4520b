import numpy as np
import pytest

from painttime.core.change import realised_degrees
from painttime.recordings.labelling.labelling import label


def result(counting):
    counts = []
    while True:
        try:
            counts.append(next(counting))
        except StopIteration as stop:
            return stop.value, counts


def test_degrees_are_the_share_of_each_part_s_own_area(rolled_on, halves):
    labels, counts = result(label(rolled_on, halves))
    assert labels.part_ids == (9, 2, 4)
    quarters = [[0, 0, 0.25]] * 4 + [[0.25, 0, 0]] * 4
    np.testing.assert_array_equal(labels.degrees, np.array(quarters, dtype=np.float32))
    assert counts == [(done, 9) for done in range(1, 10)]


def test_degrees_at_an_interval_span_its_steps(rolled_on, halves):
    labels, _ = result(label(rolled_on, halves, (3, 5)))
    assert labels.intervals == (1, 3, 5)
    three = [[0, 0, 0.75], [0, 0, 0.75], [0.25, 0, 0.5], [0.5, 0, 0.25], [0.75, 0, 0], [0.75, 0, 0]]
    np.testing.assert_array_equal(labels.degrees_at[3], np.array(three, dtype=np.float32))
    assert labels.degrees_at[5].shape == (4, 3)


def test_an_interval_as_long_as_the_recording_is_left_out(rolled_on, halves):
    labels, _ = result(label(rolled_on, halves, (1, 8, 9, 50)))
    assert labels.intervals == (1, 8)
    np.testing.assert_array_equal(labels.degrees_at[8], [[1, 0, 1]])


def test_degrees_are_those_of_the_formula_pixel_by_pixel(in_memory, halves):
    rng = np.random.default_rng(5)
    pictures = [rng.integers(100, 100 + spread, (200, 100, 3)).astype(np.uint8) for spread in (9, 14, 20, 30)]
    labels, _ = result(label(in_memory(pictures), halves, (1, 2)))
    for interval in (1, 2):
        for t in range(4 - interval):
            expected = realised_degrees(pictures[t], pictures[t + interval], halves.labels, halves.ids)
            assert 0 < expected[0] < 1
            np.testing.assert_array_equal(labels.degrees_at[interval][t], expected)


def test_a_pixel_settles_in_the_frame_that_made_it_what_it_stays(rolled_on, halves):
    labels, _ = result(label(rolled_on, halves))
    # The smoothing reaches over borders; the middle of each stripe knows its own frame only.
    assert labels.settled.dtype == np.uint16
    np.testing.assert_array_equal(labels.settled[12::25, 50], np.arange(1, 9))
    assert len(np.unique(labels.settled)) == 8


def test_what_is_painted_twice_settles_the_second_time(in_memory, halves):
    ground = np.full((200, 100, 3), 255, dtype=np.uint8)
    first, second = ground.copy(), ground.copy()
    first[50:150] = 200
    second[50:150] = 90
    labels, _ = result(label(in_memory([ground, first, first, second, second]), halves))
    assert labels.settled[100, 50] == 3
    assert labels.settled[5, 50] == 0


def test_every_frame_is_asked_for_once_and_the_last_one_first(rolled_on, halves):
    result(label(rolled_on, halves))
    assert rolled_on.asked == [8, 0, 1, 2, 3, 4, 5, 6, 7]


def test_parts_of_another_size_or_a_single_frame_are_refused(rolled_on, halves, in_memory):
    with pytest.raises(ValueError, match="do not fit"):
        next(label(in_memory([np.zeros((4, 5, 3), np.uint8)] * 3), halves))
    with pytest.raises(ValueError, match="at least 2"):
        next(label(in_memory(rolled_on.pictures[:1]), halves))
