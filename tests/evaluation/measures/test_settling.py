"""When places are finished, and whether the order agrees."""

import numpy as np
import pytest

from painttime.evaluation.measures.settling import settle_map, settle_order_r

SIDE_PX = 256
TIMES = np.linspace(0, 1, 8)
"""Eight columns of 32 pixels, revealed one after the other."""


def revealed(order, num_frames=8):
    """Frames in which column `place` turns from white to black at frame order[place] (0 = from the start)."""
    shown_at = np.repeat(order, SIDE_PX // len(order))
    frames = [np.where(shown_at <= index, 0, 255) for index in range(num_frames)]
    wide = [np.broadcast_to(row[None, :, None], (64, SIDE_PX, 3)) for row in frames]
    return np.stack(wide).astype(np.uint8)


def test_a_column_settles_when_it_shows():
    settled = settle_map(revealed(range(8)))
    # In the middle of its column, away from the blur: shown at frame k, it differed last at frame k - 1.
    np.testing.assert_allclose(settled[32, 16::32], np.arange(8) / 8)


def test_what_is_painted_over_settles_late():
    frames = revealed([0, 0, 3, 3])[:5]
    frames[3, :, :64] = 255
    settled = settle_map(frames)
    assert settled[32, 32] == pytest.approx(4 / 5)
    assert settled[32, 200] == pytest.approx(3 / 5)
    assert settled[32, 96] == 0


def test_identical_processes_settle_alike():
    settled = settle_map(revealed(range(8)))
    assert settle_order_r(settled, settled) == pytest.approx(1)


def test_the_reversed_order_is_the_opposite():
    forward, backward = settle_map(revealed(range(8))), settle_map(revealed(range(7, -1, -1)))
    # The blur of the borders is not the same both ways: a thin line a column.
    assert settle_order_r(forward, backward) == pytest.approx(-1, abs=0.02)


def test_the_speed_does_not_matter():
    slow = settle_map(revealed(np.arange(8) * 3, num_frames=22))
    assert settle_order_r(slow, settle_map(revealed(range(8)))) == pytest.approx(1, abs=0.001)


def test_a_known_r():
    # Two columns swapped of eight: r of 0..7 with 1, 0, 2..7 is 1 - 6 * 2 / (8 * 63), as ranks have it.
    one, other = settle_map(revealed(range(8))), settle_map(revealed([1, 0, 2, 3, 4, 5, 6, 7]))
    assert settle_order_r(one, other) == pytest.approx(1 - 12 / 504, abs=0.01)


def test_what_settles_at_once_has_no_order():
    at_once = settle_map(revealed([1] * 8, num_frames=3))
    assert settle_order_r(at_once, settle_map(revealed(range(8)))) is None
    assert settle_order_r(settle_map(revealed(range(8))), at_once) is None
