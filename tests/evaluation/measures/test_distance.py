"""Distances between frames, at linear time and at their best."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from painttime.evaluation.measures.distance import l1_best_match, l1_linear_time

SEQUENCES = st.integers(2, 5).flatmap(lambda num: hnp.arrays(np.uint8, (num, 33, 18, 3)))


def greys(levels, size_px=32):
    return np.stack([np.full((size_px, size_px, 3), level, dtype=np.uint8) for level in levels])


def test_even_greys_differ_by_their_levels():
    assert l1_linear_time(greys([0, 102]), greys([51, 0])) == pytest.approx((51 + 102) / 2 / 255)


def test_linear_time_takes_the_nearest_frame():
    # Three recorded frames of five predicted ones: the first, the third and the fifth.
    assert l1_linear_time(greys([10, 99, 20, 99, 30]), greys([10, 20, 30])) == 0
    # Five recorded frames of three: at a quarter the later of two equally near ones.
    assert l1_linear_time(greys([0, 50, 100]), greys([0, 50, 50, 100, 100])) == 0


def test_the_order_does_not_matter_to_the_best_match():
    levels = [0, 40, 80, 120]
    assert l1_best_match(greys(levels[::-1]), greys(levels)) == 0
    assert l1_linear_time(greys(levels[::-1]), greys(levels)) == pytest.approx(
        (120 + 40 + 40 + 120) / 4 / 255
    )


def test_the_best_match_is_that_of_each_recorded_frame():
    assert l1_best_match(greys([0, 100]), greys([10, 70, 200])) == pytest.approx((10 + 30 + 100) / 3 / 255)


def test_a_frame_whose_blocks_agree_is_not_the_nearest_for_that():
    # Stripes have the mean of the grey, and yet another grey is nearer to them than their inverse.
    stripes = np.zeros((2, 32, 32, 3), dtype=np.uint8)
    stripes[0, ::2] = 200
    stripes[1] = 200 - stripes[0]
    predicted = np.concatenate([stripes[1:], greys([130])])
    assert l1_best_match(predicted, stripes[:1]) == pytest.approx(100 / 255)


@settings(max_examples=20, deadline=None)
@given(frames=SEQUENCES, recorded=SEQUENCES)
def test_the_best_match_is_the_smallest_of_all(frames, recorded):
    all_of_them = np.abs(frames[None].astype(float) - recorded[:, None]).mean(axis=(2, 3, 4)) / 255
    best = l1_best_match(frames, recorded)
    assert best == pytest.approx(all_of_them.min(axis=1).mean())
    assert best <= l1_linear_time(frames, recorded) + 1e-12


@settings(max_examples=10, deadline=None)
@given(frames=SEQUENCES)
def test_identical_sequences_have_no_distance(frames):
    assert l1_linear_time(frames, frames) == 0
    assert l1_best_match(frames, frames) == 0
