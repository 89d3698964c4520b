"""How the timeline bar looks: its bands, cells and playhead in the colours of the palette."""

from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF

STAGE_HEIGHT_PX = 18.0
CELLS_HEIGHT_PX = 7.0
GAP_PX = 4.0
MIN_CELL_WITH_GAP_PX = 5.0
CELL_GAP_PX = 1.0


class CanvasState(Enum):
    """Whether a canvas is there; the values are shown in tooltips."""

    COMPUTED = "computed"
    COMPUTING = "being computed"
    PENDING = "not computed yet"


class BarDrawing:
    """Draws the pieces of the bar into `area`: stages on top, thumbnails, cells at the bottom."""

    def __init__(self, painter: QPainter, palette: QPalette, area: QRectF) -> None:
        self._painter = painter
        self._ink = palette.color(QPalette.ColorRole.WindowText)
        self._accent = palette.color(QPalette.ColorRole.Highlight)
        self._ground = palette.color(QPalette.ColorRole.Window)
        self._area = area.adjusted(0, 3, 0, -5)

    def thumbnails_room(self) -> QRectF:
        """Return where the thumbnails go, as high as the bar leaves for them."""
        top = self._area.top() + STAGE_HEIGHT_PX + GAP_PX
        bottom = self._area.bottom() - CELLS_HEIGHT_PX - GAP_PX
        return QRectF(self._area.left(), top, self._area.width(), max(0.0, bottom - top))

    def stage(self, name: str, left: float, width: float) -> None:
        """Draw the band of a stage; its name only where there is room for it."""
        band = QRectF(left + 1, self._area.top(), max(1.0, width - 2), STAGE_HEIGHT_PX - 2)
        self._fill(band, self._shade(0.08), radius=3)
        font = self._painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        self._painter.save()
        self._painter.setFont(font)
        if self._painter.fontMetrics().horizontalAdvance(name) + 8 <= band.width():
            self._painter.setPen(self._shade(0.8))
            self._painter.drawText(band, Qt.AlignmentFlag.AlignCenter, name)
        self._painter.restore()

    def thumbnail_ground(self, frame: QRectF) -> None:
        self._fill(frame, self._shade(0.06), radius=2)

    def cells(self, state: CanvasState, left: float, cell: float, count: int) -> None:
        """Draw `count` neighbouring canvases of one state; single cells where they are wide enough."""
        colour = {
            CanvasState.COMPUTED: self._accent,
            CanvasState.COMPUTING: self._mixed(0.5),
            CanvasState.PENDING: self._shade(0.16),
        }[state]
        top = self._area.bottom() - CELLS_HEIGHT_PX
        if cell < MIN_CELL_WITH_GAP_PX:
            self._fill(QRectF(left, top, cell * count, CELLS_HEIGHT_PX), colour)
            return
        for index in range(count):
            box = QRectF(left + index * cell, top, cell, CELLS_HEIGHT_PX)
            self._fill(box.adjusted(CELL_GAP_PX / 2, 0, -CELL_GAP_PX / 2, 0), colour, radius=1.5)

    def hover(self, x: float) -> None:
        """Draw where a click would go."""
        self._painter.setPen(QPen(self._shade(0.35), 1))
        self._painter.drawLine(QLineF(x, self._area.top(), x, self._area.bottom()))

    def playhead(self, x: float, *, is_held: bool) -> None:
        """Draw the line of the canvas shown, edged so that it can be seen over any picture."""
        top, bottom = self._area.top(), self._area.bottom()
        self._painter.setPen(QPen(self._ground, 4))
        self._painter.drawLine(QLineF(x, top + 6, x, bottom))
        self._painter.setPen(QPen(self._ink, 2))
        self._painter.drawLine(QLineF(x, top + 6, x, bottom))
        half = 7.0 if is_held else 6.0
        flag = [(-half, 0.0), (half, 0.0), (half, 8.0), (0.0, 15.0), (-half, 8.0)]
        self._painter.setPen(QPen(self._ground, 1.5))
        self._painter.setBrush(self._ink)
        self._painter.drawPolygon(QPolygonF([QPointF(x + dx, top + dy - 1) for dx, dy in flag]))

    def focus_frame(self) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._accent, 1.6))
        self._painter.drawRoundedRect(self._area.adjusted(1, -2, -1, 4), 5, 5)

    def _fill(self, box: QRectF, colour: QColor, radius: float = 0.0) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawRoundedRect(box, radius, radius)

    def _shade(self, opacity: float) -> QColor:
        shade = QColor(self._ink)
        shade.setAlphaF(opacity)
        return shade

    def _mixed(self, opacity: float) -> QColor:
        mixed = QColor(self._accent)
        mixed.setAlphaF(opacity)
        return mixed
