"""How well a frame is brought to a reference at small size."""

import cv2
import numpy as np
import pytest

from painttime.core.similarity import IDENTITY, Similarity, largest_distance_px
from painttime.recordings.survey.following import Reference
from painttime.recordings.survey.medians import median_picture
from painttime.recordings.survey.relocating import relocated

SIZE = {"width_px": 192, "height_px": 128}


def _seen(pixels, move):
    """The frame in which points of `pixels` lie where `move` takes them."""
    return cv2.warpAffine(pixels, move.matrix, (192, 128), borderMode=cv2.BORDER_REFLECT)


@pytest.fixture(scope="module")
def picture(draw):
    return draw.painted(20)[-1]


class TestFollow:
    @pytest.mark.parametrize(
        "move",
        [
            Similarity(dx_px=3.3, dy_px=-2.1),
            Similarity(angle_deg=1.5, dx_px=2),
            Similarity(scale=1.02, dx_px=-2, dy_px=-1),
            Similarity(scale=0.98, angle_deg=-1, dx_px=4, dy_px=3),
        ],
    )
    def test_move_is_found(self, picture, move):
        followed = Reference(picture).follow(_seen(picture, move))
        assert largest_distance_px(followed.to_reference, move.inverse(), **SIZE) < 0.4
        assert followed.explained_share > 0.97

    def test_a_hand_does_not_pull(self, draw, picture):
        move = Similarity(angle_deg=0.8, dx_px=2, dy_px=1)
        frame = draw.with_hand(_seen(picture, move), (80, 50))
        followed = Reference(picture).follow(frame)
        assert largest_distance_px(followed.to_reference, move.inverse(), **SIZE) < 0.6
        assert 0.7 < followed.explained_share < 0.95

    def test_light_is_evened(self, picture):
        darker = np.rint(picture * np.array([0.8, 0.85, 0.9])).astype(np.uint8)
        followed = Reference(picture).follow(darker)
        assert np.abs(followed.pixels.astype(int) - picture).mean() < 1
        assert followed.gain == pytest.approx(0.85, abs=0.01)

    def test_bare_canvas_stays_where_it_is(self):
        bare = np.full((128, 192, 3), 230, dtype=np.uint8)
        noisy = np.clip(bare + np.random.default_rng(1).normal(0, 2, bare.shape), 0, 255).astype(np.uint8)
        followed = Reference(bare).follow(noisy)
        assert largest_distance_px(followed.to_reference, IDENTITY, **SIZE) < 0.5

    def test_something_else_is_not_explained(self, draw, picture):
        followed = Reference(picture).follow(draw.other_picture())
        assert followed.explained_share < 0.4


class TestRelocated:
    @pytest.mark.parametrize("scale", [1.4, 1.8, 2.2])
    def test_closer(self, draw, picture, scale):
        nearer = Similarity(scale=scale, angle_deg=1, dx_px=-40 * (scale - 1), dy_px=-70 * (scale - 1))
        frame = draw.with_hand(_seen(picture, nearer), (150, 110))
        found = relocated(frame, Reference(picture))
        assert found is not None
        assert largest_distance_px(found, nearer.inverse(), **SIZE) < 2

    def test_another_picture_is_not_found(self, draw, picture):
        assert relocated(draw.other_picture(), Reference(picture)) is None
        assert relocated(draw.title("PART TWO"), Reference(picture)) is None


@pytest.mark.parametrize("number", range(1, 10))
def test_median_is_that_of_numpy(number):
    pictures = list(np.random.default_rng(number).integers(0, 256, (number, 6, 7, 3)).astype(np.uint8))
    expected = np.sort(np.stack(pictures), axis=0)[(number - 1) // 2]
    assert np.array_equal(median_picture(pictures), expected)
