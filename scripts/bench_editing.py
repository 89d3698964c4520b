"""The measurements of bench.py that have to do with correcting parts: python scripts/bench_editing.py ROW.

Each is what one mouse move or one click costs on a picture of 2048 x 2048 pixels with ten parts that are as
ragged as those of a painting: processor time of one thread.
"""

import time
from collections.abc import Callable
from functools import partial

import cv2
import numpy as np
from bench_rows import print_measured, sample_pixels

from painttime.core.image import RGB8
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.segmentation.editing.area import Area
from painttime.segmentation.editing.assigning import add_part, assign, erase, piece_at
from painttime.segmentation.editing.joining import merge, middle_line, split_by_line, split_islands
from painttime.segmentation.editing.masks import polygon_area, stroke_area, wand_area
from painttime.segmentation.editing.picker import Picker
from painttime.segmentation.editing.reshaping import fill_holes, grow, remove_islands, shrink, smooth
from painttime.workflow.job import run_to_end
from painttime.workflow.picking_objects import prepare_picker

SIDE_PX = 2048
NUM_PARTS = 10
NUM_SAMPLES = 9
LARGEST = 1
"""The part that lies around all others: about half of the picture."""

MIDDLE = (SIDE_PX * 0.5, SIDE_PX * 0.6)


def painting_parts() -> PartMap:
    """Return parts with wavy outlines and some specks, the same at every call."""
    rng = np.random.default_rng(3)
    fields = np.stack([cv2.GaussianBlur(rng.normal(0, 1, (256, 256)), (0, 0), 14) for _ in range(NUM_PARTS)])
    fields[LARGEST - 1] += 0.018
    small = np.argmax(fields, axis=0).astype(np.uint8) + 1
    small[rng.integers(0, 256, 40), rng.integers(0, 256, 40)] = 2
    size = (SIDE_PX, SIDE_PX)
    shares = [cv2.resize(np.where(small == part_id, 1.0, 0.0), size) for part_id in range(1, NUM_PARTS + 1)]
    labels = np.argmax(shares, axis=0).astype(np.uint8) + 1
    return PartMap(labels=labels, parts=tuple(Part(id=i, name=f"part {i}") for i in range(1, NUM_PARTS + 1)))


def lasso() -> Area:
    """Return the area of a free lasso of 800 points, about a third of the picture wide."""
    turns = np.linspace(0, 2 * np.pi, 800)
    radius = SIDE_PX / 6 * (1 + 0.2 * np.sin(9 * turns))
    points = [
        (float(MIDDLE[0] + r * np.cos(t)), float(MIDDLE[1] + r * np.sin(t)))
        for r, t in zip(radius, turns, strict=True)
    ]
    return polygon_area(points, height_px=SIDE_PX, width_px=SIDE_PX)


def picker_of(pixels: RGB8) -> Picker:
    return run_to_end(prepare_picker(Painting(pixels=pixels)))


def measure(name: str) -> list[float]:
    """Milliseconds of processor time of one edit, the first one left out."""
    cv2.setNumThreads(1)
    work = WORK[name]()
    work()
    samples = []
    for _ in range(NUM_SAMPLES):
        began = time.thread_time()
        work()
        samples.append((time.thread_time() - began) * 1000)
    return samples


def measure_preparing() -> list[float]:
    """Milliseconds of processor time to make a picture ready for clicks, but for the first one."""
    cv2.setNumThreads(1)
    pixels = sample_pixels(SIDE_PX, SIDE_PX)
    samples = []
    for _ in range(4):
        began = time.thread_time()
        picker_of(pixels)
        samples.append((time.thread_time() - began) * 1000)
    return samples[1:]


def on_parts(edit: Callable[[PartMap], object]) -> Callable[[], Callable[[], object]]:
    return lambda: partial(edit, painting_parts())


def on_pixels(edit: Callable[[RGB8], object]) -> Callable[[], Callable[[], object]]:
    return lambda: partial(edit, sample_pixels(SIDE_PX, SIDE_PX))


def on_picker(edit: Callable[[Picker], object]) -> Callable[[], Callable[[], object]]:
    return lambda: partial(edit, picker_of(sample_pixels(SIDE_PX, SIDE_PX)))


DAB = [MIDDLE, (MIDDLE[0] + 12, MIDDLE[1] + 5)]
BRUSH_PX = 60.0

WORK: dict[str, Callable[[], Callable[[], object]]] = {
    "lasso": lambda: lasso,
    "brush": on_parts(
        lambda parts: assign(
            parts, stroke_area(DAB, radius_px=BRUSH_PX, height_px=SIDE_PX, width_px=SIDE_PX), LARGEST
        )
    ),
    "wand": on_pixels(lambda pixels: wand_area(pixels, *MIDDLE, tolerance=40)),
    "assign": on_parts(lambda parts: assign(parts, lasso(), LARGEST)),
    "add": on_parts(lambda parts: add_part(parts, lasso(), name="new")),
    "erase": on_parts(lambda parts: erase(parts, lasso(), LARGEST)),
    "reassign": on_parts(lambda parts: assign(parts, piece_at(parts, *MIDDLE), 2)),
    "grow": on_parts(lambda parts: grow(parts, LARGEST, 10)),
    "shrink": on_parts(lambda parts: shrink(parts, LARGEST, 10)),
    "smooth": on_parts(lambda parts: smooth(parts, LARGEST, 8)),
    "fill-holes": on_parts(lambda parts: fill_holes(parts, LARGEST)),
    "islands": on_parts(lambda parts: remove_islands(parts, 2, 2000)),
    "merge": on_parts(lambda parts: merge(parts, [2, 3, 4], LARGEST)),
    "split": on_parts(lambda parts: split_by_line(parts, LARGEST, middle_line(parts, LARGEST))),
    "split-islands": on_parts(lambda parts: split_islands(parts, 2, smallest_px=2000)),
    "hover": on_picker(lambda picker: picker.hover(*MIDDLE)),
    "click": on_picker(lambda picker: picker.pick([MIDDLE])),
    "five-clicks": on_picker(
        lambda picker: picker.pick([MIDDLE, (900, 900), (1100, 1300)], [(100, 100), (1900, 300)])
    ),
}

MEASUREMENTS: dict[str, Callable[[], list[float]]] = {
    f"edit-{name}": partial(measure, name) for name in WORK
} | {"edit-prepare": measure_preparing}


if __name__ == "__main__":
    print_measured(MEASUREMENTS)
