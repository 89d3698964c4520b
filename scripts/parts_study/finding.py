"""The ways of finding parts that are compared."""

from collections.abc import Callable

from painttime.core.image import RGB8
from painttime.core.painting import Painting
from painttime.core.part_tree import PartTree
from painttime.segmentation.part_trees import find_part_tree
from painttime.workflow.finding_parts import AUTO, REGIONS, find_part_tree_of
from painttime.workflow.job import run_to_end

SEEN_WAYS = ("auto", "regions", "unseen")
"""As the program does; without looking for people; and without the scene network too."""


def finder_named(way: str) -> Callable[[RGB8], PartTree]:
    """Return what finds the parts of a picture."""
    if way == "unseen":
        return find_part_tree
    method = AUTO if way == "auto" else REGIONS
    return lambda pixels: run_to_end(find_part_tree_of(Painting(pixels=pixels), method=method))
