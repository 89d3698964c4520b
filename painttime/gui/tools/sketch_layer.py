"""Draws what a tool in use shows: lines, the trail of a brush, areas, clicks, cursors."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from painttime.gui.tools.screen_marks import ScreenMarks, area_marks
from painttime.gui.tools.tool import NO_SKETCH, Point, Sketch, Trail
from painttime.gui.view_transform import ViewTransform

if TYPE_CHECKING:
    from painttime.segmentation.editing.area import Area

ADDING, TAKING = (240, 160, 60), (70, 150, 235)
"""Warm for what is added, cold for what is taken away."""
AREA_OPACITY, PREVIEW_OPACITY, TRAIL_OPACITY = 110, 60, 0.5
DOT_RADIUS_PX = 4.5
CROSS_PX = 9.0
SMALL_CIRCLE_PX = 3.0
"""A round cursor smaller than this gets a cross around it, or one would lose it."""


class SketchLayer:
    """Draws one Sketch and the cross of the keyboard over a picture."""

    def __init__(self) -> None:
        self.sketch: Sketch = NO_SKETCH
        self.key_point: Point | None = None
        self._trail_picture = _TrailPicture()
        self._area: tuple[Area, ViewTransform, float, ScreenMarks | None] | None = None

    def draw(self, painter: QPainter, transform: ViewTransform, pixel_ratio: float) -> None:
        sketch = self.sketch
        if sketch.area is not None:
            self._draw_area(painter, sketch.area, transform, pixel_ratio)
        if sketch.trail is not None:
            self._trail_picture.draw(painter, sketch.trail, transform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if sketch.line:
            _draw_line(painter, sketch, transform, pixel_ratio)
        for place, adds in sketch.dots:
            _draw_dot(painter, _at(transform, place), pixel_ratio, adds=adds)
        if sketch.circle is not None:
            x, y, radius = sketch.circle
            _draw_circle(painter, _at(transform, (x, y)), radius * transform.zoom, pixel_ratio)
        if self.key_point is not None:
            _draw_cross(painter, _at(transform, self.key_point), pixel_ratio)

    def _draw_area(self, painter: QPainter, area: "Area", transform: ViewTransform, ratio: float) -> None:
        drawn = self._area
        if drawn is None or drawn[0] is not area or drawn[1:3] != (transform, ratio):
            opacity = PREVIEW_OPACITY if self.sketch.is_preview else AREA_OPACITY
            marks = area_marks(area, transform, ratio, colour=ADDING, opacity=opacity)
            drawn = self._area = (area, transform, ratio, marks)
        if drawn[3] is not None:
            drawn[3].draw(painter)


class _TrailPicture:
    """Draws a trail piece by piece into a picture: a long one takes no longer than a short one."""

    def __init__(self) -> None:
        self._image = QImage()
        self._trail: Trail | None = None
        self._transform: ViewTransform | None = None
        self._num_drawn = 0

    def draw(self, painter: QPainter, trail: Trail, transform: ViewTransform) -> None:
        if self._trail is not trail or self._transform != transform:
            self._begin(trail, transform)
        self._go_on(trail, transform)
        painter.setOpacity(TRAIL_OPACITY)
        painter.drawImage(0, 0, self._image)
        painter.setOpacity(1.0)

    def _begin(self, trail: Trail, transform: ViewTransform) -> None:
        self._trail, self._transform, self._num_drawn = trail, transform, 0
        self._image = QImage(
            round(transform.view_width_px),
            round(transform.view_height_px),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        self._image.fill(Qt.GlobalColor.transparent)

    def _go_on(self, trail: Trail, transform: ViewTransform) -> None:
        if self._num_drawn == len(trail.points):
            return
        pen = QPen(QColor(*(TAKING if trail.takes_away else ADDING)), 2 * trail.radius_px * transform.zoom)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(_shown(transform))
        painter.setPen(pen)
        points = [_at(transform, place) for place in trail.points[max(0, self._num_drawn - 1) :]]
        if len(points) == 1:
            painter.drawPoint(points[0])
        else:
            painter.drawPolyline(QPolygonF(points))
        painter.end()
        self._num_drawn = len(trail.points)


def _at(transform: ViewTransform, place: Point) -> QPointF:
    return QPointF(*transform.to_view(*place))


def _shown(transform: ViewTransform) -> QRectF:
    return QRectF(transform.left, transform.top, transform.width_px, transform.height_px)


def _two_pens(pixel_ratio: float, colour: QColor) -> tuple[QPen, QPen]:
    """Return a dark pen and a thinner light one: together they are seen on every ground."""
    return QPen(QColor(0, 0, 0, 170), 3.2 * pixel_ratio), QPen(colour, 1.4 * pixel_ratio)


def _draw_line(painter: QPainter, sketch: Sketch, transform: ViewTransform, ratio: float) -> None:
    line = QPolygonF([_at(transform, place) for place in sketch.line])
    colour = QColor(*TAKING).lighter(140) if sketch.takes_away else QColor(255, 255, 255)
    for pen in _two_pens(ratio, colour):
        painter.setPen(pen)
        painter.drawPolyline(line)
    if sketch.is_closing and line.count() > 2:
        painter.setPen(QPen(colour, 1.2 * ratio, Qt.PenStyle.DashLine))
        painter.drawLine(line.last(), line.first())
    painter.setPen(QPen(QColor(0, 0, 0, 200), ratio))
    painter.setBrush(colour)
    side = 6 * ratio
    for place in sketch.corners:
        centre = _at(transform, place)
        painter.drawRect(QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side))


def _draw_dot(painter: QPainter, centre: QPointF, ratio: float, *, adds: bool) -> None:
    radius = DOT_RADIUS_PX * ratio
    painter.setPen(QPen(QColor(255, 255, 255), 1.6 * ratio))
    painter.setBrush(QColor(*(ADDING if adds else TAKING)))
    painter.drawEllipse(centre, radius, radius)
    reach = 0.5 * radius
    painter.drawLine(centre - QPointF(reach, 0), centre + QPointF(reach, 0))
    if adds:
        painter.drawLine(centre - QPointF(0, reach), centre + QPointF(0, reach))


def _draw_circle(painter: QPainter, centre: QPointF, radius: float, ratio: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in _two_pens(ratio, QColor(255, 255, 255)):
        painter.setPen(pen)
        painter.drawEllipse(centre, radius, radius)
    if radius < SMALL_CIRCLE_PX * ratio:
        _draw_cross(painter, centre, ratio)


def _draw_cross(painter: QPainter, centre: QPointF, ratio: float) -> None:
    inner, outer = 3 * ratio, (3 + CROSS_PX) * ratio
    x, y = centre.x(), centre.y()
    for pen in _two_pens(ratio, QColor(255, 255, 255)):
        painter.setPen(pen)
        for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            begin = QPointF(x + inner * across, y + inner * down)
            painter.drawLine(begin, QPointF(x + outer * across, y + outer * down))
