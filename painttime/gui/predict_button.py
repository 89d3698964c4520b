"""The button that starts the engine, and stops it."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from painttime.core.project import BRUSH_ENGINE, MODEL_ENGINE
from painttime.gui.icons import icon


class PredictButton(QPushButton):
    """Says "Predict all", "Paint" or "Cancel", by the engine and whether it runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_busy = False
        self._engine = MODEL_ENGINE
        self.show_busy(False)

    @property
    def is_busy(self) -> bool:
        """Whether it is shown as the button that cancels."""
        return self._is_busy

    def show_busy(self, busy: bool) -> None:
        """Become the button that cancels, or that starts."""
        self._is_busy = busy
        self.setProperty("primary", not busy)
        # A style sheet looks at properties only when a widget is polished.
        self.style().unpolish(self)
        self.style().polish(self)
        self._show()

    def show_engine(self, engine: str) -> None:
        """Say what it starts."""
        if engine != self._engine:
            self._engine = engine
            self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show()

    def _show(self) -> None:
        on_accent = self.palette().color(QPalette.ColorRole.HighlightedText)
        if self._is_busy:
            self._name("Cancel", "Cancel what is running", "Stop; what is there so far stays (Esc)")
            self.setIcon(icon("stop"))
        elif self._engine == BRUSH_ENGINE:
            self._name("Paint", "Paint", "Paint the picture anew, stroke by stroke (Ctrl+Return)")
            self.setIcon(icon("brush", on_accent))
        else:
            self._name(
                "Predict all",
                "Predict all canvases",
                "Predict every canvas from the painting back (Ctrl+Return)",
            )
            self.setIcon(icon("predict", on_accent))

    def _name(self, text: str, name: str, tip: str) -> None:
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(tip)
