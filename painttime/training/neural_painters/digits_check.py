"""The sanity check: digits painted with a few strokes through each neural painter.

python -m painttime.training.neural_painters.digits_check RUN... [--sheet PNG] [--digits 20] [--strokes 5]
[--iterations 100]: prints a JSON object for each run. A digit counts as read where a small network, trained
on digits drawn here, reads it as what it is: of the canvas as the neural painter
believes it to be, and of the canvas as MyPaint paints it with the same actions.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from painttime.networks.brush_action import STROKE_PX
from painttime.strokes.mypaint_actions import render_actions
from painttime.training.neural_painters.cells import Cells
from painttime.training.neural_painters.digits import DigitReader, draw_digits, trained_reader
from painttime.training.neural_painters.kinds import KINDS, Painter, kind_of, load_painter
from painttime.training.neural_painters.optimising import (
    Budget,
    RenderActions,
    neural_canvas,
    optimised_actions,
    real_canvas,
)
from painttime.training.neural_painters.sheets import picture_of, write_sheet

HELD_OUT_SEED = 99
PEN_SIZES = (0.4, 0.2)


def digits_measures(
    painter: Painter, reader: DigitReader, labels: npt.NDArray[np.intp], budget: Budget, render: RenderActions
) -> tuple[dict[str, float], Tensor, Tensor]:
    """Return measures, and the digits (n, 1, 64, 64) as believed and as painted by the real brush."""
    cells = Cells(rows=len(labels) // 10, columns=10)
    digits = draw_digits(labels, HELD_OUT_SEED)
    target = _joined(digits, cells)
    ground = torch.ones_like(target)
    actions = optimised_actions(painter, target, ground, cells, budget)
    believed = neural_canvas(painter, actions, ground, cells)
    painted = real_canvas(render, actions, ground, cells)
    parts = [_parted(canvas, cells) for canvas in (believed, painted)]
    measures = {
        "read": reader.share_read(digits, labels),
        "neural_read": reader.share_read(parts[0], labels),
        "mypaint_read": reader.share_read(parts[1], labels),
        "neural_l1": float((believed - target).abs().mean()),
        "mypaint_l1": float((painted - target).abs().mean()),
    }
    return measures, parts[0], parts[1]


def _joined(digits: Tensor, cells: Cells) -> Tensor:
    """Return digits (n, 1, 64, 64) side by side, (3, H, W)."""
    grid = digits[:, 0].reshape(cells.rows, cells.columns, STROKE_PX, STROKE_PX).permute(0, 2, 1, 3)
    return grid.reshape(cells.height_px, cells.width_px).expand(3, -1, -1).contiguous()


def _parted(canvas: Tensor, cells: Cells) -> Tensor:
    """Return the grey cells (n, 1, 64, 64) of a canvas (3, H, W)."""
    grid = canvas.mean(dim=0).reshape(cells.rows, STROKE_PX, cells.columns, STROKE_PX).permute(0, 2, 1, 3)
    return grid.reshape(-1, 1, STROKE_PX, STROKE_PX)


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Paint digits through neural painters and read them.")
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--digits", type=int, default=20, help="a multiple of ten")
    parser.add_argument("--strokes", type=int, default=5)
    parser.add_argument("--iterations", type=int, default=100)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    labels = np.arange(arguments.digits) % 10
    budget = Budget(
        strokes_per_cell=arguments.strokes,
        iterations=arguments.iterations,
        sizes=PEN_SIZES,
        has_colours=False,
        learning_rate=0.1,
    )
    reader = trained_reader()
    rows = [("drawn", draw_digits(labels, HELD_OUT_SEED))]
    for run in arguments.runs:
        painter = load_painter(run)
        measures, believed, painted = digits_measures(painter, reader, labels, budget, render_actions)
        print(json.dumps({"run": run.name, **measures}), flush=True)
        title = KINDS[kind_of(run)].title
        rows += [(f"{title}\nas it believes", believed), (f"{title}\nby MyPaint", painted)]
    if arguments.sheet is not None:
        shown = [
            (name, [picture_of(digit.expand(3, -1, -1)) for digit in digits[:10]]) for name, digits in rows
        ]
        write_sheet(arguments.sheet, (), shown)


if __name__ == "__main__":
    main()
