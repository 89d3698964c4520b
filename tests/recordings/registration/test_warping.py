import numpy as np
import pytest

from painttime.core.similarity import IDENTITY, Similarity
from painttime.recordings.registration.warping import inside, warp

SIZE = 480, 270


def test_no_move_copies(painting):
    pixels = painting.picture()
    drawn, covered = warp(pixels, Similarity(scale=1 + 1e-9, dx_px=1e-7), SIZE)
    np.testing.assert_array_equal(drawn, pixels)
    assert covered.all()


def test_whole_pixels_copy_and_what_lies_outside_is_said(painting):
    pixels = painting.picture()
    drawn, covered = warp(pixels, Similarity(dx_px=7, dy_px=-5), SIZE)
    np.testing.assert_array_equal(drawn[:-5, 7:], pixels[5:, :-7])
    expected = np.zeros((270, 480), bool)
    expected[:-5, 7:] = True
    np.testing.assert_array_equal(covered, expected)
    # Beyond the border its outermost pixels go on.
    np.testing.assert_array_equal(drawn[:-5, 0], pixels[5:, 0])


def test_there_and_back_is_nearly_the_same(painting, move):
    pixels = painting.picture()
    place = move(scale=1.03, angle_deg=2, dx_px=3.3, dy_px=-1.7)
    there, _ = warp(pixels, place, SIZE)
    back, _ = warp(there, place.inverse(), SIZE)
    apart = np.abs(back[30:-30, 30:-30].astype(int) - pixels[30:-30, 30:-30])
    assert apart.mean() < 2


def test_shrinking_averages_instead_of_picking_pixels():
    checked = np.zeros((200, 200), np.uint8)
    checked[::2, ::2] = checked[1::2, 1::2] = 200
    drawn, _ = warp(checked, Similarity(scale=0.5, dx_px=-0.25, dy_px=-0.25), (100, 100))
    assert np.abs(drawn[5:-5, 5:-5].astype(int) - 100).max() <= 2


def test_shrunk_pictures_lie_where_the_move_says():
    dot = np.zeros((200, 200), np.float32)
    dot[90:110, 110:130] = 255
    place = Similarity(scale=0.41, angle_deg=20, dx_px=30.3, dy_px=8.8)
    drawn, _ = warp(dot.astype(np.uint8), place, (120, 120))
    y, x = np.nonzero(drawn > 127)
    assert np.abs(place.apply([[119.5, 99.5]])[0] - (x.mean(), y.mean())).max() < 0.2


@pytest.mark.parametrize(
    "place", [IDENTITY, Similarity(scale=2, dx_px=-100, dy_px=-50), Similarity(dx_px=900)]
)
def test_inside_is_where_a_pixel_comes_from_the_picture(place):
    covered = inside(place, (60, 40), (80, 50))
    y, x = np.mgrid[0:50, 0:80]
    origin = place.inverse().apply(np.stack([x.ravel(), y.ravel()], axis=1))
    expected = ((origin >= 0) & (origin <= (59, 39))).all(axis=1).reshape(50, 80)
    np.testing.assert_array_equal(covered, expected)


def test_grey_pictures_stay_grey(painting):
    drawn, _ = warp(painting.picture()[..., 0], Similarity(dx_px=0.5), SIZE)
    assert drawn.shape == (270, 480)
