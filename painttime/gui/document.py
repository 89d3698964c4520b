"""The one owner of the open project: panels read it, listen to it and call its edits."""

from collections.abc import Mapping
from dataclasses import replace

from painttime.core.brush_settings import BrushSettings
from painttime.core.image import RGBColour
from painttime.core.part import PartMap
from painttime.core.process import PaintedTake, Take
from painttime.core.project import STROKES, Project
from painttime.gui.document_state import DocumentState


class Document(DocumentState):
    """The open project and its edits, each of them one undo step."""

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

    def follow_plan(self, part_id: int) -> None:
        """Drop a part's own degree: it follows the plan again."""
        degrees = self.project.degrees
        self.set_degrees({key: value for key, value in degrees.items() if key != part_id})

    def set_locked(self, part_id: int, locked: bool) -> None:
        """Lock a part, so that no step changes it, or let it free."""
        others = self.project.locked - {part_id}
        name = self.project.parts.part(part_id).name
        self._edit(
            replace(self.project, locked=others | {part_id} if locked else others),
            f"Lock {name}" if locked else f"Unlock {name}",
        )

    def lock_parts(self, part_ids: tuple[int, ...], locked: bool) -> None:
        """Lock several parts, or let them free, as one step."""
        ids = frozenset(part_ids)
        self._edit(
            replace(self.project, locked=self.project.locked | ids if locked else self.project.locked - ids),
            "Lock parts" if locked else "Unlock parts",
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
        self.edit_parts(self.project.parts.changed(part_id, name=name), "Rename part")

    def set_part_colour(self, part_id: int, colour: RGBColour) -> None:
        self.edit_parts(self.project.parts.changed(part_id, colour=colour), "Colour of part")

    def edit_parts(self, parts: PartMap, name: str, *, merge_key: str | None = None) -> None:
        """Put other parts in place; see Project.with_parts for what stays and when the takes go with them.

        merge_key: edits with the same key become one undo step until `end_gesture`. Each of them starts from
            what was there before the gesture, so that one which comes back to the former parts loses nothing.
        """
        if self._history is None:
            raise LookupError("no project is open")
        take, former = self.project.take, self.project.parts
        if parts.labels is former.labels and parts.parts == former.parts:
            return
        self._edit(self._history.before(merge_key).with_parts(parts), name, merge_key)
        if take is not None and self.project.take is None:
            self.process_dropped.emit()

    def end_gesture(self) -> None:
        """Let the next edit be an undo step of its own, whatever its merge key: the mouse was let go."""
        if self._history is not None:
            self._history.end_merge()

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

    def show_partial_take(self, take: Take, name: str = "Predict") -> None:
        """Show a take that is still being computed; the first call is an undo step, the rest join it."""
        self._edit(replace(self.project, take=take), name, merge_key="prediction")

    def end_partial_take(self) -> None:
        """The take is complete or was cancelled; it stays as far as it came."""
        if self._history is not None:
            self._history.end_merge()

    # ----------------------------------------------------------------------------------------------------

    def _edit(self, project: Project, name: str, merge_key: str | None = None) -> None:
        if self._history is None:
            raise LookupError("no project is open")
        before = self.project
        self._history.push(project, name, merge_key)
        self._announce(before)
