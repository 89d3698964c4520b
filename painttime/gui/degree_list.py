"""The list that carries the rows of the parts panel."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from painttime.gui.degree_row import ROW_HEIGHT_PX


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
        del option, index
        return QSize(200, ROW_HEIGHT_PX)

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
    """Up and Down choose a row, Space shows or hides it, F2 renames it; Tab goes through its controls."""

    visibility_key_pressed = Signal()
    rename_key_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Parts, front to back")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setItemDelegate(RowDelegate(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Row widgets keep the width they had otherwise, and their locks leave a panel that got narrower.
        self.updateEditorGeometries()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.visibility_key_pressed.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.rename_key_pressed.emit()
        elif event.text().isalpha() and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            # Qt would search the rows for the letter; in this window letters are commands (C compares).
            event.ignore()
        else:
            super().keyPressEvent(event)
