"""The handle of the wipe: a line over the picture with a knob to drag."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from painttime.gui.space_key import SpaceKey

WIDTH_PX = 30
KNOB_RADIUS_PX = 12.0
STEP = 0.01
LARGE_STEP = 0.1
"""Shares of the view that the arrow keys move it by, alone and with Shift."""

KEYS = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Escape,
}


class WipeHandle(QWidget):
    """Lies over a view, as high as it, and stands at a share of its width, 0 = left edge, 1 = right edge.

    moved(float): it stands at another share. escape_pressed: on it.
    """

    moved = Signal(float)
    escape_pressed = Signal()

    def __init__(self, view: QWidget, space: SpaceKey) -> None:
        super().__init__(view)
        self._view = view
        self._space = space
        self._share = 0.5
        self._grip: float | None = None
        # The mouse leaves the keyboard where it is: arrows go on stepping through the canvases.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName("Compare divider")
        self.describe("the canvas", "the painting")
        self.setToolTip("Drag to compare; double-click puts it into the middle (W or Esc ends)")
        self.hide()

    @property
    def share(self) -> float:
        return self._share

    def describe(self, left: str, right: str) -> None:
        """Say to those who do not see it what lies on its two sides."""
        self.setAccessibleDescription(
            f"Left of it: {left}. Right of it: {right}. Left and Right move it, Escape ends comparing."
        )

    def move_to(self, share: float) -> None:
        """Put it at a share of the view's width."""
        share = min(1.0, max(0.0, share))
        if share != self._share:
            self._share = share
            self.moved.emit(share)
        self.follow_view()

    def follow_view(self) -> None:
        """Lie as high as the view and at its place, after either has changed."""
        middle = round(self._share * self._view.width())
        self.setGeometry(middle - WIDTH_PX // 2, 0, WIDTH_PX, self._view.height())

    # -- Qt ----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier and not self._space.is_down
        if event.button() is Qt.MouseButton.LeftButton and is_plain:
            self._grip = event.position().x() - WIDTH_PX / 2
        else:
            # Panning and scrubbing go on under the handle.
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            event.ignore()
            return
        position = self._view.mapFromGlobal(event.globalPosition())
        self.move_to((position.x() - self._grip) / max(1, self._view.width()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            event.ignore()
        self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.move_to(0.5)

    def event(self, event: QEvent) -> bool:
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in KEYS:
            # Here the arrows move the handle and do not step through the canvases.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_large = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = LARGE_STEP if is_large else STEP
        targets = {
            Qt.Key.Key_Left: self._share - step,
            Qt.Key.Key_Right: self._share + step,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: 1.0,
        }
        key = Qt.Key(event.key())
        if key in targets:
            self.move_to(targets[key])
        elif key == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        else:
            # To the view: Space and C mean the same here.
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y = WIDTH_PX / 2, self.height() / 2
        accent = self.palette().highlight().color()
        # A light line on a dark one is seen on every ground.
        for colour, width in ((QColor(0, 0, 0, 120), 3.0), (QColor(255, 255, 255), 1.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        knob = QRectF(x - KNOB_RADIUS_PX, y - KNOB_RADIUS_PX, 2 * KNOB_RADIUS_PX, 2 * KNOB_RADIUS_PX)
        painter.setPen(
            QPen(accent if self.hasFocus() else QColor(0, 0, 0, 140), 2.5 if self.hasFocus() else 1.0)
        )
        painter.setBrush(QColor(255, 255, 255))
        painter.drawEllipse(knob)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(40, 40, 40))
        for side in (-1, 1):
            tip = QPointF(x + side * 8, y)
            painter.drawPolygon(QPolygonF([tip, QPointF(x + side * 3, y - 4), QPointF(x + side * 3, y + 4)]))
