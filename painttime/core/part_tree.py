"""Parts of a painting at every count: which part splits into which when more of them are wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from painttime.core.image import Labels, RGBColour, read_only
from painttime.core.part import Part, PartMap


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PartTree:
    """Parts that split and join as more or fewer of them are wanted.

    One part after the other is split off an earlier one and gets the next id, so that with `count` parts the
    ids are exactly 1..count, and a part keeps its id when the count changes: 5, then 12, then 5 again gives
    the same parts.

    leaves: (H, W) uint8, the ids 1..n of the finest parts.
    parents: n ids; parents[i] is the part that id i + 1 was split off, an earlier one; parents[0] is 0.
    cuts: cuts[k - 1] says what the k parts with ids 1..k are, back to front.
    natural_count: how many parts are shown where nobody asked for a number.
    Raises ValueError where these do not fit together.
    """

    leaves: Labels
    parents: tuple[int, ...]
    cuts: tuple[tuple[Part, ...], ...]
    natural_count: int

    def __post_init__(self) -> None:
        n = len(self.parents)
        if n == 0 or self.parents[0] != 0:
            raise ValueError("the first part is split off none")
        if not all(1 <= parent <= index for index, parent in enumerate(self.parents[1:], start=1)):
            raise ValueError(f"a part is split off an earlier one: {self.parents}")
        if self.leaves.ndim != 2 or self.leaves.dtype != np.uint8:
            raise ValueError("leaves are (H, W) uint8")
        if int(self.leaves.min()) < 1 or int(self.leaves.max()) > n:
            raise ValueError(f"leaves have ids 1..{n}")
        if [sorted(part.id for part in cut) for cut in self.cuts] != [
            list(range(1, count + 1)) for count in range(1, n + 1)
        ]:
            raise ValueError("the cut of every count says what its parts are")
        if not 1 <= self.natural_count <= n:
            raise ValueError(f"a natural count of {self.natural_count} in a tree of {n}")
        object.__setattr__(self, "leaves", read_only(self.leaves))

    @property
    def max_count(self) -> int:
        """The number of the finest parts."""
        return len(self.parents)

    def at(self, count: int, given: "Mapping[int, Given] | None" = None) -> PartMap:
        """Return `count` parts, held to 1..max_count; the same ids mean the same parts at every count.

        given: what the user called or coloured some of them, by id.
        """
        count = min(self.max_count, max(1, count))
        parts = [_as_given(part, (given or {}).get(part.id)) for part in self.cuts[count - 1]]
        return PartMap(labels=self.ancestors(count)[self.leaves], parts=tuple(parts))

    def ancestors(self, count: int) -> Labels:
        """Return a table (256,) uint8: the part, of `count`, that each leaf belongs to; 0 for no leaf."""
        table = np.zeros(256, dtype=np.uint8)
        for index, parent in enumerate(self.parents):
            part_id = index + 1
            table[part_id] = part_id if part_id <= count else table[parent]
        return table


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What the user gave a part; None is left as it was found."""

    name: str | None = None
    colour: RGBColour | None = None


def _as_given(part: Part, given: Given | None) -> Part:
    if given is None:
        return part
    return replace(part, name=given.name or part.name, colour=given.colour or part.colour)
