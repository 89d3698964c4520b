"""The list of what can be recovered after a crash."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from painttime.gui.dialogs import ask_to_discard
from painttime.gui.elided_label import ElidedLabel
from painttime.storage.recovery import Recovery

THUMBNAIL_SIZE = QSize(96, 72)
MAX_LISTED_HEIGHT_PX = 420
EXPLANATION = (
    "painttime did not close properly. The changes below were not saved; they can be opened as they were."
)
NOTHING = "There is nothing to recover: every change was saved or discarded."


class RecoveryDialog(QDialog):
    """Offers recoveries one by one: open, discard, or later.

    open_requested(Recovery): the dialog has closed. discard_requested(Recovery): the user is sure.
    """

    open_requested = Signal(object)
    discard_requested = Signal(object)

    def __init__(self, recoveries: Sequence[Recovery], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recover unsaved changes")
        self.setObjectName("recoveries")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.explanation = QLabel()
        self.explanation.setWordWrap(True)
        self._rows: list[QWidget] = []
        self._scroll = self._list(recoveries)
        self._buttons = QDialogButtonBox()
        self.later_button = self._buttons.addButton("Later", QDialogButtonBox.ButtonRole.RejectRole)
        self.later_button.setToolTip("Keep them and ask again at the next start")
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addWidget(self.explanation)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(620)
        self._explain()

    def _list(self, recoveries: Sequence[Recovery]) -> QScrollArea:
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        for recovery in recoveries:
            self._add_row(recovery)
        self._column.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName("Unsaved changes")
        scroll.setMinimumHeight(min(MAX_LISTED_HEIGHT_PX, page.sizeHint().height()))
        return scroll

    def _add_row(self, recovery: Recovery) -> None:
        row = QFrame()
        row.setAccessibleName(recovery.kept.name)
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 4, 8, 4)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(14)
        picture = QLabel()
        picture.setFixedSize(THUMBNAIL_SIZE)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(_thumbnail(recovery))
        picture.setAccessibleName(f"Picture of {recovery.kept.name}")
        for line, label in enumerate(_lines(recovery)):
            grid.addWidget(label, line, 1)
        open_button = QPushButton("Open")
        open_button.setAccessibleName(f"Open {recovery.kept.name}")
        open_button.setAutoDefault(True)
        open_button.clicked.connect(lambda: self._open(recovery))
        discard_button = QPushButton("Discard…")
        discard_button.setAccessibleName(f"Discard {recovery.kept.name}")
        discard_button.setAutoDefault(False)
        discard_button.clicked.connect(lambda: self._discard(recovery, row))
        grid.addWidget(picture, 0, 0, 3, 1)
        grid.addWidget(open_button, 0, 2, 3, 1)
        grid.addWidget(discard_button, 0, 3, 3, 1)
        self._column.addWidget(row)
        self._rows.append(row)

    def _open(self, recovery: Recovery) -> None:
        self.accept()
        self.open_requested.emit(recovery)

    def _discard(self, recovery: Recovery, row: QWidget) -> None:
        if not ask_to_discard(self, recovery.kept.name):
            return
        self._rows.remove(row)
        row.hide()
        self.discard_requested.emit(recovery)
        self._explain()

    def _explain(self) -> None:
        self.explanation.setText(EXPLANATION if self._rows else NOTHING)
        self._scroll.setVisible(bool(self._rows))
        self.later_button.setText("Later" if self._rows else "Close")


def _lines(recovery: Recovery) -> tuple[QLabel, ...]:
    name, time, place = ElidedLabel(), ElidedLabel(), ElidedLabel()
    font = name.font()
    font.setBold(True)
    name.setFont(font)
    name.setText(recovery.kept.name)
    later = "; the project file was saved later" if recovery.is_older_than_its_file() else ""
    time.setText(f"Last change {_when(recovery)}{later}")
    place.setText(_where(recovery))
    place.setToolTip(_where(recovery))
    for label in (name, time, place):
        label.setTextFormat(Qt.TextFormat.PlainText)
    for label in (time, place):
        label.setProperty("muted", True)
    return name, time, place


def _thumbnail(recovery: Recovery) -> QPixmap:
    """Return the small picture; an empty one where it is missing or damaged."""
    image = QImageReader(str(recovery.place.thumbnail_file)).read()
    if image.isNull():
        return QPixmap()
    return QPixmap.fromImage(
        image.scaled(
            THUMBNAIL_SIZE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    )


def _when(recovery: Recovery) -> str:
    time = QDateTime.fromSecsSinceEpoch(int(recovery.kept_at.timestamp()))
    return QLocale().toString(time, QLocale.FormatType.ShortFormat)


def _where(recovery: Recovery) -> str:
    kept = recovery.kept
    if kept.project_path is not None:
        return f"Project {kept.project_path}"
    return f"Not yet saved; painting {kept.source}" if kept.source is not None else "Not yet saved"
