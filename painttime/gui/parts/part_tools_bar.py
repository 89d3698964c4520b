"""The line above the list of parts: search, and what is done to parts most often."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from painttime.gui.icon_button import IconButton, tinted_icon

BUTTON_PX = 26
SEARCH_ICON_PX = 16


class SearchField(QLineEdit):
    """A line of text that Escape empties."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)


class PartToolsBar(QWidget):
    """A search field and buttons.

    searched(text): rows whose name has this text are wanted; all for "".
    new_requested, merge_requested, delete_requested: a button was pressed.
    """

    searched = Signal(str)
    new_requested = Signal()
    merge_requested = Signal()
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField()
        self.search.setPlaceholderText("Search parts")
        self.search.setAccessibleName("Search parts by name")
        self.search.setToolTip("Show only the parts whose name, kind or group has these letters")
        self.search.setClearButtonEnabled(True)
        self._icon = QAction(self)
        self.search.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        for button in self.search.findChildren(QToolButton):
            name = "Search" if button.defaultAction() is self._icon else "Clear the search"
            button.setAccessibleName(name)
            button.defaultAction().setToolTip(name)
        self.new = IconButton("add", "New part", "New part: empty, to be painted (Ctrl+Shift+N)")
        self.merge = IconButton("merge", "Merge the chosen parts", "Merge the chosen parts (Ctrl+M)")
        self.delete = IconButton(
            "delete",
            "Delete the chosen parts",
            "Delete the chosen parts; their neighbours take their pixels (Del)",
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 4)
        layout.setSpacing(2)
        layout.addWidget(self.search, 1)
        layout.addSpacing(4)
        for button in (self.new, self.merge, self.delete):
            button.setFixedSize(BUTTON_PX, BUTTON_PX)
            layout.addWidget(button)
        self.search.textChanged.connect(self.searched)
        self.new.clicked.connect(self.new_requested)
        self.merge.clicked.connect(self.merge_requested)
        self.delete.clicked.connect(self.delete_requested)
        self._tint()

    def show_chosen(self, num_chosen: int) -> None:
        """Enable what can be done with so many parts chosen."""
        self.merge.setEnabled(num_chosen > 1)
        self.delete.setEnabled(num_chosen > 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        ink = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self._icon.setIcon(QIcon(tinted_icon("search", ink, SEARCH_ICON_PX, self.devicePixelRatioF())))
