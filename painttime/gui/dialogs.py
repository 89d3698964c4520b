"""The small dialogs of the window: messages, questions, the shortcut list, about."""

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from painttime import __version__
from painttime.gui.actions import MENUS, MORE_KEYS


class SaveAnswer(Enum):
    """What to do with changes that lie in no file."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class RecordingAnswer(Enum):
    """What to do with a recording where a painting was expected."""

    COMPARE = "compare"
    OPEN = "open"
    CANCEL = "cancel"


def show_failure(parent: QWidget | None, title: str, sentence: str) -> QMessageBox:
    """Tell that something did not work, without stopping the event loop; returns the open dialog."""
    box = QMessageBox(QMessageBox.Icon.Warning, "painttime", title, QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(sentence)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setObjectName("failure")
    box.open()
    return box


def ask_to_save(parent: QWidget, name: str) -> SaveAnswer:
    """Ask what to do with unsaved changes; waits for the answer."""
    buttons = QMessageBox.StandardButton
    box = QMessageBox(QMessageBox.Icon.Question, "painttime", f"Save the changes to “{name}”?", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText("They are lost if you do not save them.")
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    answer = QMessageBox.StandardButton(box.exec())
    return {buttons.Save: SaveAnswer.SAVE, buttons.Discard: SaveAnswer.DISCARD}.get(answer, SaveAnswer.CANCEL)


def ask_to_leave(parent: QWidget) -> bool:
    """Ask whether to leave although a file is still being written; waits for the answer."""
    box = QMessageBox(QMessageBox.Icon.Question, "painttime", "A file is still being written.", parent=parent)
    box.setInformativeText("If you leave now, it is given up and no partial file is left.")
    leave = box.addButton("Leave", QMessageBox.ButtonRole.DestructiveRole)
    box.addButton("Stay", QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is leave


def ask_about_recording(parent: QWidget, name: str, *, can_compare: bool) -> RecordingAnswer:
    """Ask what to do with a recording that is to be opened; waits for the answer.

    can_compare: whether a painting is open to compare it with.
    """
    roles = QMessageBox.ButtonRole
    box = QMessageBox(QMessageBox.Icon.Question, "painttime", f"“{name}” is a recording.", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    open_first = "" if can_compare else " If you have a picture of the painting, open that first instead."
    box.setInformativeText(f"Its last frame can be opened as the painting.{open_first}")
    compare = box.addButton("Compare With the Painting", roles.AcceptRole) if can_compare else None
    last_frame = box.addButton("Open Last Frame", roles.ActionRole if can_compare else roles.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(compare or last_frame)
    box.exec()
    if box.clickedButton() is last_frame:
        return RecordingAnswer.OPEN
    is_compared = compare is not None and box.clickedButton() is compare
    return RecordingAnswer.COMPARE if is_compared else RecordingAnswer.CANCEL


def ask_to_discard(parent: QWidget, name: str) -> bool:
    """Ask whether to remove a recovery for good; waits for the answer."""
    box = QMessageBox(
        QMessageBox.Icon.Question, "painttime", f"Discard the unsaved changes to “{name}”?", parent=parent
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText("They cannot be brought back.")
    discard = box.addButton("Discard", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton("Keep", QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is discard


def show_about(parent: QWidget) -> QMessageBox:
    """Show the version and what the program is; returns the open dialog."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "About painttime", f"painttime {__version__}", parent=parent)
    box.setIconPixmap(parent.windowIcon().pixmap(64, 64))
    box.setInformativeText(
        "Shows how a finished painting may have been painted, step by step and part by part.\n\n"
        "What it shows is predicted. It is no record of how the painter really worked, and every export "
        "says so.\n\nMIT licence."
    )
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


class ShortcutsDialog(QDialog):
    """Every key and what it does, menu by menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(7)
        self._add_section("Canvas", MORE_KEYS)
        for title, specs in MENUS.items():
            rows = [(_native(spec.keys), spec.tip) for spec in specs if spec is not None and spec.keys]
            self._add_section(title.replace("&", ""), rows)
        page = QWidget()
        page.setLayout(self._grid)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("Keyboard shortcuts")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll)
        layout.addWidget(buttons)
        self.resize(max(660, page.sizeHint().width() + 60), 680)

    def _add_section(self, title: str, rows: Iterable[tuple[str, str]]) -> None:
        heading = QLabel(title)
        heading.setProperty("heading", True)
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 2)
        for keys, meaning in rows:
            row = self._grid.rowCount()
            for column, text in enumerate((keys, meaning)):
                label = QLabel(text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                self._grid.addWidget(label, row, column)


def _native(keys: tuple[str, ...]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return "  or  ".join(QKeySequence(key).toString(native) for key in keys)
