"""Reading a process once, with what is measured at full size on the way."""

import numpy as np
import pytest

from painttime.core.part import Part, PartMap
from painttime.evaluation.reading import read
from painttime.evaluation.subject import Subject


@pytest.fixture
def striped_parts():
    """Two parts of 64 pixels and one without any, on 8 by 16 pixels."""
    labels = np.full((8, 16), 1, dtype=np.uint8)
    labels[:, 8:] = 2
    return PartMap(labels=labels, parts=tuple(Part(id=number, name=str(number)) for number in (1, 2, 9)))


@pytest.fixture
def pictures():
    """Three frames: a quarter of part 1 changes, then one pixel of part 2 by one level."""
    frames = np.full((3, 8, 16, 3), 250, dtype=np.uint8)
    frames[1:, :2, :8] = 10
    frames[2, 7, 15, 2] = 249
    return list(frames)


def subject_of(frames, **known):
    return Subject(name="made", frames=frames, **known)


def test_each_frame_is_asked_for_once_in_order(stored, pictures, finished):
    frames = stored(pictures)
    reading = finished(read(subject_of(frames), 8, 16))
    assert frames.asked == [0, 1, 2]
    np.testing.assert_array_equal(reading.frames, pictures)
    assert reading.last is pictures[-1]
    assert (reading.realised, reading.leakage, reading.half_laid) == (None, None, ())


def test_degrees_and_leakage_are_those_of_full_size(stored, pictures, striped_parts, finished):
    asked = np.array([[0.3, np.nan, 0], [0.5, 0, 0]], dtype=np.float32)
    subject = subject_of(stored(pictures), parts=striped_parts, asked=asked)
    reading = finished(read(subject, 4, 8))
    assert reading.frames.shape == (3, 4, 8, 3)
    np.testing.assert_array_equal(reading.realised, [[0.25, 0, np.nan], [0, 0, np.nan]])
    # Part 2 was to rest in the second step only; part 9 has no pixels.
    assert reading.leakage == 1 / 64


def test_parts_of_another_size_are_brought_to_the_frames(stored, pictures, striped_parts, finished):
    grown = PartMap(labels=striped_parts.resized(24, 48), parts=striped_parts.parts)
    reading = finished(read(subject_of(stored(pictures), parts=grown), 8, 16))
    np.testing.assert_array_equal(reading.realised[0], [0.25, 0, np.nan])
    assert reading.leakage is None


def test_weights_are_asked_for_step_by_step(stored, pictures, finished):
    weights = {0: np.full((4, 8), 0.5, dtype=np.float32), 1: np.ones((8, 16), dtype=np.float32)}
    reading = finished(read(subject_of(stored(pictures), weight=weights.__getitem__), 8, 16))
    # The second step changes nothing that counts.
    assert reading.half_laid == (1.0,)
