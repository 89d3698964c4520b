"""What is done to whole parts: a new one, several made one, one taken apart, some deleted.

All are quick, so that they are plain functions and no jobs. `keep` are the parts that are locked.
"""

from dataclasses import replace

from painttime.core.image import RGBColour
from painttime.core.part import PartMap
from painttime.errors import PartsError

NEW_PART_NAME = "new part"

SPECK_SHARE = 1 / 10_000
"""Pieces of a smaller share of the painting are no islands: 105 px at 1024 x 1024."""

CONTOUR_KIND = "edge"
CONTOUR_NAME = "contours"
CONTOUR_COLOUR: RGBColour = (60, 60, 66)
CONTOUR_WIDTH_SHARE = 1 / 170
"""Width of the contours as a share of the painting's long side: 6 px at 1024, as a brush draws them."""


def with_empty_part(parts: PartMap, in_front_of: int | None) -> tuple[PartMap, int]:
    """Return the parts with one that has no pixels yet, and its id.

    in_front_of: the part it lies in front of, in the same groups; None for in front of all.
    Raises PartsError where there are as many parts as there can be.
    """
    from painttime.segmentation.editing.checking import new_part
    from painttime.segmentation.editing.joining import next_name

    is_taken = any(part.name == NEW_PART_NAME for part in parts.parts)
    name = next_name(parts, NEW_PART_NAME) if is_taken else NEW_PART_NAME
    group = parts.part(in_front_of).group if in_front_of is not None else ()
    part = new_part(parts.parts, name=name, kind="region", group=group)
    place = len(parts.parts) if in_front_of is None else parts.ids.index(in_front_of) + 1
    listed = (*parts.parts[:place], part, *parts.parts[place:])
    return PartMap(labels=parts.labels, parts=listed), part.id


def merged(parts: PartMap, part_ids: tuple[int, ...], into: int, keep: frozenset[int]) -> PartMap:
    """Return the parts with some of them made one, which keeps its id, name and place.

    Raises PartsError where there is nothing to merge or one of them is locked.
    """
    from painttime.segmentation.editing.joining import merge

    return merge(parts, part_ids, into, keep=keep)


def split_into_islands(parts: PartMap, part_id: int, keep: frozenset[int]) -> PartMap:
    """Return the parts with every piece of one made a part of its own; the largest keeps id and name.

    Specks stay with it. Raises PartsError where it is one piece or locked.
    """
    from painttime.segmentation.editing.joining import split_islands

    smallest_px = max(1, round(parts.labels.size * SPECK_SHARE))
    return split_islands(parts, part_id, smallest_px=smallest_px, keep=keep)[0]


def without(parts: PartMap, part_ids: tuple[int, ...], keep: frozenset[int]) -> PartMap:
    """Return the parts without some of them; each of their pixels goes to the part nearest to it.

    Raises PartsError where one of them is locked, or where no part would be left to take the pixels.
    """
    from painttime.segmentation.editing.area import Area
    from painttime.segmentation.editing.assigning import erase
    from painttime.segmentation.editing.joining import merge

    if len(part_ids) == len(parts.parts):
        raise PartsError("These are all the parts there are. Leave one of them.")
    first = part_ids[0]
    if len(part_ids) > 1:
        # One after the other would hand the pixels of the first to the next that is to go.
        parts = merge(parts, part_ids, first, keep=keep)
    mask = parts.mask(first)
    if not mask.any():
        return replace(parts, parts=tuple(part for part in parts.parts if part.id != first))
    return erase(parts, Area.of(mask), first, keep=keep)


def with_contours(parts: PartMap, keep: frozenset[int]) -> tuple[PartMap, int]:
    """Return the parts with one more, the band along the borders between them, in front of all; and its id.

    The class "edge" of Painting Process Predict. A band that is there already is drawn anew. No part goes
    away in it: one that lies within the band altogether keeps its pixels.
    Raises PartsError where there is no border, or there are as many parts as there can be.
    """
    import numpy as np

    from painttime.segmentation.contour_band import contour_band
    from painttime.segmentation.editing.checking import new_part

    former = tuple(part.id for part in parts.parts if part.kind == CONTOUR_KIND)
    if former and len(former) < len(parts.parts):
        parts = without(parts, former, keep)
    labels = parts.labels
    band = contour_band(labels, max(labels.shape) * CONTOUR_WIDTH_SHARE)
    left = np.bincount(labels[~band], minlength=256)
    spared = [part_id for part_id in parts.ids if left[part_id] == 0 or part_id in keep]
    band &= ~np.isin(labels, spared)
    if not band.any():
        raise PartsError("There is no border between parts that contours could be drawn along.")
    part = new_part(parts.parts, name=CONTOUR_NAME, kind=CONTOUR_KIND, group=())
    part = replace(part, colour=CONTOUR_COLOUR)
    drawn = np.where(band, np.uint8(part.id), labels)
    return PartMap(labels=drawn, parts=(*parts.parts, part)), part.id
