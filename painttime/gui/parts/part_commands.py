"""What the user does to whole parts: new, merge, take apart, delete, move in depth, add the contours."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from painttime.core.part import PartMap
from painttime.errors import PartsError
from painttime.gui.document import Document
from painttime.gui.parts.part_order import moved, moved_by
from painttime.workflow.editing_parts import (
    merged,
    split_into_islands,
    with_contours,
    with_empty_part,
    without,
)


class PartCommands(QObject):
    """Acts on the parts chosen in the document; every act is one undo step. Locked parts stay as they are.

    noted(sentence): why something could not be done.
    """

    noted = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document

    def add_part(self) -> bool:
        """Add an empty part in front of the one chosen, or of all, and choose it; False if it cannot be."""
        chosen, former = self._document.chosen_part, self._parts.ids
        self._edit(lambda parts: with_empty_part(parts, chosen)[0], "New part")
        new_ids = self._new_ids(former)
        if new_ids:
            self._document.choose(new_ids)
        return bool(new_ids)

    def merge(self) -> None:
        """Make one part of those chosen: the one chosen last, with its name and place."""
        chosen, into = self._document.chosen, self._document.chosen_part
        if into is not None:
            self._edit(lambda parts: merged(parts, chosen, into, self._locked), "Merge parts")

    def split_islands(self) -> None:
        """Make a part of every piece of the one chosen, and choose them all."""
        part_id, former = self._document.chosen_part, self._parts.ids
        if part_id is not None:
            self._edit(lambda parts: split_into_islands(parts, part_id, self._locked), "Split islands")
            self._document.choose((part_id, *self._new_ids(former)))

    def delete(self) -> None:
        """Delete the parts chosen; each of their pixels goes to the part nearest to it."""
        chosen = self._document.chosen
        if not chosen:
            return
        name = f"Delete {self._parts.part(chosen[0]).name}" if len(chosen) == 1 else "Delete parts"
        self._edit(lambda parts: without(parts, chosen, self._locked), name)

    def add_contours(self) -> None:
        """Add the band along the borders between parts as a part in front of all."""
        self._edit(lambda parts: with_contours(parts, self._locked)[0], "Contours")

    def move(self, rows: int) -> None:
        """Move the parts chosen so many rows back in depth, forward where it is less than 0."""
        chosen = self._document.chosen
        self._edit(lambda parts: moved_by(parts, chosen, rows), "Order of parts")

    def move_to_end(self, rows: int) -> None:
        """Move the parts chosen behind all others, before them where `rows` is less than 0."""
        self.move(rows * len(self._parts.parts))

    def move_above(self, slot: int) -> None:
        """Move the parts chosen above a row of the list, the number of rows for the end."""
        chosen = self._document.chosen
        self._edit(lambda parts: moved(parts, chosen, slot), "Order of parts")

    def show_group(self, group: tuple[str, ...]) -> None:
        """Show all parts of a group where one of them is hidden, else hide them."""
        hidden = self._document.project.hidden
        members = {part.id for part in self._parts.parts if part.group[: len(group)] == group}
        self._document.set_hidden(hidden - members if hidden & members else hidden | members)

    # ----------------------------------------------------------------------------------------------------

    @property
    def _parts(self) -> PartMap:
        return self._document.project.parts

    @property
    def _locked(self) -> frozenset[int]:
        return self._document.project.locked

    def _edit(self, change: Callable[[PartMap], PartMap], name: str) -> None:
        try:
            parts = change(self._parts)
        except PartsError as error:
            self.noted.emit(str(error))
        else:
            self._document.edit_parts(parts, name)

    def _new_ids(self, former: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(part_id for part_id in self._parts.ids if part_id not in former)
