"""Asks in what form, where and how a process shall be exported."""

import os
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from painttime.core.project import Project
from painttime.errors import ExportError
from painttime.files.presence import is_folder, is_there
from painttime.gui.export_choices import ExportChoices, ExportChoicesFile
from painttime.gui.export_entries import (
    AnyOptions,
    ExportEntry,
    check_target,
    estimated,
    export_entries,
    notice_for,
    result_path,
)
from painttime.gui.export_form import ExportForm
from painttime.gui.export_strokes_form import StrokesForm
from painttime.gui.icons import icon


class ExportDialog(QDialog):
    """Format, target and options; "Export" can be pressed only where the target can be written.

    Where the process is shown in strokes, these can be exported too.

    memory: where the choices are kept for the next time; None keeps nothing.
    """

    def __init__(
        self, project: Project, parent: QWidget | None = None, memory: ExportChoicesFile | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._memory = memory
        self._formats = export_entries(project)
        choices = memory.read() if memory is not None else ExportChoices()
        choices = choices if project.brushwork is not None else choices.without_strokes()
        self.formats = QListWidget()
        self.form = ExportForm(project)
        self.strokes_form = StrokesForm(project)
        self._forms = QStackedWidget()
        self.path = QLineEdit()
        self.browse = QPushButton("Browse…")
        self.message = QLabel()
        self.warning = QLabel()
        self.estimate = QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export_button = self.buttons.addButton("Export", QDialogButtonBox.ButtonRole.AcceptRole)
        self._prepare()
        self._lay_out()
        self.form.show_options(choices.options())
        self.path.setText(str(_suggested(project, choices)))
        self.strokes_form.show_speed(choices.strokes_per_s)
        self._select_format(choices.suffix, of_strokes=choices.of_strokes)
        self._connect()
        self._show_format()
        self._check()

    def options(self) -> AnyOptions:
        """Return what was chosen: StrokesOptions where the strokes themselves are exported."""
        notice = notice_for(self._project)
        if self.format.of_strokes:
            return replace(self.strokes_form.options(), notice=notice)
        return replace(self.form.options(), notice=notice)

    def target(self) -> Path:
        """Return the file or, for frames, the folder to write."""
        path = Path(self.path.text().strip())
        try:
            return path.expanduser()
        except RuntimeError:
            # "~somebody" who has no home here.
            return path

    @property
    def format(self) -> ExportEntry:
        """The format chosen in the list."""
        return self._formats[max(0, self.formats.currentRow())]

    def accept(self) -> None:
        if self._problem() is not None:
            self._check()
            return
        if self._memory is not None:
            choices = ExportChoices.of(self.target(), self.format.suffix, self.form.options())
            speed = self.strokes_form.speed.value()
            self._memory.write(
                replace(choices, of_strokes=self.format.of_strokes, strokes_per_s=float(speed))
            )
        super().accept()

    # -- layout ------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        self.setWindowTitle("Export the process")
        self.formats.setAccessibleName("Format")
        self.formats.setObjectName("formats")
        self.formats.setFixedWidth(226)
        for known in self._formats:
            item = QListWidgetItem(f"{known.name}\n{known.purpose}")
            item.setSizeHint(QSize(200, 54))
            self.formats.addItem(item)
        self.path.setAccessibleName("File or folder to write")
        self.path.setToolTip("Its ending decides the format; without one a folder of frames is written")
        self.path.setMinimumWidth(300)
        self.browse.setAccessibleName("Choose the file or folder")
        self.browse.setToolTip("Choose the file or folder")
        self.browse.setAutoDefault(False)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setAccessibleName("What stands in the way")
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        self.warning.setPixmap(icon("warning", accent).pixmap(QSize(18, 18), self.devicePixelRatioF()))
        self.warning.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.estimate.setProperty("muted", True)
        self.estimate.setAccessibleName("Estimate")
        self.export_button.setDefault(True)
        # Return must not press "Cancel" while "Export" cannot be pressed.
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self.export_button.setProperty("primary", True)

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.addWidget(self.path, 1)
        where.addWidget(self.browse)
        label = QLabel("Save as")
        label.setBuddy(self.path)
        notice = QHBoxLayout()
        notice.addWidget(self.warning)
        notice.addWidget(self.message, 1)
        right = QVBoxLayout()
        right.setSpacing(10)
        for form in (self.form, self.strokes_form):
            self._forms.addWidget(form)
        right.addWidget(self._forms)
        right.addStretch(1)
        right.addWidget(label)
        right.addLayout(where)
        right.addLayout(notice)
        right.addWidget(self.estimate)
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 16, 16, 14)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(14)
        grid.addWidget(self.formats, 0, 0)
        grid.addLayout(right, 0, 1)
        grid.addWidget(self.buttons, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self.resize(680, 420)

    def _connect(self) -> None:
        self.formats.currentRowChanged.connect(self._take_format)
        self.path.textChanged.connect(self._follow_path)
        self.browse.clicked.connect(self._choose_path)
        self.form.changed.connect(self._check)
        self.strokes_form.changed.connect(self._check)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # -- format and target, each following the other -------------------------------------------------------

    def _select_format(self, suffix: str, *, of_strokes: bool = False) -> None:
        rows = [row for row, known in enumerate(self._formats) if known.suffix == suffix]
        rows.sort(key=lambda row: self._formats[row].of_strokes is not of_strokes)
        self.formats.setCurrentRow(rows[0] if rows else 0)

    def _take_format(self) -> None:
        target, suffix = self.target(), self.format.suffix
        known = {one.suffix for one in self._formats}
        stem = target.stem if target.suffix.lower() in known else target.name
        # A dot in the name of a folder would pass for an ending.
        name = (stem if suffix else stem.replace(".", " ")) or self._project.painting.name
        folder = target.parent if target.name else target
        self.path.setText(str(folder / (name + suffix)))
        self._show_format()
        self._check()

    def _follow_path(self) -> None:
        suffix = self.target().suffix.lower()
        if suffix != self.format.suffix and suffix in {
            known.suffix for known in self._formats if known.suffix
        }:
            was_blocked = self.formats.blockSignals(True)
            self._select_format(suffix)
            self.formats.blockSignals(was_blocked)
            self._show_format()
        self._check()

    def _show_format(self) -> None:
        chosen = self.format
        form = self.strokes_form if chosen.of_strokes else self.form
        form.show_format(chosen.suffix)
        self._forms.setCurrentWidget(form)

    def _choose_path(self) -> None:
        ending = self.format.suffix
        if ending:
            name_filter = f"{self.format.name} (*{ending})"
            chosen, _ = QFileDialog.getSaveFileName(self, "Export", str(self.target()), name_filter)
        else:
            chosen = QFileDialog.getExistingDirectory(
                self, "Folder for the frames", str(self.target().parent)
            )
        if chosen:
            path = Path(chosen)
            self.path.setText(str(path if not ending or path.suffix else path.with_suffix(ending)))

    # -- what stands in the way ----------------------------------------------------------------------------

    def _check(self) -> None:
        problem = self._problem()
        self.export_button.setEnabled(problem is None)
        self.message.setText(problem or self._note())
        role = QPalette.ColorRole.PlaceholderText if problem is None else QPalette.ColorRole.WindowText
        self.message.setForegroundRole(role)
        self.warning.setVisible(problem is not None)
        self.message.setVisible(bool(self.message.text()))
        cost = estimated(self._project, self.target(), self.options()) if problem is None else ""
        self.estimate.setText(cost)

    def _problem(self) -> str | None:
        """Return in a sentence why this cannot be exported; None where nothing is known against it."""
        take = self._project.shown_take
        if take is None or not take.is_complete:
            return "The process is not complete yet. Predict all canvases first."
        if not self.path.text().strip():
            return "Give the name of a file."
        target = self.target()
        try:
            check_target(self._project, target, self.options())
        except ExportError as error:
            return str(error)
        return _unwritable(target)

    def _note(self) -> str:
        """Return what happens to something that is already there."""
        written = result_path(self._project, self.target(), self.options())
        if not is_there(written):
            return ""
        if is_folder(written):
            return f"Frames of an earlier export in “{written.name}” will be replaced."
        return f"“{written.name}” is already there and will be replaced."


def _unwritable(target: Path) -> str | None:
    folder = target.absolute().parent
    if not is_folder(folder):
        return f'The folder "{folder}" does not exist. Choose another one.'
    if not os.access(folder, os.W_OK | os.X_OK):
        return f'You may not write to the folder "{folder}". Choose another one.'
    return None


def _suggested(project: Project, choices: ExportChoices) -> Path:
    """Return where the last result went, else where the painting lies, else the home folder."""
    source = project.painting.source
    folders = [Path(choices.folder)] if choices.folder else []
    folders += [source.parent] if source is not None and source.is_absolute() else []
    folder = next((one for one in folders if is_folder(one)), Path.home())
    return folder / f"{project.painting.name} process{choices.suffix}"
