"""Working tile by tile gives what working on the whole picture gives."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.segmentation.editing import tiles
from painttime.segmentation.editing.tiles import filled_from_nearest, near_outline

SIZE = 90


@given(seed=st.integers(0, 2**32), num_givers=st.integers(1, 30), missing_share=st.floats(0.05, 1))
@settings(max_examples=12, deadline=None)
def test_pixels_are_filled_from_the_nearest_however_far(
    seed: int, num_givers: int, missing_share: float
) -> None:
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 200, (SIZE, SIZE)).astype(np.uint8)
    giving = np.zeros((SIZE, SIZE), dtype=np.bool_)
    giving.ravel()[rng.choice(SIZE * SIZE, num_givers, replace=False)] = True
    wanted = (rng.random((SIZE, SIZE)) < missing_share) & ~giving
    filled = filled_from_nearest(values, wanted, giving)
    assert filled is not None
    assert np.array_equal(filled[~wanted], values[~wanted])
    givers = np.argwhere(giving)
    for row, column in np.argwhere(wanted)[::7]:
        distance = np.hypot(*(givers - (row, column)).T)
        near = givers[distance <= distance.min() * 1.05]
        assert filled[row, column] in values[near[:, 0], near[:, 1]]


def test_nothing_is_filled_where_nothing_gives() -> None:
    values = np.ones((5, 5), dtype=np.uint8)
    assert filled_from_nearest(values, values == 1, values == 2) is None


@given(seed=st.integers(0, 2**32), reach_px=st.integers(1, 40))
@settings(max_examples=12, deadline=None)
def test_what_is_decided_near_the_outline_is_what_is_decided_on_the_whole(seed: int, reach_px: int) -> None:
    rows, columns = np.mgrid[:SIZE, :SIZE]
    row, column, radius = np.random.default_rng(seed).integers(0, SIZE, 3)
    mask = np.hypot(rows - row, columns - column) <= radius
    square = np.ones((2 * reach_px + 1, 2 * reach_px + 1), dtype=np.uint8)

    def gained(seen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> np.ndarray:
        return cv2.dilate(seen.view(np.uint8), square).view(np.bool_) & ~seen

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiles, "TILE_PX", 16)
        found = near_outline(mask, reach_px, gained)
    assert np.array_equal(found, gained(mask))
