"""Moves that keep shapes, against hand-made points and OpenCV."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from painttime.core.similarity import IDENTITY, Similarity, largest_distance_px

POINTS = np.array([[0.0, 0.0], [10.0, 0.0], [3.0, 7.0]])
moves = st.builds(
    Similarity,
    scale=st.floats(0.2, 5),
    angle_deg=st.floats(-180, 180),
    dx_px=st.floats(-500, 500),
    dy_px=st.floats(-500, 500),
)


def test_a_quarter_turn_takes_the_x_axis_to_the_y_axis() -> None:
    turned = Similarity(scale=2, angle_deg=90, dx_px=5, dy_px=-1).apply([[1, 0], [0, 1]])
    np.testing.assert_allclose(turned, [[5, 1], [3, -1]], atol=1e-12)


def test_it_draws_as_opencv_does() -> None:
    picture = np.zeros((40, 40), dtype=np.uint8)
    picture[10, 20] = 255
    drawn = cv2.warpAffine(picture, Similarity(dx_px=3, dy_px=7).matrix, (40, 40))
    assert np.argwhere(drawn == 255).tolist() == [[17, 23]]


@given(moves, moves)
def test_one_after_the_other_and_back(first: Similarity, second: Similarity) -> None:
    both = first.then(second)
    np.testing.assert_allclose(both.apply(POINTS), second.apply(first.apply(POINTS)), atol=1e-6)
    np.testing.assert_allclose(first.inverse().apply(first.apply(POINTS)), POINTS, atol=1e-6)


@given(moves)
def test_the_matrix_says_all(move: Similarity) -> None:
    again = Similarity.from_matrix(move.matrix)
    np.testing.assert_allclose(again.apply(POINTS), move.apply(POINTS), atol=1e-6)


@given(moves, st.sampled_from([0.25, 0.5, 2.0, 3.0]))
def test_enlarged_pictures_move_alike(move: Similarity, factor: float) -> None:
    def enlarged(points: np.ndarray) -> np.ndarray:
        return factor * points + (factor - 1) / 2

    np.testing.assert_allclose(
        move.at_scale(factor).apply(enlarged(POINTS)), enlarged(move.apply(POINTS)), atol=1e-5
    )


def test_the_worst_placed_point_is_a_corner() -> None:
    assert largest_distance_px(IDENTITY, Similarity(dx_px=3, dy_px=4), width_px=9, height_px=9) == 5
    scaled = largest_distance_px(IDENTITY, Similarity(scale=1.5), width_px=101, height_px=1)
    assert scaled == pytest.approx(50)


def test_nothing_is_scaled_to_nothing() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        Similarity(scale=0)
