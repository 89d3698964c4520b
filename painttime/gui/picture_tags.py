"""Words over a picture: small tags at its edges, and a sentence in its place."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from painttime.gui.theme import SURROUND_ROLE

TAG_MARGIN_PX, TAG_PADDING_PX = 10, 6
VEIL_ALPHA = 205


def draw_heat_tag(painter: QPainter, widget: QWidget, text: str) -> None:
    """Say in the lower left corner what the colours mean."""
    bottom = widget.height() - TAG_MARGIN_PX - widget.fontMetrics().height() - TAG_PADDING_PX
    _draw_tag(painter, widget, text, TAG_MARGIN_PX, bottom)


def draw_side_tags(painter: QPainter, widget: QWidget, divider_px: float, texts: tuple[str, str]) -> None:
    """Say at a divider what lies left and right of it."""
    for text, is_left in zip(texts, (True, False), strict=True):
        width = _tag_width(widget, text)
        left = divider_px - TAG_MARGIN_PX - width if is_left else divider_px + TAG_MARGIN_PX
        # Cut off it would be read as something else.
        if text and left >= 0 and left + width <= widget.width():
            _draw_tag(painter, widget, text, left, TAG_MARGIN_PX)


def draw_veil(painter: QPainter, widget: QWidget, target: QRectF, sentence: str) -> None:
    """Dim a part of a widget, given in device pixels, and write a sentence over it."""
    ratio = widget.devicePixelRatioF()
    surround = QColor(widget.palette().color(SURROUND_ROLE))
    surround.setAlpha(VEIL_ALPHA)
    painter.fillRect(target, surround)
    painter.scale(ratio, ratio)
    painter.setPen(widget.palette().color(QPalette.ColorRole.WindowText))
    area = QRectF(target.topLeft() / ratio, target.size() / ratio).intersected(QRectF(widget.rect()))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, sentence)


def _tag_width(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text) + 2 * TAG_PADDING_PX


def _draw_tag(painter: QPainter, widget: QWidget, text: str, left: float, top: float) -> None:
    area = QRectF(left, top, _tag_width(widget, text), widget.fontMetrics().height() + TAG_PADDING_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(20, 20, 20, 190))
    painter.drawRoundedRect(area, 4, 4)
    painter.setPen(QColor(245, 245, 245))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
