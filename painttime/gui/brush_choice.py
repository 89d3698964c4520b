"""The brushes to choose from, each with a stroke of its own."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from painttime.core.brush_settings import BRUSH_CHOICES

NUM_COLUMNS = 4
SAMPLE_HEIGHT_PX = 30
NAME_HEIGHT_PX = 18
CORNER_RADIUS_PX = 5.0
TIPS = {
    "round": "Round: even paint, round ends",
    "flat": "Flat: even paint, straight ends",
    "bristle": "Bristle: hairs that show, as in oil",
    "dry": "Dry: little paint, so that the ground shows through",
    "knife": "Knife: broad flat slabs with sharp edges",
    "wash": "Wash: thin paint that lets show what lies below",
    "mixed": "Mixed: to each pass the brush that suits it",
}

Coverage = npt.NDArray[np.uint8]


class BrushButton(QAbstractButton):
    """One brush: its stroke, its name below, a frame where it is chosen."""

    def __init__(self, brush: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._coverage: Coverage | None = None
        self.setText(brush)
        self.setCheckable(True)
        self.setAccessibleName(f"Brush: {brush}")
        self.setToolTip(TIPS[brush])
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def has_sample(self) -> bool:
        return self._coverage is not None

    def set_sample(self, coverage: Coverage) -> None:
        """Show a stroke by how much it covers, (h, w) uint8, in the colour of the text."""
        self._coverage = coverage
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(84, SAMPLE_HEIGHT_PX + NAME_HEIGHT_PX + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(56, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._draw_ground(painter)
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        ink = self.palette().color(group, QPalette.ColorRole.WindowText)
        if self._coverage is not None:
            self._draw_sample(painter, self._coverage, ink)
        painter.setPen(ink)
        painter.drawText(
            QRectF(0, self.height() - NAME_HEIGHT_PX - 2, self.width(), NAME_HEIGHT_PX),
            Qt.AlignmentFlag.AlignCenter,
            self.text(),
        )
        painter.end()

    def _draw_ground(self, painter: QPainter) -> None:
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        shade = self.palette().color(QPalette.ColorRole.WindowText)
        shade.setAlphaF(0.12 if self.isChecked() else 0.08 if self.underMouse() and self.isEnabled() else 0.0)
        is_framed = self.isChecked() or self.hasFocus()
        painter.setPen(QPen(accent, 2.0 if self.hasFocus() else 1.2) if is_framed else Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(ground, CORNER_RADIUS_PX, CORNER_RADIUS_PX)

    def _draw_sample(self, painter: QPainter, coverage: Coverage, ink: QColor) -> None:
        image = _tinted(coverage, ink)
        scale = min(SAMPLE_HEIGHT_PX / image.height(), (self.width() - 10) / image.width())
        area = QRectF(0, 0, image.width() * scale, image.height() * scale)
        area.moveCenter(QPointF(self.width() / 2, 4 + SAMPLE_HEIGHT_PX / 2))
        painter.drawImage(area, image)


class BrushChoice(QWidget):
    """All brushes in a grid.

    chosen(brush): the user chose another; `show_brush` signals nothing.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Brush")
        self._group = QButtonGroup(self)
        self.buttons: dict[str, BrushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(3)
        for number, brush in enumerate(BRUSH_CHOICES):
            button = self.buttons[brush] = BrushButton(brush)
            button.clicked.connect(lambda _checked=False, brush=brush: self.chosen.emit(brush))
            self._group.addButton(button)
            grid.addWidget(button, number // NUM_COLUMNS, number % NUM_COLUMNS)

    @property
    def brush(self) -> str:
        """The brush that is chosen."""
        return next(brush for brush, button in self.buttons.items() if button.isChecked())

    def show_brush(self, brush: str) -> None:
        """Mark another brush."""
        self.buttons[brush].setChecked(True)

    def set_samples(self, samples: Mapping[str, Coverage]) -> None:
        """Show a stroke of each brush."""
        for brush, coverage in samples.items():
            self.buttons[brush].set_sample(coverage)


def _tinted(coverage: Coverage, ink: QColor) -> QImage:
    height_px, width_px = coverage.shape
    pixels = np.empty((height_px, width_px, 4), dtype=np.uint8)
    pixels[..., :3] = (ink.blue(), ink.green(), ink.red())
    pixels[..., 3] = coverage
    return QImage(pixels.data, width_px, height_px, 4 * width_px, QImage.Format.Format_ARGB32).copy()
