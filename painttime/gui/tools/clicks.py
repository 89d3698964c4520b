"""The tools that a single click uses: wand, reassign, merge, reshape."""

from PySide6.QtCore import Qt

from painttime.core.part import PartMap
from painttime.gui.tools.pointer import Pointer
from painttime.gui.tools.taking import take
from painttime.gui.tools.tool import Tool
from painttime.segmentation.editing.assigning import assign, piece_at
from painttime.segmentation.editing.joining import merge
from painttime.segmentation.editing.masks import wand_area


class Wand(Tool):
    """All pixels of nearly one colour go to a part, or away from it."""

    def press(self, pointer: Pointer) -> None:
        options = self.bench.options
        area = wand_area(
            self.bench.project.painting.pixels,
            pointer.x,
            pointer.y,
            tolerance=options.tolerance,
            contiguous=options.is_contiguous,
        )
        if not area.is_empty:
            take(self.bench, area, self.words, self.mode_of(pointer))


class Reassign(Tool):
    """The piece under the pointer goes from its part to the chosen one."""

    cursor = Qt.CursorShape.PointingHandCursor
    shows_part_below = True

    def press(self, pointer: Pointer) -> None:
        below = self.bench.part_at(pointer.x, pointer.y)
        chosen = self.bench.needs_chosen()
        if chosen is None or below is None:
            return
        if below == chosen.id:
            self.bench.noted.emit(f"This belongs to “{chosen.name}” already. Click a piece of another part.")
            return
        piece = piece_at(self.bench.parts, pointer.x, pointer.y)
        self.bench.edit(
            f"Reassign to {chosen.name}",
            lambda parts, locked: assign(parts, piece, chosen.id, keep=locked),
        )


class MergeByClick(Tool):
    """The whole part under the pointer joins the chosen one."""

    cursor = Qt.CursorShape.PointingHandCursor
    shows_part_below = True

    def press(self, pointer: Pointer) -> None:
        below = self.bench.part_at(pointer.x, pointer.y)
        chosen = self.bench.needs_chosen()
        if chosen is None or below is None:
            return
        if below == chosen.id:
            self.bench.noted.emit(f"Click another part: it joins “{chosen.name}”.")
            return

        def join(parts: PartMap, locked: frozenset[int]) -> PartMap:
            return merge(parts, (below, chosen.id), chosen.id, keep=locked)

        self.bench.edit(f"Merge into {chosen.name}", join, tells_gone=False)


class Reshape(Tool):
    """A click chooses the part; what is done to it stands in the options."""

    cursor = Qt.CursorShape.PointingHandCursor
    shows_part_below = True

    def press(self, pointer: Pointer) -> None:
        self.bench.choose(self.bench.part_at(pointer.x, pointer.y))
