"""Moving pixels from part to part: what brush, eraser, lasso and wand do with the area they have taken.

In all of these, `keep` are the parts the user has locked: none of their pixels goes to another part, and they
get none. A part that loses its last pixel goes away.
"""

import cv2
import numpy as np

from painttime.core.part import PartMap
from painttime.segmentation.editing.area import NOTHING, Area
from painttime.segmentation.editing.checking import (
    NO_PARTS,
    before,
    new_part,
    open_part,
    present,
    seized,
    with_labels,
)
from painttime.segmentation.editing.neighbours import give_away


def assign(parts: PartMap, area: Area, part_id: int, *, keep: frozenset[int] = NO_PARTS) -> PartMap:
    """Return the map in which the pixels of an area belong to a part.

    Raises PartsError where the part is unknown or locked, or the area has no pixel that can be taken.
    """
    open_part(parts, part_id, keep)
    area = seized(parts, area, keep)
    new = np.where(area.mask, np.uint8(part_id), parts.labels[area.window])
    return with_labels(parts, area.window, new)


def piece_at(parts: PartMap, x: float, y: float) -> Area:
    """Return the piece of its part that hangs together with a place, what a click gives to another part.

    Pixels hang together side by side. Nothing outside of the picture.
    """
    height, width = parts.labels.shape
    column, row = int(np.floor(x)), int(np.floor(y))
    if not (0 <= column < width and 0 <= row < height):
        return NOTHING
    own = (parts.labels == parts.labels[row, column]).view(np.uint8)
    # 2 marks what hangs together; floodFill looks at the four neighbours.
    cv2.floodFill(own, None, (column, row), 2)
    return Area.of(own == 2)


def add_part(
    parts: PartMap, area: Area, *, name: str, kind: str = "region", keep: frozenset[int] = NO_PARTS
) -> tuple[PartMap, int]:
    """Return the map with a new part made of the pixels of an area, and its id, the smallest that is free.

    It lies just in front of the front-most part it was taken from, in that part's groups. Raises PartsError
    where the area has no pixel that can be taken or there are 255 parts.
    """
    area = seized(parts, area, keep)
    sources = present(parts.labels[area.window][area.mask])
    behind = [part for part in parts.parts if part.id in sources][-1]
    part = new_part(parts.parts, name=name.strip(), kind=kind, group=behind.group)
    new = np.where(area.mask, np.uint8(part.id), parts.labels[area.window])
    return with_labels(parts, area.window, new, before(parts.parts, behind, part)), part.id


def erase(parts: PartMap, area: Area, part_id: int, *, keep: frozenset[int] = NO_PARTS) -> PartMap:
    """Return the map in which a part's pixels in an area belong to the other parts nearest to them.

    The same map where the part has no pixel there. Raises PartsError where the part is unknown or locked, or
    where there is no other part that is not locked.
    """
    open_part(parts, part_id, keep)
    area = area.within(*parts.labels.shape)
    own = Area.of(area.mask & (parts.labels[area.window] == part_id), left=area.left, top=area.top)
    if own.is_empty:
        return parts
    return give_away(parts, own, part_id, keep)
