"""What the window shows while nothing is open."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from painttime.gui.icons import app_icon

MAX_RECENT_SHOWN = 5


class StartPage(QWidget):
    """Says how to begin, and offers the files opened last.

    open_requested: the user wants to choose a file. path_requested(Path): one of the recent files.
    """

    open_requested = Signal()
    path_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(96, 96))
        title = QLabel("See how a painting may have been painted")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        title.setFont(font)
        hint = QLabel("Drop a picture or a project here, or choose one.")
        hint.setProperty("muted", True)
        self.open_button = QPushButton("Open a painting…")
        self.open_button.setProperty("primary", True)
        self.open_button.setToolTip("Open a picture or a project (Ctrl+O)")
        self.open_button.setAccessibleName("Open a painting")
        self.open_button.clicked.connect(self.open_requested)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.open_button)
        buttons.addStretch()
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(3)
        for label in (picture, title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addLayout(buttons)
        column.addSpacing(16)
        column.addLayout(self._recent)
        column.addStretch(4)

    def set_recent(self, paths: tuple[Path, ...]) -> None:
        """Offer these files, the latest first."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for path in paths[:MAX_RECENT_SHOWN]:
            button = QPushButton(path.name)
            button.setFlat(True)
            button.setToolTip(str(path))
            button.setAccessibleName(f"Open {path.name}")
            button.clicked.connect(lambda _checked, path=path: self.path_requested.emit(path))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
