"""More or fewer parts out of one tree, with what the user made of them in between."""

from dataclasses import replace

import numpy as np

from painttime.core.image import Labels
from painttime.core.part import Part, PartMap
from painttime.core.part_tree import Given, PartTree


class PartCounting:
    """Remembers names, colours and depth that the user gave to parts of a tree, also while they are away."""

    def __init__(self, tree: PartTree) -> None:
        self._tree = tree
        self._given: dict[int, Given] = {}
        self._newest: PartMap | None = None

    @property
    def max_count(self) -> int:
        return self._tree.max_count

    @property
    def natural_count(self) -> int:
        """How many parts the painting seems to have."""
        return self._tree.natural_count

    def made(self, parts: PartMap) -> bool:
        """Return whether parts are, pixel by pixel, those of the tree at their number."""
        if self._newest is not None and parts.labels is self._newest.labels:
            return len(parts.parts) == len(self._newest.parts)
        if not 1 <= len(parts.parts) <= self.max_count:
            return False
        return np.array_equal(parts.labels, self._labels(len(parts.parts)))

    def parts(self, count: int, present: PartMap | None = None) -> PartMap:
        """Return so many parts, as far as the tree goes.

        present: the parts there are now; what the user changed in those that the tree made is taken over.
        """
        order: tuple[int, ...] = ()
        if present is not None:
            self._remember(present)
            order = self._order_given(present)
        made = self._tree.at(count, self._given)
        self._newest = replace(made, parts=_in_order(made.parts, order)) if order else made
        return self._newest

    # ----------------------------------------------------------------------------------------------------

    def _labels(self, count: int) -> Labels:
        return self._tree.ancestors(count)[self._tree.leaves]

    def _remember(self, present: PartMap) -> None:
        own_ids = self._own_ids(present)
        for part in present.parts:
            if part.id not in own_ids:
                continue
            # A part may be called otherwise at another count: only what no count says is the user's.
            found = [known for cut in self._tree.cuts for known in cut if known.id == part.id]
            name = part.name if part.name not in {known.name for known in found} else None
            colour = part.colour if part.colour not in {known.colour for known in found} else None
            self._given[part.id] = Given(name=name, colour=colour)

    def _own_ids(self, present: PartMap) -> frozenset[int]:
        """Return the parts that the tree made: corrected by hand they still have most of their pixels.

        Parts of a file may have the same ids by chance.
        """
        if self.made(present):
            return frozenset(present.ids)
        labels = self._labels(min(self.max_count, len(present.parts)))
        shared = np.bincount(labels[labels == present.labels], minlength=256)
        either = np.bincount(labels.ravel(), minlength=256) + np.bincount(
            present.labels.ravel(), minlength=256
        )
        return frozenset(part_id for part_id in present.ids if 3 * shared[part_id] > either[part_id])

    def _order_given(self, present: PartMap) -> tuple[int, ...]:
        """Return the ids of the present parts, back to front, where the user put them in that order."""
        if not self.made(present):
            return ()
        cut = tuple(part.id for part in self._tree.cuts[len(present.parts) - 1])
        return () if present.ids == cut else present.ids


def _in_order(parts: tuple[Part, ...], ids: tuple[int, ...]) -> tuple[Part, ...]:
    """Return parts in which those with the given ids follow one another as the ids do; others keep places."""
    by_id = {part.id: part for part in parts}
    wanted = iter([part_id for part_id in ids if part_id in by_id])
    return tuple(by_id[next(wanted)] if part.id in ids else part for part in parts)
