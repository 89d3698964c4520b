"""The list that carries the rows of the parts panel."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from painttime.gui.parts.part_drag import PartDrag
from painttime.gui.parts.part_list_model import PartListModel
from painttime.gui.parts.part_row import line_height_px

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class RowDelegate(QStyledItemDelegate):
    """Gives rows their height; the row widgets draw everything themselves."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw nothing: the row widget lies on top."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option
        return QSize(200, line_height_px(starts_group=index.data(PartListModel.StartsGroupRole)))

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Give the row widget the whole row: Qt leaves room for a check box and an icon."""
        del index
        editor.setGeometry(option.rect)


class PartListView(QListView):
    """Up and Down choose a row, Shift and Ctrl several; Space shows or hides; Tab goes through the controls.

    Rows are dragged to where they shall lie in depth; Ctrl+Up and Ctrl+Down move them by keyboard.

    rows_dropped(slot): the chosen rows shall lie above this row.
    rows_moved(steps, to the end): one up or down, or with Shift as far as it goes.
    """

    visibility_key_pressed = Signal()
    rename_key_pressed = Signal()
    delete_key_pressed = Signal()
    rows_dropped = Signal(int)
    rows_moved = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Parts, front to back")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(RowDelegate(self))
        self.drag = PartDrag(self)
        self.drag.dropped.connect(self.rows_dropped)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Row widgets keep the width they had otherwise, and their locks leave a panel that got narrower.
        self.updateEditorGeometries()

    def event(self, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride and self.drag.is_dragging:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.drag.press(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # Not Qt's own: it would choose every row the mouse passes.
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.drag.move(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.drag.release():
            # What was dragged stays chosen, where Qt would choose the row under the mouse alone.
            self.setState(QListView.State.NoState)
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        has_control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape and self.drag.is_dragging:
            self.drag.cancel()
        elif key in STEPS and has_control:
            self.rows_moved.emit(STEPS[key], bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Space:
            self.visibility_key_pressed.emit()
        elif key == Qt.Key.Key_F2:
            self.rename_key_pressed.emit()
        elif key == Qt.Key.Key_Delete:
            self.delete_key_pressed.emit()
        elif event.text().isalpha() and modifiers == Qt.KeyboardModifier.NoModifier:
            # Qt would search the rows for the letter; in this window letters are commands (C compares).
            event.ignore()
        else:
            super().keyPressEvent(event)
