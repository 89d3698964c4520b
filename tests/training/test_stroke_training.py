"""Training the stroke predictor, and the cells it learns from in its second stage."""

import json
from itertools import repeat
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from painttime.networks.stroke_predictor import PATCH_PX, StrokePredictor
from painttime.strokes.predictor import load_network
from painttime.training.publish import publish
from painttime.training.strokes.patches import PatchBatch, patch_batches
from painttime.training.strokes.recorded_cells import record, recorded_batches
from painttime.training.strokes.train import (
    StrokeTrainer,
    StrokeTraining,
    crossing,
    mixed_batches,
    patches_of,
    squared_error,
    train,
    validate,
    worsening,
)


def picture(seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, 1, (64, 80, 3))
    smooth = cv2.GaussianBlur(noise, (0, 0), 4.0)
    return np.clip(128 + 60 * smooth / smooth.std(), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    rows = ["file\tsplit"]
    for number, split in enumerate(["train", "train", "val"]):
        cv2.imwrite(str(folder / f"{number}.png"), picture(number))
        rows.append(f"{number}.png\t{split}")
    path = folder / "table.tsv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def recorded(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cells") / "cells.npz"
    assert record(table, path, "train", 2, seed=0) > 20
    return path


def quick(**settings: object) -> StrokeTraining:
    return StrokeTraining(batch=8, compile_raster=False, **settings)


@pytest.fixture(scope="module")
def batch() -> PatchBatch:
    return next(patch_batches([picture(0), picture(1)], 8, seed=1))


def test_recorded_cells_are_those_of_paintings_in_progress(recorded: Path) -> None:
    with np.load(recorded) as data:
        target, canvas, weight = data["target"], data["canvas"], data["weight"]
    assert target.shape[1:] == (48, 48, 3)
    assert canvas.shape[1:] == (32, 32, 3)
    assert weight.shape[1:] == (32, 32)
    assert target.dtype == canvas.dtype == weight.dtype == np.uint8
    assert set(np.unique(weight)) == {0, 255}, "cells at the border count inside it only"
    apart = np.abs(target[:, 8:-8, 8:-8].astype(int) - canvas).mean(axis=(1, 2, 3))
    # From bare ground to nearly done.
    assert apart.max() > 2 * apart.min()


def test_recorded_cells_come_back_turned_and_mirrored_all_alike(recorded: Path) -> None:
    with np.load(recorded) as data:
        target, canvas, weight = data["target"], data["canvas"], data["weight"]
    known = np.concatenate([target[:, 8:-8, 8:-8], canvas, weight[..., None]], axis=3)
    batches = recorded_batches(recorded, 8, seed=2)
    orientations = set()
    for _ in range(6):
        batch = next(batches)
        assert batch.directions.shape == (8, 2, PATCH_PX, PATCH_PX)
        seen = torch.cat([batch.target, batch.canvas, batch.weight], dim=1)
        for cell in (seen * 255).round().permute(0, 2, 3, 1).numpy().astype(np.uint8):
            orientations.add(orientation_of(cell, known))
    assert len(orientations) > 2
    again, other = (next(recorded_batches(recorded, 8, seed=seed)).canvas for seed in (2, 3))
    assert torch.equal(again, next(recorded_batches(recorded, 8, seed=2)).canvas)
    assert not torch.equal(again, other)


def orientation_of(cell: np.ndarray, known: np.ndarray) -> tuple[int, bool]:
    """Return how one of the known cells was turned, and whether it was mirrored before."""
    for turns in range(4):
        for is_mirrored in (False, True):
            turned = np.rot90(known[:, :, ::-1] if is_mirrored else known, turns, axes=(1, 2))
            if (turned == cell).all(axis=(1, 2, 3)).any():
                return turns, is_mirrored
    raise AssertionError("a cell that was never recorded")


def test_training_on_one_batch_lowers_its_loss(batch: PatchBatch) -> None:
    trainer = StrokeTrainer(quick(learning_rate=3e-3, rounds=1))
    # The rate rises over the first 200 steps.
    trainer.step_number = 200
    totals = [sum(trainer.step(batch, 0.0).values()) for _ in range(20)]
    assert totals[-1] < 0.9 * totals[0]
    assert validate(trainer, [batch])["val_l1"] < 1.0


def test_the_averaged_weights_follow_the_trained_ones(batch: PatchBatch) -> None:
    trainer = StrokeTrainer(quick())
    before = [value.clone() for value in trainer.averaged.parameters()]
    for _ in range(3):
        trainer.step(batch, 0.0)
    pairs = zip(before, trainer.averaged.parameters(), trainer.model.parameters(), strict=True)
    for old, average, present in pairs:
        assert not torch.equal(average, old)
        assert (average - old).abs().sum() <= 1.01 * (present - old).abs().sum() + 1e-4


