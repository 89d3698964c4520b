"""Training for a few steps: it learns, repeats itself, and leaves a model the program can load."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from painttime.networks.checkpoint import load_weights
from painttime.networks.step_decoder import STATE_CHANNELS
from painttime.networks.step_model import StepModel
from painttime.training.batches import Batch, collate
from painttime.training.pairs import pair_stream
from painttime.training.process import ProcessTrainer, ProcessTraining, train
from painttime.training.publish import publish
from painttime.training.sampling import paint_from, pooled_and_masked
from painttime.training.validation import validate, validation_batches

SMALL = ProcessTraining(seed=3, batch=2, crop_px=64, warm_up_steps=2, adversarial_from_step=1)


@pytest.fixture(scope="module")
def batches(cache: Path) -> list[Batch]:
    stream = pair_stream(cache, 64, 0)
    generator = torch.Generator().manual_seed(0)
    return [collate(list(itertools.islice(stream, 2)), generator) for _ in range(3)]


def weights(model: nn.Module) -> torch.Tensor:
    return torch.cat([value.detach().flatten() for value in model.parameters()])


def test_batches_hold_what_they_promise(batches: list[Batch]) -> None:
    batch = batches[0]
    assert batch.renditions.shape == (2, 5, 3, 64, 64)
    assert batch.canvas.shape == batch.target.shape == (2, 3, 64, 64)
    assert batch.changed.shape == batch.degree.shape == (2, 1, 64, 64)
    assert batch.scene.shape == (2, 14, 64, 64)
    assert batch.state.shape == (2, STATE_CHANNELS, 64, 64)
    assert batch.parts.shape == batch.strokes.shape == batch.stages.shape == (2, 64, 64)
    assert batch.renditions.min() >= -0.5
    assert batch.renditions.max() <= 0.5
    assert set(batch.direction.tolist()) <= {-1.0, 1.0}


def test_batches_show_the_canvases_of_their_stages(batches: list[Batch]) -> None:
    for batch in batches:
        unchanged = batch.changed.expand(-1, 3, -1, -1) == 0
        assert torch.equal(batch.canvas[unchanged], batch.target[unchanged])
        number, row, column = 1, 17, 40
        stage = batch.stages[number, row, column]
        assert torch.equal(
            batch.canvas[number, :, row, column], batch.renditions[number, stage, :, row, column]
        )
        finished = batch.stages == 4
        painting = batch.renditions[:, -1].movedim(1, -1)[finished]
        assert torch.equal(batch.canvas.movedim(1, -1)[finished], painting)


def test_a_stroke_has_one_chance_and_a_part_one_degree(batches: list[Batch]) -> None:
    batch = batches[0]
    for number in range(2):
        chance = batch.state[number, -1]
        for stroke in torch.unique(batch.strokes[number])[1:6]:
            assert len(torch.unique(chance[batch.strokes[number] == stroke])) == 1
        for part in torch.unique(batch.parts[number]):
            assert len(torch.unique(batch.degree[number, 0][batch.parts[number] == part])) == 1


def test_scores_are_pooled_and_renditions_that_cannot_be_laid_are_out(batches: list[Batch]) -> None:
    batch = batches[0]
    generator = torch.Generator().manual_seed(0)
    score = torch.randn(2, 1, 64, 64, generator=generator)
    mix = torch.randn(2, 5, 64, 64, generator=generator)
    pooled, masked = pooled_and_masked(score, mix, batch)
    assert (pooled[batch.strokes[:, None] == 0] == -12).all()
    laid = masked.softmax(dim=1)
    levels = torch.arange(5)[None, :, None, None]
    backward = (batch.direction < 0)[:, None, None, None]
    stages = batch.stages[:, None]
    wrong = torch.where(backward, levels >= stages, levels <= stages)
    movable = torch.where(backward, stages > 0, stages < 4).expand_as(laid)
    assert laid[wrong & movable].max() < 1e-6


def test_paint_is_the_shares_of_the_renditions(batches: list[Batch]) -> None:
    batch = batches[0]
    shares = torch.nn.functional.one_hot(batch.next_stages, 5).movedim(-1, 1).float()
    torch.testing.assert_close(paint_from(shares, batch.renditions), batch.target)


def test_one_step_of_training_changes_every_network(batches: list[Batch]) -> None:
    trainer = ProcessTrainer(SMALL)
    networks = (trainer.model, trainer.posterior, trainer.discriminator, trainer.averaged)
    before = [weights(network) for network in networks]
    first = trainer.step(batches[0], 0.0)
    for batch in (batches[1], batches[2]):
        report = trainer.step(batch, 0.5)
    for network, former in zip(networks, before, strict=True):
        assert not torch.equal(weights(network), former)
        assert torch.isfinite(weights(network)).all()
    assert all(np.isfinite(value) for value in (*first.values(), *report.values()))
    assert {"weight", "mix", "l1", "kl", "gradient"} <= set(first)
    assert {"adversarial", "critic"} <= set(report)


def test_the_same_seed_gives_the_same_losses(batches: list[Batch]) -> None:
    reports = []
    for seed in (3, 3, 4):
        trainer = ProcessTrainer(replace(SMALL, seed=seed))
        reports.append([trainer.step(batch, 0.0) for batch in batches[:2]])
    assert reports[0] == reports[1]
    assert reports[0] != reports[2]


def test_a_step_with_an_outlying_gradient_is_left_out(batches: list[Batch]) -> None:
    trainer = ProcessTrainer(replace(SMALL, outlying_norm=0.0))
    before, average = weights(trainer.model), weights(trainer.averaged)
    trainer.step(batches[0], 0.0)
    assert torch.equal(weights(trainer.model), before)
    assert torch.equal(weights(trainer.averaged), average)


def test_training_learns_one_batch(batches: list[Batch]) -> None:
    settings = replace(SMALL, adversarial_from_step=10**6, warm_up_steps=5)
    trainer = ProcessTrainer(settings)
    reports = [trainer.step(batches[0], 0.0) for _ in range(40)]
    for name in ("weight", "mix"):
        assert min(report[name] for report in reports[-5:]) < 0.8 * reports[0][name]


def test_validation_measures_lie_between_chance_and_perfection(cache: Path) -> None:
    held_out = validation_batches(cache, 64, 8, 4)
    again = validation_batches(cache, 64, 8, 4)
    assert [len(batch.scene) for batch in held_out] == [4, 4]
    assert torch.equal(held_out[1].state, again[1].state)
    torch.manual_seed(0)
    model = StepModel()
    measures = validate(model, held_out)
    assert set(measures) == {"step_iou", "chance_iou", "pass_iou", "habit_iou", "mix_accuracy"}
    assert all(0 <= value <= 1 for value in measures.values())
    assert measures["chance_iou"] < 0.9
    assert validate(model, held_out) == measures
    assert model.training


def test_validation_finds_the_perfect_order(cache: Path) -> None:
    class Knowing(StepModel):
        """Knows what happened."""

        def __init__(self, batch: Batch) -> None:
            super().__init__()
            logits = torch.nn.functional.one_hot(batch.next_stages, 5).movedim(-1, 1).float()
            answer = batch.changed * 10, logits * 20
            self.step_decoder.forward = lambda state, features, z: answer

    (batch,) = validation_batches(cache, 64, 4, 4)
    measures = validate(Knowing(batch), [batch])
    assert measures["mix_accuracy"] == 1
    assert measures["step_iou"] > 0.9
    assert measures["step_iou"] > 1.5 * measures["chance_iou"]


def test_a_short_run_leaves_a_model_the_program_loads(cache: Path, tmp_path: Path) -> None:
    settings = replace(SMALL, minutes=2 / 60)
    run = tmp_path / "run"
    train(cache, run, settings)
    state = torch.load(run / "best.pt", weights_only=True)
    assert state["step"] >= 1
    assert state["settings"]["seed"] == 3
    assert not list(run.glob("*.partial"))
    for line in (run / "log.jsonl").read_text(encoding="utf-8").splitlines():
        assert "step" in json.loads(line)
    publish(run / "best.pt", tmp_path / "models" / "process")
    model = StepModel()
    load_weights(model, tmp_path / "models" / "process", "process")
    for name, value in model.state_dict().items():
        torch.testing.assert_close(value, state["model"][name], rtol=2e-3, atol=1e-4)


def test_the_best_weights_are_kept_by_validation(cache: Path, tmp_path: Path) -> None:
    settings = replace(SMALL, minutes=3 / 60, validate_every_min=0.5 / 60, validation_pairs=8)
    train(cache, tmp_path, settings, validation=cache)
    best = torch.load(tmp_path / "best.pt", weights_only=True)["measures"]
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    validated = [line["step_iou"] for line in lines if "step_iou" in line]
    assert validated
    assert best["step_iou"] == max(validated)
