"""Dragging rows of the parts list to where they shall lie in depth."""

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QListView, QWidget

SCROLL_MARGIN_PX = 26
SCROLL_STEP_PX = 9
SCROLL_INTERVAL_MS = 16
LINE_HEIGHT_PX = 6


class DropLine(QWidget):
    """Where dragged rows would come to lie: a line across the list with a dot at its beginning."""

    def __init__(self, list_area: QWidget) -> None:
        super().__init__(list_area)
        self._list_area = list_area
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, y: int) -> None:
        """Show the line at a height of the list's viewport, held to where all of it can be seen."""
        room = self._list_area.size()
        top = min(max(0, y - LINE_HEIGHT_PX // 2), max(0, room.height() - LINE_HEIGHT_PX))
        self.setGeometry(QRect(4, top, room.width() - 8, LINE_HEIGHT_PX))
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
        painter.drawEllipse(0, 0, LINE_HEIGHT_PX, LINE_HEIGHT_PX)
        painter.drawRect(LINE_HEIGHT_PX // 2, 2, self.width() - LINE_HEIGHT_PX // 2, LINE_HEIGHT_PX - 4)
        painter.end()


class PartDrag(QObject):
    """Follows the mouse over a list from press to release; positions are in the list's viewport.

    A gesture of our own and no drag and drop of the system: nothing leaves the list, and the row widgets,
    which lie over it, hand their presses on to it.

    dropped(slot): the chosen rows were let go above this row; the number of rows for the end.
    """

    dropped = Signal(int)

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._began: QPoint | None = None
        self._at = QPoint()
        self._slot: int | None = None
        self.line = DropLine(view.viewport())
        self._timer = QTimer(self)
        self._timer.setInterval(SCROLL_INTERVAL_MS)
        self._timer.timeout.connect(self._scroll)

    @property
    def is_dragging(self) -> bool:
        return self._slot is not None

    @property
    def slot(self) -> int | None:
        """The row that the dragged ones would lie above, None while nothing is dragged."""
        return self._slot

    def press(self, at: QPoint) -> None:
        """The mouse went down; a drag begins when it has moved far enough."""
        self._began = at if self._view.indexAt(at).isValid() else None

    def move(self, at: QPoint) -> None:
        """The mouse moved with its button held."""
        if self._began is None:
            return
        if not self.is_dragging:
            if (at - self._began).manhattanLength() < QApplication.startDragDistance():
                return
            self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._timer.start()
        self._at = at
        self._show_slot()

    def release(self) -> bool:
        """The mouse was let go; return whether rows were dragged."""
        slot = self._slot
        self._end()
        if slot is None:
            return False
        self.dropped.emit(slot)
        return True

    def cancel(self) -> None:
        """Leave everything as it was; the mouse may still be down."""
        self._end()

    # ----------------------------------------------------------------------------------------------------

    def _end(self) -> None:
        self._began = self._slot = None
        self._timer.stop()
        self.line.hide()
        self._view.viewport().unsetCursor()

    def _show_slot(self) -> None:
        model, viewport = self._view.model(), self._view.viewport()
        shown = [row for row in range(model.rowCount()) if not self._view.isRowHidden(row)]
        y = min(max(0, self._at.y()), viewport.height() - 1)
        above = [row for row in shown if self._rect(row).center().y() < y]
        self._slot = above[-1] + 1 if above else shown[0]
        self.line.show_at(self._rect(above[-1]).bottom() + 1 if above else self._rect(shown[0]).top())

    def _rect(self, row: int) -> QRect:
        return self._view.visualRect(self._view.model().index(row, 0))

    def _scroll(self) -> None:
        height, y = self._view.viewport().height(), self._at.y()
        steps = (y > height - SCROLL_MARGIN_PX) - (y < SCROLL_MARGIN_PX)
        if steps:
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + steps * SCROLL_STEP_PX)
            self._show_slot()
