"""A slider for degrees that also shows what the last step really did."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

HANDLE_RADIUS_PX = 6.0
GROOVE_HEIGHT_PX = 5.0
REALISED_HEIGHT_PX = 2.0


class DegreeSlider(QSlider):
    """Percent, 0..100; click jumps, drag moves, arrows 1, Page keys 10. The wheel moves it only with focus.

    A thin line under the groove is the realised degree.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, 100)
        self.setPageStep(10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._is_known = True
        self._is_muted = False
        self._realised: float | None = None

    @property
    def realised(self) -> float | None:
        return self._realised

    def show_state(self, *, is_known: bool, is_muted: bool, realised: float | None) -> None:
        """Set how it is drawn: without a handle where no degree is known, faint where it is the plan's."""
        if (is_known, is_muted, realised) != (self._is_known, self._is_muted, self._realised):
            self._is_known, self._is_muted, self._realised = is_known, is_muted, realised
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 20)

    # -- input -------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self.setValue(self._value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            # Who drags goes on with the keys of the timeline; only Tab brings the keyboard here to stay.
            self.clearFocus()
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel turned to scroll the list must not change a degree on its way.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    # -- drawing -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = self._groove()
        _fill(painter, groove, _faded(self._ink(), 0.16))
        if self._is_known:
            _fill(painter, self._part_of(groove, self.value() / 100), self._accent())
        self._draw_realised(painter, groove)
        if self._is_known and self.isEnabled():
            self._draw_handle(painter, groove)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1.2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.6, 0.6, -0.6, -0.6), 4, 4)
        painter.end()

    def _draw_realised(self, painter: QPainter, groove: QRectF) -> None:
        if self._realised is None:
            return
        line = QRectF(groove.left(), groove.bottom() + 2.5, groove.width(), REALISED_HEIGHT_PX)
        _fill(painter, self._part_of(line, self._realised), _faded(self._ink(), 0.75))

    def _draw_handle(self, painter: QPainter, groove: QRectF) -> None:
        centre = QPointF(groove.left() + groove.width() * self.value() / 100, groove.center().y())
        painter.setBrush(self.palette().color(QPalette.ColorRole.Window))
        painter.setPen(QPen(self._accent(), 2.0))
        if self.isSliderDown():
            painter.setBrush(self._accent())
        painter.drawEllipse(centre, HANDLE_RADIUS_PX - 1, HANDLE_RADIUS_PX - 1)
        painter.setPen(Qt.PenStyle.NoPen)

    def _groove(self) -> QRectF:
        top = (self.height() - GROOVE_HEIGHT_PX) / 2 - 1
        return QRectF(
            HANDLE_RADIUS_PX + 1, top, max(1.0, self.width() - 2 * HANDLE_RADIUS_PX - 2), GROOVE_HEIGHT_PX
        )

    def _part_of(self, bar: QRectF, share: float) -> QRectF:
        width = bar.width() * min(1.0, max(0.0, share))
        return QRectF(bar.left(), bar.top(), width, bar.height())

    def _value_at(self, x: float) -> int:
        groove = self._groove()
        return round(100 * min(1.0, max(0.0, (x - groove.left()) / groove.width())))

    def _ink(self) -> QColor:
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        return self.palette().color(group, QPalette.ColorRole.WindowText)

    def _accent(self) -> QColor:
        if not self.isEnabled() or self._is_muted:
            return _faded(self._ink(), 0.45)
        return self.palette().color(QPalette.ColorRole.Highlight)


def _fill(painter: QPainter, bar: QRectF, colour: QColor) -> None:
    painter.setBrush(colour)
    radius = bar.height() / 2
    painter.drawRoundedRect(bar, radius, radius)


def _faded(colour: QColor, opacity: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(opacity * colour.alphaF())
    return faded
