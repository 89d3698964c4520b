"""One picture as it is drawn at any zoom, without leaving pixels out."""

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from painttime.gui.display_image import BGRX, image_over

NEAREST_FROM_ZOOM = 2.0
"""From here on pixels are shown as squares: one zooms in so far to see them."""
REDUCE_BELOW_ZOOM = 0.75
"""Bilinear drawing skips pixels below one half; a properly reduced copy is drawn instead."""


class ShownImage:
    """Pixels of (H, W, 4), of the picture's size or a preview's, with a copy reduced for the present zoom.

    in_shape: they are of another picture and keep their own shape, fitted into that of the picture.
    """

    def __init__(self, pixels: BGRX, *, in_shape: bool = False) -> None:
        self.in_shape = in_shape
        self._pixels = pixels  # keeps the memory of _image alive
        self._image = image_over(pixels)
        self._reduced: QImage | None = None

    @property
    def pixels(self) -> BGRX:
        return self._pixels

    @property
    def size(self) -> QSize:
        return self._image.size()

    def place(self, target: QRectF) -> QRectF:
        """Return where it lies where the picture lies at `target`, both in device pixels."""
        if not self.in_shape:
            return target
        fitted = QSizeF(self._image.size()).scaled(target.size(), Qt.AspectRatioMode.KeepAspectRatio)
        width, height = round(fitted.width()), round(fitted.height())
        if width >= target.width() - 1 and height >= target.height() - 1:
            # Whole pixels of a smaller copy are not quite of the same shape.
            return target
        left = round(target.center().x() - width / 2)
        return QRectF(left, round(target.center().y() - height / 2), width, height)

    def draw(self, painter: QPainter, target: QRectF, *, is_full_size: bool) -> None:
        """Draw it over `target`, given in device pixels; what is no full-size frame is always smoothed."""
        scale = target.width() / self._image.width()
        if scale < REDUCE_BELOW_ZOOM:
            painter.drawImage(target.topLeft(), self._reduced_to(target.size().toSize()))
            return
        smooth = scale != 1 and (scale < NEAREST_FROM_ZOOM or not is_full_size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(target, self._image)

    def _reduced_to(self, size: QSize) -> QImage:
        if self._reduced is None or self._reduced.size() != size:
            self._reduced = self._image.scaled(
                size,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        return self._reduced
