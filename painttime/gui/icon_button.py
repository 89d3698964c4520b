"""A flat button that shows one icon and always takes the colours of the present palette."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPalette, QPen, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton, QWidget

from painttime.gui.resources import ICONS

BUTTON_SIZE_PX = 28
ICON_SIZE_PX = 18
MUTED_OPACITY = 0.4
CORNER_RADIUS_PX = 5.0


def tinted_icon(name: str, colour: QColor, size_px: int, pixel_ratio: float) -> QPixmap:
    """Return `resources/icons/<name>.svg` in one colour, size_px wide in device-independent pixels."""
    key = f"icon {name} {colour.name(QColor.NameFormat.HexArgb)} {size_px} {pixel_ratio}"
    cached = QPixmap()
    if QPixmapCache.find(key, cached):
        return cached
    source = (ICONS / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour.name())
    renderer = QSvgRenderer(QByteArray(source.encode()))
    side = round(size_px * pixel_ratio)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(colour.alphaF())
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(pixel_ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


class IconButton(QToolButton):
    """name: what a screen reader says. tip: what it does, with its key."""

    def __init__(self, icon_name: str, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._is_muted = False
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(BUTTON_SIZE_PX, BUTTON_SIZE_PX)

    @property
    def icon_name(self) -> str:
        return self._icon_name

    def set_icon_name(self, icon_name: str) -> None:
        if icon_name != self._icon_name:
            self._icon_name = icon_name
            self.update()

    def set_muted(self, muted: bool) -> None:
        """Draw the icon faintly: it can be used, but says nothing at present."""
        if muted != self._is_muted:
            self._is_muted = muted
            self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        side = min(ICON_SIZE_PX, self.width() - 4, self.height() - 4)
        drawn = tinted_icon(self._icon_name, self._ink(), side, self.devicePixelRatioF())
        painter.drawPixmap(round((self.width() - side) / 2), round((self.height() - side) / 2), drawn)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        is_pressed = self.isDown() or self.isChecked()
        if self.isEnabled() and (is_pressed or self.underMouse()):
            shade = self.palette().color(QPalette.ColorRole.WindowText)
            shade.setAlphaF(0.18 if is_pressed else 0.10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawRoundedRect(ground, CORNER_RADIUS_PX, CORNER_RADIUS_PX)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1.6))
            painter.drawRoundedRect(ground, CORNER_RADIUS_PX, CORNER_RADIUS_PX)

    def _ink(self) -> QColor:
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        ink = self.palette().color(group, QPalette.ColorRole.WindowText)
        if self._is_muted and not self.underMouse():
            ink.setAlphaF(MUTED_OPACITY)
        return ink
