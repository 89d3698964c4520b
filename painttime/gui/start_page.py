"""What the window shows while nothing is open."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImageReader, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from painttime.gui.icons import app_icon
from painttime.gui.job_runner import RunningJob
from painttime.gui.resources import SAMPLES

MAX_RECENT_SHOWN = 5
SAMPLE_SIZE = QSize(132, 100)
SAMPLE_SUFFIX = ".png"
NOT_A_SAMPLE = ".parts"
HINT = "Drop a picture or a project here, or choose one."


class StartPage(QWidget):
    """Says how to begin, and offers the files opened last and the sample paintings.

    open_requested: the user wants to choose a file. path_requested(Path): one of the files offered.
    recover_requested: the user wants to see what was left by a crash.
    """

    open_requested = Signal()
    path_requested = Signal(object)
    recover_requested = Signal()

    def __init__(self, parent: QWidget | None = None, samples: Path = SAMPLES) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(88, 88))
        title = QLabel("See how a painting may have been painted")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        title.setFont(font)
        self.hint = QLabel(HINT)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setProperty("muted", True)
        self.open_button = QPushButton("Open a painting…")
        self.open_button.setProperty("primary", True)
        self.open_button.setToolTip("Open a picture or a project (Ctrl+O)")
        self.open_button.setAccessibleName("Open a painting")
        self.open_button.clicked.connect(self.open_requested)
        self.recover_button = QPushButton()
        self.recover_button.setToolTip("See changes that were not saved when painttime ended last")
        self.recover_button.clicked.connect(self.recover_requested)
        self.recover_button.hide()
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(3)
        for label in (picture, title, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.recover_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(18)
        column.addLayout(self._sample_row(samples))
        column.addLayout(self._recent)
        column.addStretch(4)

    def set_recent(self, paths: tuple[Path, ...]) -> None:
        """Offer these files, the latest first."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for path in paths[:MAX_RECENT_SHOWN]:
            button = QPushButton(path.name.replace("&", "&&"))
            button.setFlat(True)
            button.setToolTip(str(path))
            button.setAccessibleName(f"Open {path.name}")
            button.clicked.connect(lambda _checked, path=path: self.path_requested.emit(path))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_recoveries(self, count: int) -> None:
        """Offer so many recoveries."""
        text = f"Recover unsaved changes ({count})…"
        self.recover_button.setText(text)
        self.recover_button.setAccessibleName(text.rstrip("…"))
        self.recover_button.setVisible(count > 0)

    def show_opening(self, running: RunningJob) -> None:
        """Say what is being opened until that is done."""
        self.hint.setText(f"{running.name} …")
        running.ended.connect(lambda: self.hint.setText(HINT))

    def _sample_row(self, samples: Path) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addStretch()
        for path in sample_paintings(samples):
            button = QToolButton()
            button.setIcon(QIcon(_thumbnail(path)))
            button.setIconSize(SAMPLE_SIZE)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setText(f"Sample {path.stem}")
            button.setToolTip(f"Open the sample painting “{path.stem}”")
            button.setAccessibleName(f"Open the sample {path.stem}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked, path=path: self.path_requested.emit(path))
            row.addWidget(button)
        row.addStretch()
        return row


def sample_paintings(folder: Path) -> list[Path]:
    """Return the sample paintings, without the pictures of their parts."""
    found = sorted(folder.glob(f"*{SAMPLE_SUFFIX}"))
    return [path for path in found if not path.stem.endswith(NOT_A_SAMPLE)]


def _thumbnail(path: Path) -> QPixmap:
    """Return a small picture of a file, standing at the bottom of a transparent one of SAMPLE_SIZE."""
    reader = QImageReader(str(path))
    reader.setScaledSize(reader.size().scaled(SAMPLE_SIZE, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    pixmap = QPixmap(SAMPLE_SIZE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    left = (SAMPLE_SIZE.width() - image.width()) // 2
    painter.drawImage(left, SAMPLE_SIZE.height() - image.height(), image)
    painter.end()
    return pixmap
