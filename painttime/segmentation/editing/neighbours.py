"""Giving pixels to the parts around them."""

from painttime.core.part import PartMap
from painttime.errors import PartsError
from painttime.segmentation.editing.area import Area
from painttime.segmentation.editing.checking import NO_PARTS, has_part, with_labels
from painttime.segmentation.editing.tiles import filled_from_nearest


def give_away(parts: PartMap, area: Area, part_id: int, keep: frozenset[int] = NO_PARTS) -> PartMap:
    """Return the map in which the pixels of an area belong to the part nearest to each of them.

    Neither to `part_id`, whose pixels they were, nor to a part in `keep`. Raises PartsError where there is no
    other part.
    """
    wanted = area.full(*parts.labels.shape)
    giving = ~(wanted | has_part(parts.labels, keep | {part_id}))
    filled = filled_from_nearest(parts.labels, wanted, giving)
    if filled is None:
        raise PartsError("There is no other part that these pixels could go to. Add or unlock one first.")
    return with_labels(parts, area.window, filled[area.window])
