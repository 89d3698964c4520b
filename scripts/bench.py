"""Measures speed and memory against the aims: python scripts/bench.py [--only ROW] [--json].

Every row runs in a process of its own (bench_rows.py), so that its peak memory is its own and nothing is warm
that a user would find cold.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from painttime.core.brushwork import BRUSH_NAMES

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One thing measured.

    aim: None where there is none yet. script: what measures it. num_runs: how many processes, for rows that
    give one sample a process.
    """

    name: str
    title: str
    unit: str
    aim: float | None = None
    more_is_better: bool = False
    script: str = "bench_rows.py"
    num_runs: int = 1

    def aim_text(self) -> str:
        if self.aim is None:
            return ""
        return f"{'>=' if self.more_is_better else '<='} {self.aim:g} {self.unit}"

    def is_met_by(self, median: float) -> bool:
        if self.aim is None:
            return True
        return median >= self.aim if self.more_is_better else median <= self.aim


ROWS = (
    Row(
        name="first-paint",
        title="first paint of the window, from process start",
        unit="s",
        aim=1.0,
        script="bench_window.py",
    ),
    Row(name="load", title="model load, torch included", unit="s", num_runs=5),
    Row(name="step", title="one step, model size 256 px", unit="ms", aim=150),
    Row(name="frame-1024", title="one frame, 1024 px", unit="ms"),
    Row(name="frame-2048", title="one frame, 2048 px", unit="ms"),
    Row(name="scrub", title="scrub to a computed frame", unit="ms", aim=16, script="bench_window.py"),
    Row(
        name="tool-move", title="mouse move with a tool, 2048 px", unit="ms", aim=16, script="bench_tools.py"
    ),
    Row(name="tool-edit", title="edit by a tool, 2048 px", unit="ms", aim=100, script="bench_tools.py"),
    Row(
        name="part-count",
        title="another number of parts, 2048 px",
        unit="CPU-ms",
        aim=100,
        script="bench_part_count.py",
    ),
    Row(
        name="predict", title="40 steps of a 1024 px painting, start to finish", unit="s", aim=15, num_runs=3
    ),
    Row(
        name="export",
        title="export of 120 frames 1080p, rate against ffmpeg alone",
        unit="%",
        aim=70,
        more_is_better=True,
    ),
    *(
        Row(
            name=f"mypaint-{brush}",
            title=f"10,000 strokes of {brush} by MyPaint, 512 px",
            unit="strokes/s",
            script="bench_mypaint.py",
        )
        for brush in BRUSH_NAMES
    ),
    *(
        Row(
            name=f"draw-{width_px}",
            title=f"strokes {width_px} px wide drawn on 1024 px, one thread",
            unit="strokes/CPU-s",
            more_is_better=True,
            script="bench_strokes.py",
        )
        for width_px in (4, 16, 64)
    ),
    Row(
        name="propose",
        title="strokes proposed by the network",
        unit="strokes/CPU-s",
        more_is_better=True,
        script="bench_strokes.py",
    ),
    Row(
        name="paint-2000",
        title="painting 512 px, 2,000 strokes",
        unit="CPU-s",
        aim=2,
        script="bench_strokes.py",
        num_runs=3,
    ),
    Row(
        name="paint-10000",
        title="painting 512 px, 10,000 strokes",
        unit="CPU-s",
        aim=8,
        script="bench_strokes.py",
        num_runs=3,
    ),
    Row(
        name="paint-2048",
        title="painting 2048 px, 30,000 strokes",
        unit="CPU-s",
        aim=60,
        script="bench_strokes.py",
    ),
    *(
        Row(name=name, title=title, unit=unit, aim=aim, script="bench_parts.py")
        for name, title, unit, aim in (
            ("parts-1024", "automatic parts of a landscape, 1024 px", "s", 1.5),
            ("people-1024", "automatic parts of a portrait, 1024 px", "s", 1.5),
            ("regions-1024", "regions alone, 1024 px", "CPU-s", 1.0),
            ("regions-4096", "regions, 4096 px", "CPU-s", None),
            ("parts-memory", "memory of automatic parts, 1024 px, models included", "MB", 500),
        )
    ),
    Row(
        name="recording-720",
        title="a recording of 720p brought in, 15 frames a canvas",
        unit="frames/s",
        aim=20,
        more_is_better=True,
        script="bench_recordings.py",
    ),
    Row(
        name="recording-hour",
        title="memory of bringing in an hour of 1080p",
        unit="MB",
        aim=1536,
        script="bench_recordings.py",
    ),
    *(
        Row(name=f"edit-{name}", title=title, unit="CPU-ms", aim=aim, script="bench_editing.py")
        for name, title, aim in (
            ("lasso", "lasso of 800 points, 2048 px", 16),
            ("brush", "one mouse move of the brush, 2048 px", 16),
            ("wand", "wand, 2048 px", 100),
            ("assign", "lasso to a part, 2048 px", 100),
            ("add", "lasso to a new part, 2048 px", 100),
            ("erase", "lasso erased from a part, 2048 px", 100),
            ("reassign", "a piece to another part, 2048 px", 100),
            ("grow", "a part grown by 10 px, 2048 px", 100),
            ("shrink", "a part shrunk by 10 px, 2048 px", 100),
            ("smooth", "a part smoothed by 8 px, 2048 px", 100),
            ("fill-holes", "holes filled, 2048 px", 100),
            ("islands", "islands removed, 2048 px", 100),
            ("merge", "four parts merged, 2048 px", 100),
            ("split", "a part split in the middle, 2048 px", 100),
            ("split-islands", "islands made parts, 2048 px", 100),
            ("prepare", "a painting made ready for clicks, 2048 px", 2000),
            ("hover", "what a click would take, 2048 px", 30),
            ("click", "an object taken by one click, 2048 px", 100),
            ("five-clicks", "an object taken by five clicks, 2048 px", 100),
        )
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a row's process printed, or why it failed, or why it did not measure."""

    row: Row
    samples: tuple[float, ...] = ()
    peak_mb: float = 0.0
    failure: str = ""
    skipped: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.samples)


def measure(row: Row) -> Outcome:
    """Measure one row, each run in a new process."""
    runs = [_run(row) for _ in range(row.num_runs)]
    failure = next((run.failure for run in runs if run.failure), "")
    skipped = next((run.skipped for run in runs if run.skipped), "")
    samples = tuple(sample for run in runs for sample in run.samples)
    peak_mb = max(run.peak_mb for run in runs)
    return Outcome(row=row, samples=samples, peak_mb=peak_mb, failure=failure, skipped=skipped)


def _run(row: Row) -> Outcome:
    done = subprocess.run(
        [sys.executable, str(FOLDER / row.script), row.name],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        return Outcome(row=row, failure=lines[-1] if lines else f"exit code {done.returncode}")
    printed = json.loads(done.stdout.strip().splitlines()[-1])
    return Outcome(
        row=row,
        samples=tuple(printed["samples"]),
        peak_mb=printed["peak_mb"],
        skipped=printed.get("skipped", ""),
    )


def print_table(outcomes: list[Outcome]) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("row", "what", "median", "aim", "", "runs", "peak memory"):
        table.add_column(heading)
    for outcome in outcomes:
        row = outcome.row
        if outcome.failure:
            table.add_row(row.name, row.title, "failed", row.aim_text(), "", "", outcome.failure, style="red")
            continue
        if outcome.skipped:
            table.add_row(row.name, row.title, "skipped", row.aim_text(), "", "", outcome.skipped)
            continue
        verdict = "" if row.aim is None else "met" if row.is_met_by(outcome.median) else "missed"
        table.add_row(
            row.name,
            row.title,
            f"{outcome.median:.3g} {row.unit}",
            row.aim_text(),
            verdict,
            str(len(outcome.samples)),
            f"{outcome.peak_mb:.0f} MB",
            style="yellow" if verdict == "missed" else "",
        )
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    console.print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    console.print(table)


def as_json(outcomes: list[Outcome]) -> str:
    values = [
        {**asdict(outcome), "median": outcome.median if outcome.samples else None} for outcome in outcomes
    ]
    system = {"platform": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version()}
    return json.dumps({"system": system, "rows": values}, indent=2)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure speed and memory against the aims.")
    parser.add_argument(
        "--only", choices=[row.name for row in ROWS], action="append", help="run this row only"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    outcomes = []
    for row in ROWS:
        if arguments.only and row.name not in arguments.only:
            continue
        print(f"measuring {row.name} ...", file=sys.stderr)
        outcomes.append(measure(row))
    if arguments.json:
        print(as_json(outcomes))
    else:
        print_table(outcomes)
    return 1 if any(outcome.failure for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
