"""Soft maps carried to a painting's own size along its own edges."""

import numpy as np

from painttime.segmentation.guided_filter import ColourGuide


def test_a_coarse_border_moves_to_the_edge_of_the_painting() -> None:
    painting = np.full((128, 128, 3), (60, 80, 60), dtype=np.uint8)
    painting[:, 70:] = (200, 80, 60)
    # The edge lies at 17.5 of the small copy; the map is unsure about it, and two pixels off.
    ramp = ((np.arange(32) + 0.5 - 19.5) / 6 + 0.5).clip(0, 1)
    soft = np.tile(ramp.astype(np.float32), (32, 1))
    guide = ColourGuide(painting, (32, 32), radius_px=6, smoothness=1e-3)
    carried = guide.carried(soft)
    assert carried.shape == (128, 128)
    assert carried.dtype == np.float32
    assert ((carried > 0.5) == (np.arange(128) >= 70)).all()


def test_hues_of_one_lightness_are_told_apart() -> None:
    painting = np.full((64, 64, 3), (150, 75, 60), dtype=np.uint8)
    painting[:, 36:] = (60, 109, 60)
    luma = painting @ np.array([0.2126, 0.7152, 0.0722])
    assert np.ptp(luma) < 8
    soft = np.zeros((64, 64), dtype=np.float32)
    soft[:, 33:] = 1
    carried = ColourGuide(painting, (64, 64), radius_px=6, smoothness=1e-4).carried(soft)
    assert carried[32, 34] < 0.5 < carried[32, 37]


def test_a_flat_painting_only_smooths() -> None:
    painting = np.full((40, 40, 3), 90, dtype=np.uint8)
    soft = np.zeros((40, 40), dtype=np.float32)
    soft[10:30, 10:30] = 1
    carried = ColourGuide(painting, (40, 40), radius_px=3, smoothness=1e-3).carried(soft)
    assert abs(float(carried.sum()) - float(soft.sum())) < 0.02 * soft.sum()
    assert carried[20, 20] > 0.98
    assert 0.1 < carried[10, 20] < 0.9
