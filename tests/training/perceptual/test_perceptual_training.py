"""What the perceptual network is taught with, and that it follows its teacher."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from painttime.core.image import RGB8
from painttime.errors import ModelError
from painttime.networks.squeeze_trunk import SqueezeTrunk
from painttime.training.perceptual.batches import VERSIONS_A_PICTURE, as_tensor, pair_batches
from painttime.training.perceptual.teacher import Teacher
from painttime.training.perceptual.train import PerceptualTrainer, PerceptualTraining, train
from painttime.training.perceptual.validation import Judged, agreement, judge, plain_rival
from painttime.training.perceptual.versions import VERSIONS, version_of


def painted(seed: int, height: int = 96, width: int = 128) -> RGB8:
    rng = np.random.default_rng(seed)
    blots = rng.integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(blots, (width, height), interpolation=cv2.INTER_NEAREST), dtype=np.uint8)


@pytest.fixture(scope="module")
def teacher() -> Teacher:
    torch.manual_seed(0)
    return Teacher(SqueezeTrunk())


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.__name__.strip("_"))
def test_every_version_is_another_picture_of_the_same_size(version: object) -> None:
    picture, other = painted(1), painted(2)
    kept = picture.copy()
    assert callable(version)
    made = version(picture, other, np.random.default_rng(0))
    assert (made.shape, made.dtype) == (picture.shape, np.uint8)
    assert np.abs(made.astype(int) - picture).mean() > 0.1
    np.testing.assert_array_equal(picture, kept)


def test_versions_repeat_by_seed() -> None:
    one, again = (version_of(painted(1), painted(2), np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(one, again)


def test_a_batch_compares_all_of_a_group_and_some_across() -> None:
    batch = next(pair_batches([painted(1), painted(2)], num_groups=2, size_px=64, seed=0))
    assert batch.pictures.shape == (2 * VERSIONS_A_PICTURE, 3, 64, 64)
    pairs = {frozenset(pair) for pair in zip(batch.one.tolist(), batch.other.tolist(), strict=True)}
    size = VERSIONS_A_PICTURE
    assert all(frozenset((a, b)) in pairs for a in range(size) for b in range(a))
    assert any(min(pair) < size <= max(pair) for pair in pairs)
    assert all(len(pair) == 2 for pair in pairs)


def test_the_teacher_sees_no_difference_where_there_is_none(teacher: Teacher) -> None:
    features = teacher.features(as_tensor([painted(1), painted(1), painted(2)]))
    same, different = (teacher.maps(features, torch.tensor([0]), torch.tensor([number])) for number in (1, 2))
    assert all((layer == 0).all() for layer in same)
    assert all(layer.mean() > 0 for layer in different)


def test_distances_come_nearer_to_the_teachers(teacher: Teacher) -> None:
    trainer = PerceptualTrainer(
        PerceptualTraining(num_groups=2, size_px=32, warm_up_steps=1, learning_rate=2e-3), teacher
    )
    batch = next(pair_batches([painted(1), painted(2)], num_groups=2, size_px=32, seed=0))
    first = trainer.step(batch, 0.0)
    for _ in range(30):
        last = trainer.step(batch, 0.0)
    assert last["whole"] < 0.5 * first["whole"]
    assert last["layers"] < 0.7 * first["layers"]


def test_agreement_is_whole_with_the_teacher_and_reversed_with_its_opposite(teacher: Teacher) -> None:
    picture = np.zeros((8, 8, 3), dtype=np.uint8)
    others = tuple(np.full((8, 8, 3), value, dtype=np.uint8) for value in (10, 30, 20))
    judged = [Judged(kind="versions", picture=picture, others=others, distances=np.float32([1, 3, 2]))]
    assert agreement(judged, plain_rival) == {"versions_spearman": 1.0, "versions_order": 1.0}
    backwards = agreement(judged, lambda one, other: -plain_rival(one, other))
    assert backwards == {"versions_spearman": -1.0, "versions_order": 0.0}


def test_canvases_are_judged_that_no_training_has_seen(teacher: Teacher) -> None:
    judged = judge([painted(1)], teacher, seed=0)
    assert [one.kind for one in judged] == ["versions", "canvases"]
    assert all(len(one.others) == len(one.distances) for one in judged)
    assert all((one.distances > 0).all() for one in judged)


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"squeezenet_v1_0\.npz"):
        train(tmp_path, tmp_path / "run", PerceptualTraining())
