"""A widget that draws one picture, pixel exact where asked, with what lies over it."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from painttime.core.image import RGB8
from painttime.gui.display_image import BGRX, bgrx
from painttime.gui.picture_tags import draw_heat_tag, draw_side_tags, draw_veil
from painttime.gui.shown_image import ShownImage
from painttime.gui.theme import SURROUND_ROLE
from painttime.gui.view_transform import ViewTransform

GREYED = QColor(92, 92, 92, 165)
"""Laid over a picture whose own colours would be taken for those of a heat map."""


class PictureView(QWidget):
    """Shows a picture by a ViewTransform; knows nothing of documents.

    A picture is shown first as a preview of any size, enlarged smoothly, and then as the full-size frame.
    Over it lie: a cover (parts hidden from view), the outline of a part, and a veil with a sentence. A second
    picture can be shown right of a divider, at the same place and zoom.

    zoom_changed(float): device pixels per picture pixel.
    """

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._transform: ViewTransform | None = None
        self._is_fitted = True
        self._shown: ShownImage | None = None
        self._other: ShownImage | None = None
        self._divider = 0.5
        self._tags = ("", "")
        self._heat: QImage | None = None
        self._heat_tag = ""
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
        return self._shown.size if self._shown is not None else QSize()

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
        self._shown = self._other = self._cover = None
        self._outline, self._veil = [], ""
        self._heat, self._heat_tag = None, ""
        self.fit()

    def show_preview(self, rgb: RGB8) -> None:
        """Show a picture of any size in place of the full frame that is still to come."""
        self.show_frame(bgrx(rgb))

    def show_frame(self, pixels: BGRX, veil: str = "", *, in_shape: bool = False) -> None:
        """Show a frame of (H, W, 4); a veil is a sentence laid over a dimmed picture.

        in_shape: it is of another picture: not stretched to the picture's shape, and without the cover.
        """
        # The same frame again keeps what was made of it for the zoom.
        if self._shown is None or self._shown.pixels is not pixels:
            self._shown = ShownImage(pixels, in_shape=in_shape)
        self._veil = veil
        self.update()

    def show_beside(self, pixels: BGRX | None, *, in_shape: bool = False) -> None:
        """Show another frame right of the divider, as in `show_frame`; None shows one picture again."""
        if pixels is None or self._other is None or self._other.pixels is not pixels:
            self._other = ShownImage(pixels, in_shape=in_shape) if pixels is not None else None
        self.update()

    def set_heat(self, heat: QImage | None, tag: str = "") -> None:
        """Lay an image with transparency over the first picture, which is greyed; the tag says what it is."""
        self._heat, self._heat_tag = heat, tag
        self.update()

    def set_tags(self, left: str, right: str) -> None:
        """Say at the divider what lies on its two sides."""
        self._tags = (left, right)
        self.update()

    def set_divider(self, share: float) -> None:
        """Put the divider at a share of the view's width, 0..1."""
        self._divider = share
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
        point = self.picture_point(position)
        if self._transform is None or point is None:
            return None
        x, y = point
        inside = 0 <= x < self._transform.picture_width_px and 0 <= y < self._transform.picture_height_px
        return (int(x), int(y)) if inside else None

    def picture_point(self, position: QPointF) -> tuple[float, float] | None:
        """Return (x, y) in the picture, not rounded and maybe beside it; None without a picture."""
        if self._transform is None:
            return None
        ratio = self.devicePixelRatioF()
        return self._transform.to_picture(position.x() * ratio, position.y() * ratio)

    def view_point(self, x: float, y: float) -> QPointF:
        """Return the point of the widget at picture coordinates; (0, 0) without a picture."""
        if self._transform is None:
            return QPointF()
        ratio = self.devicePixelRatioF()
        left, top = self._transform.to_view(x, y)
        return QPointF(left / ratio, top / ratio)

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
        if self._transform is None or self._shown is None:
            return
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        view = QRectF(0, 0, *self._view_size())
        target = QRectF(
            round(self._transform.left),
            round(self._transform.top),
            round(self._transform.width_px),
            round(self._transform.height_px),
        )
        if self._other is None:
            self._draw_side(painter, self._shown, target, view)
        else:
            left, right = QRectF(view), QRectF(view)
            left.setRight(round(self._divider * view.width()))
            right.setLeft(left.right())
            self._draw_side(painter, self._other, target, right)
            self._draw_side(painter, self._shown, target, left)
            view = left
        if self._veil:
            draw_veil(painter, self, target.intersected(view), self._veil)
        painter.resetTransform()
        if self._other is not None:
            draw_side_tags(painter, self, self._divider * self.width(), self._tags)
        if self._heat_tag:
            draw_heat_tag(painter, self, self._heat_tag)

    # ----------------------------------------------------------------------------------------------------

    def _view_size(self) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        return max(1.0, self.width() * ratio), max(1.0, self.height() * ratio)

    def _set_transform(self, transform: ViewTransform) -> None:
        former, self._transform = self._transform, transform
        self.update()
        if former is None or former.zoom != transform.zoom:
            self.zoom_changed.emit(transform.zoom)

    def _draw_side(self, painter: QPainter, shown: ShownImage, target: QRectF, side: QRectF) -> None:
        """Draw a picture and what lies over it, as far as one side of the divider."""
        if self._transform is None:
            return
        painter.save()
        painter.setClipRect(side)
        if self._transform.mirrored:
            painter.translate(target.left() + target.right(), 0)
            painter.scale(-1, 1)
        is_full_size = shown.size.width() == self._transform.picture_width_px
        shown.draw(painter, shown.place(target), is_full_size=is_full_size)
        if self._heat is not None and shown is self._shown:
            painter.fillRect(target, GREYED)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, self._heat)
        if self._cover is not None and not shown.in_shape:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(target, self._cover)
        self._draw_outline(painter, target)
        painter.restore()

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
