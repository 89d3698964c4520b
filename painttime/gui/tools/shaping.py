"""What can be done to the whole chosen part: grow, shrink, smooth, fill holes, remove islands, halve."""

from collections.abc import Callable, Mapping

from painttime.core.part import PartMap
from painttime.gui.tools.workbench import Workbench
from painttime.segmentation.editing.joining import middle_line, split_by_line
from painttime.segmentation.editing.reshaping import fill_holes, grow, remove_islands, shrink, smooth

Reshape = Callable[[PartMap, int, int, frozenset[int]], PartMap]
"""Parts, the chosen one, a distance in pixels, the locked ones."""


def _halve(parts: PartMap, part_id: int, _distance_px: int, locked: frozenset[int]) -> PartMap:
    return split_by_line(parts, part_id, middle_line(parts, part_id), keep=locked)[0]


SHAPINGS: Mapping[str, tuple[str, Reshape]] = {
    "part_grow": ("Grow", lambda parts, part_id, px, locked: grow(parts, part_id, px, keep=locked)),
    "part_shrink": ("Shrink", lambda parts, part_id, px, locked: shrink(parts, part_id, px, keep=locked)),
    "part_smooth": ("Smooth", lambda parts, part_id, px, locked: smooth(parts, part_id, px, keep=locked)),
    "part_fill_holes": (
        "Fill holes of",
        lambda parts, part_id, _px, locked: fill_holes(parts, part_id, keep=locked),
    ),
    "part_remove_islands": (
        "Remove islands of",
        lambda parts, part_id, px, locked: remove_islands(parts, part_id, px * px, keep=locked),
    ),
    "part_halve": ("Halve", _halve),
}
"""By the name of the command: the verb of the undo step, and what is done."""


def reshape_chosen(bench: Workbench, command: str) -> bool:
    """Do one of SHAPINGS to the chosen part; return whether it changed."""
    chosen = bench.needs_chosen()
    if chosen is None:
        return False
    verb, reshape = SHAPINGS[command]
    distance_px = bench.options.distance_px
    return bench.edit(
        f"{verb} {chosen.name}", lambda parts, locked: reshape(parts, chosen.id, distance_px, locked)
    )
