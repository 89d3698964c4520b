"""Looking at a scene: what the model hands over, whatever the picture."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from painttime.errors import ModelError
from painttime.files.shipped import shipped_folder
from painttime.networks.scene_parser import SceneParser
from painttime.segmentation.regions.sight import sight_at
from painttime.segmentation.scenes.kinds import SCENE_KINDS, SURE_SHARE, UNSURE
from painttime.segmentation.scenes.scene_model import SceneModel, load_scene_parser


@pytest.fixture(scope="module")
def model() -> SceneModel:
    torch.manual_seed(0)
    return SceneModel(SceneParser())


def a_picture(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("height", "width", "expected"),
    [(240, 320, (60, 80)), (700, 500, (80, 56)), (1, 1, (80, 80)), (40, 900, (4, 80))],
)
def test_a_look_has_the_shape_of_the_picture(
    model: SceneModel, height: int, width: int, expected: tuple[int, int]
) -> None:
    look = model.look(a_picture(height, width))
    assert look.borders.shape == expected
    assert look.kinds.shape == (*expected, len(SCENE_KINDS))
    np.testing.assert_allclose(look.kinds.sum(axis=2), 1, atol=1e-4)
    assert look.borders.min() >= 0
    assert look.borders.max() <= 1


def test_the_same_picture_looks_the_same_and_nothing_of_it_can_be_written(model: SceneModel) -> None:
    picture = a_picture(90, 120)
    first, second = model.look(picture), model.look(picture.copy())
    np.testing.assert_array_equal(first.kinds, second.kinds)
    np.testing.assert_array_equal(first.borders, second.borders)
    with pytest.raises(ValueError, match="read-only"):
        first.kinds[0, 0, 0] = 0


def test_missing_weights_are_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="scene"):
        load_scene_parser(tmp_path)


def test_a_kind_is_said_only_where_it_stands_out(model: SceneModel) -> None:
    sight = sight_at(model.look(a_picture(60, 80)), 30, 40)
    shares = np.full(len(SCENE_KINDS), (1 - SURE_SHARE) / len(SCENE_KINDS), dtype=np.float32)
    assert sight.kind_of(shares) == UNSURE
    shares[SCENE_KINDS.index("tree")] += SURE_SHARE
    assert sight.kind_of(shares) == "tree"


def test_the_shipped_model_finds_the_sky_above_and_a_face_in_the_middle() -> None:
    shipped = load_scene_parser()
    samples = shipped_folder("resources") / "samples"
    landscape = shipped.look(np.asarray(Image.open(samples / "landscape.png").convert("RGB")))
    assert SCENE_KINDS[int(landscape.kinds[:4].mean(axis=(0, 1)).argmax())] == "sky"
    portrait = shipped.look(np.asarray(Image.open(samples / "portrait.png").convert("RGB")))
    people = [SCENE_KINDS.index(kind) for kind in ("figure", "skin", "hair")]
    assert portrait.kinds[..., people].sum(axis=2).mean() > 0.25
