"""Carries predicted processes out in strokes: shows blended frames above painted ones, and measures them.

python scripts/painted_sheet.py PAINTING [PAINTING ...] --out sheet.png [--steps 40] [--seed 1] [--moments 8]

Measures, a row a painting, from the frames at the painting's own size unless said otherwise:
  strokes, most      strokes in all, and the most of one step
  degree error       mean of |realised degree of the painted step - that of the blended step| over steps and
                     parts that were to change; the last step, into the painting itself, is left out
  leakage            largest change, in 8-bit levels, inside a part in a step that is not to change it
  jump               mean difference of the last painted and the last blended frame before the painting, 0..1,
                     at the working size
  backtrack          increases of the distance to the painting over all its changes
  length / width     median over the strokes
  crisper            gradient energy of that painted frame drawn at 4 times the working size, over that of the
                     same frame enlarged
  CPU seconds        of carrying out, without predicting and measuring
"""

import argparse
import itertools
import time
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import Brushwork
from painttime.core.change import realised_degrees
from painttime.core.image import RGB8, Labels, fitted_size
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.strokes.carrying import CarriedOut, carry_out
from painttime.strokes.engine import draw_strokes, paint
from painttime.workflow.job import run_to_end
from painttime.workflow.opening import open_file
from painttime.workflow.predicting import load_model, predict
from painttime.workflow.preparing import Prepared, prepare

WORKING_SIZE_PX = 512
HEADINGS = (
    "strokes",
    "most",
    "degree error",
    "leakage",
    "jump",
    "backtrack",
    "length / width",
    "crisper",
    "CPU seconds",
)
ROW_HEIGHT_PX = 240
GAP_PX = 4


def carried_out(frames: list[RGB8], labels: Labels, take: Take, project: Project) -> CarriedOut:
    """Return the process of a take in strokes."""
    *_, result = carry_out(
        frames.__getitem__,
        labels=labels,
        part_ids=take.plan.part_ids,
        realised=take.realised,
        ground=project.ground,
        seed=project.seed,
    )
    if not isinstance(result, CarriedOut):
        raise TypeError("carry_out ends with what it carried out")
    return result


def painted_frames(brushwork: Brushwork, counts: tuple[int, ...], painting: RGB8) -> list[RGB8]:
    """Return the painted canvases at the painting's size; the last is the painting itself."""
    canvas = np.empty_like(painting)
    canvas[:] = brushwork.ground
    frames = [canvas.copy()]
    for first, last in itertools.pairwise(counts[:-1]):
        draw_strokes(canvas, brushwork.strokes, first=first, last=last, labels=brushwork.labels)
        frames.append(canvas.copy())
    return [*frames, painting]


def resized(picture: RGB8, height_px: int, width_px: int) -> RGB8:
    """Return a picture at another size."""
    smaller = height_px < picture.shape[0]
    method = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width_px, height_px), interpolation=method), dtype=np.uint8)


def gradient_energy(picture: RGB8) -> float:
    """Return the mean squared difference of neighbouring pixels."""
    values = picture.astype(np.float32)
    return float(sum((np.diff(values, axis=axis) ** 2).mean() for axis in (0, 1)))


def crispness(brushwork: Brushwork, count: int) -> float:
    """Return how much more gradient energy a canvas has when drawn 4 times as large than when enlarged."""
    small = paint(brushwork, count=count)
    large = paint(brushwork, long_side_px=4 * brushwork.long_side_px, count=count)
    return gradient_energy(large) / gradient_energy(resized(small, *large.shape[:2]))


def leakage(
    frames: list[RGB8], labels: Labels, part_ids: tuple[int, ...], asked: npt.NDArray[np.float32]
) -> int:
    """Return the largest change, in 8-bit levels, inside parts that a step is not to change."""
    worst = 0
    for degrees, (before, after) in zip(asked[:-1], itertools.pairwise(frames[:-1]), strict=True):
        resting = [part_id for part_id, degree in zip(part_ids, degrees, strict=True) if degree == 0]
        difference = cv2.absdiff(before, after)[np.isin(labels, resting)]
        worst = max(worst, int(difference.max(initial=0)))
    return worst


