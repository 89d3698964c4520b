"""How well a neural painter imitates strokes it was not trained on.

python -m painttime.training.neural_painters.measures DATA RUN... [--perceptual NPZ] [--sheet PNG]: prints a
JSON object for each run made by painttime.training.neural_painters.train, measured on the 2,000 held-out
strokes of DATA; the sheet shows some of them as each run imitates them.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from painttime.core.image import RGB8
from painttime.networks.brush_action import NeuralPainter, on_white
from painttime.networks.brush_vae import VariationalBrush
from painttime.training.neural_painters.kinds import KINDS, Painter, kind_of, load_painter
from painttime.training.neural_painters.perceptual import PerceptualDistance
from painttime.training.neural_painters.sheets import picture_of, write_sheet
from painttime.training.neural_painters.stroke_pictures import StrokePictures, read_stroke_pictures

_BATCH = 100
_NUM_SHOWN, _SHOWN_INK = 12, 0.04


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


@torch.inference_mode()
def reconstruction_psnr_db(painter: VariationalBrush, strokes: StrokePictures) -> float:
    """Return the PSNR of strokes put through encoder and decoder: what the VAE itself blurs."""
    squared = 0.0
    for start in range(0, len(strokes), _BATCH):
        actions, truth = strokes.tensors(slice(start, start + _BATCH))
        picture = on_white(painter.reconstructed(truth), actions)
        squared += len(actions) / len(strokes) * float((picture - truth).square().mean())
    return psnr_db(squared)


def stroke_cost_ms(painter: NeuralPainter, *, batch: int = 64, repeats: int = 5) -> float:
    """Return the CPU milliseconds that one stroke takes with its gradient, the best of a few tries."""
    best = math.inf
    for _ in range(repeats):
        actions = torch.rand(batch, 12, generator=torch.Generator().manual_seed(0)).requires_grad_()
        began = time.process_time()
        painter.alpha(actions).mean().backward()  # type: ignore[no-untyped-call]
        best = min(best, time.process_time() - began)
    return 1000 * best / batch


def num_parameters(painter: Painter) -> int:
    """Return how many numbers it takes to paint; the encoder of a VAE only helps to learn."""
    parts = painter.named_parameters()
    return sum(part.numel() for name, part in parts if not name.startswith("encoder."))


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Measure neural painters on strokes they have not seen.")
    parser.add_argument("data", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--perceptual", type=Path, help="weights of SqueezeNet 1.0, an .npz")
    parser.add_argument("--sheet", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    _, held_out = read_stroke_pictures(arguments.data).split()
    perceptual = PerceptualDistance.load(arguments.perceptual) if arguments.perceptual else None
    seen = held_out.tensors(_well_seen(held_out))
    rows = [("MyPaint", [picture_of(picture) for picture in seen[1]])]
    for run in arguments.runs:
        painter = load_painter(run)
        report = imitation_measures(painter, held_out, perceptual)
        report |= {"ms_per_stroke": stroke_cost_ms(painter), "parameters": num_parameters(painter)}
        if isinstance(painter, VariationalBrush):
            report["reconstruction_psnr_db"] = reconstruction_psnr_db(painter, held_out)
        print(json.dumps({"run": run.name, **report}), flush=True)
        rows += _imitations(painter, KINDS[kind_of(run)].title, *seen)
    if arguments.sheet is not None:
        write_sheet(arguments.sheet, (), rows)


@torch.inference_mode()
def _imitations(painter: Painter, title: str, actions: Tensor, truth: Tensor) -> list[tuple[str, list[RGB8]]]:
    """Return the row of a sheet, and for a VAE a second one: strokes put through encoder and decoder."""
    covers = {title: painter.alpha(actions)}
    if isinstance(painter, VariationalBrush):
        covers[f"{title}\nstroke seen"] = painter.reconstructed(truth)
    pictures = {name: on_white(cover, actions) for name, cover in covers.items()}
    return [(name, [picture_of(picture) for picture in some]) for name, some in pictures.items()]


def _well_seen(strokes: StrokePictures) -> npt.NDArray[np.intp]:
    """Return the first strokes that cover enough in a colour dark enough to judge them by eye."""
    ink = 1 - strokes.pictures[:200].mean(axis=(1, 2, 3)) / 255
    return np.flatnonzero(ink > _SHOWN_INK)[:_NUM_SHOWN]


if __name__ == "__main__":
    main()
