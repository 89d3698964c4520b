"""Compares painters at the same numbers of strokes: the brush, greedy rectangles and plain Hertzmann.

python scripts/stroke_contest.py PICTURE [PICTURE ...] [--painters NAME ...] [--budgets 250 500 ...]
                                 [--plot error.svg] [--json results.json] [--before results.json]

  brush       the program's painter as it is: strokes first guessed by network and structure
  network     the same with strokes first guessed by the trained network alone
  structure   the same with strokes first guessed along the picture's structure alone
  random      the same with strokes first guessed anywhere
  rectangles  greedy search of turned rectangles, a flat covering colour each
  hertzmann   Hertzmann 1998, with falling thresholds instead of budgets

Every figure is the median over the pictures. l1 0..1, psnr in dB, cpu in seconds of processor time without
loading and compiling.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from stroke_study.contest import (
    HERTZMANN_THRESHOLDS,
    Painter,
    Result,
    brush_painter,
    contest,
    hertzmann,
    rectangles,
)
from stroke_study.line_chart import Curve, Panel, chart_svg
from stroke_study.subjects import picture_at
from stroke_study.with_brush import proposer_named

from painttime.errors import PainttimeError
from painttime.files.atomic import replacing_file

TITLES = {
    "brush": "the brush",
    "network": "network alone",
    "structure": "structure alone",
    "random": "chance",
    "rectangles": "greedy rectangles",
    "hertzmann": "Hertzmann 1998",
}
PROPOSERS = {"brush": "shipped", "network": "network", "structure": "structure", "random": "random"}
BUDGETS = (250, 500, 1000, 2000, 4000, 10000)

Results = dict[str, list[Result]]


def main() -> int:
    """Run the command in the module's docstring."""
    arguments = parsed()
    try:
        pictures = [picture_at(path, arguments.size) for path in arguments.pictures]
        painters = {name: painter_named(name) for name in arguments.painters}
    except PainttimeError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{'painter':12}{'strokes':>9}{'cpu':>9}{'l1':>9}{'psnr':>9}{'ssim':>9}")
    results = read(arguments.before) if arguments.before else {}
    for name, painter in painters.items():
        results[name] = []
        budgets = HERTZMANN_THRESHOLDS if name == "hertzmann" else arguments.budgets
        for result in contest(painter, pictures, budgets):
            results[name].append(result)
            print(
                f"{name:12}{result.strokes:9}{result.cpu_s:9.2f}{result.l1:9.4f}{result.psnr_db:9.2f}"
                f"{result.ssim:9.3f}",
                flush=True,
            )
            if arguments.json:
                write(arguments.json, as_json(results))
    if arguments.plot:
        write(arguments.plot, chart_svg(panels(results)))
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare painters at the same numbers of strokes.")
    parser.add_argument("pictures", type=Path, nargs="+")
    parser.add_argument("--painters", choices=TITLES, nargs="*", default=["brush", "rectangles", "hertzmann"])
    parser.add_argument("--budgets", type=int, nargs="+", default=BUDGETS)
    parser.add_argument("--size", type=int, default=512, help="long side in px")
    parser.add_argument("--plot", type=Path, help="SVG of error against strokes and time")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--before", type=Path, help="JSON of painters measured before, to plot too")
    return parser.parse_args()


def painter_named(name: str) -> Painter:
    """Return one of the painters of TITLES. Raises ModelError where a trained network is missing."""
    if name == "rectangles":
        return rectangles
    if name == "hertzmann":
        return hertzmann
    return brush_painter(proposer_named(PROPOSERS[name]))


def panels(results: Results) -> tuple[Panel, ...]:
    """Return error against strokes and against time."""
    title = "Mean absolute error (L1), median over the paintings"
    by_strokes = tuple(
        Curve(name=TITLES[name], points=tuple((result.strokes, result.l1) for result in some))
        for name, some in results.items()
    )
    by_time = tuple(
        Curve(name=TITLES[name], points=tuple((result.cpu_s, result.l1) for result in some))
        for name, some in results.items()
    )
    return (
        Panel(title=title, x_title="strokes", curves=by_strokes),
        Panel(title=title, x_title="CPU-seconds", curves=by_time),
    )


def as_json(results: Results) -> str:
    return json.dumps({name: [asdict(result) for result in some] for name, some in results.items()}, indent=1)


def read(path: Path) -> Results:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {name: [Result(**result) for result in some] for name, some in stored.items()}


def write(path: Path, text: str) -> None:
    with replacing_file(path) as partial:
        partial.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
