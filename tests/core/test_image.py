"""Array types: read-only arrays, luma, largest channels, fitted sizes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from painttime.core.image import fitted_size, largest_channel, luminance, read_only


def test_read_only_refuses_writing_and_leaves_the_callers_array_writable() -> None:
    own = np.zeros((3, 4), dtype=np.uint8)
    frozen = read_only(own)
    with pytest.raises(ValueError, match="read-only"):
        frozen[0, 0] = 1
    own[0, 0] = 7
    assert own.flags.writeable


def test_read_only_makes_a_slice_contiguous() -> None:
    sliced = np.arange(24, dtype=np.uint8).reshape(4, 6)[:, ::2]
    frozen = read_only(sliced)
    assert frozen.flags.c_contiguous
    np.testing.assert_array_equal(frozen, sliced)


def test_luminance_weighs_green_most_and_keeps_grey() -> None:
    colours = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [90, 90, 90]], dtype=np.uint8)
    luma = luminance(colours)
    assert luma.dtype == np.float32
    np.testing.assert_allclose(luma, [54.213, 182.376, 18.411, 90.0], atol=1e-3)


@given(
    height=st.integers(1, 20_000),
    width=st.integers(1, 20_000),
    long_side=st.integers(1, 4096),
)
def test_fitted_size_has_the_long_side_asked_for(height: int, width: int, long_side: int) -> None:
    fitted_height, fitted_width = fitted_size(height, width, long_side)
    assert max(fitted_height, fitted_width) == long_side
    assert min(fitted_height, fitted_width) >= 1
    assert (height >= width) == (fitted_height >= fitted_width) or fitted_height == fitted_width


def test_fitted_size_keeps_the_shape_of_a_panorama() -> None:
    assert fitted_size(300, 3000, 256) == (26, 256)
    assert fitted_size(1, 5000, 256) == (1, 256)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_the_largest_channel_is_the_maximum(dtype: type[np.generic]) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (7, 5, 3)).astype(dtype)
    largest = largest_channel(pixels)
    assert largest.dtype == dtype
    np.testing.assert_array_equal(largest, pixels.max(axis=2))
