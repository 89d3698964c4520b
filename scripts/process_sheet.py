"""Predicts processes of paintings and shows them: a contact sheet to look at and measures to read.

python scripts/process_sheet.py PAINTING [PAINTING ...] --out sheet.png [--steps 40] [--seed 1] [--columns 9]

Measures, all taken from the frames at full size, a row a painting:
  degree error       mean of |asked - realised degree| over steps and parts that were asked to change
  spearman           rank correlation of asked and realised degrees
  leakage            largest change, in 8-bit levels, inside two parts that were locked (a second prediction)
  stalls             share of steps that change at most 1 % of the pixels
  ground             share of the first frame that is the bare ground
  final              largest difference of the last frame and the painting, in 8-bit levels
  backtrack          increases of the distance to the painting over all its changes
  seeds              mean difference of two seeds' frames at half time, in 8-bit levels
"""

import argparse
import itertools
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.change import changed_pixels, realised_degrees
from painttime.core.image import RGB8, Float32
from painttime.core.project import Project
from painttime.workflow.job import run_to_end
from painttime.workflow.opening import open_file
from painttime.workflow.predicting import load_model, predict
from painttime.workflow.preparing import Prepared, prepare

if TYPE_CHECKING:
    from painttime.prediction.stepper import Stepper

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


def frames_of(project: Project, prepared: Prepared) -> list[RGB8]:
    """Return every frame of a complete take at full size."""
    if project.take is None:
        raise LookupError("the project has no take")
    return [prepared.frame(project.take.canvas(index)) for index in range(project.num_steps + 1)]


def ranks(values: Float32) -> npt.NDArray[np.float64]:
    """Return ranks with ties averaged."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray(((last - counts + last - 1) / 2)[inverse])


def measure(project: Project, frames: list[RGB8]) -> dict[str, float]:
    """Return the measures of one process that need no second prediction."""
    if project.take is None:
        raise LookupError("the project has no take")
    labels, ids = project.parts.labels, project.parts.ids
    asked = project.take.plan.degrees
    pairs = list(itertools.pairwise(frames))
    realised = np.stack([realised_degrees(before, after, labels, ids) for before, after in pairs])
    moving = asked > 0
    painting = project.painting.pixels.astype(np.int16)
    distance = np.array([np.abs(frame - painting).mean() for frame in frames])
    steps = np.diff(distance)
    return {
        "degree error": float(np.abs(asked - realised)[moving].mean()),
        "spearman": float(np.corrcoef(ranks(asked.ravel()), ranks(realised.ravel()))[0, 1]),
        "stalls": float(np.mean([changed_pixels(before, after).mean() <= 0.01 for before, after in pairs])),
        "ground": float((frames[0] == np.array(project.ground, dtype=np.uint8)).all(axis=2).mean()),
        "final": float(np.abs(frames[-1] - painting).max()),
        "backtrack": float(np.maximum(steps, 0).sum() / np.abs(steps).sum()),
    }


def leakage(project: Project, prepared: Prepared, model: "Stepper") -> float:
    """Return the largest change inside two locked parts over a whole process."""
    locked = frozenset(project.parts.ids[1::3][:2])
    done = run_to_end(predict(replace(project, locked=locked, take=None), prepared, model))
    inside = np.isin(project.parts.labels, list(locked))
    painting = project.painting.pixels[inside].astype(np.int16)
    return float(max(np.abs(frame[inside] - painting).max() for frame in frames_of(done, prepared)))


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


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(
        description="Predict processes; make a contact sheet and print measures."
    )
    parser.add_argument("paintings", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--columns", type=int, default=9)
    arguments = parser.parse_args()
    model = run_to_end(load_model("cpu"))
    print(f"{'painting':40}" + "".join(f"{heading:>14}" for heading in HEADINGS))
    rows = []
    for path in arguments.paintings:
        began = time.monotonic()
        opened = run_to_end(open_file(path))
        project = replace(opened, num_steps=arguments.steps, seed=arguments.seed)
        prepared = run_to_end(prepare(project))
        done = run_to_end(predict(project, prepared, model))
        seconds = time.monotonic() - began
        frames = frames_of(done, prepared)
        values = measure(done, frames) | {"seconds": seconds}
        values["leakage"] = leakage(project, prepared, model)
        other = frames_of(
            run_to_end(predict(replace(project, seed=arguments.seed + 1), prepared, model)), prepared
        )
        half = arguments.steps // 2
        values["seeds"] = float(np.abs(frames[half].astype(np.int16) - other[half]).mean())
        print(
            f"{path.stem[:39]:40}" + "".join(f"{values[heading]:14.4f}" for heading in HEADINGS), flush=True
        )
        rows.append(contact_row(frames, arguments.columns))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(arguments.out), cv2.cvtColor(sheet(rows), cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
