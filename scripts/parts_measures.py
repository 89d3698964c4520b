"""Measures automatic parts against SLIC and Felzenszwalb's segmentation at the same number of parts.

python scripts/parts_measures.py PICTURE [PICTURE ...] [--way auto] [--without-rivals] [--json measures.json]

  at 5, 10, 20   share of the borders between parts that lie within 2 px of a strong edge of the painting
                 (parts_study/alignment.py); "moved": what the same borders give 15 px further on, by chance
  order          share of pairs ordered by hand (parts_study/depth_pairs.tsv) that are so at 10 parts
  ids            1 where 5 parts, then 12, then 5 again are the same parts pixel by pixel
  cpu            processor seconds for the parts of one picture at its own size, models loaded
  memory         MB above what was used before the first picture

Pictures longer than 512 px are reduced to that before borders are measured.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from parts_study.alignment import Mask, alignment, borders, chance, strong_edges
from parts_study.depth import depth_pairs, right_order
from parts_study.finding import SEEN_WAYS, finder_named
from parts_study.rivals import by_felzenszwalb, by_slic
from stroke_study.subjects import resized

from painttime.core.image import Labels
from painttime.core.part_tree import PartTree
from painttime.errors import PainttimeError
from painttime.storage.painting_file import read_painting

COUNTS = (5, 10, 20)
MEASURED_PX = 512
ORDER_COUNT = 10

Figures = dict[str, list[float]]


def main() -> int:
    """Run the command in the module's docstring."""
    arguments = parsed()
    try:
        figures = measured(arguments.pictures, arguments.way, not arguments.without_rivals)
    except PainttimeError as error:
        print(error, file=sys.stderr)
        return 2
    means = {name: statistics.fmean(values) for name, values in figures.items() if values}
    for name, value in means.items():
        print(f"{name:24s}{value:8.3f}  ({len(figures[name])})")
    if arguments.json:
        arguments.json.write_text(json.dumps({"means": means, "all": figures}, indent=1), encoding="utf-8")
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure automatic parts.")
    parser.add_argument("pictures", type=Path, nargs="+")
    parser.add_argument("--way", choices=SEEN_WAYS, default="regions")
    parser.add_argument("--without-rivals", action="store_true")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def measured(pictures: list[Path], way: str, with_rivals: bool) -> Figures:
    """Return all figures of all pictures, by name."""
    find, pairs = finder_named(way), depth_pairs()
    find(resized(read_painting(pictures[0]).pixels, 64))  # loads and compiles what is loaded once
    before_mb = peak_mb()
    figures: Figures = {}

    def note(name: str, value: float) -> None:
        figures.setdefault(name, []).append(value)

    for path in pictures:
        pixels = read_painting(path).pixels
        started = time.process_time()
        tree = find(pixels)
        note("cpu", time.process_time() - started)
        note("ids", float(keeps_ids(tree)))
        for is_right in right_order(tree.at(ORDER_COUNT), pairs.get(path.name, [])):
            note("order", float(is_right))
        small = resized(pixels, MEASURED_PX) if max(pixels.shape) > MEASURED_PX else pixels
        edges = strong_edges(small)
        tree_of_small = tree if small is pixels else find(small)
        note_borders(note, "ours", edges, partial(labels_at, tree_of_small))
        if with_rivals:
            for name, rival in (("slic", by_slic), ("felzenszwalb", by_felzenszwalb)):
                note_borders(note, name, edges, partial(rival, small))
        print(path.name, f"{tree.natural_count} of {tree.max_count} parts", file=sys.stderr, flush=True)
    note("memory", peak_mb() - before_mb)
    return figures


def note_borders(
    note: Callable[[str, float], None],
    name: str,
    edges: Mask,
    labels_of: Callable[[int], npt.NDArray[np.intp] | Labels],
) -> None:
    for count in COUNTS:
        found = borders(labels_of(count))
        note(f"{name} at {count}", alignment(found, edges))
        note(f"{name} at {count}, moved", chance(found, edges))


def labels_at(tree: PartTree, count: int) -> Labels:
    return tree.at(count).labels


def keeps_ids(tree: PartTree) -> bool:
    """Return whether 5 parts are the same after 12 were asked for, and whether the 12 hold the 5."""
    few, many, again = tree.at(5), tree.at(12), tree.at(5)
    joined = tree.ancestors(5)[many.labels]
    is_same = few.parts == again.parts and np.array_equal(few.labels, again.labels)
    return is_same and np.array_equal(joined, few.labels)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
