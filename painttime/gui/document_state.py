"""The open project with its undo history, and what the window shows of it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from painttime.core.process import Take
from painttime.core.project import Project
from painttime.gui.history import History


class DocumentState(QObject):
    """Reading the open project, going back and forth in its history, and what is shown of it.

    Signals come after the state has changed; a panel that listens re-reads what it shows.

    project_opened: another project took the place of the former one (or the first was opened).
    parts_changed: names, order, colours of parts, degrees, locks, visibility, or the engine changed.
    take_changed: canvases of the take came or went, or it is shown in strokes or as the model blends it.
    playhead_changed(index): another canvas is shown.
    history_changed: undo, redo or the saved mark moved.
    solo_changed: the part shown alone changed (a view state, not undone).
    chosen_changed: other parts are chosen (a view state, not undone).
    process_dropped: a take went in the step just made, because it was made of other parts.
    """

    project_opened = Signal()
    parts_changed = Signal()
    take_changed = Signal()
    playhead_changed = Signal(int)
    history_changed = Signal()
    solo_changed = Signal()
    chosen_changed = Signal()
    process_dropped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: History | None = None
        self._playhead = 0
        self._solo: int | None = None
        self._chosen: tuple[int, ...] = ()
        self._path: Path | None = None

    # -- reading -----------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        return self._history is not None

    @property
    def project(self) -> Project:
        """The open project; raises LookupError where none is open."""
        if self._history is None:
            raise LookupError("no project is open")
        return self._history.project

    @property
    def take(self) -> Take | None:
        """The take as it was computed."""
        return self.project.take if self._history is not None else None

    @property
    def shown_take(self) -> Take | None:
        """The take that is looked at: carried out in strokes where that is asked for."""
        return self.project.shown_take if self._history is not None else None

    @property
    def path(self) -> Path | None:
        """The project file it was opened from or saved to; None for a painting never saved as a project."""
        return self._path

    @property
    def playhead(self) -> int:
        """Index of the canvas shown, 0 = ground, num_steps = painting."""
        return self._playhead

    @property
    def solo(self) -> int | None:
        """Id of the part shown alone, None where all visible ones are shown."""
        return self._solo

    @property
    def chosen(self) -> tuple[int, ...]:
        """Ids of the parts that commands and tools work on, the one chosen last at the end."""
        return self._chosen

    @property
    def chosen_part(self) -> int | None:
        """Id of the part chosen last, None where none is."""
        return self._chosen[-1] if self._chosen else None

    @property
    def is_dirty(self) -> bool:
        return self._history is not None and self._history.is_dirty

    @property
    def undo_name(self) -> str | None:
        return self._history.undo_name if self._history is not None else None

    @property
    def redo_name(self) -> str | None:
        return self._history.redo_name if self._history is not None else None

    # -- opening and history -----------------------------------------------------------------------------

    def open(self, project: Project, path: Path | None = None, *, is_saved: bool = True) -> None:
        """Put another project in the place of the present one; the playhead stands at the painting.

        is_saved: False for changes recovered after a crash, which lie in no file of the user's.
        """
        self._history = History(project, is_saved=is_saved)
        self._path = path
        self._playhead = project.num_steps
        self._solo = None
        self._chosen = ()
        self.project_opened.emit()
        self.history_changed.emit()

    def mark_saved(self, path: Path, project: Project | None = None) -> None:
        """Note that `project` (the present state where None) lies in the file `path`."""
        if self._history is None:
            return
        self._path = path
        self._history.mark_saved(project or self.project)
        self.history_changed.emit()

    def undo(self) -> None:
        if self._history is not None:
            before = self.project
            self._history.undo()
            self._announce(before)

    def redo(self) -> None:
        if self._history is not None:
            before = self.project
            self._history.redo()
            self._announce(before)

    # -- view state, not undone --------------------------------------------------------------------------

    def set_playhead(self, index: int) -> None:
        """Show canvas `index`, held to 0..num_steps; what is not computed shows as pending."""
        if self._history is None:
            return
        index = min(self.project.num_steps, max(0, index))
        if index != self._playhead:
            self._playhead = index
            self.playhead_changed.emit(index)

    def set_solo(self, part_id: int | None) -> None:
        """Show one part alone; the same part again, or None, brings back what was visible before."""
        self._solo = None if part_id == self._solo else part_id
        self.solo_changed.emit()

    def choose(self, part_ids: tuple[int, ...]) -> None:
        """Choose the parts that commands and tools work on; those that are not there are left out."""
        ids = self.project.parts.ids if self._history is not None else ()
        chosen = tuple(part_id for part_id in part_ids if part_id in ids)
        if chosen != self._chosen:
            self._chosen = chosen
            self.chosen_changed.emit()

    # ----------------------------------------------------------------------------------------------------

    def _announce(self, before: Project) -> None:
        after = self.project
        has_other_parts = before.parts is not after.parts
        lost_take = before.take is not None and after.take is None
        if before.num_steps != after.num_steps or (has_other_parts and lost_take):
            self.set_playhead(after.num_steps)
        if has_other_parts:
            self._forget_gone_parts()
        if (before.parts, before.degrees, before.locked, before.hidden, before.engine) != (
            after.parts,
            after.degrees,
            after.locked,
            after.hidden,
            after.engine,
        ):
            self.parts_changed.emit()
        if before.take is not after.take or before.shown_take is not after.shown_take:
            self.take_changed.emit()
        self.history_changed.emit()

    def _forget_gone_parts(self) -> None:
        if self._solo is not None and self._solo not in self.project.parts.ids:
            self.set_solo(None)
        self.choose(self._chosen)
