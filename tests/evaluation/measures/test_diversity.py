"""How different takes are."""

import numpy as np
import pytest

from painttime.evaluation.measures.diversity import diversity, moments


def take(*levels):
    return [np.full((4, 4, 3), level, dtype=np.uint8) for level in levels]


def test_takes_are_compared_at_quarters_of_the_time():
    assert moments(5) == [1, 2, 3]
    assert moments(41) == [10, 20, 30]
    assert moments(2) == [0, 1, 1]


def test_every_two_takes_are_compared():
    takes = [take(0, 0, 0), take(51, 0, 0), take(10, 0, 102)]
    # Of three pairs, over three moments each.
    assert diversity(takes) == pytest.approx((51 + (10 + 102) + (41 + 102)) / 9 / 255)


def test_the_same_takes_have_none():
    assert diversity([take(1, 2, 3)] * 5) == 0
    assert diversity([take(1, 2, 3)]) is None
