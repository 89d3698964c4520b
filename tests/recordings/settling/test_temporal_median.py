import numpy as np
import pytest

from painttime.recordings.settling.temporal_median import contrast, difference, temporal_median


@pytest.mark.parametrize("num", [1, 3, 5, 7, 9])
def test_it_is_the_median(num):
    pictures = list(np.random.default_rng(num).integers(0, 256, (num, 20, 30, 3), dtype=np.uint8))
    assert np.array_equal(temporal_median(pictures), np.median(pictures, axis=0))


def test_between_two_pictures_there_is_none():
    with pytest.raises(ValueError, match="lies between"):
        temporal_median([np.zeros((2, 2, 3), np.uint8)] * 4)


def test_differences_and_contrast_are_those_of_the_channel_that_differs_most():
    flat = np.full((9, 9, 3), 100, np.uint8)
    spot = flat.copy()
    spot[4, 4] = 90, 130, 105
    assert difference(flat, spot)[4, 4] == 30
    assert contrast(spot)[3, 3] == 30
    assert contrast(spot)[1, 1] == 0
