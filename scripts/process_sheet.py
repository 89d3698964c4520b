"""Makes processes of paintings and shows them: a contact sheet to look at and measures to read.

python scripts/process_sheet.py PAINTING [PAINTING ...] --out sheet.png [--steps 40] [--seed 1] [--columns 9]
    [--engine model|brush] [--render blended|strokes] [--strokes 4000] [--order coarse-to-fine]

A process of the brush has the degrees for a plan that it had: the first two measures say nothing there.

Measures, a row a painting, all taken from the frames at full size (`painttime evaluate` has them smaller):
  degree error       mean of |asked - realised degree| over steps and parts that were asked to change
  spearman           rank correlation of asked and realised degrees
  leakage            largest change, in 8-bit levels, inside two parts that were locked (a second process)
  stalls             share of steps that change at most 1 % of the pixels
  ground             share of the first frame that is the bare ground, within .05 of the range
  final              largest difference of the last frame and the painting, in 8-bit levels
  backtrack          increases of the distance to the painting over all its changes
  seeds              mean difference of two seeds' frames at half time, in 8-bit levels
"""

import argparse
import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from painttime.core.brush_settings import ORDER_NAMES, BrushSettings
from painttime.core.change import realised_degrees
from painttime.core.image import RGB8
from painttime.core.process import Take
from painttime.core.project import BLENDED, BRUSH_ENGINE, MODEL_ENGINE, STROKES, Project
from painttime.evaluation.measures.course import backtrack, distances_to_end
from painttime.evaluation.measures.degrees import degree_error, degree_spearman
from painttime.evaluation.measures.differences import mean_difference
from painttime.evaluation.measures.ends import final_max_levels, first_frame_paint
from painttime.evaluation.measures.steps import stalls
from painttime.workflow.job import run_to_end
from painttime.workflow.opening import open_file
from painttime.workflow.predicting import load_model, predict
from painttime.workflow.preparing import Pictures, Prepared, prepare
from painttime.workflow.stroke_painting import carry_out_take, paint_process
from painttime.workflow.stroke_pictures import StrokePictures

Made = tuple[Project, Pictures]
Make = Callable[[Project], Made]
"""Makes the process of a project, and what makes its pictures."""

HEADINGS = (
    "degree error",
    "spearman",
    "leakage",
    "stalls",
    "ground",
    "final",
    "backtrack",
    "seeds",
    "seconds",
)
ROW_HEIGHT_PX = 220


def shown_take(project: Project) -> Take:
    """Return the take shown; raises LookupError where there is none."""
    if project.shown_take is None:
        raise LookupError("the project has no take")
    return project.shown_take


def frames_of(project: Project, pictures: Pictures) -> list[RGB8]:
    """Return every frame of the complete take shown, at full size."""
    take = shown_take(project)
    return [pictures.frame(take.canvas(index)) for index in range(project.num_steps + 1)]


def measure(project: Project, frames: list[RGB8]) -> dict[str, float]:
    """Return the measures of one process that need no second prediction; NaN for what cannot be said."""
    labels, ids = project.parts.labels, project.parts.ids
    asked = shown_take(project).plan.degrees
    realised = np.stack(
        [realised_degrees(before, after, labels, ids) for before, after in itertools.pairwise(frames)]
    )
    all_frames = np.stack(frames)
    values = {
        "degree error": degree_error(np.where(asked > 0, asked, np.float32(np.nan)), realised),
        "spearman": degree_spearman(asked, realised),
        "stalls": stalls(all_frames),
        "ground": 1 - first_frame_paint(frames[0], project.ground),
        "final": final_max_levels(frames[-1], project.painting.pixels),
        "backtrack": backtrack(distances_to_end(all_frames)),
    }
    return {heading: np.nan if value is None else value for heading, value in values.items()}


def leakage(project: Project, make: Make) -> float:
    """Return the largest change inside two locked parts over a whole process."""
    locked = frozenset(project.parts.ids[1::3][:2])
    done, pictures = make(replace(project, locked=locked, take=None))
    inside = np.isin(project.parts.labels, list(locked))
    painting = project.painting.pixels[inside]
    return max(final_max_levels(frame[inside], painting) for frame in frames_of(done, pictures))


