"""The band along the contours between parts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from painttime.segmentation.contour_band import contour_band


def halves(height: int, width: int, border: int) -> np.ndarray:
    labels = np.ones((height, width), dtype=np.uint8)
    labels[:, border:] = 2
    return labels


@pytest.mark.parametrize("width_px", [2, 4, 6, 10])
def test_the_band_is_as_wide_as_asked_and_lies_half_on_either_side(width_px: int) -> None:
    band = contour_band(halves(20, 40, 17), width_px)
    columns = np.flatnonzero(band[10])
    assert columns.tolist() == list(range(17 - width_px // 2, 17 + width_px // 2))
    assert (band == band[10]).all()


def test_one_part_has_no_contour() -> None:
    assert not contour_band(np.full((9, 9), 3, dtype=np.uint8), 8).any()


@given(st.integers(0, 2**32 - 1), st.floats(1, 12))
def test_both_pixels_across_every_border_are_in_the_band(seed: int, width_px: float) -> None:
    labels = np.random.default_rng(seed).integers(1, 4, (7, 8)).astype(np.uint8).repeat(3, 0).repeat(3, 1)
    band = contour_band(labels, width_px)
    across = labels[:, 1:] != labels[:, :-1]
    down = labels[1:] != labels[:-1]
    assert band[:, 1:][across].all()
    assert band[:, :-1][across].all()
    assert band[1:][down].all()
    assert band[:-1][down].all()
