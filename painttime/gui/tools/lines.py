"""Lasso and split by line: a line drawn by hand, or corner by corner, or both."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field

from painttime.core.part import PartMap
from painttime.gui.tools.pointer import Pointer
from painttime.gui.tools.taking import take
from painttime.gui.tools.tool import NO_SKETCH, Sketch, Tool
from painttime.gui.tools.tool_table import Mode, ToolSpec
from painttime.gui.tools.workbench import Workbench
from painttime.segmentation.editing.joining import split_by_line
from painttime.segmentation.editing.masks import Point, polygon_area

LEAST_OUTLINE = 3


@dataclass(kw_only=True, slots=True)
class HandLine:
    """A line under way.

    corner_ends: number of points up to each corner that was set by a click.
    """

    began_at: Pointer
    mode: Mode
    points: list[Point] = field(default_factory=list)
    corner_ends: list[int] = field(default_factory=list)

    @property
    def corners(self) -> tuple[Point, ...]:
        return tuple(self.points[end - 1] for end in self.corner_ends)


class LineTool(Tool):
    """Collects a line: a click sets a corner, a drag draws freely.

    A drag with no corner before it is the whole line and ends with the button. After a click the line goes on
    until Enter, a double click or, where lines are closed, a click on its first corner.
    """

    closes = False

    def __init__(self, spec: ToolSpec, bench: Workbench, show: Callable[[], None]) -> None:
        super().__init__(spec, bench, show)
        self._line: HandLine | None = None
        self._pressed_at: Pointer | None = None
        self._was_dragged = False

    @property
    def has_gesture(self) -> bool:
        return self._line is not None

    def press(self, pointer: Pointer) -> None:
        line = self._line
        if line is not None and self._is_back_at_start(line, pointer):
            self.finish()
            return
        if line is None:
            line = self._line = HandLine(began_at=pointer, mode=self.mode_of(pointer))
        self._pressed_at, self._was_dragged = pointer, False
        line.points.append((pointer.x, pointer.y))
        self._show_line(None)

    def press_again(self, _pointer: Pointer) -> None:
        # The first press of the double click has set the corner already.
        self.finish()

    def drag(self, pointer: Pointer) -> None:
        if self._line is None or self._pressed_at is None:
            return
        self._was_dragged = self._was_dragged or not pointer.is_near(self._pressed_at)
        if self._was_dragged:
            self._line.points.append((pointer.x, pointer.y))
            self._show_line(None)

    def release(self, pointer: Pointer) -> None:
        if self._line is None or self._pressed_at is None:
            return
        self.drag(pointer)
        self._pressed_at = None
        if self._was_dragged and not self._line.corner_ends:
            self.finish()
        else:
            self._line.corner_ends.append(len(self._line.points))
            self._show_line(pointer)

    def hover(self, pointer: Pointer | None) -> None:
        if self._line is not None:
            self._show_line(pointer)

    def finish(self) -> None:
        line, self._line = self._line, None
        self._pressed_at = None
        self.draw(NO_SKETCH)
        if line is not None:
            self.use(line)

    def step_back(self) -> None:
        line = self._line
        if line is None or not line.corner_ends:
            return
        line.corner_ends.pop()
        del line.points[line.corner_ends[-1] if line.corner_ends else 0 :]
        if line.points:
            self._show_line(None)
        else:
            self.drop()

    def drop(self) -> None:
        self._line = self._pressed_at = None
        super().drop()

    @abstractmethod
    def use(self, line: HandLine) -> None:
        """Do with the finished line what the tool is for."""

    # ----------------------------------------------------------------------------------------------------

    def _is_back_at_start(self, line: HandLine, pointer: Pointer) -> bool:
        return self.closes and len(line.points) >= LEAST_OUTLINE and pointer.is_near(line.began_at)

    def _show_line(self, pointer: Pointer | None) -> None:
        if self._line is None:
            return
        ahead = ((pointer.x, pointer.y),) if pointer is not None else ()
        self.draw(
            Sketch(
                line=(*self._line.points, *ahead),
                corners=self._line.corners,
                is_closing=self.closes,
                takes_away=self._line.mode is Mode.TAKE_AWAY,
            )
        )


class Lasso(LineTool):
    """What the line runs around goes to a part, or away from it."""

    closes = True

    def use(self, line: HandLine) -> None:
        height_px, width_px = self.bench.size
        area = polygon_area(line.points, height_px=height_px, width_px=width_px)
        if area.is_empty:
            self.bench.noted.emit("The line encloses no pixel. Draw around something.")
        else:
            take(self.bench, area, self.words, line.mode)


class SplitByLine(LineTool):
    """The chosen part is cut in two along the line; without one, the part under the middle of the line."""

    def use(self, line: HandLine) -> None:
        if self.bench.chosen is None:
            self.bench.choose(self._part_crossed(line.points))
        chosen = self.bench.needs_chosen()
        if chosen is None:
            return

        def split(parts: PartMap, locked: frozenset[int]) -> PartMap:
            return split_by_line(parts, chosen.id, line.points, keep=locked)[0]

        self.bench.edit(f"Split {chosen.name}", split)

    def _part_crossed(self, points: list[Point]) -> int | None:
        """Return the part under the middle of the line."""
        (x, y), (next_x, next_y) = points[0], points[-1]
        middle = points[len(points) // 2] if len(points) > LEAST_OUTLINE else None
        return self.bench.part_at(*(middle or ((x + next_x) / 2, (y + next_y) / 2)))
