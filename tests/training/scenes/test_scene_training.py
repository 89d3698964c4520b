"""Scenes, collages and batches the scene parser is trained on, and how it is measured."""

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from painttime.networks.scene_parser import SceneParser
from painttime.segmentation.scenes.kinds import SCENE_KINDS
from painttime.training.scenes.batches import (
    SceneBatch,
    as_batch,
    borders_of,
    collage_view,
    scene_batches,
    scene_view,
)
from painttime.training.scenes.collages import CollageMaker, edges_of, plain_patches, random_shape
from painttime.training.scenes.labels import UNKNOWN, write_labels
from painttime.training.scenes.losses import kind_weights, scene_losses
from painttime.training.scenes.scenes import Scene, read_scenes
from painttime.training.scenes.train import SceneTrainer, SceneTraining
from painttime.training.scenes.validation import SceneMeasures, average_precision, report, validate

SKY, GRASS, FIGURE = (SCENE_KINDS.index(kind) for kind in ("sky", "grass", "figure"))


def made_scene(height: int = 160, width: int = 200) -> Scene:
    """Return a blue sky over a green meadow, with a red figure in it of which only half is labelled."""
    pixels = np.zeros((height, width, 3), dtype=np.uint8)
    pixels[:] = (90, 130, 210)
    pixels[height // 2 :] = (60, 140, 50)
    pixels[60:120, 40:60] = (200, 40, 40)
    pixels = pixels + np.random.default_rng(0).integers(0, 12, pixels.shape, dtype=np.uint8)
    kinds = np.full((height // 2, width // 2), SKY, dtype=np.uint8)
    kinds[height // 4 :] = GRASS
    kinds[30:60, 20:30] = UNKNOWN
    kinds[30:60, 20:25] = FIGURE
    return Scene(pixels=pixels, kinds=kinds)


def test_a_border_is_put_where_the_edge_is() -> None:
    kinds = np.full((10, 12), SKY, dtype=np.uint8)
    kinds[5:] = GRASS
    pixels = np.full((40, 48, 3), 200, dtype=np.uint8)
    pixels[23:] = 30  # one row of cells below the labels' border
    borders, weights = borders_of(kinds, pixels)
    assert set(np.flatnonzero(borders.any(axis=1)).tolist()) == {5}
    # Far away, in one kind, there is none; beside the border nothing is said.
    assert weights[0, 0] > 0
    assert borders[0, 0] == 0
    assert weights[4, 0] == 0
    assert weights[5, 0] == 1


def test_nothing_is_said_about_borders_within_figures_or_beside_the_unknown() -> None:
    kinds = np.full((10, 10), FIGURE, dtype=np.uint8)
    kinds[:, 5:] = UNKNOWN
    _, weights = borders_of(kinds, np.zeros((40, 40, 3), dtype=np.uint8))
    assert not weights.any()


def test_plain_patches_hold_one_kind_only() -> None:
    patches = plain_patches(made_scene())
    assert len(patches) == 2
    sky, grass = patches
    assert (sky[..., 2] > sky[..., 1]).all()
    assert (grass[..., 1] > grass[..., 2]).all()


def test_edges_of_pieces_lie_on_both_sides() -> None:
    pieces = np.zeros((4, 6), dtype=np.uint8)
    pieces[:, 3:] = 1
    expected = np.zeros((4, 6), dtype=np.bool_)
    expected[:, 2:4] = True
    np.testing.assert_array_equal(edges_of(pieces), expected)


@pytest.mark.parametrize("seed", range(12))
def test_shapes_have_the_size_asked_for(seed: int) -> None:
    assert random_shape(48, 64, np.random.default_rng(seed)).shape == (48, 64)


def test_a_persons_outline_is_a_border_and_their_inside_is_left_open() -> None:
    scene = made_scene()
    people = np.zeros(scene.pixels.shape[:2], dtype=np.uint8)
    people[40:160, 60:140] = 255
    maker = CollageMaker([Scene(pixels=scene.pixels, kinds=scene.kinds, people=people)])
    collages = [maker.make(64, 96, np.random.default_rng(seed)) for seed in range(12)]
    assert any(not collage.known.all() for collage in collages)
    assert all(collage.borders.any() for collage in collages)
    for collage in collages:
        inside = cv2.erode((~collage.known).astype(np.uint8), np.ones((3, 3), dtype=np.uint8))
        assert not (collage.borders & (inside > 0)).any()


def test_batches_are_the_same_for_the_same_seed_and_differ_for_others() -> None:
    scenes = [made_scene(), made_scene(200, 160)]
    maker = CollageMaker(scenes)

    def first(seed: int) -> SceneBatch:
        return next(scene_batches(scenes, maker, views=2, num_collages=1, seed=seed))

    one, again, other = first(3), first(3), first(4)
    assert one.pictures.shape[0] == 3
    torch.testing.assert_close(one.pictures, again.pictures)
    torch.testing.assert_close(one.borders, again.borders)
    assert not torch.equal(one.pictures, other.pictures)
    assert (one.kinds[2] == UNKNOWN).all()
    assert (one.kinds[0] != UNKNOWN).any()


def test_a_view_keeps_labels_on_what_they_name() -> None:
    scene = made_scene()
    for seed in range(6):
        view = scene_view(scene, 64, 96, np.random.default_rng(seed))
        height = view.kinds.shape[0]
        sky = np.flatnonzero((view.kinds == SKY).any(axis=1))
        grass = np.flatnonzero((view.kinds == GRASS).any(axis=1))
        assert sky.max() <= grass.min() + 1 < height


def test_rare_kinds_count_more() -> None:
    weights = kind_weights([made_scene()])
    assert weights[FIGURE] > weights[SKY] > 0


def test_losses_fall_where_the_network_says_what_the_labels_say() -> None:
    rng = np.random.default_rng(0)
    scene = made_scene()
    batch = as_batch([scene_view(scene, 64, 96, rng), collage_view(CollageMaker([scene]), 64, 96, rng)])
    known = batch.kinds.clone()
    known[known == UNKNOWN] = 0
    right = 6 * torch.nn.functional.one_hot(known, len(SCENE_KINDS)).permute(0, 3, 1, 2).float()
    weights = torch.ones(len(SCENE_KINDS))
    good = scene_losses(right, 8 * (batch.borders - 0.5), batch, weights, 1.0)
    bad = scene_losses(-right, -8 * (batch.borders - 0.5), batch, weights, 1.0)
    assert good["kinds"] < bad["kinds"]
    assert good["borders"] < 0.05 < bad["borders"]


def test_a_step_changes_the_network_and_the_average_follows() -> None:
    scene = made_scene()
    trainer = SceneTrainer(SceneTraining(warm_up_steps=1), None, torch.from_numpy(kind_weights([scene])))
    before = trainer.averaged.narrow_4.weight.clone()
    rng = np.random.default_rng(0)
    losses = trainer.step(as_batch([scene_view(scene, 64, 64, rng)]), 0.0)
    assert set(losses) == {"kinds", "borders", "gradient"}
    assert not torch.equal(before, trainer.averaged.narrow_4.weight)


def test_measures_of_a_network_that_has_learnt_nothing() -> None:
    torch.manual_seed(0)
    measures = validate(SceneParser(), [made_scene()], num_collages=1)
    assert measures.confusion.sum() > 0
    assert 0 <= measures.accuracy <= 1
    assert 0 < measures.border_precision < 1
    assert 0 < measures.gradient_precision < 1


def test_iou_is_counted_over_the_kinds_that_are_there() -> None:
    confusion = np.zeros((len(SCENE_KINDS), len(SCENE_KINDS)), dtype=np.int64)
    confusion[SKY, SKY], confusion[SKY, GRASS], confusion[GRASS, GRASS] = 6, 2, 4
    measures = SceneMeasures(confusion=confusion, border_precision=0.5, gradient_precision=0.5)
    assert measures.accuracy == pytest.approx(10 / 12)
    assert measures.iou[SKY] == pytest.approx(6 / 8)
    assert measures.iou[GRASS] == pytest.approx(4 / 6)
    assert measures.mean_iou == pytest.approx((6 / 8 + 4 / 6) / 2)


def test_average_precision_of_known_rankings() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.1], dtype=np.float32)
    assert average_precision(scores, np.array([True, True, False, False])) == 1
    assert average_precision(scores, np.array([False, False, False, True])) == pytest.approx(1 / 4)
    assert average_precision(scores, np.zeros(4, dtype=np.bool_)) == 0


def test_scenes_are_read_with_grids_and_portraits(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "paintings").mkdir(parents=True)
    (data / "parts").mkdir()
    for name in ("a", "b", "c"):
        cv2.imwrite(str(data / "paintings" / f"{name}.png"), np.full((60, 80, 3), 120, dtype=np.uint8))
    mask = np.zeros((60, 80), dtype=np.uint8)
    mask[20:40, 30:50] = 8  # face, in the ids of the label files
    cv2.imwrite(str(data / "parts" / "b.png"), mask)
    _write_table(
        data / "paintings.tsv",
        [
            {"file": f"paintings/{name}.png", "split": split}
            for name, split in (("a", "train"), ("b", "train"), ("c", "val"))
        ],
    )
    row = {"painting": "paintings/b.png", "labels": "parts/b.png", "valid_region": "full", "head_crop": ""}
    _write_table(data / "parts" / "portraits.tsv", [row])
    labels = tmp_path / "labels.tsv"
    write_labels(labels, {"paintings/a.png": np.full((48, 64), SKY, dtype=np.uint8)})
    first, second = read_scenes(data, labels, "train")
    assert (first.kinds == SKY).all()
    assert first.people is None
    skin = SCENE_KINDS.index("skin")
    assert second.kinds[15, 20] == skin
    assert second.kinds[0, 0] == UNKNOWN
    assert second.people is not None
    assert second.people[30, 40] == 255
    assert second.people[0, 0] == 0
    assert read_scenes(data, labels, "val") == []


def _write_table(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter="\t")
        writer.writeheader()
        writer.writerows(rows)


def test_measures_can_be_logged() -> None:
    confusion = np.eye(len(SCENE_KINDS), dtype=np.int64)
    measures = SceneMeasures(confusion=confusion, border_precision=0.5, gradient_precision=0.4)
    assert json.loads(json.dumps(report(measures)))["mean_iou"] == 1
