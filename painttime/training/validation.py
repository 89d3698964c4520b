"""How well a step model does on pairs it has not seen.

The measure that counts is whether it changes the right place: the intersection over union of the pixels it
changes, with z from the prior and each part's share as asked, and those the simulated painter changed.

python -m painttime.training.validation CACHE MODEL [--pairs 480]: prints the measures of a model folder on a
cache of subjects made by painttime.training.subjects --split val.
"""

import argparse
import itertools
import json
from collections.abc import Sequence
from pathlib import Path

import torch

from painttime.core.project import DEFAULT_HABIT
from painttime.networks.checkpoint import load_weights
from painttime.networks.step_decoder import LATENT_CHANNELS
from painttime.networks.step_model import SIZE_MULTIPLE_PX, StepModel
from painttime.networks.stroke_pooling import part_thresholds
from painttime.prediction.planner import find_habit
from painttime.training.batches import Batch, collate
from painttime.training.pairs import Pair, pair_stream
from painttime.training.sampling import pooled_and_masked

VALIDATION_SEED = 12345


def validation_batches(cache: Path, crop_px: int, num_pairs: int, batch: int) -> list[Batch]:
    """Return the same batches every time for the same cache of validation subjects."""
    pairs: Sequence[Pair] = list(itertools.islice(pair_stream(cache, crop_px, VALIDATION_SEED), num_pairs))
    generator = torch.Generator().manual_seed(VALIDATION_SEED)
    return [collate(pairs[start : start + batch], generator) for start in range(0, len(pairs), batch)]


@torch.inference_mode()
def validate(model: StepModel, batches: Sequence[Batch]) -> dict[str, float]:
    """Return means over batches.

    step_iou: of the changed pixels, higher is better. chance_iou: the same with the strokes' order left to
    chance. pass_iou: with the finest strokes first going backward, the coarsest going forward, and chance
    among equals. habit_iou: the model's order with the default habit's leaning to coarse strokes first, as at
    run time. mix_accuracy: share of truly changed pixels where the right rendition is laid.
    """
    model.eval()
    generator = torch.Generator().manual_seed(VALIDATION_SEED)
    totals = {"step_iou": 0.0, "chance_iou": 0.0, "pass_iou": 0.0, "habit_iou": 0.0, "mix_accuracy": 0.0}
    for batch in batches:
        grid = (side // SIZE_MULTIPLE_PX for side in batch.scene.shape[-2:])
        z = torch.randn(len(batch.scene), LATENT_CHANNELS, *grid, generator=generator)
        score, mix = model.step_decoder(batch.state, model.scene_encoder(batch.scene), z)
        score, mix = pooled_and_masked(score, mix, batch)
        chance = torch.where(batch.strokes[:, None] > 0, batch.state[:, -1:], torch.full_like(score, -12.0))
        totals["step_iou"] += _iou(score, batch)
        totals["chance_iou"] += _iou(chance, batch)
        by_pass = chance - 20 * batch.direction[:, None, None, None] * batch.stages[:, None]
        totals["pass_iou"] += _iou(by_pass, batch)
        leaning = find_habit(DEFAULT_HABIT).coarse_first * batch.direction[:, None, None, None]
        totals["habit_iou"] += _iou(score - leaning * batch.stages[:, None], batch)
        right = (mix.argmax(dim=1) == batch.next_stages).float()[:, None]
        totals["mix_accuracy"] += float((right * batch.changed).sum() / batch.changed.sum())
    model.train()
    return {name: total / len(batches) for name, total in totals.items()}


def _iou(score: torch.Tensor, batch: Batch) -> float:
    """Return the mean IoU of the changed pixels when each part changes by its share in order of the score."""
    predicted = (score >= part_thresholds(score, batch.parts, batch.shares)) & (batch.degree > 0)
    actual = batch.changed > 0
    both = (predicted & actual).flatten(1).sum(dim=1)
    either = (predicted | actual).flatten(1).sum(dim=1).clamp(min=1)
    return float((both / either).mean())


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Measure a step model on pairs it has not seen.")
    parser.add_argument("cache", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--pairs", type=int, default=480)
    arguments = parser.parse_args()
    model = StepModel()
    load_weights(model, arguments.model, "process")
    print(
        json.dumps(validate(model, validation_batches(arguments.cache, 128, arguments.pairs, 12)), indent=2)
    )


if __name__ == "__main__":
    main()
