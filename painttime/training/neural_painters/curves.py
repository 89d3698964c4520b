"""Training curves of neural painters.

python -m painttime.training.neural_painters.curves OUT.svg RUN...: draws the measures on held-out strokes of
runs made by painttime.training.neural_painters.train. What goes on from another run begins where that ended.
"""

import argparse
import json
from pathlib import Path

from painttime.training.neural_painters.kinds import KINDS, kind_of
from painttime.training.neural_painters.sheets import write_curves
from painttime.training.neural_painters.train import LOG_NAME

PANELS = {
    "psnr_db": "PSNR, dB",
    "gradient_energy": "Gradient energy / MyPaint's",
    "perceptual": "Perceptual distance",
}


def read_log(run: Path) -> list[dict[str, float]]:
    """Return the lines of a run's log."""
    return [json.loads(line) for line in (run / LOG_NAME).read_text(encoding="utf-8").splitlines()]


def curves_of(logs: dict[str, list[dict[str, float]]], measure: str) -> dict[str, list[tuple[float, float]]]:
    """Return points (minutes, measure) by title of a kind; logs go by kind."""
    curves = {}
    for kind, lines in logs.items():
        before = KINDS[kind].continues
        begun = logs[before][-1]["minutes"] if before in logs else 0.0
        # While a VAE learns strokes ("kl"), its actions lead nowhere yet.
        shown = [line for line in lines if measure in line and "kl" not in line]
        points = [(begun + line["minutes"], line[measure]) for line in shown]
        if points:
            curves[KINDS[kind].title] = points
    return curves


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Draw the training curves of neural painters.")
    parser.add_argument("out", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    arguments = parser.parse_args()
    logs = {kind_of(run): read_log(run) for run in arguments.runs}
    panels = {title: curves_of(logs, measure) for measure, title in PANELS.items()}
    write_curves(arguments.out, {title: curves for title, curves in panels.items() if curves})


if __name__ == "__main__":
    main()
