"""Changing the outline of one part.

In all of these, `keep` are the parts the user has locked: none of their pixels goes to another part, and they
get none; the part itself must not be among them. Distances are Euclidean, in pixels of the painting; the
border of the picture is no outline. All return the same map where nothing changes, and raise PartsError where
the part is unknown or locked.
"""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.part import PartMap
from painttime.errors import PartsError
from painttime.segmentation.editing.area import Area, Mask, Window, window_around
from painttime.segmentation.editing.assigning import assign
from painttime.segmentation.editing.checking import NO_PARTS, has_part, open_part, present
from painttime.segmentation.editing.neighbours import give_away
from painttime.segmentation.editing.tiles import near_outline


def grow(parts: PartMap, part_id: int, distance_px: float, *, keep: frozenset[int] = NO_PARTS) -> PartMap:
    """Return the map in which a part also has what lies within a distance of it."""
    open_part(parts, part_id, keep)
    reach_px = int(np.ceil(distance_px)) + 1
    window, mask = _around(parts, part_id, reach_px)
    near = near_outline(mask, reach_px, lambda seen: ~seen & (_depth(~seen) <= distance_px))
    gained = near & ~has_part(parts.labels[window], keep)
    return _given(parts, window, gained, part_id)


def shrink(parts: PartMap, part_id: int, distance_px: float, *, keep: frozenset[int] = NO_PARTS) -> PartMap:
    """Return the map in which a part has lost what lies within a distance of its outline.

    What it loses goes to the parts nearest to it. Raises PartsError where nothing of it would be left.
    """
    part = open_part(parts, part_id, keep)
    window, mask = _around(parts, part_id, 1)
    reach_px = int(np.ceil(distance_px)) + 1
    lost = near_outline(mask, reach_px, lambda seen: seen & (_depth(seen) <= distance_px))
    if (mask & ~lost).any():
        return _taken(parts, window, lost, part_id, keep)
    raise PartsError(
        f'Nothing would be left of the part "{part.name}": it is nowhere wider than {2 * distance_px:g} px. '
        "Shrink it by less."
    )


def smooth(parts: PartMap, part_id: int, radius_px: float, *, keep: frozenset[int] = NO_PARTS) -> PartMap:
    """Return the map in which the outline of a part has no bends much tighter than a radius.

    A pixel belongs to the part when it holds half of a Gaussian neighbourhood that wide, as Merriman, Bence
    and Osher (1992) let curves straighten. Raises PartsError where nothing of the part would be left.
    """
    part = open_part(parts, part_id, keep)
    reach_px = int(np.ceil(3 * radius_px)) + 2
    window, mask = _around(parts, part_id, reach_px)
    changed = near_outline(mask, reach_px, lambda seen: seen != (_blurred(seen, radius_px) > 0.5))
    lost = mask & changed
    if not (mask & ~lost).any():
        raise PartsError(
            f'Nothing would be left of the part "{part.name}": it is too thin for a radius of '
            f"{radius_px:g} px. Smooth it by less."
        )
    gained = changed & ~mask & ~has_part(parts.labels[window], keep)
    return _taken(_given(parts, window, gained, part_id), window, lost, part_id, keep)


def fill_holes(parts: PartMap, part_id: int, *, keep: frozenset[int] = NO_PARTS) -> PartMap:
    """Return the map in which a part has what it runs around of parts that go on elsewhere.

    A part that lies in the holes as a whole, as eyes lie in a face, is no hole and stays.
    """
    open_part(parts, part_id, keep)
    window, mask = _around(parts, part_id, 1)
    labels = parts.labels[window]
    enclosed = _enclosed(mask)
    if not enclosed.any():
        return parts
    areas_px = parts.areas_px()
    inside_px = np.bincount(labels[enclosed], minlength=256)
    whole = {other for other in present(labels[enclosed]) if inside_px[other] == areas_px[other]}
    return _given(parts, window, enclosed & ~has_part(labels, keep | whole), part_id)


def remove_islands(
    parts: PartMap, part_id: int, smallest_px: int, *, keep: frozenset[int] = NO_PARTS
) -> PartMap:
    """Return the map in which a part has no island of fewer than `smallest_px` pixels but its largest one.

    Pixels that touch at a corner hang together. What it loses goes to the parts nearest to it.
    """
    open_part(parts, part_id, keep)
    window, mask = _around(parts, part_id, 1)
    _, islands, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    areas_px = stats[1:, cv2.CC_STAT_AREA]
    if len(areas_px) < 2:
        return parts
    small = areas_px < smallest_px
    small[int(areas_px.argmax())] = False
    lost = np.take(np.concatenate([[False], small]), np.asarray(islands, dtype=np.int32))
    return _taken(parts, window, lost, part_id, keep)


def _around(parts: PartMap, part_id: int, margin_px: int) -> tuple[Window, Mask]:
    """Return the window of a part with a margin, as far as the picture goes, and the part's mask in it."""
    area = Area.of(parts.mask(part_id))
    window = window_around(area.window, margin_px, *parts.labels.shape)
    return window, np.asarray(parts.labels[window] == part_id)


def _depth(mask: Mask) -> npt.NDArray[np.float32]:
    """Return how far each pixel lies from the nearest one outside of the mask, of which there is one."""
    depth = cv2.distanceTransform(mask.view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(depth, dtype=np.float32)


def _blurred(mask: Mask, sigma_px: float) -> npt.NDArray[np.float32]:
    """Return the share of a mask in a neighbourhood of each pixel: three boxes make nearly a Gaussian."""
    share = mask.astype(np.float32)
    for size_px in _box_sizes(sigma_px):
        share = np.asarray(cv2.blur(share, (size_px, size_px), borderType=cv2.BORDER_REPLICATE))
    return share


def _box_sizes(sigma_px: float) -> tuple[int, ...]:
    """Return the odd sides of three boxes that together blur as a Gaussian does (Kovesi 2010)."""
    small = max(1, int(np.sqrt(4 * sigma_px**2 + 1)))
    small -= 1 - small % 2
    num_small = round((12 * sigma_px**2 - 3 * small**2 - 12 * small - 9) / (-4 * small - 4))
    return tuple(small if index < num_small else small + 2 for index in range(3))


def _enclosed(mask: Mask) -> Mask:
    """Return what a part runs around: what has no way to the edge of its window."""
    outside = cv2.copyMakeBorder((~mask).view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    cv2.floodFill(outside, None, (0, 0), 2)
    return np.asarray(outside[1:-1, 1:-1] == 1)


def _given(parts: PartMap, window: Window, gained: Mask, part_id: int) -> PartMap:
    area = Area.of(gained, left=window[1].start, top=window[0].start)
    return parts if area.is_empty else assign(parts, area, part_id)


def _taken(parts: PartMap, window: Window, lost: Mask, part_id: int, keep: frozenset[int]) -> PartMap:
    area = Area.of(lost, left=window[1].start, top=window[0].start)
    return parts if area.is_empty else give_away(parts, area, part_id, keep)
