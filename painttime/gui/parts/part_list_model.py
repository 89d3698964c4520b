"""The parts of the open painting as a Qt list, front part first, as in layer panels."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from painttime.core.image import RGBColour
from painttime.core.process import Take
from painttime.core.project import MODEL_ENGINE
from painttime.gui.document import Document

Index = QModelIndex | QPersistentModelIndex

NO_PARENT = QModelIndex()


@dataclass(frozen=True, kw_only=True, slots=True)
class PartState:
    """What a row shows of one part.

    asked: degree of the next step by hand, 0..1: the slider's where one was set, else the plan's; None where
        neither is known.
    follows_plan: no slider was set for this part.
    realised: degree measured in the step that leads to the canvas shown, 0..1; None where not computed.
    takes_degree: the degree can be set; the brush has none.
    is_solo: it is shown alone. is_shown: it can be seen at this moment, with eye and solo taken together.
    kind: machine-readable sort of part.
    group: names of the groups it lies in, outermost first.
    starts_group: it is the first row of its group, which is named above it.
    is_group_visible: the eyes of all parts of its group are open.
    """

    part_id: int
    name: str
    colour: RGBColour
    is_visible: bool
    is_locked: bool
    asked: float | None
    follows_plan: bool
    takes_degree: bool
    realised: float | None
    is_solo: bool
    is_shown: bool
    kind: str = "region"
    group: tuple[str, ...] = ()
    starts_group: bool = False
    is_group_visible: bool = True


class PartListModel(QAbstractListModel):
    """Rows of PartState, read from the document; `setData` goes through the document's edits.

    Display and edit role: the name. Check state: the eye. StateRole: the whole PartState. DegreeRole: the
    degree asked for, 0..1. LockedRole: bool. StartsGroupRole: bool, cheaper than the whole state.
    """

    StateRole = Qt.ItemDataRole.UserRole + 1
    DegreeRole = Qt.ItemDataRole.UserRole + 2
    LockedRole = Qt.ItemDataRole.UserRole + 3
    StartsGroupRole = Qt.ItemDataRole.UserRole + 4

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._ids = self._read_ids()
        document.project_opened.connect(self._reset)
        document.parts_changed.connect(self._refresh)
        document.take_changed.connect(self._refresh)
        document.playhead_changed.connect(self._refresh)
        document.solo_changed.connect(self._refresh)

    # -- reading -----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids) or not self._is_there(index.row()):
            return None
        if role == self.StartsGroupRole:
            return self._starts_group(index.row())
        state = self.state(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return state.name
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return described(state)
            case Qt.ItemDataRole.DecorationRole:
                return QColor(*state.colour)
            case Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if state.is_visible else Qt.CheckState.Unchecked
            case self.StateRole:
                return state
            case self.DegreeRole:
                return state.asked
            case self.LockedRole:
                return state.is_locked
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        item = Qt.ItemFlag
        shown = item.ItemIsEnabled | item.ItemIsSelectable | item.ItemNeverHasChildren
        return shown | item.ItemIsEditable | item.ItemIsUserCheckable

    @property
    def part_ids(self) -> tuple[int, ...]:
        """Part ids, top row first."""
        return self._ids

    def part_id(self, row: int) -> int:
        return self._ids[row]

    def row_of(self, part_id: int) -> int | None:
        """Return the row of a part, None where it has none."""
        return self._ids.index(part_id) if part_id in self._ids else None

    def state(self, row: int) -> PartState:
        """Return what row `row` shows."""
        project, part_id = self._document.project, self._ids[row]
        part = project.parts.part(part_id)
        solo = self._document.solo
        visible = part_id not in project.hidden
        takes_degree = project.engine == MODEL_ENGINE
        own = project.degrees.get(part_id) if takes_degree else None
        planned = _planned(project.shown_take, self._document.playhead, part_id) if takes_degree else None
        return PartState(
            part_id=part_id,
            name=part.name,
            colour=part.colour,
            is_visible=visible,
            is_locked=part_id in project.locked,
            asked=own if own is not None else planned,
            follows_plan=own is None,
            takes_degree=takes_degree,
            realised=_realised(project.shown_take, self._document.playhead, part_id),
            is_solo=solo == part_id,
            is_shown=visible if solo is None else solo == part_id,
            kind=part.kind,
            group=part.group,
            starts_group=self._starts_group(row),
            is_group_visible=project.hidden.isdisjoint(self.members(part.group)),
        )

    def members(self, group: tuple[str, ...]) -> tuple[int, ...]:
        """Return the parts that lie in a group or in groups within it, top row first; all for ()."""
        parts = self._document.project.parts.parts[::-1]
        return tuple(part.id for part in parts if part.group[: len(group)] == group)

    def _starts_group(self, row: int) -> bool:
        parts = self._document.project.parts
        group = parts.part(self._ids[row]).group
        is_first = row == 0 or not self._is_there(row - 1) or parts.part(self._ids[row - 1]).group != group
        return bool(group) and is_first

    def _is_there(self, row: int) -> bool:
        """Return whether the project has the part of a row: rows are taken away one by one."""
        return self._ids[row] in self._document.project.parts.ids

    # -- writing -----------------------------------------------------------------------------------------

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid():
            return False
        part_id = self._ids[index.row()]
        match role:
            case Qt.ItemDataRole.EditRole:
                return self._rename(index.row(), str(value))
            case Qt.ItemDataRole.CheckStateRole:
                self._document.set_visible(part_id, Qt.CheckState(value) == Qt.CheckState.Checked)
            case self.DegreeRole:
                self._document.set_degree(part_id, float(value))
            case self.LockedRole:
                self._document.set_locked(part_id, bool(value))
            case _:
                return False
        return True

    def _rename(self, row: int, name: str) -> bool:
        wanted = " ".join(name.split())
        if not wanted or wanted == self.state(row).name:
            return False
        self._document.rename_part(self._ids[row], wanted)
        return True

    # -- following the document --------------------------------------------------------------------------

    def _read_ids(self) -> tuple[int, ...]:
        return self._document.project.parts.ids[::-1] if self._document.is_open else ()

    def _reset(self) -> None:
        self.beginResetModel()
        self._ids = self._read_ids()
        self.endResetModel()

    def _refresh(self) -> None:
        self._follow(self._read_ids())
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))

    def _follow(self, wanted: tuple[int, ...]) -> None:
        """Take away, move and add single rows: those that stay keep their widgets, selection and place."""
        for row in reversed(range(len(self._ids))):
            if self._ids[row] not in wanted:
                self.beginRemoveRows(NO_PARENT, row, row)
                self._ids = (*self._ids[:row], *self._ids[row + 1 :])
                self.endRemoveRows()
        for row, part_id in enumerate(wanted):
            if part_id not in self._ids:
                self.beginInsertRows(NO_PARENT, row, row)
                self._ids = (*self._ids[:row], part_id, *self._ids[row:])
                self.endInsertRows()
            elif (former := self._ids.index(part_id)) != row:
                self.beginMoveRows(NO_PARENT, former, former, NO_PARENT, row)
                others = (*self._ids[:former], *self._ids[former + 1 :])
                self._ids = (*others[:row], part_id, *others[row:])
                self.endMoveRows()


def described(state: PartState) -> str:
    """Return a row in words, for tooltips and screen readers."""
    words = [" / ".join((*state.group, state.name))]
    if state.is_locked:
        words.append("locked: no step changes it")
    elif state.asked is None:
        words.append("follows the plan")
    else:
        how = " (the plan)" if state.follows_plan else ""
        words.append(f"asked {round(state.asked * 100)} %{how}")
    if state.realised is not None:
        words.append(f"changed {round(state.realised * 100)} % in this step")
    if not state.is_visible:
        words.append("hidden")
    return ", ".join(words)


def _planned(take: Take | None, playhead: int, part_id: int) -> float | None:
    """Return the plan's degree in the step that leads to the canvas shown; at the ground, in the first."""
    if take is None or part_id not in take.plan.part_ids:
        return None
    step = min(take.num_steps - 1, max(0, playhead - 1))
    return take.plan.degree(step, part_id)


def _realised(take: Take | None, playhead: int, part_id: int) -> float | None:
    """Return the degree measured in the step that leads to the canvas shown."""
    if take is None or part_id not in take.plan.part_ids or not 1 <= playhead <= take.num_steps:
        return None
    value = float(take.realised[playhead - 1, take.plan.part_ids.index(part_id)])
    return None if np.isnan(value) else value
