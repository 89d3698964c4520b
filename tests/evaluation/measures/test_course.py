"""The way to the end, with known ups and downs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from painttime.evaluation.measures.course import backtrack, distances_to_end


def greys(levels):
    return np.stack([np.full((8, 8, 3), level, dtype=np.uint8) for level in levels])


def test_distances_are_to_the_own_last_frame():
    np.testing.assert_allclose(distances_to_end(greys([255, 153, 102])), [0.6, 0.2, 0], rtol=1e-6)


def test_one_step_back_of_three():
    # Distances 80, 40, 60, 20, 0 (of 255): down 40, up 20, down 40, down 20, so 20 of 120.
    assert backtrack(distances_to_end(greys([80, 40, 60, 20, 0]))) == pytest.approx(1 / 6)
    # 60, 20, 40, 0: 20 of 80 ways lead away; 50, 0, 50, 0: a third.
    assert backtrack(distances_to_end(greys([60, 20, 40, 0]))) == pytest.approx(1 / 5)
    assert backtrack(distances_to_end(greys([50, 0, 50, 0]))) == pytest.approx(1 / 3)


def test_nothing_happens():
    assert backtrack(distances_to_end(greys([7, 7, 7]))) is None


@given(levels=st.lists(st.integers(0, 255), min_size=2, max_size=9, unique=True))
def test_the_straight_way_has_no_backtrack(levels):
    assert backtrack(distances_to_end(greys(sorted(levels)))) == 0
