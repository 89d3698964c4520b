"""The parts of the painting: what is shown, what is locked, and how much of each the next step changes."""

from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QColorDialog, QLabel, QMenu, QStackedLayout, QVBoxLayout, QWidget

from painttime.gui.document import Document
from painttime.gui.parts.degree_footer import AllPartsBar
from painttime.gui.parts.degree_list import PartListView
from painttime.gui.parts.degree_row import DegreeRow
from painttime.gui.parts.part_commands import PartCommands
from painttime.gui.parts.part_count_bar import PartCountBar
from painttime.gui.parts.part_list_model import PartListModel
from painttime.gui.parts.part_menu import fill_part_menu
from painttime.gui.parts.part_row import PartRow
from painttime.gui.parts.part_rows import PartRows
from painttime.gui.parts.part_tools_bar import PartToolsBar

SELECT = QItemSelectionModel.SelectionFlag


class PartsPanel(QWidget):
    """Rows, front part first; every edit goes to the document, every change of it comes back into the rows.

    The rows selected are the parts chosen in the document.

    part_hovered(part id or None): the mouse is over a row, or over none any more.
    part_selected(part id): the user chose a row.
    file_dropped(Path): a file or folder was dropped here: its parts are wanted.
    """

    part_hovered = Signal(object)
    part_selected = Signal(int)
    file_dropped = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._model = PartListModel(document, self)
        self._is_choosing = False
        self.commands = PartCommands(document, self)
        self.list = PartListView()
        self.list.setModel(self._model)
        self._rows = PartRows(document, self.list, self._model, self)
        self.count_bar = PartCountBar(document)
        self.tools = PartToolsBar()
        self.footer = AllPartsBar(document)
        self._stack = QStackedLayout()
        self._lay_out()
        self._connect()
        self._rows.rebuild()

    @property
    def document(self) -> Document:
        return self._document

    @property
    def model(self) -> PartListModel:
        return self._model

    @property
    def rows(self) -> tuple[DegreeRow, ...]:
        """The row widgets, front part first."""
        return self._rows.in_order()

    def row(self, part_id: int) -> DegreeRow:
        """Return the row of a part; raises KeyError where there is none."""
        return self._rows.line(part_id).row

    def line(self, part_id: int) -> PartRow:
        """Return the row of a part with the header of its group; raises KeyError where there is none."""
        return self._rows.line(part_id)

    def select_part(self, part_id: int | None) -> None:
        """Choose a part, as a click on the canvas does, without a signal; None chooses none."""
        self._document.choose(() if part_id is None else (part_id,))

    def sizeHint(self) -> QSize:
        return QSize(300, 420)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._document.is_open and _dropped_path(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_path(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    # -- what commands and menus do here -------------------------------------------------------------------

    def rename_chosen(self) -> None:
        """Let the user type another name for the part chosen."""
        part_id = self._document.chosen_part
        if part_id is not None:
            self.list.scrollTo(self._index_of(part_id))
            self.row(part_id).name.begin()

    def colour_chosen(self) -> None:
        """Let the user choose the colour that marks the part chosen."""
        if self._document.chosen_part is not None:
            self._choose_colour(self._document.chosen_part)

    def add_part(self) -> None:
        """Add an empty part and let the user type its name."""
        self.tools.search.clear()
        if self.commands.add_part():
            self.rename_chosen()

    def choose_group(self, group: tuple[str, ...]) -> None:
        """Choose all parts of a group."""
        self._document.choose(self._model.members(group)[::-1])

    def part_menu(self, part_id: int) -> QMenu:
        """Return the context menu of a part's row; the part is chosen where it was not."""
        if part_id not in self._document.chosen:
            self._document.choose((part_id,))
        menu = QMenu(self)
        fill_part_menu(menu, self, self.row(part_id).state, len(self._document.chosen))
        return menu

    # -- layout ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setAccessibleName("Parts")
        self.setAcceptDrops(True)
        hint = QLabel("Open a painting to see its parts.")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setWordWrap(True)
        hint.setEnabled(False)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.count_bar)
        inner.addWidget(self.tools)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.footer)
        self._stack.addWidget(hint)
        self._stack.addWidget(body)
        self.setLayout(self._stack)

    def _connect(self) -> None:
        self._rows.changed.connect(self._show_rows)
        self._rows.part_hovered.connect(self.part_hovered)
        self._rows.renamed.connect(self._rename)
        self._rows.colour_requested.connect(self._choose_colour)
        self._rows.menu_requested.connect(self._open_menu)
        self._rows.group_eye_clicked.connect(self.commands.show_group)
        self._rows.group_chosen.connect(self.choose_group)
        self._document.chosen_changed.connect(self._show_chosen)
        self.list.selectionModel().selectionChanged.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.visibility_key_pressed.connect(self._toggle_current)
        self.list.rename_key_pressed.connect(self.rename_chosen)
        self.list.delete_key_pressed.connect(self.commands.delete)
        self.list.rows_dropped.connect(self.commands.move_above)
        self.list.rows_moved.connect(self._move_rows)
        self.tools.searched.connect(self._rows.search)
        self.tools.new_requested.connect(self.add_part)
        self.tools.merge_requested.connect(self.commands.merge)
        self.tools.delete_requested.connect(self.commands.delete)

    # -- what the user does --------------------------------------------------------------------------------

    def _show_rows(self) -> None:
        self._stack.setCurrentIndex(1 if len(self._rows) else 0)
        self._mark_chosen()

    def _index_of(self, part_id: int) -> QModelIndex:
        position = self._model.row_of(part_id)
        return QModelIndex() if position is None else self._model.index(position)

    def _choose(self) -> None:
        """Choose in the document what is selected in the list, the current row last."""
        if self._is_choosing:
            return
        current, former = self.list.currentIndex().row(), self._document.chosen_part
        rows = sorted({index.row() for index in self.list.selectedIndexes()}, key=lambda row: row == current)
        self._is_choosing = True
        self._document.choose(tuple(self._model.part_id(row) for row in rows))
        self._is_choosing = False
        chosen = self._document.chosen_part
        if chosen is not None and chosen != former:
            self.part_selected.emit(chosen)

    def _show_chosen(self) -> None:
        self._mark_chosen()
        if self._is_choosing:
            return
        selection, part_id = QItemSelection(), self._document.chosen_part
        for index in (self._index_of(one) for one in self._document.chosen):
            selection.select(index, index)
        current = QModelIndex() if part_id is None else self._index_of(part_id)
        self._is_choosing = True
        self.list.selectionModel().setCurrentIndex(current, SELECT.NoUpdate)
        self.list.selectionModel().select(selection, SELECT.ClearAndSelect)
        self._is_choosing = False
        if current.isValid():
            self.list.scrollTo(current)

    def _mark_chosen(self) -> None:
        self._rows.show_chosen(self._document.chosen)
        self.tools.show_chosen(len(self._document.chosen))

    def _move_rows(self, steps: int, to_end: bool) -> None:
        (self.commands.move_to_end if to_end else self.commands.move)(steps)

    def _toggle_current(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self._rows.eyes.press(self._model.part_id(index.row()), Qt.KeyboardModifier.NoModifier)
            self._rows.eyes.let_go()

    def _rename(self, part_id: int, name: str) -> None:
        position = self._model.row_of(part_id)
        if position is not None:
            self._model.setData(self._model.index(position), name)
            self.list.setFocus()

    def _choose_colour(self, part_id: int) -> None:
        part = self._document.project.parts.part(part_id)
        dialog = QColorDialog(QColor(*part.colour), self)
        dialog.setWindowTitle(f"Colour of {part.name}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(
            lambda colour: self._document.set_part_colour(
                part_id, (colour.red(), colour.green(), colour.blue())
            )
        )
        dialog.open()

    def _open_menu(self, part_id: int, position: QPoint) -> None:
        menu = self.part_menu(part_id)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(position)


def _dropped_path(event: QDropEvent) -> Path | None:
    """Return the first file or folder of a drop, None where it holds none."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if urls else None
