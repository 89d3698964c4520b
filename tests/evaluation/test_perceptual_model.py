"""The shipped perceptual network: what it says of pictures."""

import cv2
import numpy as np
import pytest

from painttime.core.image import RGB8
from painttime.evaluation import perceptual_model
from painttime.evaluation.perceptual_model import REMEMBERED_PICTURES, PerceptualModel, load_perceptual
from painttime.files.shipped import shipped_folder
from painttime.storage.painting_file import read_painting


@pytest.fixture(scope="module")
def model() -> PerceptualModel:
    return load_perceptual()


@pytest.fixture(scope="module")
def painting() -> RGB8:
    pixels = read_painting(shipped_folder("resources") / "samples" / "landscape.png").pixels
    return np.asarray(cv2.resize(pixels, (150, 100), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def blurred(pixels: RGB8, sigma_px: float) -> RGB8:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma_px), dtype=np.uint8)


def test_the_same_picture_has_no_distance_at_any_size(model: PerceptualModel, painting: RGB8) -> None:
    assert model.distance(painting, painting.copy()) == 0
    assert model.distance(painting[:7, :9], painting[:7, :9]) == 0


def test_more_blur_is_further(model: PerceptualModel, painting: RGB8) -> None:
    distances = [model.distance(painting, blurred(painting, sigma_px)) for sigma_px in (0.6, 1.2, 2.5, 5.0)]
    assert distances == sorted(distances)
    assert distances[0] > 0


def test_it_minds_lost_forms_more_than_a_little_more_light(model: PerceptualModel, painting: RGB8) -> None:
    """A mean difference says the opposite: what the network is for."""
    lighter = np.clip(painting.astype(np.int16) + 14, 0, 255).astype(np.uint8)
    soft = blurred(painting, 2.5)
    by_value = [np.abs(painting.astype(int) - other).mean() for other in (lighter, soft)]
    assert by_value[0] > by_value[1]
    assert model.distance(painting, lighter) < model.distance(painting, soft)


def test_what_is_remembered_changes_nothing(model: PerceptualModel, painting: RGB8) -> None:
    first = model.distance(painting, blurred(painting, 2))
    for shade in range(REMEMBERED_PICTURES + 3):
        model.distance(np.full((16, 16, 3), shade, np.uint8), np.full((16, 16, 3), 255, np.uint8))
    assert model.distance(painting, blurred(painting, 2)) == first
    assert len(model._remembered) <= perceptual_model.REMEMBERED_PICTURES


def test_pictures_of_different_sizes_are_refused(model: PerceptualModel, painting: RGB8) -> None:
    with pytest.raises(ValueError, match="one size"):
        model.distance(painting, painting[:50])
