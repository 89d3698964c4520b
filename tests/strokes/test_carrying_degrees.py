"""What a step asks of each part, in pixels."""

import numpy as np
import pytest

from painttime.core.change import CHANGE_THRESHOLD
from painttime.strokes.carrying_degrees import AskedDegrees
from painttime.strokes.carrying_kernels import CHANGED_LEVELS


@pytest.fixture
def degrees() -> AskedDegrees:
    """Part 5 covers 300 pixels and is painted in steps 0 and 2; part 2 covers 100, painted in step 1."""
    labels = np.full((20, 20), 5, dtype=np.uint8)
    labels[:5] = 2
    return AskedDegrees(np.array([[np.nan, 0.3], [1.0, 0], [0, 0.1]], dtype=np.float32), labels, (2, 5))


def test_degrees_are_shares_of_a_parts_own_area(degrees: AskedDegrees) -> None:
    pixels = [degrees.of_step(step).pixels for step in range(3)]
    asked = [{int(part_id): int(row[part_id]) for part_id in np.flatnonzero(row)} for row in pixels]
    assert asked == [{5: 90}, {2: 100}, {5: 30}]


def test_bare_ground_may_take_more_and_all_of_it_in_the_end(degrees: AskedDegrees) -> None:
    assert degrees.of_step(0).pixels_if_bare[[2, 5]].tolist() == [0, 90 + 6]
    assert degrees.of_step(2).pixels_if_bare[[2, 5]].tolist() == [0, 30 + 300]


def test_the_share_done_ends_at_exactly_one(degrees: AskedDegrees) -> None:
    shares = np.stack([degrees.of_step(step).share_done for step in range(3)])
    np.testing.assert_allclose(shares[:, 5], [0.75, 0.75, 1], rtol=1e-6)
    assert shares[:, 2].tolist() == [0, 1, 1]
    assert shares[2, 5] == 1.0


def test_a_change_is_what_the_measure_of_degrees_counts() -> None:
    assert CHANGED_LEVELS - 1 < CHANGE_THRESHOLD * 255 <= CHANGED_LEVELS
