"""The canvas: the picture with everything the mouse and the keyboard do to it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QWidget

from painttime.gui.display_image import BGRX
from painttime.gui.picture_view import PictureView
from painttime.gui.space_key import SpaceKey
from painttime.gui.tools.grip import ToolGrip
from painttime.gui.tools.pointer import CanvasTool, PictureLayer
from painttime.gui.wipe_handle import WipeHandle

ZOOM_PER_NOTCH = 1.25
NOTCH = 120
"""Wheel angle of one notch, in eighths of a degree."""
SCRUB_PX_PER_CANVAS = 8.0

PartAt = Callable[[int, int], int | None]


class CanvasView(PictureView):
    """Wheel zooms at the cursor, middle drag or Space and drag pans, Shift and drag scrubs.

    With a tool in use the mouse, Space tapped and some keys go to the tool; panning and zooming stay.

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
        self._grip = ToolGrip(self)
        self._layers: list[PictureLayer] = []
        self.space = SpaceKey(self)
        self.space.tapped.connect(self._tap_space)
        self.space.hold_changed.connect(lambda _held: self.choose_cursor())
        self.wipe_handle = WipeHandle(self, self.space)
        self.wipe_handle.moved.connect(self.set_divider)
        self.wipe_handle.escape_pressed.connect(self.wipe_left)

    def show_beside(self, pixels: BGRX | None, *, in_shape: bool = False) -> None:
        """Show another frame right of a divider that can be dragged; None shows one picture again."""
        super().show_beside(pixels, in_shape=in_shape)
        if pixels is None and self.wipe_handle.hasFocus():
            self.setFocus()
        self.wipe_handle.setVisible(pixels is not None)
        self.wipe_handle.follow_view()

    def set_tags(self, left: str, right: str) -> None:
        """Say at the divider, and of it, what lies on its two sides."""
        super().set_tags(left, right)
        self.wipe_handle.describe(left, right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.wipe_handle.follow_view()

    def set_part_at(self, part_at: PartAt) -> None:
        """Set what tells the part at a picture pixel (x, y); None where there is none."""
        self._part_at = part_at
        self._hover(None)

    # -- tools -------------------------------------------------------------------------------------------

    def set_tool(self, tool: CanvasTool | None) -> None:
        """Hand mouse and keyboard to a tool; None takes them back."""
        self._grip.take(tool)
        self._pressed_at = None
        self._hover(None)
        self.choose_cursor()

    def add_layer(self, layer: PictureLayer) -> None:
        """Draw something over the picture from now on; call update() when it has changed."""
        self._layers.append(layer)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.transform is None:
            return
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        for layer in self._layers:
            painter.save()
            layer.draw(painter, self.transform, ratio)
            painter.restore()

    # -- mouse -------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        # With Alt some systems turn the wheel sideways.
        notches = (event.angleDelta().y() or event.angleDelta().x()) / NOTCH
        if self._grip.tool is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._grip.tool.resize(notches)
        elif notches:
            self.zoom_at(event.position(), ZOOM_PER_NOTCH**notches)
            self._hover_at(event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() is Qt.MouseButton.LeftButton
        if event.button() is Qt.MouseButton.MiddleButton or (is_left and self.space.is_down):
            self._begin_drag("pan", event.position())
        elif self._grip.tool is not None:
            self._grip.press(event)
        elif is_left and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._begin_drag("scrub", event.position())
        elif is_left:
            self._pressed_at = event.position()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._grip.tool is not None and not self.space.is_down:
            self._grip.press(event, again=True)
        else:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is None:
            self._hover_at(event.position())
            self._grip.move(event)
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
            self.choose_cursor()
        elif self._grip.tool is not None:
            self._grip.release(event)
        elif pressed_at is not None and event.button() is Qt.MouseButton.LeftButton:
            moved = (event.position() - pressed_at).manhattanLength()
            part_id = self._part_under(event.position())
            if moved < QApplication.startDragDistance() and part_id is not None:
                self.part_clicked.emit(part_id)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        if self._grip.tool is not None:
            self._grip.tool.hover(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._grip.tool is not None:
            if self._grip.tool.wants_key(event):
                # Accepting it turns the key from a shortcut of the window into a plain key press.
                event.accept()
                return True
        elif isinstance(event, QNativeGestureEvent):
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
        is_tools = self._grip.tool is not None and self._grip.tool.press_key(event)
        if not is_tools and not self.press_key(event):
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
        self.choose_cursor()

    def choose_cursor(self) -> None:
        """Show the cursor of what the mouse would do now."""
        if self._drag_mode == "pan":
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._drag_mode == "scrub":
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        elif self.space.is_down:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._grip.tool is not None:
            self.setCursor(self._grip.tool.cursor)
        else:
            self.unsetCursor()

    def _tap_space(self) -> None:
        if self._grip.tool is None or not self._grip.tool.tap():
            self.play_tapped.emit()

    def _compare(self, comparing: bool) -> None:
        if comparing != self._is_comparing:
            self._is_comparing = comparing
            self.compare_changed.emit(comparing)

    def _part_under(self, position: QPointF) -> int | None:
        pixel = self.picture_position(position)
        return self._part_at(*pixel) if pixel is not None else None

    def _hover_at(self, position: QPointF) -> None:
        self._hover(self._part_under(position) if self._grip.shows_part_below() else None)

    def _hover(self, part_id: int | None) -> None:
        if part_id != self._hovered:
            self._hovered = part_id
            self.part_hovered.emit(part_id)
