"""The measuring size and linear time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from painttime.evaluation.small_frames import measuring_size, nearest, resampled, resized


@pytest.mark.parametrize(
    ("size", "measured"),
    [
        ((1080, 1920), (256, 455)),
        ((1920, 1080), (455, 256)),
        ((64, 64), (256, 256)),
        # A strip is bounded by its long side.
        ((100, 10_000), (20, 2048)),
        ((1, 30_000), (1, 2048)),
    ],
)
def test_the_short_side_is_256(size, measured):
    assert measuring_size(*size) == measured


def test_shrinking_is_by_area():
    checks = np.zeros((8, 8, 3), dtype=np.uint8)
    checks[::2, ::2] = checks[1::2, 1::2] = 200
    np.testing.assert_array_equal(resized(checks, 4, 4), 100)


def test_growing_and_stretching_keep_what_is_even():
    even = np.full((3, 5, 3), 77, dtype=np.uint8)
    assert (resized(even, 12, 7) == 77).all()
    assert resized(even, 12, 7).shape == (12, 7, 3)
    assert resized(even, 3, 5) is even


def test_nearest_makes_no_new_values():
    values = np.array([[0.0, 1.0]], dtype=np.float32)
    np.testing.assert_array_equal(nearest(values, 2, 4), [[0, 0, 1, 1]] * 2)


def test_linear_time():
    assert resampled(5, 3) == [0, 2, 4]
    assert resampled(3, 5) == [0, 1, 1, 2, 2]
    assert resampled(300, 2) == [0, 299]


@given(num_frames=st.integers(2, 400), num_wanted=st.integers(2, 400))
def test_linear_time_is_the_nearest_from_end_to_end(num_frames, num_wanted):
    chosen = resampled(num_frames, num_wanted)
    assert (chosen[0], chosen[-1]) == (0, num_frames - 1)
    exact = np.linspace(0, num_frames - 1, num_wanted)
    assert np.abs(np.array(chosen) - exact).max() <= 0.5 + 1e-9
