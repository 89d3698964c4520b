"""Icons drawn from SVG files in the colours of the palette, so that they suit dark and light."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from painttime.gui.resources import ICONS

SIZES_PX = (16, 24, 32, 48, 64)


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """Return the icon `resources/icons/<name>.svg` in the text colour of the palette (or in `colour`).

    Ask again after the palette has changed. Raises FileNotFoundError for a name that does not exist.
    """
    palette = QApplication.palette()
    on = colour or palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
    off = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    source = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for size_px in SIZES_PX:
        made.addPixmap(_drawn(source, on, size_px), QIcon.Mode.Normal)
        made.addPixmap(_drawn(source, off, size_px), QIcon.Mode.Disabled)
    return made


def app_icon() -> QIcon:
    """Return the program's own icon, which keeps its colours."""
    source = (ICONS / "painttime.svg").read_text(encoding="utf-8")
    made = QIcon()
    for size_px in (*SIZES_PX, 128, 256):
        made.addPixmap(_drawn(source, QColor(Qt.GlobalColor.black), size_px))
    return made


def _drawn(source: str, colour: QColor, size_px: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour.name()).encode()))
    pixmap = QPixmap(QSize(size_px, size_px))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap
