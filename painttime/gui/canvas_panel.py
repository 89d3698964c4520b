"""The middle of the window: the canvas with its caption, or the start page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from painttime.gui.canvas_view import CanvasView
from painttime.gui.elided_label import ElidedLabel
from painttime.gui.start_page import StartPage


class CanvasPanel(QStackedWidget):
    """Shows `start_page` until a painting is there, then `view` over a line that says what it shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start_page = StartPage()
        self.view = CanvasView()
        self.caption = ElidedLabel()
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setAccessibleName("What the canvas shows")
        self._part = QLabel()
        self._part.setTextFormat(Qt.TextFormat.PlainText)
        self._part.setProperty("muted", True)
        self._zoom = QLabel()
        self._zoom.setProperty("muted", True)
        self._zoom.setAccessibleName("Zoom")
        self.caption_bar = QFrame()
        self.caption_bar.setObjectName("caption")
        line = QHBoxLayout(self.caption_bar)
        line.setContentsMargins(12, 5, 12, 5)
        line.setSpacing(18)
        line.addWidget(self.caption, 1)
        line.addWidget(self._part)
        line.addWidget(self._zoom)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.caption_bar)
        self.addWidget(self.start_page)
        self.addWidget(page)
        self.view.zoom_changed.connect(self._show_zoom)

    @property
    def zoom_text(self) -> str:
        return self._zoom.text()

    def show_canvas(self) -> None:
        """A painting is there: show the canvas in place of the start page."""
        self.setCurrentIndex(1)

    def set_caption(self, text: str) -> None:
        self.caption.setText(text)
        self.caption.setToolTip(text)
        self.view.setAccessibleDescription(text)

    def set_part_name(self, name: str) -> None:
        """Say which part is under the cursor."""
        self._part.setText(name)

    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{zoom * 100:.0f} %")
