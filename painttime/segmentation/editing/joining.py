"""Making one part of several, and several of one.

In all of these, `keep` are the parts the user has locked; none of them can be merged or split.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.part import PartMap
from painttime.errors import PartsError
from painttime.segmentation.editing.area import Area, Mask, window_around
from painttime.segmentation.editing.assigning import add_part
from painttime.segmentation.editing.checking import NO_PARTS, before, new_part, open_part, with_labels
from painttime.segmentation.editing.masks import Point, line_area
from painttime.segmentation.editing.tiles import filled_from_nearest

BESIDE_PX = 1.6
"""How far beside a line it is looked at what lies there: beyond the pixels the line itself is on."""

BOTH_SIDES_SHARE = 1 / 3
"""A piece that lies along both sides of the line with at least this share of its length is not cut."""


def merge(parts: PartMap, part_ids: Sequence[int], into: int, *, keep: frozenset[int] = NO_PARTS) -> PartMap:
    """Return the map in which the pixels of some parts belong to one, which keeps its id, name and place.

    `into` may be among the parts or not. Raises PartsError where one of them is unknown or locked, or where
    there is nothing to merge.
    """
    gone = set(part_ids) - {into}
    for part_id in (*sorted(gone), into):
        open_part(parts, part_id, keep)
    if not gone:
        raise PartsError("One part alone cannot be merged. Choose two or more.")
    new_id = np.arange(256, dtype=np.uint8)
    new_id[list(gone)] = into
    return PartMap(
        labels=new_id[parts.labels], parts=tuple(part for part in parts.parts if part.id not in gone)
    )


def split_by_line(
    parts: PartMap,
    part_id: int,
    points: Sequence[Point],
    *,
    name: str | None = None,
    keep: frozenset[int] = NO_PARTS,
) -> tuple[PartMap, int]:
    """Return the map in which a part is cut in two along a line, and the id of the new one.

    points: the line, picture coordinates (x, y); it may begin and end outside of the part or close on itself.
    The smaller side becomes the new part, just in front of the old one, called `name` or after the old one
    with a number. Both sides may be several islands; islands that the line leaves alone stay in the old part.
    Raises PartsError where the line does not cut through the part, or the part is unknown or locked.
    """
    part = open_part(parts, part_id, keep)
    own = Area.of(parts.mask(part_id))
    height, width = parts.labels.shape
    window = window_around(own.window, 1, height, width)
    mask = np.asarray(parts.labels[window] == part_id)
    origin = (window[1].start, window[0].start)
    moved = [(x - origin[0], y - origin[1]) for x, y in points]
    sides = _sides(mask, moved)
    first_px, second_px = np.count_nonzero(sides == 1), np.count_nonzero(sides == 2)
    if not first_px or not second_px:
        raise PartsError(
            f'The line does not cut the part "{part.name}" in two. Draw it from edge to edge, right across.'
        )
    smaller = sides == (1 if first_px <= second_px else 2)
    area = Area.of(smaller, left=origin[0], top=origin[1])
    return add_part(parts, area, name=name or next_name(parts, part.name), kind=part.kind)


def split_islands(
    parts: PartMap, part_id: int, *, smallest_px: int = 1, keep: frozenset[int] = NO_PARTS
) -> tuple[PartMap, tuple[int, ...]]:
    """Return the map in which the islands of a part are parts of their own, and the ids of the new ones.

    The largest island keeps id and name, and so do islands of fewer than `smallest_px` pixels. The others are
    made from the largest to the smallest. Pixels that touch at a corner hang together. Raises PartsError
    where there is one island only, there would be more than 255 parts, or the part is unknown or locked.
    """
    part = open_part(parts, part_id, keep)
    own = Area.of(parts.mask(part_id))
    _, islands, stats, _ = cv2.connectedComponentsWithStats(own.mask.view(np.uint8), connectivity=8)
    areas_px = stats[1:, cv2.CC_STAT_AREA]
    by_size = np.argsort(-areas_px, kind="stable")[1:]
    new_islands = [int(island) + 1 for island in by_size if areas_px[island] >= smallest_px]
    if not new_islands:
        raise PartsError(f'The part "{part.name}" is one island. There is nothing to take apart.')
    among, behind, new_ids = parts.parts, part, []
    id_of_island = np.full(len(stats), part_id, dtype=np.uint8)
    for island in new_islands:
        names = [other.name for other in among]
        new = new_part(among, name=_next_name(names, part.name), kind=part.kind, group=part.group)
        among, behind = before(among, behind, new), new
        id_of_island[island] = new.id
        new_ids.append(new.id)
    taken = np.take(id_of_island, np.asarray(islands, dtype=np.int32))
    new_labels = np.where(own.mask, taken, parts.labels[own.window])
    return with_labels(parts, own.window, new_labels, among), tuple(new_ids)


def middle_line(parts: PartMap, part_id: int) -> tuple[Point, Point]:
    """Return a line, two points, that crosses a part in its middle, at right angles to how it is stretched.

    Cut by it, about half of the part lies on either side. Raises PartsError where the part is unknown.
    """
    open_part(parts, part_id, NO_PARTS)
    own = Area.of(parts.mask(part_id))
    found = cv2.moments(own.mask.view(np.uint8), binaryImage=True)
    spread = np.array([[found["mu20"], found["mu11"]], [found["mu11"], found["mu02"]]])
    middle = np.array([found["m10"], found["m01"]]) / max(1.0, found["m00"]) + 0.5 + (own.left, own.top)
    across = np.linalg.eigh(spread)[1][:, 0] * float(np.hypot(*own.mask.shape))
    (x, y), (next_x, next_y) = (middle - across).tolist(), (middle + across).tolist()
    return (x, y), (next_x, next_y)


def next_name(parts: PartMap, name: str) -> str:
    """Return a name with the next number that no part has: "hair 2" after "hair", "hair 3" after that."""
    return _next_name([part.name for part in parts.parts], name)


def _next_name(names: Sequence[str], name: str) -> str:
    used = {other.casefold() for other in names}
    stem, _, number = name.rpartition(" ")
    is_numbered = bool(stem) and number.isdecimal() and len(number) < 4
    stem, count = (stem, int(number) + 1) if is_numbered else (name, 2)
    while f"{stem} {count}".casefold() in used:
        count += 1
    return f"{stem} {count}"


def _sides(mask: Mask, line: Sequence[Point]) -> npt.NDArray[np.uint8]:
    """Return which side of a line every pixel of a mask lies on: (h, w) uint8, 1 or 2; 0 where it is not cut.

    The pixels of the line itself are on side 1 or 2 as the nearest pixels beside them are.
    """
    barrier = line_area(line, height_px=mask.shape[0], width_px=mask.shape[1])
    free = mask.copy()
    free[barrier.window] &= ~barrier.mask
    num_pieces, found = cv2.connectedComponents(free.view(np.uint8), connectivity=8)
    pieces = np.asarray(found, dtype=np.int32)
    left, right = _lengths_beside(pieces, num_pieces, line)
    touched = left + right > 0
    cut = touched & (np.minimum(left, right) < BOTH_SIDES_SHARE * (left + right))
    side_of_piece = np.where(cut, np.where(left > right, 1, 2), 0).astype(np.uint8)
    side_of_piece[0] = 0
    sides = np.take(side_of_piece, pieces)
    line_px = mask & ~free
    filled = filled_from_nearest(sides, line_px, free)
    return sides if filled is None else filled


def _lengths_beside(
    pieces: npt.NDArray[np.int32], num_pieces: int, line: Sequence[Point]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return how far each piece lies along the left of the line and along its right, (num_pieces,) each."""
    height, width = pieces.shape
    lengths = []
    points = np.asarray(line, dtype=np.float64).reshape(-1, 2)
    steps = points[1:] - points[:-1]
    counts = np.maximum(1, np.ceil(np.hypot(*steps.T) * 2)).astype(int)
    share = np.concatenate([(np.arange(count) + 0.5) / count for count in counts] or [np.zeros(0)])
    steps, starts = np.repeat(steps, counts, axis=0), np.repeat(points[:-1], counts, axis=0)
    across = np.stack([steps[:, 1], -steps[:, 0]], axis=1)
    across *= BESIDE_PX / np.maximum(1e-9, np.hypot(*across.T))[:, None]
    for side in (across, -across):
        columns, rows = np.floor(starts + share[:, None] * steps + side).astype(int).T
        inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
        lengths.append(np.bincount(pieces[rows[inside], columns[inside]], minlength=num_pieces))
    return lengths[0], lengths[1]
