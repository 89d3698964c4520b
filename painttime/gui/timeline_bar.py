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

    Being a slider, it has its keys and its accessible value from Qt; it draws itself. By stroke (show_share)
    its playhead stands between canvases, and mouse and keys ask for places instead of setting the value.
    scrub_began, scrub_ended: the mouse went down on it and came up.
    share_asked(share): by stroke, a place on the bar, in canvases. walked(strokes): by stroke, so many on.
    """

    scrub_began = Signal()
    scrub_ended = Signal()
    share_asked = Signal(float)
    walked = Signal(int)

    def __init__(self, strip: ThumbnailStrip, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._strip = strip
        self._states: tuple[CanvasState, ...] = ()
        self._stages: tuple[str | None, ...] = ()
        self._aspect = 1.0
        self._wheel = 0
        self._share: float | None = None
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

    def show_share(self, share: float | None) -> None:
        """Put the playhead between canvases: 2.5 is half-way from canvas 2 to 3; None goes by canvas."""
        self._share = share
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

    def x_of(self, index: float) -> float:
        """Return the middle of a canvas's cell, or a place between two of them."""
        track = self._track()
        return track.left() + (index + 0.5) * track.width() / max(1, len(self._states))

    def share_at(self, x: float) -> float:
        """Return the place at a horizontal position in canvases, held to the first and last."""
        track, count = self._track(), len(self._states)
        return min(count - 1.0, max(0.0, (x - track.left()) / track.width() * count - 0.5))

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
        self._scrub_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._scrub_to(event.position().x())
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
        self._walk(notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        ends = {Qt.Key.Key_Home: 0.0, Qt.Key.Key_End: float(self.maximum())}
        if key in ways:
            self._walk(ways[key] * _places_of(event.modifiers()))
        elif self._share is not None and key in ends:
            self.share_asked.emit(ends[key])
        else:
            super().keyPressEvent(event)

    def _walk(self, places: int) -> None:
        if self._share is None:
            self.setValue(self.value() + places)
        else:
            self.walked.emit(places)

    def _scrub_to(self, x: float) -> None:
        if self._share is None:
            self.setValue(self.canvas_at(x))
        else:
            self.share_asked.emit(self.share_at(x))

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
        place = self.value() if self._share is None else self._share
        drawing.playhead(self.x_of(place), is_held=self.isSliderDown())

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


def _places_of(modifiers: Qt.KeyboardModifier) -> int:
    """Return how far an arrow key goes: 1, with Shift 10, with Ctrl 100."""
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return 100
    return 10 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1
