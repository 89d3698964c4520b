"""A switch of a few words side by side, one of them down."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget


class Segments(QWidget):
    """Tab reaches it; arrows choose a word.

    chosen(value): the user chose another word; `show_value` signals nothing.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._name = name
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def add(self, value: str, text: str, tip: str) -> None:
        """Add a word at the right end."""
        button = QPushButton(text)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleName(f"{self._name}: {text}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.chosen.emit(value))
        self._group.addButton(button)
        self._buttons[value] = button
        self._layout.addWidget(button)
        self._mark_ends()

    @property
    def value(self) -> str:
        """The word that is down, "" where none is."""
        return next((value for value, button in self._buttons.items() if button.isChecked()), "")

    @property
    def buttons(self) -> Mapping[str, QPushButton]:
        """The words' buttons, by value."""
        return self._buttons

    def show_value(self, value: str) -> None:
        """Put another word down."""
        self._buttons[value].setChecked(True)

    def _mark_ends(self) -> None:
        # The style sheet rounds the outer corners only.
        ends = list(self._buttons.values())
        for button in ends:
            is_first, is_last = button is ends[0], button is ends[-1]
            button.setProperty("segment", "left" if is_first else "right" if is_last else "middle")
