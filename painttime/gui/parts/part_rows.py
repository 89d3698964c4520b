"""The row widgets of the parts list: made, filled and taken away as its model goes."""

from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QPoint, Signal

from painttime.core.image import Labels
from painttime.core.painting import Painting
from painttime.gui.document import Document
from painttime.gui.parts.degree_eyes import EyeColumn
from painttime.gui.parts.degree_list import PartListView
from painttime.gui.parts.degree_picture import PICTURE_SIZE_PX
from painttime.gui.parts.degree_row import DegreeRow
from painttime.gui.parts.part_list_model import PartListModel
from painttime.gui.parts.part_row import PartRow
from painttime.gui.parts.part_thumbnail import part_thumbnails


class PartRows(QObject):
    """Puts a PartRow on every line of a list; what is done in a row goes to the document, or is signalled.

    changed: rows came or went, or show something else.
    part_hovered(part id or None): the mouse is over a row, or over none any more.
    renamed(part id, name), colour_requested(part id), menu_requested(part id, global position).
    group_eye_clicked(group), group_chosen(group).
    """

    changed = Signal()
    part_hovered = Signal(object)
    renamed = Signal(int, str)
    colour_requested = Signal(int)
    menu_requested = Signal(int, QPoint)
    group_eye_clicked = Signal(tuple)
    group_chosen = Signal(tuple)

    def __init__(
        self, document: Document, view: PartListView, model: PartListModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._view = view
        self._model = model
        self._lines: dict[int, PartRow] = {}
        self._pictured: tuple[Painting, Labels] | None = None
        self._searched = ""
        self.eyes = EyeColumn(document, self._row_at, self._ids_in_sight, self)
        model.modelReset.connect(self.rebuild)
        model.rowsInserted.connect(self._add)
        model.rowsAboutToBeRemoved.connect(self._forget)
        model.dataChanged.connect(self._refresh)

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, part_id: int) -> PartRow:
        """Return the line of a part; raises KeyError where there is none."""
        return self._lines[part_id]

    def in_order(self) -> tuple[DegreeRow, ...]:
        """Return the rows, front part first."""
        return tuple(self._lines[part_id].row for part_id in self._model.part_ids)

    def rebuild(self) -> None:
        """Make all rows anew."""
        self._lines = {}
        self._add(QModelIndex(), 0, self._model.rowCount() - 1)
        self._refresh()

    def show_chosen(self, part_ids: tuple[int, ...]) -> None:
        """Mark the rows of some parts as chosen."""
        for part_id, line in self._lines.items():
            line.row.set_selected(part_id in part_ids)

    def search(self, text: str) -> None:
        """Show only rows with this text in their name, kind or group; all for ""."""
        self._searched = text.casefold().strip()
        self._show_searched()

    # ----------------------------------------------------------------------------------------------------

    def _add(self, _parent: QModelIndex, first: int, last: int) -> None:
        for position in range(first, last + 1):
            line = PartRow(self._model.state(position))
            self._connect(line)
            self._lines[line.row.state.part_id] = line
            self._view.setIndexWidget(self._model.index(position), line)
        # Those that came have no picture yet.
        self._pictured = None

    def _forget(self, _parent: QModelIndex, first: int, last: int) -> None:
        for position in range(first, last + 1):
            del self._lines[self._model.part_id(position)]

    def _connect(self, line: PartRow) -> None:
        row, document = line.row, self._document
        part_id = row.state.part_id
        row.degree_dragged.connect(lambda degree: document.set_degree(part_id, degree, dragging=True))
        row.degree_set.connect(partial(document.set_degree, part_id))
        row.follow_requested.connect(partial(document.follow_plan, part_id))
        row.locked.connect(partial(document.set_locked, part_id))
        row.renamed.connect(partial(self.renamed.emit, part_id))
        row.hovered.connect(lambda inside: self.part_hovered.emit(part_id if inside else None))
        row.eye.pressed_with.connect(partial(self.eyes.press, part_id))
        row.eye.dragged.connect(self.eyes.drag)
        row.eye.let_go.connect(self.eyes.let_go)
        row.colour_requested.connect(partial(self.colour_requested.emit, part_id))
        row.menu_requested.connect(partial(self.menu_requested.emit, part_id))
        line.header.eye_clicked.connect(lambda: self.group_eye_clicked.emit(row.state.group))
        line.header.chosen.connect(lambda: self.group_chosen.emit(row.state.group))

    def _refresh(self) -> None:
        for position, part_id in enumerate(self._model.part_ids):
            self._lines[part_id].show_state(self._model.state(position))
        self._show_searched()
        self._show_thumbnails()
        self.changed.emit()

    def _show_searched(self) -> None:
        """Hide the rows that are not searched for; the others may have become higher or lower, too."""
        for position in range(self._model.rowCount()):
            state = self._model.state(position)
            told = " ".join((*state.group, state.name, state.kind)).casefold()
            self._view.setRowHidden(position, self._searched not in told)
        self._view.doItemsLayout()

    def _show_thumbnails(self) -> None:
        if not self._lines:
            return
        project = self._document.project
        shown = self._pictured
        if shown is not None and shown[0] is project.painting and shown[1] is project.parts.labels:
            return
        self._pictured = (project.painting, project.parts.labels)
        size_px = round(PICTURE_SIZE_PX * self._view.devicePixelRatioF())
        pictures = part_thumbnails(project.painting, project.parts, size_px)
        for part_id, line in self._lines.items():
            line.row.set_thumbnail(pictures.get(part_id))

    def _row_at(self, position: QPoint) -> int | None:
        """Return which row in sight is at the height of a global position: a drag may leave it sideways."""
        y = self._view.viewport().mapFromGlobal(position).y()
        index = self._view.indexAt(QPoint(4, y))
        return self._ids_in_sight().index(self._model.part_id(index.row())) if index.isValid() else None

    def _ids_in_sight(self) -> tuple[int, ...]:
        """Return the parts that are searched for, top row first."""
        ids = enumerate(self._model.part_ids)
        return tuple(part_id for position, part_id in ids if not self._view.isRowHidden(position))
