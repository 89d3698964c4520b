"""Degrees asked and realised."""

import numpy as np
import pytest

from painttime.evaluation.measures.degrees import degree_error, degree_spearman, leaked_pixels

NAN = np.nan


def degrees(*rows):
    return np.array(rows, dtype=np.float32)


def test_the_error_is_the_mean_over_steps_and_parts():
    assert degree_error(degrees([0.5, 0], [0.2, 1]), degrees([0.4, 0], [0.5, 1])) == pytest.approx(0.4 / 4)


def test_what_was_not_asked_or_has_no_pixels_does_not_count():
    assert degree_error(degrees([0.5, NAN, 0.3]), degrees([0.4, 1, NAN])) == pytest.approx(0.1)
    assert degree_error(degrees([NAN]), degrees([1])) is None


def test_spearman_of_a_known_permutation():
    # Ranks 1 2 3 4 5 and 2 1 4 3 5: sum of squares 4, 1 - 6 * 4 / (5 * 24) = .8.
    asked, realised = degrees([0.1, 0.2, 0.3, 0.4, 0.5]), degrees([0.02, 0.01, 0.8, 0.7, 0.9])
    assert degree_spearman(asked, realised) == pytest.approx(0.8)
    assert degree_spearman(asked, -realised) == pytest.approx(-0.8)


def test_spearman_with_ties_averages_ranks():
    # Ranks 1.5 1.5 3 4 and 1 2 3 4: Pearson's r of those is 4.5 / sqrt(4.5 * 5).
    value = degree_spearman(degrees([0, 0, 0.5, 1]), degrees([0.1, 0.2, 0.3, 0.4]))
    assert value == pytest.approx(4.5 / np.sqrt(4.5 * 5))


def test_spearman_sees_the_order_only():
    asked = degrees([0.1, 0.2], [0.3, 0.9])
    assert degree_spearman(asked, asked**3) == pytest.approx(1)
    assert degree_spearman(asked, degrees([0.5, 0.5], [0.5, 0.5])) is None


def test_leakage_is_exactly_one_pixel():
    labels = np.repeat(np.array([[1, 2, 5]], dtype=np.uint8), 4, axis=0)
    before = np.full((4, 3, 3), 100, dtype=np.uint8)
    after = before.copy()
    # One level in one channel is a change where nothing was to change; part 2 may change.
    after[2, 0, 1] += 1
    after[:, 1] = 0
    assert leaked_pixels(before, after, labels, [1, 5]) == (1, 8)
    assert leaked_pixels(before, after, labels, [5]) == (0, 4)
