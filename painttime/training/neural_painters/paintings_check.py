"""Paintings painted through each neural painter, and what is left of them under the real brush.

python -m painttime.training.neural_painters.paintings_check RUN... --painting PICTURE [--painting ...]
[--sheet PNG] [--perceptual NPZ] [--strokes 8] [--iterations 50]: prints a JSON object for each run, means
over paintings: absolute error (0..1) and perceptual distance to the painting, of the canvas as the neural
painter believes it to be and as MyPaint paints it with the same actions, and the absolute error between the
two.
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from painttime.core.image import RGB8
from painttime.networks.brush_action import NeuralPainter
from painttime.storage.painting_file import read_painting
from painttime.strokes.mypaint_actions import render_actions
from painttime.training.neural_painters.cells import Cells
from painttime.training.neural_painters.kinds import KINDS, kind_of, load_painter
from painttime.training.neural_painters.optimising import (
    Budget,
    RenderActions,
    neural_canvas,
    optimised_actions,
    real_canvas,
)
from painttime.training.neural_painters.perceptual import PerceptualDistance
from painttime.training.neural_painters.sheets import picture_of, write_sheet

CELLS = Cells(rows=4, columns=5, stride_px=48)
NUM_SHOWN = 2


def cut_to(pixels: RGB8, cells: Cells) -> Tensor:
    """Return the middle of a picture (H, W, 3) in the size of the cells, (3, h, w) in 0..1."""
    scale = max(cells.height_px / pixels.shape[0], cells.width_px / pixels.shape[1])
    size = (
        max(cells.width_px, round(pixels.shape[1] * scale)),
        max(cells.height_px, round(pixels.shape[0] * scale)),
    )
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    top, left = (small.shape[0] - cells.height_px) // 2, (small.shape[1] - cells.width_px) // 2
    cut = small[top : top + cells.height_px, left : left + cells.width_px]
    return torch.from_numpy(np.ascontiguousarray(cut)).permute(2, 0, 1).float() / 255


def painted_both_ways(
    painter: NeuralPainter, target: Tensor, cells: Cells, budget: Budget, render: RenderActions
) -> tuple[Tensor, Tensor]:
    """Return the canvas (3, H, W) as the neural painter believes it to be and as the real brush paints it."""
    ground = target.mean(dim=(1, 2), keepdim=True).expand_as(target)
    actions = optimised_actions(painter, target, ground, cells, budget)
    return neural_canvas(painter, actions, ground, cells), real_canvas(render, actions, ground, cells)


def painting_measures(
    target: Tensor, believed: Tensor, painted: Tensor, perceptual: PerceptualDistance | None
) -> dict[str, float]:
    """Return the errors named in the module's docstring, of canvases (3, H, W)."""
    measures = {
        "neural_l1": float((believed - target).abs().mean()),
        "mypaint_l1": float((painted - target).abs().mean()),
        "apart_l1": float((believed - painted).abs().mean()),
    }
    if perceptual is not None:
        with torch.inference_mode():
            measures["neural_perceptual"] = float(perceptual(believed[None], target[None]))
            measures["mypaint_perceptual"] = float(perceptual(painted[None], target[None]))
    return measures


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Paint paintings through neural painters.")
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--painting", type=Path, action="append", required=True)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--perceptual", type=Path, help="weights of SqueezeNet 1.0, an .npz")
    parser.add_argument("--strokes", type=int, default=8, help="strokes of a cell")
    parser.add_argument("--iterations", type=int, default=50)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    perceptual = PerceptualDistance.load(arguments.perceptual) if arguments.perceptual else None
    budget = Budget(strokes_per_cell=arguments.strokes, iterations=arguments.iterations)
    targets = [cut_to(read_painting(path).pixels, CELLS) for path in arguments.painting]
    columns: list[tuple[str, list[tuple[Tensor, Tensor]]]] = [
        ("Painting", [(t, torch.ones_like(t)) for t in targets])
    ]
    for run in arguments.runs:
        painter = load_painter(run)
        pairs = [painted_both_ways(painter, target, CELLS, budget, render_actions) for target in targets]
        found = [painting_measures(t, *pair, perceptual) for t, pair in zip(targets, pairs, strict=True)]
        means = {name: float(np.mean([measures[name] for measures in found])) for name in found[0]}
        print(json.dumps({"run": run.name, **means}), flush=True)
        columns.append((KINDS[kind_of(run)].title, pairs))
    if arguments.sheet is not None:
        _write_sheet(arguments.sheet, columns)


def _write_sheet(path: Path, columns: list[tuple[str, list[tuple[Tensor, Tensor]]]]) -> None:
    rows = []
    for number in range(min(NUM_SHOWN, len(columns[0][1]))):
        for way, name in enumerate(("As the network\nbelieves", "The same actions\nby MyPaint")):
            rows.append((name, [picture_of(pairs[number][way]) for _, pairs in columns]))
    write_sheet(path, [title for title, _ in columns], rows)


if __name__ == "__main__":
    main()
