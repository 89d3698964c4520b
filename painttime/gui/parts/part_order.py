"""Where parts come to lie in depth, and in which groups, when rows of the list are moved."""

from dataclasses import replace

from painttime.core.part import Part, PartMap

Group = tuple[str, ...]


def moved(parts: PartMap, part_ids: tuple[int, ...], slot: int) -> PartMap:
    """Return the parts with some of them moved together; among themselves they keep their order.

    slot: the row, top row 0 and front part first, that they shall lie above; the number of rows for the end.
    What comes to lie within a group joins it, and what is taken out of its group leaves it.
    """
    rows = parts.parts[::-1]
    chosen = [part for part in rows if part.id in part_ids]
    above = [part for part in rows[:slot] if part.id not in part_ids]
    below = [part for part in rows[slot:] if part.id not in part_ids]
    around = (above[-1].group if above else (), below[0].group if below else ())
    placed = [replace(part, group=_group_between(part, *around)) for part in chosen]
    order = (*above, *placed, *below)
    return PartMap(labels=parts.labels, parts=tuple(reversed(order)))


def moved_by(parts: PartMap, part_ids: tuple[int, ...], rows: int) -> PartMap:
    """Return the parts with some of them so many rows further down, up where it is less than 0.

    They gather at the first of them going up, at the last going down, and stop at the ends.
    """
    places = [row for row, part in enumerate(parts.parts[::-1]) if part.id in part_ids]
    if not places:
        return parts
    slot = places[0] + rows if rows < 0 else places[-1] + 1 + rows
    return moved(parts, part_ids, min(len(parts.parts), max(0, slot)))


def _group_between(part: Part, above: Group, below: Group) -> Group:
    if part.group in (above, below) and above != below:
        return part.group
    shared = 0
    while shared < min(len(above), len(below)) and above[shared] == below[shared]:
        shared += 1
    return above[:shared]
