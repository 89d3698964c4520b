import cv2
import numpy as np
import pytest

from painttime.recordings.checks.alike import likeness


@pytest.fixture(scope="module")
def pictures():
    rng = np.random.default_rng(6)
    return [
        cv2.resize(
            rng.integers(0, 256, (6, 8, 3)).astype(np.uint8), (200, 150), interpolation=cv2.INTER_CUBIC
        )
        for _ in range(12)
    ]


def test_a_painting_filmed_again_is_like_itself(pictures):
    for picture in pictures:
        darker = cv2.convertScaleAbs(picture, alpha=0.8, beta=10)
        shifted = cv2.warpAffine(
            cv2.resize(darker, (320, 240)), np.float32([[1, 0, 3], [0, 1, -2]]), (320, 240),
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        noisy = np.clip(shifted + np.random.default_rng(1).normal(0, 6, shifted.shape), 0, 255).astype(
            np.uint8
        )
        assert likeness(picture).is_like(likeness(noisy))


def test_different_paintings_are_not_alike(pictures):
    likenesses = [likeness(picture) for picture in pictures]
    for index, one in enumerate(likenesses):
        assert not any(one.is_like(other) for other in likenesses[index + 1 :])


def test_the_same_drawing_in_other_colours_is_another_painting(pictures):
    assert not likeness(pictures[0]).is_like(likeness(pictures[0][..., ::-1].copy()))


def test_a_painting_filmed_from_elsewhere_is_like_itself(pictures):
    for picture in pictures:
        move = cv2.getRotationMatrix2D((100, 75), 2.5, 0.96)
        move[:, 2] += (8, -6)
        elsewhere = cv2.warpAffine(picture, move, (200, 150), borderValue=(70, 60, 50))
        assert likeness(picture).is_like(likeness(elsewhere))


def test_nothing_is_said_of_pictures_that_show_nothing():
    blank = np.full((30, 40, 3), 255, dtype=np.uint8)
    assert np.isfinite(likeness(blank).colours).all()
    assert not likeness(blank).is_like(likeness(blank))
