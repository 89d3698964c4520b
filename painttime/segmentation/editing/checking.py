"""What holds for every edit of parts: the parts asked for exist, are not locked and keep some pixels."""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from painttime.core.image import Labels
from painttime.core.part import MAX_PARTS, Part, PartMap
from painttime.errors import PartsError
from painttime.segmentation.description.naming import MARKING_COLOURS, marking_colour
from painttime.segmentation.editing.area import Area, Mask, Window

NO_PARTS: frozenset[int] = frozenset()


def open_part(parts: PartMap, part_id: int, keep: frozenset[int]) -> Part:
    """Return a part that may be changed; raises PartsError where there is none or it is locked."""
    if part_id not in parts.ids:
        raise PartsError(f"There is no part {part_id} in this painting any more. Choose another one.")
    part = parts.part(part_id)
    if part_id in keep:
        raise PartsError(f'The part "{part.name}" is locked. Unlock it to change it.')
    return part


def seized(parts: PartMap, area: Area, keep: frozenset[int]) -> Area:
    """Return what of an area can be taken: what lies in the picture and in no locked part.

    Raises PartsError where nothing is left.
    """
    area = area.within(*parts.labels.shape)
    if area.is_empty:
        raise PartsError("Nothing is selected. Draw over the pixels that are meant.")
    if keep:
        area = Area.of(area.mask & ~has_part(parts.labels[area.window], keep), left=area.left, top=area.top)
        if area.is_empty:
            raise PartsError("All that is selected lies in locked parts. Unlock one of them to change it.")
    return area


def has_part(labels: Labels, part_ids: Iterable[int]) -> Mask:
    """Return a mask of the pixels that belong to one of some parts."""
    wanted = np.zeros(MAX_PARTS + 1, dtype=np.uint8)
    wanted[list(part_ids)] = 1
    # OpenCV's tables are ten times faster than indexing.
    return np.asarray(cv2.LUT(labels, wanted), dtype=np.uint8).reshape(labels.shape).view(np.bool_)


def present(labels: Labels) -> list[int]:
    """Return the values that occur, ascending."""
    # Five times as fast as counting by numpy, and every edit comes by here twice.
    counts = cv2.calcHist([labels], [0], None, [MAX_PARTS + 1], [0, MAX_PARTS + 1])
    return [int(value) for value in np.flatnonzero(counts)]


def with_labels(parts: PartMap, window: Window, new: Labels, among: Sequence[Part] | None = None) -> PartMap:
    """Return the map with other labels in a window, without the parts that lost their last pixel by that.

    among: the parts there are then, where some come new.
    """
    labels = parts.labels.copy()
    labels[window] = new
    touched = set(present(parts.labels[window])) - set(present(new))
    gone = {part_id for part_id in touched if not (labels == part_id).any()}
    among = parts.parts if among is None else among
    return PartMap(labels=labels, parts=tuple(part for part in among if part.id not in gone))


def new_part(parts: Sequence[Part], *, name: str, kind: str, group: tuple[str, ...]) -> Part:
    """Return a part with the smallest id that is free and a marking colour that no part has, if there is one.

    Raises PartsError where no id is free.
    """
    free = set(range(1, MAX_PARTS + 1)) - {part.id for part in parts}
    if not free:
        raise PartsError(f"A painting can have {MAX_PARTS} parts, and this one has them. Merge some of them.")
    used = [part.colour for part in parts]
    colours = [marking_colour(index) for index in range(2 * len(MARKING_COLOURS))]
    colour = min(colours, key=used.count)
    return Part(id=min(free), name=name, kind=kind, colour=colour, group=group)


def before(parts: Sequence[Part], behind: Part, new: Part) -> tuple[Part, ...]:
    """Return the parts with a new one just in front of one of them."""
    place = [part.id for part in parts].index(behind.id) + 1
    return (*parts[:place], new, *parts[place:])
