"""Unsupervised training of the stroke predictor.

python -m painttime.training.strokes.train TABLE OUT [--minutes 40] [--seed 0]: TABLE is a tab-separated list
of pictures (columns file, split); OUT gets the checkpoint and the log (a JSON object a line).

A second stage goes on from the first with --start RUN/best.pt --cells CELLS --val-cells CELLS: canvases as
the painter meets them (painttime.training.strokes.recorded_cells).
"""

import argparse
import copy
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from painttime.networks.stroke_predictor import NUM_STROKES, PATCH_PX, StrokePredictor
from painttime.networks.stroke_raster import coverage, laid_over, shapes_from_raw
from painttime.training.strokes.patches import PatchBatch, patch_batches, read_pictures
from painttime.training.strokes.recorded_cells import recorded_batches


@dataclass(frozen=True, kw_only=True, slots=True)
class StrokeTraining:
    """Settings of a run; weights of the losses relative to the L1 of the patch.

    recorded_share: batches of recorded cells among all, where there are any.
    squared: of the squared error. worse: of single strokes that bring the canvas further from the painting.
    along: of strokes that cross the structure. rounds: strokes are laid in so many rounds, each on the result
    of the one before.
    """

    seed: int = 0
    minutes: float = 40.0
    batch: int = 64
    learning_rate: float = 1e-3
    squared: float = 2.0
    worse: float = 1.0
    along: float = 0.03
    rounds: int = 2
    ema: float = 0.998
    num_threads: int = 1
    validate_every_min: float = 2.0
    compile_raster: bool = True
    recorded_share: float = 0.75


class StrokeTrainer:
    """Owns the network and its optimiser."""

    def __init__(self, settings: StrokeTraining) -> None:
        torch.manual_seed(settings.seed)
        self.settings = settings
        self.model = StrokePredictor()
        self.averaged = copy.deepcopy(self.model)
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(), lr=settings.learning_rate, betas=(0.9, 0.99), weight_decay=1e-4
        )
        self.draw = torch.compile(coverage) if settings.compile_raster else coverage
        self.step_number = 0

    def step(self, batch: PatchBatch, share_done: float) -> dict[str, float]:
        """Train on one batch; share_done (0..1 of the run) sets the learning rate. Returns the losses."""
        warm = min(1.0, (self.step_number + 1) / 200)
        for group in self.optimiser.param_groups:
            group["lr"] = self.settings.learning_rate * warm * (1 - 0.97 * share_done)
        losses = self.losses(self.model, batch)
        total = torch.stack(list(losses.values())).sum()
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.step_number += 1
        keep = min(self.settings.ema, self.step_number / (self.step_number + 10))
        with torch.no_grad():
            for average, present in zip(self.averaged.parameters(), self.model.parameters(), strict=True):
                average.lerp_(present, 1 - keep)
        return {name: float(loss.detach()) for name, loss in losses.items()}

    def losses(self, model: StrokePredictor, batch: PatchBatch) -> dict[str, Tensor]:
        """Return the weighted losses of painting a batch in several rounds."""
        settings = self.settings
        canvas = batch.canvas
        totals = {name: torch.zeros(()) for name in ("l1", "squared", "worse", "along")}
        for _ in range(settings.rounds):
            with torch.autocast("cpu", torch.bfloat16):
                raw = model(patches_of(batch, canvas))
            shapes = shapes_from_raw(raw.float())
            cover = self.draw(shapes, PATCH_PX)
            painted, canvases = laid_over(canvas, batch.target, cover, batch.weight)
            error = ((painted - batch.target).abs() * batch.weight).mean()
            totals["l1"] = totals["l1"] + error
            totals["squared"] = totals["squared"] + settings.squared * squared_error(painted, batch).mean()
            totals["worse"] = totals["worse"] + settings.worse * worsening(canvas, canvases, batch)
            totals["along"] = totals["along"] + settings.along * crossing(shapes, cover, batch.directions)
            canvas = painted.detach()
        return totals


def patches_of(batch: PatchBatch, canvas: Tensor) -> Tensor:
    """Return what the predictor sees, (B, 12, p, p)."""
    return torch.cat([batch.target, canvas, batch.target - canvas, batch.weight, batch.directions], dim=1)


def squared_error(canvas: Tensor, batch: PatchBatch) -> Tensor:
    """Return the weighted squared error of each patch, (B,)."""
    return (((canvas - batch.target) ** 2).sum(dim=1, keepdim=True) * batch.weight).mean(dim=(1, 2, 3))


def worsening(before: Tensor, canvases: Tensor, batch: PatchBatch) -> Tensor:
    """Return how much single strokes raise the squared error: those the painter would turn down."""
    joined = torch.cat([before[:, None], canvases], dim=1)  # (B, S + 1, 3, p, p)
    squared = (joined - batch.target[:, None]) ** 2 * batch.weight[:, None]
    errors = squared.sum(dim=2).mean(dim=(2, 3))
    rise: Tensor = (errors[:, 1:] - errors[:, :-1]).clamp_min(0).sum(dim=1).mean()
    return rise


