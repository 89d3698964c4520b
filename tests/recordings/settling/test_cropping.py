import numpy as np
import pytest

from painttime.errors import RecordingError
from painttime.recordings.settling.cropping import crop_box


@pytest.fixture
def painted():
    painted = np.zeros((300, 400), dtype=bool)
    painted[50:200, 100:350] = True
    painted[280, 5] = True
    return painted


def test_the_whole_view_is_kept_unless_asked_otherwise(painted):
    assert crop_box("none", painted) == (0, 0, 400, 300)


def test_what_is_painted_is_cut_to_with_a_margin_and_without_strays(painted):
    x, y, width, height = crop_box("painted", painted)
    assert 90 <= x <= 100
    assert 40 <= y <= 50
    assert 250 <= width <= 270
    assert 150 <= height <= 170


def test_where_hardly_anything_is_painted_the_whole_view_is_kept():
    assert crop_box("painted", np.zeros((300, 400), dtype=bool)) == (0, 0, 400, 300)


def test_four_numbers_are_obeyed(painted):
    assert crop_box((10, 20, 390, 280), painted) == (10, 20, 390, 280)


@pytest.mark.parametrize("crop", [(-1, 0, 10, 10), (0, 0, 401, 10), (0, 295, 10, 6), (0, 0, 0, 10)])
def test_a_part_beyond_the_frame_is_refused(painted, crop):
    with pytest.raises(RecordingError, match="400 x 300"):
        crop_box(crop, painted)
