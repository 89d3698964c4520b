"""The hand that goes about over a painting."""

import numpy as np
import pytest

from painttime.simulation.filming.hand import Hand, Pose

SIZE_PX = (240, 160)
PAPER = np.full((160, 240, 3), 230, dtype=np.uint8)


@pytest.mark.parametrize("angle_deg", [-40, 0, 30])
def test_the_tip_of_the_brush_is_where_it_is_asked_for(angle_deg: float) -> None:
    drawn, hidden = Hand(SIZE_PX, seed=1).draw(PAPER, Pose(tip=(120.0, 40.0), angle_deg=angle_deg))
    changed = np.abs(drawn.astype(int) - 230).max(axis=2) > 60
    y, x = np.nonzero(changed)
    assert np.hypot(x - 120, y - 40).min() < 3
    # The arm goes out of the frame below; above the tip there is nothing.
    assert changed[-1].any()
    assert not changed[:36].any()
    assert hidden[changed].all()


def test_what_is_not_hidden_is_untouched() -> None:
    drawn, hidden = Hand(SIZE_PX, seed=2).draw(PAPER, Pose(tip=(90.0, 60.0), angle_deg=-20))
    np.testing.assert_array_equal(drawn[~hidden], PAPER[~hidden])
    assert 0.05 < hidden.mean() < 0.5


def test_the_shadow_darkens_and_counts_as_hidden() -> None:
    drawn, hidden = Hand(SIZE_PX, seed=2).draw(PAPER, Pose(tip=(90.0, 60.0), angle_deg=-20))
    shaded = hidden & (drawn[..., 0] == drawn[..., 1]) & (drawn[..., 1] == drawn[..., 2])
    assert shaded.sum() > 100
    assert (drawn[shaded] < 230).all()
    assert (drawn[shaded] >= 230 * 0.65).all()


def test_out_of_the_frame_it_hides_nothing() -> None:
    drawn, hidden = Hand(SIZE_PX, seed=3).draw(PAPER, Pose(tip=(120.0, 400.0), angle_deg=0))
    assert drawn is PAPER
    assert not hidden.any()


def test_hands_differ() -> None:
    pose = Pose(tip=(120.0, 50.0), angle_deg=-10)
    pictures = [Hand(SIZE_PX, seed).draw(PAPER, pose)[0] for seed in range(6)]
    colours = {tuple(np.median(p[(p < 200).any(axis=2)], axis=0).astype(int) // 24) for p in pictures}
    assert len(colours) >= 3