def crossing(shapes: Tensor, cover: Tensor, directions: Tensor) -> Tensor:
    """Return how much strokes run across the structure under them, 0..2, weighed by its coherence."""
    run = shapes[..., 4:6] - shapes[..., 0:2]
    angle = 2 * torch.atan2(run[..., 1], run[..., 0] + 1e-6)
    share = cover / cover.sum(dim=(2, 3), keepdim=True).clamp_min(1.0)
    under = torch.einsum("bshw,bchw->bsc", share, directions)  # (B, S, 2)
    agreement = angle.cos() * under[..., 0] + angle.sin() * under[..., 1]
    result: Tensor = (under.norm(dim=-1) - agreement).mean()
    return result


@torch.no_grad()
def validate(trainer: StrokeTrainer, batches: list[PatchBatch]) -> dict[str, float]:
    """Return the mean losses of the averaged weights on batches never trained on."""
    reports = [trainer.losses(trainer.averaged, batch) for batch in batches]
    return {
        f"val_{name}": float(torch.stack([report[name] for report in reports]).mean()) for name in reports[0]
    }


def mixed_batches(
    made: Iterator[PatchBatch], recorded: Iterator[PatchBatch] | None, share: float, seed: int
) -> Iterator[PatchBatch]:
    """Yield batches of either kind for ever."""
    rng = np.random.default_rng(seed)
    while True:
        yield next(recorded) if recorded is not None and rng.random() < share else next(made)


def train(
    table: Path,
    out: Path,
    settings: StrokeTraining,
    *,
    start: Path | None = None,
    cells: Path | None = None,
    val_cells: Path | None = None,
) -> None:
    """Train for settings.minutes; the averaged weights of the lowest validation error are kept as best.pt."""
    torch.set_num_threads(settings.num_threads)
    out.mkdir(parents=True, exist_ok=True)
    trainer = StrokeTrainer(settings)
    if start is not None:
        weights = torch.load(start, weights_only=True)["model"]
        trainer.model.load_state_dict(weights)
        trainer.averaged.load_state_dict(weights)
    made = patch_batches(read_pictures(table, "train"), settings.batch, settings.seed)
    recorded = None if cells is None else recorded_batches(cells, settings.batch, settings.seed)
    batches = mixed_batches(made, recorded, settings.recorded_share, settings.seed)
    if val_cells is None:
        unseen = patch_batches(read_pictures(table, "val"), settings.batch, settings.seed + 1)
    else:
        unseen = recorded_batches(val_cells, settings.batch, settings.seed + 1)
    held_out = [next(unseen) for _ in range(12)]
    began = saved = time.monotonic()
    best = float("inf")
    is_over = False
    with (out / "log.jsonl").open("w", encoding="utf-8") as log:
        while not is_over:
            elapsed_min = (time.monotonic() - began) / 60
            report = trainer.step(next(batches), min(1.0, elapsed_min / settings.minutes))
            is_over = elapsed_min >= settings.minutes
            due = is_over or time.monotonic() - saved > 60 * settings.validate_every_min
            if due:
                saved = time.monotonic()
                report |= validate(trainer, held_out)
                measured = report["val_l1"] + report["val_squared"] + report["val_worse"]
                if measured < best:
                    best = measured
                    save(trainer, out / "best.pt", report)
            if due or trainer.step_number % 50 == 0:
                line = {"step": trainer.step_number, "minutes": round(elapsed_min, 2), **report}
                print(json.dumps(line), file=log, flush=True)


def save(trainer: StrokeTrainer, path: Path, measures: dict[str, float]) -> None:
    """Write the averaged weights with settings and measures; a former file is replaced at once."""
    state = {
        "model": trainer.averaged.state_dict(),
        "step": trainer.step_number,
        "settings": asdict(trainer.settings),
        "measures": measures,
    }
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


def main() -> None:
    """Run the command in the module's docstring."""
    defaults = StrokeTraining()
    parser = argparse.ArgumentParser(description=f"Train the predictor of {NUM_STROKES} strokes a patch.")
    parser.add_argument("table", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=defaults.minutes)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--threads", type=int, default=defaults.num_threads)
    parser.add_argument("--rate", type=float, default=defaults.learning_rate)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--cells", type=Path)
    parser.add_argument("--val-cells", type=Path)
    arguments = parser.parse_args()
    settings = StrokeTraining(
        minutes=arguments.minutes,
        seed=arguments.seed,
        num_threads=arguments.threads,
        learning_rate=arguments.rate,
    )
    train(
        arguments.table,
        arguments.out,
        settings,
        start=arguments.start,
        cells=arguments.cells,
        val_cells=arguments.val_cells,
    )


if __name__ == "__main__":
    main()
