"""Training runs of the portrait parser."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from painttime.networks.portrait_parser import NUM_CLASSES, PortraitLogits, PortraitParser
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS
from painttime.training.portraits.batches import PortraitBatch, collated
from painttime.training.portraits.composing import Scene, boxes
from painttime.training.portraits.figures import UNKNOWN, Figure
from painttime.training.portraits.losses import CLASS_WEIGHTS, portrait_losses
from painttime.training.portraits.train import PortraitTrainer, PortraitTraining, train
from painttime.training.portraits.validation import confusion, ious
from painttime.training.publish import NETWORKS


@pytest.fixture
def batch(figure: Figure) -> PortraitBatch:
    scene = Scene(
        pixels=figure.pixels,
        classes=figure.classes,
        heads=boxes(np.array(figure.head, dtype=np.float32)),
        unclear=boxes(),
        uncertainty=0.0,
    )
    return collated([scene, scene], None)


def right_answer(batch: PortraitBatch) -> PortraitLogits:
    classes = torch.nn.functional.one_hot(batch.classes, NUM_CLASSES).permute(0, 3, 1, 2) * 30.0
    centre = torch.where(batch.centres == 1, 12.0, -12.0)[:, None]
    return PortraitLogits(classes=classes, heads=torch.cat([centre, batch.boxes], dim=1))


def test_the_right_answer_costs_nothing_and_each_mistake_costs(batch: PortraitBatch) -> None:
    right = right_answer(batch)
    losses = portrait_losses(right, batch)
    assert all(float(loss) < 0.02 for loss in losses.values())
    wrong = right._replace(classes=right.classes.roll(1, dims=1))
    assert portrait_losses(wrong, batch)["classes"] > 5
    assert portrait_losses(wrong, batch)["overlap"] > 0.3
    elsewhere = right._replace(heads=right.heads.roll(3, dims=3))
    assert portrait_losses(elsewhere, batch)["heatmap"] > 0.5
    larger = right._replace(heads=right.heads + 0.5)
    assert float(portrait_losses(larger, batch)["boxes"]) == pytest.approx(0.125, abs=0.01)


def test_unknown_pixels_cost_nothing(batch: PortraitBatch) -> None:
    right = right_answer(batch)
    batch.classes[:, :48] = UNKNOWN
    right.classes[:, :, :48] = torch.randn_like(right.classes[:, :, :48])
    losses = portrait_losses(right, batch)
    assert float(losses["classes"]) < 0.02
    assert float(losses["overlap"]) < 0.02


def test_every_class_has_a_weight() -> None:
    assert len(CLASS_WEIGHTS) == NUM_CLASSES == len(PORTRAIT_KINDS)


def test_iou_is_of_the_labelled_pixels_and_the_classes_that_occur() -> None:
    truth = np.array([[0, 0, 1, UNKNOWN]], dtype=np.uint8)
    found = np.array([[0, 1, 1, 8]], dtype=np.uint8)
    assert ious(confusion(found, truth)) == {"background": 0.5, "hair": 0.5}


def test_a_step_moves_the_network_and_its_average_more_slowly(batch: PortraitBatch) -> None:
    trainer = PortraitTrainer(PortraitTraining(warm_up_steps=1), None)
    before = [parameter.clone() for parameter in trainer.model.parameters()]
    for _ in range(2):
        report = trainer.step(batch, 0.0)
    assert set(report) >= {"classes", "overlap", "heatmap", "boxes"}
    moved = sum(
        float((a - b).detach().abs().sum()) for a, b in zip(before, trainer.model.parameters(), strict=True)
    )
    slower = sum(
        float((a - b).detach().abs().sum())
        for a, b in zip(before, trainer.averaged.parameters(), strict=True)
    )
    assert 0 < slower < moved


def test_a_run_leaves_a_model_that_can_be_published(data: Path, tmp_path: Path) -> None:
    settings = PortraitTraining(minutes=0.001, batch=2, size_px=64, is_pretrained=False)
    train(data, tmp_path / "run", settings)
    state = torch.load(tmp_path / "run" / "best.pt", weights_only=True)
    network = NETWORKS["portrait"]()
    assert isinstance(network, PortraitParser)
    network.load_state_dict(state["model"])
    line = json.loads((tmp_path / "run" / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert 0 <= line["paintings_mean"] <= 1
    assert line["avatars_mean"] == state["measures"]["avatars_mean"]
    train(data, tmp_path / "more", settings, start=tmp_path / "run" / "best.pt")
    assert (tmp_path / "more" / "last.pt").exists()