def test_losses_leave_the_batch_and_repeat_by_the_seed(batch: PatchBatch) -> None:
    kept = batch.canvas.clone()
    first, second = (StrokeTrainer(quick(seed=7)).step(batch, 0.5) for _ in range(2))
    assert first == second
    assert torch.equal(batch.canvas, kept)
    assert set(first) >= {"l1", "squared", "worse", "along"}
    assert min(first.values()) >= 0


def test_only_strokes_that_harm_count_as_worse(batch: PatchBatch) -> None:
    weight = torch.ones_like(batch.weight)
    whole = PatchBatch(target=batch.target, canvas=batch.canvas, weight=weight, directions=batch.directions)
    start = torch.zeros_like(batch.target)
    better = torch.stack([0.5 * batch.target, batch.target], dim=1)
    assert float(worsening(start, better, whole)) == 0
    there_and_back = torch.stack([batch.target, start], dim=1)
    expected = squared_error(start, whole).mean()
    assert float(worsening(start, there_and_back, whole)) == pytest.approx(float(expected), rel=1e-5)


def strokes_at(angle_rad: float) -> tuple[Tensor, Tensor]:
    """Return one stroke through the middle, and a cover of the whole patch."""
    reach = 0.3 * torch.tensor([np.cos(angle_rad), np.sin(angle_rad)], dtype=torch.float32)
    middle = torch.full((2,), 0.5)
    shape = torch.cat([middle - reach, middle, middle + reach, torch.full((2,), 0.1)])
    return shape[None, None], torch.ones(1, 1, PATCH_PX, PATCH_PX)


def test_strokes_across_the_structure_cost_most() -> None:
    structure_deg = 30
    doubled = np.deg2rad(2 * structure_deg)
    directions = torch.tensor([np.cos(doubled), np.sin(doubled)], dtype=torch.float32)
    directions = directions[None, :, None, None].expand(1, 2, PATCH_PX, PATCH_PX)
    costs = [float(crossing(*strokes_at(np.deg2rad(angle)), directions)) for angle in (30, 75, 120, 210)]
    assert costs == pytest.approx([0, 1, 2, 0], abs=1e-4)
    assert float(crossing(*strokes_at(1.0), torch.zeros(1, 2, PATCH_PX, PATCH_PX))) == pytest.approx(0)


def test_the_network_sees_what_it_does_when_painting(batch: PatchBatch) -> None:
    seen = patches_of(batch, batch.canvas)
    assert torch.equal(seen[:, 0:3], batch.target)
    assert torch.equal(seen[:, 3:6], batch.canvas)
    assert torch.equal(seen[:, 6:9], batch.target - batch.canvas)
    assert torch.equal(seen[:, 9:10], batch.weight)
    assert torch.equal(seen[:, 10:12], batch.directions)


def test_batches_are_mixed_by_their_share(batch: PatchBatch) -> None:
    other = PatchBatch(
        target=batch.target, canvas=batch.target, weight=batch.weight, directions=batch.directions
    )
    mixed = mixed_batches(repeat(batch), repeat(other), 0.75, seed=0)
    recorded = sum(next(mixed) is other for _ in range(400))
    assert 0.65 < recorded / 400 < 0.85
    alone = mixed_batches(repeat(batch), None, 0.75, seed=0)
    assert all(next(alone) is batch for _ in range(10))


def test_a_run_keeps_its_best_weights_and_its_log(table: Path, recorded: Path, tmp_path: Path) -> None:
    settings = quick(minutes=1e-6)
    train(table, tmp_path / "run", settings)
    state = torch.load(tmp_path / "run" / "best.pt", weights_only=True)
    network = StrokePredictor()
    network.load_state_dict(state["model"])
    assert state["settings"]["batch"] == 8
    assert state["measures"]["val_l1"] > 0
    lines = (tmp_path / "run" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["val_l1"] == state["measures"]["val_l1"]
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == ["best.pt", "log.jsonl"]
    publish(tmp_path / "run" / "best.pt", tmp_path / "models" / "strokes")
    loaded = load_network(tmp_path / "models" / "strokes").state_dict()
    for name, value in loaded.items():
        torch.testing.assert_close(value, state["model"][name], rtol=2e-3, atol=1e-4)
    train(
        table,
        tmp_path / "second",
        settings,
        start=tmp_path / "run" / "best.pt",
        cells=recorded,
        val_cells=recorded,
    )
    later = torch.load(tmp_path / "second" / "best.pt", weights_only=True)["model"]
    # One step from where the first stage ended, not from chance.
    for name, value in network.state_dict().items():
        assert (later[name] - value).abs().max() < 0.01
