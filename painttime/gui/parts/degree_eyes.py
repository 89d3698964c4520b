"""What pressing and dragging the eyes of the part rows does to the document."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt

from painttime.gui.document import Document


class EyeColumn(QObject):
    """A click shows or hides; a drag down the column does the same to every row it passes.

    Alt+click shows one part alone; while one is, a plain click on any eye brings the others back.
    row_at: the row under a global position, None where there is none. part_ids: of the rows, top to bottom.
    """

    def __init__(
        self,
        document: Document,
        row_at: Callable[[QPoint], int | None],
        part_ids: Callable[[], tuple[int, ...]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._row_at = row_at
        self._part_ids = part_ids
        self._shows: bool | None = None
        self._last_row = 0

    def press(self, part_id: int, modifiers: Qt.KeyboardModifier) -> None:
        self._shows = None
        if modifiers & Qt.KeyboardModifier.AltModifier:
            self._document.set_solo(part_id)
        elif self._document.solo is not None:
            self._document.set_solo(None)
        else:
            self._shows = part_id in self._document.project.hidden
            self._last_row = self._part_ids().index(part_id)
            self._apply(self._last_row)

    def drag(self, position: QPoint) -> None:
        """Go on to the row under the mouse, and through those it jumped over."""
        row = self._row_at(position)
        if self._shows is None or row is None or row == self._last_row:
            return
        step = 1 if row > self._last_row else -1
        for passed in range(self._last_row + step, row + step, step):
            self._apply(passed)
        self._last_row = row

    def let_go(self) -> None:
        if self._shows is not None:
            self._shows = None
            self._document.set_hidden(self._document.project.hidden)

    def _apply(self, row: int) -> None:
        hidden, part_id = self._document.project.hidden, self._part_ids()[row]
        changed = hidden - {part_id} if self._shows else hidden | {part_id}
        if changed != hidden:
            self._document.set_hidden(changed, dragging=True)
