"""The small picture of a part in its row, with the colour that marks the part."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from painttime.core.image import RGBColour

PICTURE_SIZE_PX = 40
SWATCH_WIDTH_PX = 5.0


class PartPicture(QWidget):
    """A strip of the part's colour and a thumbnail of its pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = QColor(128, 128, 128)
        self._is_faded = False
        self._image: QImage | None = None
        self.setFixedSize(PICTURE_SIZE_PX + round(SWATCH_WIDTH_PX), PICTURE_SIZE_PX)
        self.setAccessibleName("Picture of the part")
        self.setToolTip("Double-click: the colour that marks this part. Drag: its place in depth")

    def show_colour(self, colour: RGBColour, faded: bool) -> None:
        wanted = QColor(*colour)
        if (wanted, faded) != (self._colour, self._is_faded):
            self._colour, self._is_faded = wanted, faded
            self.update()

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setClipPath(shape)
        painter.setOpacity(0.35 if self._is_faded else 1.0)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Mid))
        painter.fillRect(QRectF(0, 0, SWATCH_WIDTH_PX, self.height()), self._colour)
        if self._image is not None:
            self._draw_image(painter, self._image)
        painter.end()

    def _draw_image(self, painter: QPainter, image: QImage) -> None:
        room = QRectF(SWATCH_WIDTH_PX, 0, self.width() - SWATCH_WIDTH_PX, self.height())
        size = image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(room.center())
        painter.drawImage(target, image)
