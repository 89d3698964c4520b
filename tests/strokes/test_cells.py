"""Cells of a picture: what they show, and that they lie where they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.image import RGB8
from painttime.strokes.cells import MARGIN_PX, PATCH_PX, cut_cells, errors_in, grid_corners


def numbered(height: int, width: int) -> RGB8:
    """A picture whose colours tell the row, the column and nothing else."""
    rows, columns = np.mgrid[:height, :width]
    return np.stack([rows, columns, np.full_like(rows, 7)], axis=2).astype(np.uint8)


@settings(deadline=None, max_examples=40)
@given(
    height=st.integers(1, 90),
    width=st.integers(1, 90),
    side=st.floats(9, 70),
    offset=st.tuples(st.floats(0, 0.999), st.floats(0, 0.999)),
)
def test_a_grid_covers_every_pixel_once(
    height: int, width: int, side: float, offset: tuple[float, float]
) -> None:
    corners = grid_corners(height, width, side, offset)
    x, y = np.unique(corners[:, 0]), np.unique(corners[:, 1])
    assert len(corners) == len(x) * len(y)
    for starts, size in ((x, width), (y, height)):
        assert starts[0] <= 0
        assert starts[-1] + side >= size - 1e-3
        assert starts[0] > -side
        assert starts[-1] <= size
        np.testing.assert_allclose(np.diff(starts), side, rtol=1e-4)


def test_errors_are_summed_over_what_lies_inside() -> None:
    errors = np.arange(12, dtype=np.float32).reshape(3, 4)
    corners = np.array([(0, 0), (2, 1), (-1, -1), (3, 2), (9, 9)], dtype=np.float32)
    expected = [0 + 1 + 4 + 5, 6 + 7 + 10 + 11, 0, 11, 0]
    np.testing.assert_allclose(errors_in(corners, 2.0, errors), expected)


def test_the_sums_of_a_grid_are_the_whole_error() -> None:
    errors = np.random.default_rng(0).random((50, 70), dtype=np.float32)
    corners = grid_corners(50, 70, 13.0, (0.3, 0.8))
    assert errors_in(corners, 13.0, errors).sum() == pytest.approx(errors.sum(), rel=1e-4)


def test_cells_of_their_own_size_show_the_pixels_as_they_are() -> None:
    target, canvas = numbered(100, 120), numbered(100, 120)[::-1].copy()
    weight = np.random.default_rng(1).random((100, 120), dtype=np.float32)
    corners = np.array([(20, 30), (40, 50)], dtype=np.float32)
    cells = cut_cells(target, canvas, weight, corners, float(PATCH_PX))
    assert len(cells) == 2
    for index, (x, y) in enumerate(corners.astype(int)):
        inside = np.s_[y : y + PATCH_PX, x : x + PATCH_PX]
        np.testing.assert_array_equal(cells.canvas[index], canvas[inside])
        np.testing.assert_array_equal(cells.weight[index], weight[inside])
        around = np.s_[y - MARGIN_PX : y + PATCH_PX + MARGIN_PX, x - MARGIN_PX : x + PATCH_PX + MARGIN_PX]
        np.testing.assert_array_equal(cells.target[index], target[around])


@pytest.mark.parametrize("side", [9.0, 16.0, 24.5, 64.0, 90.0])
def test_cells_of_any_size_show_their_own_place(side: float) -> None:
    target = numbered(200, 240)
    corners = np.array([(70, 40), (110.4, 83.7)], dtype=np.float32)
    cells = cut_cells(target, target, np.ones((200, 240), dtype=np.float32), corners, side)
    for index, (x, y) in enumerate(corners):
        middle = cells.canvas[index, :, :, :2].reshape(-1, 2).mean(axis=0)
        # Corners are rounded to pixels of what is looked at.
        assert middle == pytest.approx(
            (y + side / 2 - 0.5, x + side / 2 - 0.5), abs=1 + 0.5 * side / PATCH_PX
        )
        height = np.ptp(cells.canvas[index, :, 0, 0].astype(int))
        assert height == pytest.approx(side * (PATCH_PX - 1) / PATCH_PX, abs=1.5)


def test_beyond_the_border_the_edge_goes_on_and_counts_nothing() -> None:
    target = numbered(40, 40)
    corners = np.array([(-16, -16), (24, 24)], dtype=np.float32)
    cells = cut_cells(target, target, np.ones((40, 40), dtype=np.float32), corners, float(PATCH_PX))
    assert not cells.weight[0, :16].any()
    assert not cells.weight[0, :, :16].any()
    assert (cells.weight[0, 16:, 16:] == 1).all()
    assert (cells.canvas[0, :16, :16, :2] == 0).all()
    assert (cells.weight[1, :16, :16] == 1).all()
    assert not cells.weight[1, 16:].any()
    assert (cells.canvas[1, 16:, 16:, :2] == 39).all()


@pytest.mark.parametrize(("height", "width"), [(1, 1), (2, 300), (300, 2)])
def test_pictures_smaller_than_a_cell_can_be_looked_at(height: int, width: int) -> None:
    target = numbered(height, width)
    corners = grid_corners(height, width, 9.0, (0.5, 0.5))
    cells = cut_cells(target, target, np.ones((height, width), dtype=np.float32), corners, 9.0)
    assert cells.target.shape == (len(corners), PATCH_PX + 2 * MARGIN_PX, PATCH_PX + 2 * MARGIN_PX, 3)
    assert cells.weight.any()