def contact_row(frames: list[RGB8], columns: int) -> RGB8:
    """Return frames evenly spread over the process, side by side."""
    chosen = [frames[round(index)] for index in np.linspace(0, len(frames) - 1, columns)]
    height, width = chosen[0].shape[:2]
    size = (round(ROW_HEIGHT_PX * width / height), ROW_HEIGHT_PX)
    small = [cv2.resize(frame, size, interpolation=cv2.INTER_AREA) for frame in chosen]
    gap = np.full((ROW_HEIGHT_PX, 4, 3), 255, dtype=np.uint8)
    return np.hstack([piece for frame in small for piece in (frame, gap)]).astype(np.uint8)


def sheet(rows: list[RGB8]) -> RGB8:
    """Return rows of different widths stacked, scaled to one width."""
    width = max(row.shape[1] for row in rows)
    scaled = [cv2.resize(row, (width, round(row.shape[0] * width / row.shape[1]))) for row in rows]
    return np.vstack(scaled).astype(np.uint8)


class StepModelMaker:
    """Makes processes by the step model, blended or carried out in strokes; prepares a painting once."""

    def __init__(self, render: str) -> None:
        self._render = render
        self._model = run_to_end(load_model("cpu"))
        self._prepared: Prepared | None = None

    def __call__(self, project: Project) -> Made:
        if self._prepared is None or not self._prepared.fits(project):
            self._prepared = run_to_end(prepare(project))
        done = run_to_end(predict(project, self._prepared, self._model))
        if self._render == STROKES:
            done = run_to_end(carry_out_take(done, self._prepared))
        return done, self._prepared


def make_by_brush(project: Project) -> Made:
    """Return the process of a project painted by the brush."""
    return run_to_end(paint_process(project)), StrokePictures(project)


def measured_row(project: Project, make: Make, columns: int) -> tuple[dict[str, float], RGB8]:
    """Return the measures of a project's process, and its frames side by side."""
    began = time.monotonic()
    done, pictures = make(project)
    seconds = time.monotonic() - began
    frames = frames_of(done, pictures)
    values = measure(done, frames) | {"seconds": seconds, "leakage": leakage(project, make)}
    other = frames_of(*make(replace(project, seed=project.seed + 1)))
    half = project.num_steps // 2
    values["seeds"] = 255 * mean_difference(frames[half], other[half])
    return values, contact_row(frames, columns)


def asked() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description="Make processes; make a contact sheet and print measures.")
    parser.add_argument("paintings", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--columns", type=int, default=9)
    parser.add_argument("--engine", choices=(MODEL_ENGINE, BRUSH_ENGINE), default=MODEL_ENGINE)
    parser.add_argument("--render", choices=(BLENDED, STROKES), default=BLENDED)
    parser.add_argument("--strokes", type=int, default=BrushSettings().num_strokes)
    parser.add_argument("--order", choices=ORDER_NAMES, default=BrushSettings().order)
    return parser.parse_args()


def main() -> None:
    """Run the command in the module's docstring."""
    arguments = asked()
    make = make_by_brush if arguments.engine == BRUSH_ENGINE else StepModelMaker(arguments.render)
    brush = BrushSettings(num_strokes=arguments.strokes, order=arguments.order)
    print(f"{'painting':40}" + "".join(f"{heading:>14}" for heading in HEADINGS))
    rows = []
    for path in arguments.paintings:
        opened = run_to_end(open_file(path))
        project = replace(opened, num_steps=arguments.steps, seed=arguments.seed, brush=brush)
        values, row = measured_row(project, make, arguments.columns)
        print(
            f"{path.stem[:39]:40}" + "".join(f"{values[heading]:14.4f}" for heading in HEADINGS), flush=True
        )
        rows.append(row)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(arguments.out), cv2.cvtColor(sheet(rows), cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
