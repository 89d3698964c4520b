"""The canvas: the picture with everything the mouse and the keyboard do to it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QWidget

from painttime.gui.display_image import BGRX
from painttime.gui.picture_view import PictureView
from painttime.gui.space_key import SpaceKey
from painttime.gui.wipe_handle import WipeHandle

ZOOM_PER_NOTCH = 1.25
NOTCH = 120
"""Wheel angle of one notch, in eighths of a degree."""
SCRUB_PX_PER_CANVAS = 8.0

PartAt = Callable[[int, int], int | None]


class CanvasView(PictureView):
    """Wheel zooms at the cursor, middle drag or Space and drag pans, Shift and drag scrubs.

    part_hovered(int | None): the part under the cursor changed.
    part_clicked(int): a part was clicked.
    compare_changed(bool): the key that shows the painting (C) went down or up.
    wipe_left: Escape was pressed on the divider between two pictures.
    scrubbed(int): the mouse asks for so many canvases forward or back.
    play_tapped: Space was tapped.
    """

    part_hovered = Signal(object)
    part_clicked = Signal(int)
    compare_changed = Signal(bool)
    wipe_left = Signal()
    scrubbed = Signal(int)
    play_tapped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName("Canvas")
        self.setAccessibleDescription("Shows the canvas of the timeline's playhead")
        self._part_at: PartAt = lambda _x, _y: None
        self._hovered: int | None = None
        self._drag_from: QPointF | None = None
        self._drag_mode = ""
        self._pressed_at: QPointF | None = None
        self._is_comparing = False
        self.space = SpaceKey(self)
        self.space.tapped.connect(self.play_tapped)
        self.space.hold_changed.connect(lambda _held: self._choose_cursor())
        self.wipe_handle = WipeHandle(self, self.space)
        self.wipe_handle.moved.connect(self.set_divider)
        self.wipe_handle.escape_pressed.connect(self.wipe_left)

    def show_beside(self, pixels: BGRX | None) -> None:
        """Show another frame right of a divider that can be dragged; None shows one picture again."""
        super().show_beside(pixels)
        if pixels is None and self.wipe_handle.hasFocus():
            self.setFocus()
        self.wipe_handle.setVisible(pixels is not None)
        self.wipe_handle.follow_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.wipe_handle.follow_view()

    def set_part_at(self, part_at: PartAt) -> None:
        """Set what tells the part at a picture pixel (x, y); None where there is none."""
        self._part_at = part_at
        self._hover(None)

    # -- mouse -------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / NOTCH
        if notches:
            self.zoom_at(event.position(), ZOOM_PER_NOTCH**notches)
            self._hover_at(event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() is Qt.MouseButton.LeftButton
        if event.button() is Qt.MouseButton.MiddleButton or (is_left and self.space.is_down):
            self._begin_drag("pan", event.position())
        elif is_left and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._begin_drag("scrub", event.position())
        elif is_left:
            self._pressed_at = event.position()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is None:
            self._hover_at(event.position())
            return
        delta = event.position() - self._drag_from
        if self._drag_mode == "pan":
            self.space.become_hold()
            self.pan(delta)
            self._drag_from = event.position()
        elif canvases := int(delta.x() / SCRUB_PX_PER_CANVAS):
            self._drag_from += QPointF(canvases * SCRUB_PX_PER_CANVAS, 0)
            self.scrubbed.emit(canvases)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed_at, self._pressed_at = self._pressed_at, None
        if self._drag_from is not None:
            self._drag_from, self._drag_mode = None, ""
            self._choose_cursor()
        elif pressed_at is not None and event.button() is Qt.MouseButton.LeftButton:
            moved = (event.position() - pressed_at).manhattanLength()
            part_id = self._part_under(event.position())
            if moved < QApplication.startDragDistance() and part_id is not None:
                self.part_clicked.emit(part_id)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_at(event.position(), 1 + event.value())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                centre = self.mapFromGlobal(pinch.centerPoint().toPoint())
                self.zoom_at(QPointF(centre), pinch.scaleFactor())
                return True
        elif event.type() is QEvent.Type.DevicePixelRatioChange:
            self.fill_view()
        return super().event(event)

    # -- keyboard ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press_key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.release_key(event):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.let_keys_go()
        super().focusOutEvent(event)

    def press_key(self, event: QKeyEvent) -> bool:
        """Take a key the focused widget had no use for; return whether it means something here."""
        if event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.space.press()
            return True
        if event.key() == Qt.Key.Key_C:
            if not event.isAutoRepeat():
                self._compare(True)
            return True
        return False

    def release_key(self, event: QKeyEvent) -> bool:
        """Take the release of a key; return whether it means something here."""
        if event.key() not in (Qt.Key.Key_Space, Qt.Key.Key_C):
            return False
        if not event.isAutoRepeat():
            if event.key() == Qt.Key.Key_Space:
                self.space.release()
            else:
                self._compare(False)
        return True

    def let_keys_go(self) -> None:
        """End what held keys began: the release goes to another window."""
        self.space.forget()
        self._compare(False)

    # ----------------------------------------------------------------------------------------------------

    def _begin_drag(self, mode: str, position: QPointF) -> None:
        self._drag_mode, self._drag_from = mode, position
        self._hover(None)
        self._choose_cursor()

    def _choose_cursor(self) -> None:
        if self._drag_mode == "pan":
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._drag_mode == "scrub":
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        elif self.space.is_down:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def _compare(self, comparing: bool) -> None:
        if comparing != self._is_comparing:
            self._is_comparing = comparing
            self.compare_changed.emit(comparing)

    def _part_under(self, position: QPointF) -> int | None:
        pixel = self.picture_position(position)
        return self._part_at(*pixel) if pixel is not None else None

    def _hover_at(self, position: QPointF) -> None:
        self._hover(self._part_under(position))

    def _hover(self, part_id: int | None) -> None:
        if part_id != self._hovered:
            self._hovered = part_id
            self.part_hovered.emit(part_id)
