"""What every tool works on: the parts of the open project, the chosen one, and edits as undo steps."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from painttime.core.part import Part, PartMap
from painttime.core.project import Project
from painttime.errors import PartsError
from painttime.gui.document import Document
from painttime.gui.tools.tool_options import ToolOptions

CHOOSE_FIRST = "Choose a part first: click its row, or hold Ctrl and click it in the picture."
UNCHANGED = "Nothing changed: the parts are like that already."

Edit = Callable[[PartMap, frozenset[int]], PartMap]
"""Parts and the locked ones among them, which must stay as they are, to other parts."""


class Workbench(QObject):
    """Reads and edits the document for the tools; every edit is one undo step.

    noted(sentence): what an edit did that is not seen at once, or why it could not be done.
    """

    noted = Signal(str)

    def __init__(self, document: Document, options: ToolOptions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.options = options

    @property
    def project(self) -> Project:
        return self._document.project

    @property
    def parts(self) -> PartMap:
        return self._document.project.parts

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the painting in pixels."""
        painting = self._document.project.painting
        return painting.height_px, painting.width_px

    @property
    def chosen(self) -> Part | None:
        """The part that pixels go to."""
        part_id = self._document.chosen_part
        return self.parts.part(part_id) if part_id is not None else None

    def part_at(self, x: float, y: float) -> int | None:
        """Return the part at picture coordinates, None beside the picture."""
        height_px, width_px = self.size
        inside = 0 <= x < width_px and 0 <= y < height_px
        return int(self.parts.labels[int(y), int(x)]) if inside else None

    def choose(self, part_id: int | None) -> None:
        """Choose the part that pixels go to."""
        if part_id is not None:
            self._document.choose((part_id,))

    def needs_chosen(self) -> Part | None:
        """Return the chosen part; where there is none, say how one is chosen."""
        chosen = self.chosen
        if chosen is None:
            self.noted.emit(CHOOSE_FIRST)
        return chosen

    def edit(self, name: str, edit: Edit, *, tells_gone: bool = True, unchanged: str = UNCHANGED) -> bool:
        """Make one undo step of an edit; return whether parts have changed.

        A mistake of the user becomes a sentence, and nothing changes.
        tells_gone: whether to say which parts lost their last pixel.
        unchanged: what to say where the edit leaves everything as it was.
        """
        former = self.parts
        try:
            parts = edit(former, self.project.locked)
        except PartsError as error:
            self.noted.emit(str(error))
            return False
        if _are_the_same(parts, former):
            self.noted.emit(unchanged)
            return False
        self._document.edit_parts(parts, name)
        gone = [f"“{part.name}”" for part in former.parts if part.id not in parts.ids]
        if gone and tells_gone:
            self.noted.emit(f"No pixels were left of {' and '.join(gone)}. Undo brings back what went away.")
        return True


def _are_the_same(parts: PartMap, others: PartMap) -> bool:
    """Return whether two maps say the same, pixel by pixel; an edit that changes nothing costs no process."""
    if parts is others:
        return True
    return parts.parts == others.parts and np.array_equal(parts.labels, others.labels)
