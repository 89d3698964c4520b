"""The one owner of the open project: panels read it, listen to it and call its edits."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from painttime.core.brush_settings import BrushSettings
from painttime.core.image import RGBColour
from painttime.core.part import PartMap
from painttime.core.process import PaintedTake, Take
from painttime.core.project import STROKES, Project
from painttime.gui.history import History


class Document(QObject):
    """The open project, its undo history and what the window shows of it.

    Signals come after the state has changed; a panel that listens re-reads what it shows.

    project_opened: another project took the place of the former one (or the first was opened).
    parts_changed: names, order, colours of parts, degrees, locks, visibility, or the engine changed.
    take_changed: canvases of the take came or went, or it is shown in strokes or as the model blends it.
    playhead_changed(index): another canvas is shown.
    history_changed: undo, redo or the saved mark moved.
    solo_changed: the part shown alone changed (a view state, not undone).
    """

    project_opened = Signal()
    parts_changed = Signal()
    take_changed = Signal()
    playhead_changed = Signal(int)
    history_changed = Signal()
    solo_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: History | None = None
        self._playhead = 0
        self._solo: int | None = None
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

    # -- edits, each one undo step -----------------------------------------------------------------------

    def set_degree(self, part_id: int, degree: float, *, dragging: bool = False) -> None:
        """Set a part's degree for steps by hand; calls with dragging=True become one undo step."""
        degrees = {**self.project.degrees, part_id: min(1.0, max(0.0, degree))}
        name = f"Degree of {self.project.parts.part(part_id).name}"
        self._edit(replace(self.project, degrees=degrees), name, merge_key=f"degree {part_id}")
        if not dragging and self._history is not None:
            self._history.end_merge()

    def set_degrees(self, degrees: Mapping[int, float]) -> None:
        """Set several parts' degrees at once; replaces what was set before."""
        self._edit(replace(self.project, degrees=dict(degrees)), "Degrees")

    def set_locked(self, part_id: int, locked: bool) -> None:
        """Lock a part, so that no step changes it, or let it free."""
        others = self.project.locked - {part_id}
        name = self.project.parts.part(part_id).name
        self._edit(
            replace(self.project, locked=others | {part_id} if locked else others),
            f"Lock {name}" if locked else f"Unlock {name}",
        )

    def set_visible(self, part_id: int, visible: bool) -> None:
        """Show or hide a part in the window."""
        others = self.project.hidden - {part_id}
        name = self.project.parts.part(part_id).name
        self._edit(
            replace(self.project, hidden=others if visible else others | {part_id}),
            f"Show {name}" if visible else f"Hide {name}",
        )

    def set_hidden(self, hidden: frozenset[int], *, dragging: bool = False) -> None:
        """Set which parts are hidden; calls with dragging=True become one undo step."""
        self._edit(replace(self.project, hidden=hidden), "Visibility", merge_key="hidden")
        if not dragging and self._history is not None:
            self._history.end_merge()

    def rename_part(self, part_id: int, name: str) -> None:
        self._edit_parts(self.project.parts.changed(part_id, name=name), "Rename part")

    def set_part_colour(self, part_id: int, colour: RGBColour) -> None:
        self._edit_parts(self.project.parts.changed(part_id, colour=colour), "Colour of part")

    def set_take(self, take: Take | None, name: str = "Predict") -> None:
        """Put another take in place, as an undo step."""
        self._edit(replace(self.project, take=take), name)

    def set_settings(self, *, num_steps: int, seed: int, habit: str) -> None:
        """Set what a process starts from; a take of the step model made with other settings is dropped.

        The brush begins anew in any case, so its take stays as long as it has the right number of steps.
        """
        project = self.project
        if (num_steps, seed, habit) == (project.num_steps, project.seed, project.habit):
            return
        keeps_take = project.take is not None and project.take.brushwork is not None
        keeps_take = keeps_take and num_steps == project.num_steps
        take = project.take if keeps_take else None
        self._edit(
            replace(project, num_steps=num_steps, seed=seed, habit=habit, take=take),
            "Prediction settings",
        )

    def set_engine(self, engine: str) -> None:
        """Choose what makes the next take; the present one stays until then."""
        if engine != self.project.engine:
            self._edit(replace(self.project, engine=engine), "Engine")

    def set_brush(self, brush: BrushSettings, name: str = "Brush", *, dragging: bool = False) -> None:
        """Set what the brush is asked for; calls with dragging=True become one undo step."""
        if brush != self.project.brush:
            self._edit(replace(self.project, brush=brush), name, merge_key=f"brush {name}")
        if not dragging and self._history is not None:
            self._history.end_merge()

    def set_render(self, render: str) -> None:
        """Show the take as the model blends it, or carried out in strokes where that was computed."""
        if render != self.project.render:
            self._edit(
                replace(self.project, render=render), "Show painted" if render == STROKES else "Show blended"
            )

    def set_painted(self, painted: PaintedTake) -> None:
        """Put the take carried out in strokes beside it, and show it."""
        self._edit(replace(self.project, painted=painted, render=STROKES), "Paint the steps")

    def set_ground(self, ground: RGBColour) -> None:
        """Set the colour of the bare surface; the take stays: it only says where the ground shows."""
        if ground != self.project.ground:
            self._edit(replace(self.project, ground=ground), "Ground colour")

    # -- view state, not undone --------------------------------------------------------------------------

    def show_partial_take(self, take: Take, name: str = "Predict") -> None:
        """Show a take that is still being computed; the first call is an undo step, the rest join it."""
        self._edit(replace(self.project, take=take), name, merge_key="prediction")

    def end_partial_take(self) -> None:
        """The take is complete or was cancelled; it stays as far as it came."""
        if self._history is not None:
            self._history.end_merge()

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

    # ----------------------------------------------------------------------------------------------------

    def _edit_parts(self, parts: PartMap, name: str) -> None:
        self._edit(replace(self.project, parts=parts), name)

    def _edit(self, project: Project, name: str, merge_key: str | None = None) -> None:
        if self._history is None:
            raise LookupError("no project is open")
        before = self.project
        self._history.push(project, name, merge_key)
        self._announce(before)

    def _announce(self, before: Project) -> None:
        after = self.project
        if before.num_steps != after.num_steps:
            self.set_playhead(after.num_steps)
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
