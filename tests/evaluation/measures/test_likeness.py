"""Paint laid whole or by halves."""

import numpy as np

from painttime.evaluation.measures.likeness import half_laid_share


def step(num_rows):
    """A step that changes the upper rows of ten."""
    before = np.full((10, 10, 3), 255, dtype=np.uint8)
    after = before.copy()
    after[:num_rows] = 0
    return before, after


def test_the_share_is_that_of_the_changed_area():
    weight = np.ones((10, 10), dtype=np.float32)
    weight[:2] = 0.5
    # Two of the four rows that change; halves where nothing changes do not count.
    weight[8:] = 0.5
    assert half_laid_share(*step(4), weight) == 0.5


def test_what_is_laid_nearly_whole_is_laid():
    weight = np.full((10, 10), 0.9, dtype=np.float32)
    weight[1] = 0.1
    weight[2] = 0.89
    weight[3] = 0.11
    assert half_laid_share(*step(4), weight) == 0.5


def test_weights_of_another_size_are_not_mixed():
    weight = np.zeros((5, 2), dtype=np.float32)
    weight[:, 1] = 1
    assert half_laid_share(*step(10), weight) == 0
    weight[:, 0] = 0.5
    assert half_laid_share(*step(10), weight) == 0.5


def test_a_step_without_change_says_nothing():
    assert half_laid_share(*step(0), np.ones((10, 10), dtype=np.float32)) is None
