"""How well a neural painter imitates strokes it was not trained on.

python -m painttime.training.neural_painters.measures DATA RUN... [--perceptual NPZ]: prints a JSON object for
each run made by painttime.training.neural_painters.train, measured on the 2,000 held-out strokes of DATA.
"""

import argparse
import json
import math
import time
from pathlib import Path

import torch
from torch import Tensor

from painttime.networks.brush_action import NeuralPainter, on_white
from painttime.training.neural_painters.kinds import load_painter
from painttime.training.neural_painters.perceptual import PerceptualDistance
from painttime.training.neural_painters.stroke_pictures import StrokePictures, read_stroke_pictures

_BATCH = 100


def psnr_db(mean_squared_error: float) -> float:
    """Return the peak signal-to-noise ratio of pictures in 0..1, in decibels; infinite without error."""
    return math.inf if mean_squared_error == 0 else -10 * math.log10(mean_squared_error)


def gradient_energy(pictures: Tensor) -> Tensor:
    """Return the mean squared difference of neighbours, (B,), of pictures (B, C, h, w)."""
    across = pictures.diff(dim=3).square().mean(dim=(1, 2, 3))
    down = pictures.diff(dim=2).square().mean(dim=(1, 2, 3))
    return across + down


@torch.inference_mode()
def imitation_measures(
    painter: NeuralPainter, strokes: StrokePictures, perceptual: PerceptualDistance | None = None
) -> dict[str, float]:
    """Return means over strokes.

    psnr_db: of the mean squared error of all pictures. l1: mean absolute error, 0..1. gradient_energy: of the
    imitations, divided by that of the true strokes; 1 = as crisp, less = blurred. perceptual: mean distance,
    only where the network for it is given.
    """
    squared = absolute = energy = true_energy = distance = 0.0
    for start in range(0, len(strokes), _BATCH):
        actions, truth = strokes.tensors(slice(start, start + _BATCH))
        picture = on_white(painter.alpha(actions), actions)
        share = len(actions) / len(strokes)
        squared += share * float((picture - truth).square().mean())
        absolute += share * float((picture - truth).abs().mean())
        energy += share * float(gradient_energy(picture).mean())
        true_energy += share * float(gradient_energy(truth).mean())
        if perceptual is not None:
            distance += share * float(perceptual(picture, truth).mean())
    measures = {"psnr_db": psnr_db(squared), "l1": absolute, "gradient_energy": energy / true_energy}
    return measures if perceptual is None else measures | {"perceptual": distance}


def stroke_cost_ms(painter: NeuralPainter, *, batch: int = 64, repeats: int = 5) -> float:
    """Return the CPU milliseconds that one stroke takes with its gradient, the best of a few tries."""
    best = math.inf
    for _ in range(repeats):
        actions = torch.rand(batch, 12, generator=torch.Generator().manual_seed(0)).requires_grad_()
        began = time.process_time()
        painter.alpha(actions).mean().backward()  # type: ignore[no-untyped-call]
        best = min(best, time.process_time() - began)
    return 1000 * best / batch


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Measure neural painters on strokes they have not seen.")
    parser.add_argument("data", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--perceptual", type=Path, help="weights of SqueezeNet 1.0, an .npz")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    _, held_out = read_stroke_pictures(arguments.data).split()
    perceptual = PerceptualDistance.load(arguments.perceptual) if arguments.perceptual else None
    for run in arguments.runs:
        painter = load_painter(run)
        report = imitation_measures(painter, held_out, perceptual)
        print(json.dumps({"run": run.name, **report, "ms_per_stroke": stroke_cost_ms(painter)}))


if __name__ == "__main__":
    main()
