"""A widget that draws one picture, pixel exact where asked, with what lies over it."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from painttime.core.image import RGB8
from painttime.gui.display_image import BGRX, bgrx, image_over
from painttime.gui.theme import SURROUND_ROLE
from painttime.gui.view_transform import ViewTransform

NEAREST_FROM_ZOOM = 2.0
"""From here on pixels are shown as squares: one zooms in so far to see them."""
REDUCE_BELOW_ZOOM = 0.75
"""Bilinear drawing skips pixels below one half; a properly reduced copy is drawn instead."""


class PictureView(QWidget):
    """Shows a picture by a ViewTransform; knows nothing of documents.

    A picture is shown first as a preview of any size, enlarged smoothly, and then as the full-size frame.
    Over it lie: a cover (parts hidden from view), the outline of a part, and a veil with a sentence.

    zoom_changed(float): device pixels per picture pixel.
    """

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._transform: ViewTransform | None = None
        self._is_fitted = True
        self._pixels: BGRX | None = None  # keeps the memory of _image alive
        self._image: QImage | None = None
        self._reduced: tuple[tuple[int, QSize], QImage] | None = None
        self._cover: QImage | None = None
        self._outline: list[QLineF] = []
        self._veil = ""
        self.setMinimumSize(240, 180)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # -- what is shown -----------------------------------------------------------------------------------

    @property
    def transform(self) -> ViewTransform | None:
        """Where the picture lies; None while no picture is shown."""
        return self._transform

    @property
    def is_mirrored(self) -> bool:
        return self._transform is not None and self._transform.mirrored

    @property
    def image_size(self) -> QSize:
        """Size of the pixels shown now: the preview's or the full frame's; empty without a picture."""
        return self._image.size() if self._image is not None else QSize()

    @property
    def veil(self) -> str:
        """The sentence shown in place of a canvas that is not there, or ""."""
        return self._veil

    def set_picture_size(self, width_px: int, height_px: int) -> None:
        """Begin a picture of this size, fitted into the view; what was shown before goes."""
        view = self._view_size()
        self._transform = ViewTransform(
            picture_width_px=width_px,
            picture_height_px=height_px,
            view_width_px=view[0],
            view_height_px=view[1],
        )
        self._pixels = self._image = self._cover = self._reduced = None
        self._outline, self._veil = [], ""
        self.fit()

    def show_preview(self, rgb: RGB8) -> None:
        """Show a picture of any size in place of the full frame that is still to come."""
        self.show_frame(bgrx(rgb))

    def show_frame(self, pixels: BGRX, veil: str = "") -> None:
        """Show a frame of (H, W, 4); a veil is a sentence laid over a dimmed picture."""
        self._pixels, self._image, self._veil = pixels, image_over(pixels), veil
        self.update()

    def set_cover(self, cover: QImage | None) -> None:
        """Lay an image with transparency over the picture, stretched to its size."""
        self._cover = cover
        self.update()

    def set_outline(self, lines: list[QLineF]) -> None:
        """Draw lines given in picture coordinates."""
        self._outline = lines
        self.update()

    # -- zoom --------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole picture and go on doing so when the view changes its size."""
        self._is_fitted = True
        if self._transform is not None:
            self._set_transform(self._transform.fitted())

    def show_actual_size(self) -> None:
        """Show one picture pixel on one device pixel."""
        self._is_fitted = False
        if self._transform is not None:
            self._set_transform(self._transform.at_zoom(1.0))

    def zoom_at(self, position: QPointF, factor: float) -> None:
        """Zoom about a point of the widget."""
        self._is_fitted = False
        if self._transform is not None:
            ratio = self.devicePixelRatioF()
            self._set_transform(self._transform.zoomed_at(position.x() * ratio, position.y() * ratio, factor))

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle of the view."""
        self.zoom_at(QPointF(self.width() / 2, self.height() / 2), factor)

    def mirror(self) -> None:
        """Show the picture in a mirror, or as it is again."""
        if self._transform is not None:
            self._set_transform(self._transform.mirror())

    def pan(self, delta: QPointF) -> None:
        """Move the picture by a distance of the widget."""
        self._is_fitted = False
        if self._transform is not None:
            ratio = self.devicePixelRatioF()
            self._set_transform(self._transform.moved(delta.x() * ratio, delta.y() * ratio))

    def picture_position(self, position: QPointF) -> tuple[int, int] | None:
        """Return (x, y) of the picture pixel under a point of the widget, None beside the picture."""
        if self._transform is None:
            return None
        ratio = self.devicePixelRatioF()
        x, y = self._transform.to_picture(position.x() * ratio, position.y() * ratio)
        inside = 0 <= x < self._transform.picture_width_px and 0 <= y < self._transform.picture_height_px
        return (int(x), int(y)) if inside else None

    def fill_view(self) -> None:
        """Take in another size or pixel density of the widget."""
        if self._transform is not None:
            resized = self._transform.resized(*self._view_size())
            self._set_transform(resized.fitted() if self._is_fitted else resized)

    # -- Qt ----------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fill_view()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(SURROUND_ROLE))
        if self._transform is None or self._image is None:
            return
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        target = QRectF(
            round(self._transform.left),
            round(self._transform.top),
            round(self._transform.width_px),
            round(self._transform.height_px),
        )
        painter.save()
        if self._transform.mirrored:
            painter.translate(target.left() + target.right(), 0)
            painter.scale(-1, 1)
        self._draw_picture(painter, self._image, target)
        self._draw_outline(painter, target)
        painter.restore()
        if self._veil:
            self._draw_veil(painter, target, ratio)

    # ----------------------------------------------------------------------------------------------------

    def _view_size(self) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        return max(1.0, self.width() * ratio), max(1.0, self.height() * ratio)

    def _set_transform(self, transform: ViewTransform) -> None:
        former, self._transform = self._transform, transform
        self.update()
        if former is None or former.zoom != transform.zoom:
            self.zoom_changed.emit(transform.zoom)

    def _draw_picture(self, painter: QPainter, image: QImage, target: QRectF) -> None:
        scale = target.width() / image.width()
        if scale < REDUCE_BELOW_ZOOM:
            painter.drawImage(target.topLeft(), self._reduced_to(target.size().toSize()))
        else:
            is_full_size = self._transform is not None and image.width() == self._transform.picture_width_px
            smooth = scale != 1 and (scale < NEAREST_FROM_ZOOM or not is_full_size)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(target, image)
        if self._cover is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(target, self._cover)

    def _reduced_to(self, size: QSize) -> QImage:
        assert self._image is not None
        key = (self._image.cacheKey(), size)
        if self._reduced is None or self._reduced[0] != key:
            reduced = self._image.scaled(
                size,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._reduced = (key, reduced)
        return self._reduced[1]

    def _draw_outline(self, painter: QPainter, target: QRectF) -> None:
        if not self._outline or self._transform is None:
            return
        painter.save()
        painter.translate(target.topLeft())
        painter.scale(
            target.width() / self._transform.picture_width_px,
            target.height() / self._transform.picture_height_px,
        )
        # A light line on a dark one is seen on every ground.
        width = self.devicePixelRatioF()
        for colour, pen_width in ((QColor(0, 0, 0, 150), 3.5 * width), (QColor(255, 255, 255), 1.4 * width)):
            pen = QPen(colour, pen_width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawLines(self._outline)
        painter.restore()

    def _draw_veil(self, painter: QPainter, target: QRectF, ratio: float) -> None:
        surround = QColor(self.palette().color(SURROUND_ROLE))
        surround.setAlpha(205)
        painter.fillRect(target, surround)
        painter.scale(ratio, ratio)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        area = QRectF(target.topLeft() / ratio, target.size() / ratio).intersected(QRectF(self.rect()))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._veil)
