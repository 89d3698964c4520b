"""Training of neural painters.

python -m painttime.training.neural_painters.train DATA OUT --kind hybrid [--begun RUN] [--minutes 4]
[--seed 0] [--perceptual NPZ]: DATA is made by painttime.training.neural_painters.strokes_data; OUT gets the
weights and log.jsonl, losses and measures on held-out strokes. Minutes are CPU minutes of one thread, so that
runs compare however busy the machine is.
"""

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from painttime.training.neural_painters.kinds import KINDS, Painter, load_painter, save_painter
from painttime.training.neural_painters.measures import imitation_measures
from painttime.training.neural_painters.objectives import Objective, make_objective
from painttime.training.neural_painters.perceptual import PerceptualDistance
from painttime.training.neural_painters.stroke_pictures import StrokePictures, read_stroke_pictures

LOG_NAME = "log.jsonl"


@dataclass(frozen=True, kw_only=True, slots=True)
class PainterTraining:
    """Settings of a run; measured are the first num_measured of the held-out strokes."""

    kind: str
    minutes: float = 4.0
    seed: int = 0
    batch: int = 64
    measure_every_min: float = 0.5
    num_measured: int = 200
    save_every_min: float = 2.0


def train(
    strokes: StrokePictures,
    out: Path,
    settings: PainterTraining,
    *,
    held_out: StrokePictures,
    begun: Painter | None = None,
    perceptual: PerceptualDistance | None = None,
    clock_s: Callable[[], float] = time.process_time,
) -> Objective:
    """Train one painter for settings.minutes, writing weights and log into the folder `out`.

    clock_s: counts the seconds of training only; measuring and writing are not charged to the painter.
    """
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    objective = make_objective(settings.kind, begun)
    out.mkdir(parents=True, exist_ok=True)
    shown = StrokePictures(
        actions=held_out.actions[: settings.num_measured], pictures=held_out.pictures[: settings.num_measured]
    )
    minutes, measured, saved, step = 0.0, -settings.measure_every_min, 0.0, 0
    with (out / LOG_NAME).open("w", encoding="utf-8") as log:
        while minutes < settings.minutes:
            began = clock_s()
            chosen = np.sort(rng.integers(len(strokes), size=settings.batch))
            report = objective.step(*strokes.tensors(chosen), minutes / settings.minutes)
            minutes += (clock_s() - began) / 60
            step += 1
            if minutes - measured >= settings.measure_every_min or minutes >= settings.minutes:
                measured = minutes
                objective.painter.eval()
                report |= imitation_measures(objective.painter, shown, perceptual)
                objective.painter.train()
                line = {"step": step, "minutes": round(minutes, 3), **report}
                print(json.dumps(line), file=log, flush=True)
            if minutes - saved >= settings.save_every_min or minutes >= settings.minutes:
                saved = minutes
                save_painter(objective.painter, settings.kind, out, {**asdict(settings), "step": step})
    return objective


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Train a network to imitate the strokes of MyPaint.")
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--begun", type=Path, help="run to go on from, now against a critic")
    parser.add_argument("--minutes", type=float, default=4.0, help="CPU minutes of training")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--perceptual", type=Path, help="weights of SqueezeNet 1.0, an .npz")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    settings = PainterTraining(kind=arguments.kind, minutes=arguments.minutes, seed=arguments.seed)
    strokes, held_out = read_stroke_pictures(arguments.data).split()
    perceptual = PerceptualDistance.load(arguments.perceptual) if arguments.perceptual else None
    begun = load_painter(arguments.begun) if arguments.begun else None
    train(strokes, arguments.out, settings, held_out=held_out, begun=begun, perceptual=perceptual)


if __name__ == "__main__":
    main()
