"""Asks for the two files of a Segment-Anything model."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from painttime.gui.preferences import Preferences

EXPLANATION = (
    "Objects can be taken with a Segment Anything model of your own: two ONNX files, an encoder and a "
    "decoder, as “samexporter” and “MobileSAM” write them. Without one, painttime's own way of taking "
    "objects is used."
)
NAMES = ("Encoder", "Decoder")


class SegmentAnythingDialog(QDialog):
    """Keeps the two files in the preferences; accepted when they are others than before."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Use Segment Anything")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._preferences = preferences
        self._fields = tuple(QLineEdit() for _ in NAMES)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setAccessibleName("Problem")
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.without = self.buttons.addButton("Do Without", QDialogButtonBox.ButtonRole.DestructiveRole)
        self._lay_out()
        self.buttons.accepted.connect(self._keep)
        self.buttons.rejected.connect(self.reject)
        self.without.clicked.connect(self._do_without)
        files = preferences.segment_anything
        for field, path in zip(self._fields, files or (), strict=False):
            field.setText(str(path))
        self.without.setEnabled(files is not None)

    @property
    def fields(self) -> tuple[QLineEdit, ...]:
        """Where the paths of encoder and decoder stand."""
        return self._fields

    # ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        explanation = QLabel(EXPLANATION)
        explanation.setWordWrap(True)
        layout.addWidget(explanation)
        grid = QGridLayout()
        for row, (name, field) in enumerate(zip(NAMES, self._fields, strict=True)):
            field.setAccessibleName(name)
            field.setMinimumWidth(380)
            browse = QPushButton("Browse…")
            browse.setAutoDefault(False)
            browse.setAccessibleName(f"Browse for the {name.lower()}")
            browse.clicked.connect(lambda _checked=False, row=row: self._browse(row))
            grid.addWidget(QLabel(name), row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(browse, row, 2)
        layout.addLayout(grid)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)

    def _browse(self, row: int) -> None:
        folder = self._fields[row].text() or str(self._preferences.last_folder or "")
        name, _ = QFileDialog.getOpenFileName(self, NAMES[row], folder, "ONNX models (*.onnx);;All files (*)")
        if name:
            self._fields[row].setText(name)

    def _keep(self) -> None:
        paths = [Path(field.text().strip()) for field in self._fields]
        for name, path in zip(NAMES, paths, strict=True):
            if not path.is_file():
                self.problem.setText(f"The {name.lower()} is not there: {path}. Choose an .onnx file.")
                return
        self._preferences.set_segment_anything((paths[0], paths[1]))
        self.accept()

    def _do_without(self) -> None:
        self._preferences.set_segment_anything(None)
        self.accept()
