"""The scrub bar: stages, thumbnails and what is computed, with the playhead across them."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QToolTip, QWidget

from painttime.gui.timeline_drawing import BarDrawing, CanvasState
from painttime.gui.timeline_stages import stage_runs
from painttime.gui.timeline_strip import ThumbnailStrip

MARGIN_PX = 10.0
WHEEL_NOTCH = 120


class TimelineBar(QSlider):
    """Value = the canvas shown. Click jumps, drag scrubs, wheel and arrows step, Shift+arrows step ten.

    Being a slider, it has its keys and its accessible value from Qt; it draws itself.
    scrub_began, scrub_ended: the mouse went down on it and came up.
    """

    scrub_began = Signal()
    scrub_ended = Signal()

    def __init__(self, strip: ThumbnailStrip, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._strip = strip
        self._states: tuple[CanvasState, ...] = ()
        self._stages: tuple[str | None, ...] = ()
        self._aspect = 1.0
        self._wheel = 0
        self._hovered: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSingleStep(1)
        self.setPageStep(10)
        self.setAccessibleName("Timeline: canvas shown")
        strip.ready.connect(self.update)

    @property
    def states(self) -> tuple[CanvasState, ...]:
        """What is computed, computing and pending, by canvas."""
        return self._states

    def show_canvases(self, states: Sequence[CanvasState], stages: Sequence[str | None]) -> None:
        """Set what every canvas is; as many canvases as states, none where no project is open."""
        self._states, self._stages = tuple(states), tuple(stages)
        self.setRange(0, max(0, len(states) - 1))
        self.setEnabled(bool(states))
        self.update()

    def set_aspect(self, aspect: float) -> None:
        """Set width / height of the thumbnails."""
        self._aspect = min(3.0, max(0.4, aspect))
        self.update()

    def canvas_at(self, x: float) -> int:
        """Return the canvas at a horizontal position, held to the first and last."""
        track = self._track()
        index = int((x - track.left()) / track.width() * len(self._states))
        return min(max(0, len(self._states) - 1), max(0, index))

    def x_of(self, index: int) -> float:
        """Return the middle of a canvas's cell."""
        track = self._track()
        return track.left() + (index + 0.5) * track.width() / max(1, len(self._states))

    def sizeHint(self) -> QSize:
        return QSize(640, 104)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 64)

    # -- input -------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._states:
            event.ignore()
            return
        self.setSliderDown(True)
        self.scrub_began.emit()
        self.setValue(self.canvas_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self.canvas_at(event.position().x()))
        self._hover(self.canvas_at(event.position().x()) if self._states else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            self.scrub_ended.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        self._wheel -= delta.y() if abs(delta.y()) >= abs(delta.x()) else delta.x()
        notches = int(self._wheel / WHEEL_NOTCH)
        self._wheel -= notches * WHEEL_NOTCH
        self.setValue(self.value() + notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ten = {Qt.Key.Key_Left: -10, Qt.Key.Key_Right: 10}.get(Qt.Key(event.key()))
        if ten is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.setValue(self.value() + ten)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._states:
            QToolTip.showText(event.globalPos(), self.described(self.canvas_at(event.pos().x())), self)
            return True
        return super().event(event)

    def described(self, index: int) -> str:
        """Return a canvas in words: its number, its stage, and whether it is there."""
        stage = self._stages[index]
        state = self._states[index]
        return f"Canvas {index} of {len(self._states) - 1} · {stage if stage is not None else state.value}"

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    # -- drawing -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing = BarDrawing(painter, self.palette(), QRectF(self.rect()))
        if self._states:
            self._draw(painter, drawing)
        if self.hasFocus():
            drawing.focus_frame()
        painter.end()

    def _draw(self, painter: QPainter, drawing: BarDrawing) -> None:
        track, count = self._track(), len(self._states)
        cell = track.width() / count
        for run in stage_runs(self._stages):
            left = track.left() + run.first * cell
            drawing.stage(run.name, left, (run.last - run.first + 1) * cell)
        self._draw_thumbnails(painter, drawing)
        for state, group in groupby(enumerate(self._states), key=lambda pair: pair[1]):
            indices = [index for index, _ in group]
            drawing.cells(state, track.left() + indices[0] * cell, cell, len(indices))
        if self._hovered is not None and not self.isSliderDown():
            drawing.hover(self.x_of(self._hovered))
        drawing.playhead(self.x_of(self.value()), is_held=self.isSliderDown())

    def _draw_thumbnails(self, painter: QPainter, drawing: BarDrawing) -> None:
        track, count, room = self._track(), len(self._states), drawing.thumbnails_room()
        if room.height() < 16:
            return
        slots = max(1, min(count, int(track.width() / (room.height() * self._aspect + 3))))
        width, ratio = track.width() / slots, self.devicePixelRatioF()
        # The same at any width of the bar, so that resizing the window asks for no picture anew.
        size = (QSizeF(room.height() * self._aspect, room.height()) * ratio).toSize()
        for slot in range(slots):
            frame = QRectF(track.left() + slot * width, room.top(), width, room.height())
            frame.adjust(1, 0, -1, 0)
            # From the first canvas to the last: the ground and the painting are always among them.
            index = round(slot * (count - 1) / (slots - 1)) if slots > 1 else count - 1
            picture = self._strip.picture(index, size)
            drawing.thumbnail_ground(frame)
            if picture is not None:
                extent = QRectF(0, 0, picture.width() / ratio, picture.height() / ratio)
                extent.moveCenter(frame.center())
                at = QPointF(round(extent.left() * ratio) / ratio, round(extent.top() * ratio) / ratio)
                painter.drawPixmap(QRectF(at, extent.size()), picture, QRectF(picture.rect()))

    def _track(self) -> QRectF:
        return QRectF(self.rect()).adjusted(MARGIN_PX, 0, -MARGIN_PX, 0)
