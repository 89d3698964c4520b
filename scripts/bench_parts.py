"""The measurements of bench.py that have to do with automatic parts: python scripts/bench_parts.py ROW.

The whole way is told in seconds on the clock, since it uses two cores; regions in processor time. Libraries
are loaded before; what they and the models take is in the row of memory.
"""

import resource
import sys
from collections.abc import Callable
from functools import partial

from bench_rows import SAMPLE, peak_memory_mb, print_measured, sample_pixels, timed
from bench_strokes import cpu_timed

from painttime.core.image import fitted_size
from painttime.core.painting import Painting
from painttime.core.part_tree import PartTree
from painttime.segmentation.part_trees import find_part_tree
from painttime.storage.painting_file import read_painting
from painttime.workflow.finding_parts import AUTO, find_part_tree_of
from painttime.workflow.job import run_to_end

NUM_SAMPLES = 5
PORTRAIT = SAMPLE.with_name("portrait.png")


def sample(long_side_px: int) -> Painting:
    """Return the sample painting at a size."""
    return Painting(pixels=sample_pixels(*fitted_size(3, 4, long_side_px)))


def find(painting: Painting) -> PartTree:
    return run_to_end(find_part_tree_of(painting, method=AUTO))


def measure_parts(painting: Painting) -> list[float]:
    """Seconds of the whole automatic way: people, kinds of thing, regions, names."""
    find(painting)
    return [timed(partial(find, painting)) for _ in range(NUM_SAMPLES)]


def measure_regions(long_side_px: int) -> list[float]:
    """Seconds of the regions alone, without either network."""
    painting = sample(long_side_px)
    find_part_tree(painting.pixels)
    return [cpu_timed(partial(find_part_tree, painting.pixels)) for _ in range(NUM_SAMPLES)]


def measure_memory() -> list[float]:
    """MB that the automatic way takes at most, libraries and models included, above the painting."""
    painting = sample(1024)
    unit = 1 if sys.platform == "darwin" else 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    find(painting)
    return [peak_memory_mb() - before]


MEASUREMENTS: dict[str, Callable[[], list[float]]] = {
    "parts-1024": lambda: measure_parts(sample(1024)),
    "people-1024": lambda: measure_parts(read_painting(PORTRAIT)),
    "regions-1024": lambda: measure_regions(1024),
    "regions-4096": lambda: measure_regions(4096),
    "parts-memory": measure_memory,
}


if __name__ == "__main__":
    print_measured(MEASUREMENTS)
