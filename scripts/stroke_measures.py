"""Paints pictures with the brush and measures what comes of it, a row a picture and the medians last.

python scripts/stroke_measures.py PICTURE [PICTURE ...] [--size 512] [--strokes 10000] [--json measures.json]

  l1, psnr, ssim   canvas against painting (l1 0..1, psnr in dB)
  strokes          strokes laid
  cpu              processor seconds of all threads for painting, without loading and compiling
  falls            percent of the strokes that lower the squared error of the whole picture, laid one by one
  grid             how much more the error repeats at the worst distance than beside it (1 = no grid)
  excess           the same as a difference of correlation coefficients (0 = no grid)
  elongation       median length / width of the strokes
  direction        mean |cosine| between stroke and structure where structure is clear (0.64 = by chance)
  replay           1 where the strokes, written as JSON lines and read back, give the same pixels bit by bit
  crisp            gradient energy of the strokes painted 4 times as large against the canvas enlarged
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from stroke_study.grid_trace import grid_trace
from stroke_study.likeness import crispness, likeness
from stroke_study.replaying import error_changes
from stroke_study.stroke_shape import direction_agreement, elongations
from stroke_study.subjects import picture_at
from stroke_study.with_brush import (
    PROPOSER_NAMES,
    Painted,
    paint_with_brush,
    peak_memory_mb,
    proposer_named,
    warm_up,
)

from painttime.core.brush_settings import BRUSH_CHOICES, ORDER_NAMES
from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8
from painttime.errors import PainttimeError
from painttime.exporters.strokes_jsonl import write_jsonl
from painttime.exporters.strokes_options import StrokesOptions
from painttime.storage.strokes_file import read_strokes
from painttime.strokes.engine import paint
from painttime.strokes.options import PaintOptions


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One column. aim: None where there is none."""

    name: str
    digits: int
    aim: float | None = None
    more_is_better: bool = True

    def verdict(self, median: float) -> str:
        if self.aim is None:
            return ""
        is_met = median >= self.aim if self.more_is_better else median <= self.aim
        return "met" if is_met else "MISSED"

    def aim_text(self) -> str:
        if self.aim is None:
            return ""
        return f"{'>=' if self.more_is_better else '<='} {self.aim:g}"


MEASURES = (
    Measure(name="l1", digits=4, aim=0.055, more_is_better=False),
    Measure(name="psnr", digits=2, aim=22.5),
    Measure(name="ssim", digits=3, aim=0.5),
    Measure(name="strokes", digits=0),
    Measure(name="cpu", digits=2),
    Measure(name="falls", digits=2, aim=100),
    Measure(name="grid", digits=3, aim=1.1, more_is_better=False),
    Measure(name="excess", digits=3),
    Measure(name="elongation", digits=2, aim=3),
    Measure(name="direction", digits=3, aim=0.8),
    Measure(name="replay", digits=0, aim=1),
    Measure(name="crisp", digits=2, aim=1),
)
"""The aims are those for 512 px and at most 10,000 strokes."""

NAME_WIDTH = 36


def main() -> int:
    """Run the command in the module's docstring."""
    arguments = parsed()
    options = PaintOptions(
        num_strokes=arguments.strokes,
        brush=arguments.brush,
        order=arguments.order,
        refine=not arguments.as_proposed,
        seed=arguments.seed,
    )
    try:
        subjects = [(path.stem, picture_at(path, arguments.size)) for path in arguments.pictures]
        proposer = proposer_named(arguments.proposals)
    except PainttimeError as error:
        print(error, file=sys.stderr)
        return 2
    loading_s = warm_up(options, proposer)
    paintings = [paint_with_brush(pixels, options, proposer) for _, pixels in subjects]
    peak_mb = peak_memory_mb()
    print_line("picture", {measure.name: measure.name for measure in MEASURES})
    rows = []
    for (name, pixels), painted in zip(subjects, paintings, strict=True):
        rows.append(measured(painted, pixels, arguments.scale))
        print_line(name, as_text(rows[-1]))
        if arguments.canvases:
            save(arguments.canvases / f"{name}.png", paint(painted.brushwork))
    medians = print_medians(rows)
    load = os.getloadavg()[0]
    print(f"peak memory {peak_mb:.0f} MB, loading {loading_s:.1f} CPU-s, load of the machine {load:.1f}")
    if arguments.json:
        names = [name for name, _ in subjects]
        result = {"rows": dict(zip(names, rows, strict=True)), "medians": medians, "peak_mb": peak_mb}
        arguments.json.write_text(json.dumps(result, indent=1))
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Paint pictures with the brush and measure them.")
    parser.add_argument("pictures", type=Path, nargs="+")
    parser.add_argument("--size", type=int, default=512, help="long side in px")
    parser.add_argument("--strokes", type=int, default=10000)
    parser.add_argument("--brush", choices=BRUSH_CHOICES, default="bristle")
    parser.add_argument("--order", choices=ORDER_NAMES, default="coarse-to-fine")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--proposals", choices=PROPOSER_NAMES, default="shipped")
    parser.add_argument("--as-proposed", action="store_true", help="lay strokes without varying them first")
    parser.add_argument("--scale", type=int, default=4, help="how much larger to replay; 1 leaves that out")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--canvases", type=Path, help="folder for the canvases")
    return parser.parse_args()


def measured(painted: Painted, pixels: RGB8, scale: int) -> dict[str, float]:
    """Return every measure of one painting."""
    brushwork = painted.brushwork
    canvas = paint(brushwork)
    near = likeness(canvas, pixels)
    trace = grid_trace(canvas, pixels)
    values: dict[str, float] = {
        "l1": near.l1,
        "psnr": near.psnr_db,
        "ssim": near.ssim,
        "strokes": len(brushwork.strokes),
        "cpu": painted.cpu_s,
        "falls": float((error_changes(brushwork, pixels) < 0).mean() * 100),
        "grid": trace.ratio,
        "excess": trace.excess,
        "elongation": float(np.median(elongations(brushwork.strokes))),
        "direction": float(direction_agreement(brushwork.strokes, pixels).mean()),
        "replay": float(np.array_equal(paint(read_back(brushwork)), canvas)),
    }
    if scale > 1:
        large = paint(brushwork, long_side_px=brushwork.long_side_px * scale)
        values["crisp"] = crispness(large, canvas)
    return values


def read_back(brushwork: Brushwork) -> Brushwork:
    """Write the strokes as JSON lines and read them again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "strokes.jsonl"
        for _ in write_jsonl(brushwork, path, StrokesOptions()):
            pass
        return read_strokes(path)


def print_medians(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Print the medians against their aims, and return them."""
    known = [measure for measure in MEASURES if measure.name in rows[0]]
    medians = {measure.name: statistics.median(row[measure.name] for row in rows) for measure in known}
    print_line("median", as_text(medians))
    print_line("aim", {measure.name: measure.aim_text() for measure in known})
    print_line("", {measure.name: measure.verdict(medians[measure.name]) for measure in known})
    return medians


def as_text(row: Mapping[str, float]) -> dict[str, str]:
    return {m.name: f"{row[m.name]:.{m.digits}f}" for m in MEASURES if m.name in row}


def print_line(name: str, values: Mapping[str, str]) -> None:
    cells = "".join(f"{values.get(measure.name, ''):>11}" for measure in MEASURES)
    print(f"{name[: NAME_WIDTH - 1]:{NAME_WIDTH}}{cells}", flush=True)


def save(png: Path, picture: RGB8) -> None:
    png.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(png), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    sys.exit(main())
