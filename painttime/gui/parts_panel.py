"""The parts of the painting: what is shown, what is locked, and how much of each the next step changes."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QLabel, QMenu, QStackedLayout, QVBoxLayout, QWidget

from painttime.core.image import Labels
from painttime.core.painting import Painting
from painttime.gui.degree_eyes import EyeColumn
from painttime.gui.degree_footer import AllPartsBar
from painttime.gui.degree_list import PartListView
from painttime.gui.degree_picture import PICTURE_SIZE_PX
from painttime.gui.degree_row import DegreeRow
from painttime.gui.document import Document
from painttime.gui.part_list_model import PartListModel
from painttime.gui.part_thumbnail import part_thumbnails


class PartsPanel(QWidget):
    """Rows, front part first; every edit goes to the document, every change of it comes back into the rows.

    part_hovered(part id or None): the mouse is over a row, or over none any more.
    part_selected(part id): the user chose a row.
    """

    part_hovered = Signal(object)
    part_selected = Signal(int)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._model = PartListModel(document, self)
        self._rows: list[DegreeRow] = []
        self._pictured: tuple[Painting, Labels] | None = None
        self._is_selecting = False
        self._eyes = EyeColumn(document, self._row_at, lambda: self._model.part_ids, self)
        self.list = PartListView()
        self.list.setModel(self._model)
        self.footer = AllPartsBar(document)
        self._stack = QStackedLayout()
        self._lay_out()
        self._connect()
        self._rebuild()

    @property
    def model(self) -> PartListModel:
        return self._model

    @property
    def rows(self) -> tuple[DegreeRow, ...]:
        """The row widgets, front part first."""
        return tuple(self._rows)

    def row(self, part_id: int) -> DegreeRow:
        """Return the row of a part; raises KeyError where there is none."""
        position = self._model.row_of(part_id)
        if position is None:
            raise KeyError(part_id)
        return self._rows[position]

    def select_part(self, part_id: int | None) -> None:
        """Select the row of a part, as a click on the canvas does, without a signal; None selects none."""
        position = None if part_id is None else self._model.row_of(part_id)
        index = QModelIndex() if position is None else self._model.index(position)
        self._is_selecting = True
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_selecting = False
        if position is not None:
            self.list.scrollTo(index)

    def sizeHint(self) -> QSize:
        return QSize(300, 420)

    # -- layout ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setAccessibleName("Parts")
        hint = QLabel("Open a painting to see its parts.")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setWordWrap(True)
        hint.setEnabled(False)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.footer)
        self._stack.addWidget(hint)
        self._stack.addWidget(body)
        self.setLayout(self._stack)

    def _connect(self) -> None:
        self._model.modelReset.connect(self._rebuild)
        self._model.dataChanged.connect(self._refresh)
        selection = self.list.selectionModel()
        selection.currentChanged.connect(self._choose)
        selection.selectionChanged.connect(self._show_selection)
        self.list.visibility_key_pressed.connect(self._toggle_current)
        self.list.rename_key_pressed.connect(self._rename_current)

    def _rebuild(self) -> None:
        self._rows = []
        for position in range(self._model.rowCount()):
            row = DegreeRow(self._model.state(position))
            self._connect_row(row)
            self._rows.append(row)
            self.list.setIndexWidget(self._model.index(position), row)
        self._stack.setCurrentIndex(1 if self._rows else 0)
        self._pictured = None
        self._show_thumbnails()

    def _connect_row(self, row: DegreeRow) -> None:
        part_id, document = row.state.part_id, self._document
        row.degree_dragged.connect(lambda degree: document.set_degree(part_id, degree, dragging=True))
        row.degree_set.connect(partial(document.set_degree, part_id))
        row.follow_requested.connect(partial(self._follow_plan, part_id))
        row.locked.connect(partial(document.set_locked, part_id))
        row.renamed.connect(partial(self._rename, part_id))
        row.hovered.connect(lambda inside: self.part_hovered.emit(part_id if inside else None))
        row.eye.pressed_with.connect(partial(self._eyes.press, part_id))
        row.eye.dragged.connect(self._eyes.drag)
        row.eye.let_go.connect(self._eyes.let_go)
        row.colour_requested.connect(partial(self._choose_colour, part_id))
        row.menu_requested.connect(partial(self._open_menu, part_id))

    def _refresh(self) -> None:
        for position, row in enumerate(self._rows):
            row.show_state(self._model.state(position))
        self._show_thumbnails()

    def _show_thumbnails(self) -> None:
        if not self._rows:
            return
        project = self._document.project
        shown = self._pictured
        if shown is not None and shown[0] is project.painting and shown[1] is project.parts.labels:
            return
        self._pictured = (project.painting, project.parts.labels)
        size_px = round(PICTURE_SIZE_PX * self.devicePixelRatioF())
        pictures = part_thumbnails(project.painting, project.parts, size_px)
        for row in self._rows:
            row.set_thumbnail(pictures.get(row.state.part_id))

    # -- what the user does --------------------------------------------------------------------------------

    def _row_at(self, position: QPoint) -> int | None:
        """Return the row at the height of a global position: a drag may leave the column sideways."""
        y = self.list.viewport().mapFromGlobal(position).y()
        index = self.list.indexAt(QPoint(4, y))
        return index.row() if index.isValid() else None

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid() and not self._is_selecting:
            self.part_selected.emit(self._model.part_id(current.row()))

    def _show_selection(self) -> None:
        chosen = {index.row() for index in self.list.selectedIndexes()}
        for position, row in enumerate(self._rows):
            row.set_selected(position in chosen)

    def _toggle_current(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self._eyes.press(self._model.part_id(index.row()), Qt.KeyboardModifier.NoModifier)
            self._eyes.let_go()

    def _rename_current(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self._rows[index.row()].name.begin()

    def _rename(self, part_id: int, name: str) -> None:
        position = self._model.row_of(part_id)
        if position is not None:
            self._model.setData(self._model.index(position), name)
            self.list.setFocus()

    def _follow_plan(self, part_id: int) -> None:
        degrees = self._document.project.degrees
        self._document.set_degrees({key: value for key, value in degrees.items() if key != part_id})

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

    def part_menu(self, part_id: int) -> QMenu:
        """Return the context menu of a part's row."""
        row, document = self.row(part_id), self._document
        state = row.state
        menu = QMenu(self)
        menu.addAction("Rename", row.name.begin)
        menu.addAction("Colour…", partial(self._choose_colour, part_id))
        menu.addSeparator()
        menu.addAction(
            "Show all again" if state.is_solo else "Show alone", partial(document.set_solo, part_id)
        )
        menu.addAction(
            "Unlock" if state.is_locked else "Lock",
            partial(document.set_locked, part_id, not state.is_locked),
        )
        follow = menu.addAction("Follow the plan", partial(self._follow_plan, part_id))
        follow.setEnabled(not state.follows_plan)
        return menu