def measure(project: Project, painted: list[RGB8], carried: CarriedOut) -> dict[str, float]:
    """Return the measures of one painting that its frames give."""
    if project.take is None:
        raise LookupError("the project has no take")
    labels, ids = project.parts.labels, project.take.plan.part_ids
    asked = project.take.realised
    pairs = itertools.pairwise(painted[:-1])
    realised = np.stack([realised_degrees(before, after, labels, ids) for before, after in pairs])
    moving = asked[:-1] > 0
    distances = [float(cv2.absdiff(frame, painted[-1]).mean()) for frame in painted]
    changes = np.diff(distances)
    strokes = carried.brushwork.strokes
    lengths = np.linalg.norm(np.diff(strokes.curves, axis=1), axis=2).sum(axis=1)
    return {
        "strokes": len(strokes),
        "most": int(np.diff(carried.counts).max()),
        "degree error": float(np.abs(asked[:-1] - realised)[moving].mean()),
        "leakage": leakage(painted, labels, ids, asked),
        "backtrack": float(np.maximum(changes, 0).sum() / np.abs(changes).sum()),
        "length / width": float(np.median(lengths / strokes.widths.mean(axis=1))),
        "crisper": crispness(carried.brushwork, carried.counts[-2]),
    }


def contact_rows(blended: list[RGB8], painted: list[RGB8], moments: int) -> RGB8:
    """Return frames evenly spread over the process, blended above painted."""
    indices = np.rint(np.linspace(0, len(blended) - 1, moments + 2)[1:-1]).astype(int)
    height, width = blended[0].shape[:2]
    width_px = round(ROW_HEIGHT_PX * width / height)
    gap = np.full((ROW_HEIGHT_PX, GAP_PX, 3), 255, dtype=np.uint8)
    rows = []
    for frames in (blended, painted):
        small = [resized(frames[index], ROW_HEIGHT_PX, width_px) for index in indices]
        rows.append(np.hstack([piece for frame in small for piece in (frame, gap)]))
        rows.append(np.full((GAP_PX, rows[-1].shape[1], 3), 255, dtype=np.uint8))
    return np.vstack(rows).astype(np.uint8)


def stacked(blocks: list[RGB8]) -> RGB8:
    """Return blocks of different widths below each other, scaled to one width."""
    width = max(block.shape[1] for block in blocks)
    scaled = [cv2.resize(block, (width, round(block.shape[0] * width / block.shape[1]))) for block in blocks]
    return np.vstack(scaled).astype(np.uint8)


def blended_frames(project: Project, prepared: Prepared) -> list[RGB8]:
    """Return every frame of a complete take at full size."""
    if project.take is None:
        raise LookupError("the project has no take")
    return [prepared.frame(project.take.canvas(index)) for index in range(project.num_steps + 1)]


def compare(project: Project, prepared: Prepared) -> tuple[dict[str, float], list[RGB8], list[RGB8]]:
    """Return the measures, the blended and the painted frames of a predicted project."""
    if project.take is None:
        raise LookupError("the project has no take")
    blended = blended_frames(project, prepared)
    full_height, full_width = project.parts.labels.shape
    working_px = min(WORKING_SIZE_PX, max(full_height, full_width))
    height, width = fitted_size(full_height, full_width, working_px)
    small = [resized(frame, height, width) for frame in blended]
    began = time.process_time()
    carried = carried_out(small, project.parts.resized(height, width), project.take, project)
    seconds = time.process_time() - began
    brushwork = replace(carried.brushwork, labels=project.parts.labels)
    painted = painted_frames(brushwork, carried.counts, project.painting.pixels)
    last = paint(carried.brushwork, count=carried.counts[-2])
    jump = float(cv2.absdiff(last, small[-2]).mean() / 255)
    values = measure(project, painted, carried) | {"jump": jump, "CPU seconds": seconds}
    return values, blended, painted


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Carry processes out in strokes; show and measure them.")
    parser.add_argument("paintings", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--moments", type=int, default=8)
    arguments = parser.parse_args()
    model = run_to_end(load_model("cpu"))
    print(f"{'painting':40}" + "".join(f"{heading:>16}" for heading in HEADINGS))
    blocks = []
    for path in arguments.paintings:
        opened = run_to_end(open_file(path))
        project = replace(opened, num_steps=arguments.steps, seed=arguments.seed)
        prepared = run_to_end(prepare(project))
        done = run_to_end(predict(project, prepared, model))
        values, blended, painted = compare(done, prepared)
        print(
            f"{path.stem[:39]:40}" + "".join(f"{values[heading]:16.4g}" for heading in HEADINGS), flush=True
        )
        blocks.append(contact_rows(blended, painted, arguments.moments))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(arguments.out), cv2.cvtColor(stacked(blocks), cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
