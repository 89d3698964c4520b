"""The eye and the name in a row of the parts panel."""

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QStackedWidget, QWidget

from painttime.gui.icon_button import IconButton


class EyeButton(IconButton):
    """Acts on the press, so that the mouse can go on down the column of eyes."""

    pressed_with = Signal(object)
    """Keyboard modifiers held while it was pressed."""

    dragged = Signal(QPoint)
    """Global position of the mouse while the button is held."""

    let_go = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setDown(True)
            self.pressed_with.emit(event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.let_go.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed_with.emit(event.modifiers())
            self.let_go.emit()
        else:
            super().keyPressEvent(event)


class NameField(QStackedWidget):
    """A name that becomes a text field while it is being changed; Escape gives up."""

    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setMinimumWidth(20)
        self._edit = QLineEdit()
        self._edit.setAccessibleName("Name of the part")
        self._edit.setFrame(False)
        self._edit.editingFinished.connect(self._finish)
        self.addWidget(self._label)
        self.addWidget(self._edit)
        self.setFixedHeight(22)

    @property
    def is_editing(self) -> bool:
        return self.currentWidget() is self._edit

    @property
    def editor(self) -> QLineEdit:
        return self._edit

    def show_name(self, name: str, muted: bool) -> None:
        self._name = name
        self._elide()
        role = QPalette.ColorRole.PlaceholderText if muted else QPalette.ColorRole.WindowText
        self._label.setForegroundRole(role)

    def begin(self) -> None:
        self._edit.setText(self._name)
        self._edit.selectAll()
        self.setCurrentWidget(self._edit)
        self._edit.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_editing:
            # Losing the focus counts as entering what was typed.
            with QSignalBlocker(self._edit):
                self.setCurrentWidget(self._label)
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        if self.is_editing:
            self.setCurrentWidget(self._label)
            self.entered.emit(self._edit.text())

    def _elide(self) -> None:
        metrics = self._label.fontMetrics()
        self._label.setText(metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, self.width()))
