"""Takes a whole object by clicks on it and beside it."""

from collections.abc import Callable

from painttime.gui.tools.picker_control import PickerControl
from painttime.gui.tools.pointer import Pointer
from painttime.gui.tools.taking import take
from painttime.gui.tools.tool import NO_SKETCH, Sketch, Tool
from painttime.gui.tools.tool_table import Mode, ToolSpec
from painttime.gui.tools.workbench import Workbench
from painttime.segmentation.editing.area import Area
from painttime.segmentation.editing.masks import Point


class ObjectClick(Tool):
    """Clicks add to the object or take away from it; Enter makes an edit of it.

    Clicks before the painting is ready are kept and done when it is.
    """

    def __init__(
        self, spec: ToolSpec, bench: Workbench, show: Callable[[], None], pickers: PickerControl
    ) -> None:
        super().__init__(spec, bench, show)
        self._pickers = pickers
        self._dots: list[tuple[Point, bool]] = []
        self._area: Area | None = None
        self._hovered: Pointer | None = None
        pickers.ready.connect(self._pick)
        pickers.previewed.connect(self._show_preview)
        pickers.picked.connect(self._take)
        pickers.prepare()

    @property
    def has_gesture(self) -> bool:
        return bool(self._dots)

    @property
    def area(self) -> Area | None:
        """The object as far as it is taken."""
        return self._area

    def press(self, pointer: Pointer) -> None:
        if self.bench.part_at(pointer.x, pointer.y) is None:
            return
        if pointer.takes_away and not self._dots:
            self.bench.noted.emit("Click what is to be taken first, then what does not belong to it.")
            return
        self._dots.append(((pointer.x, pointer.y), not pointer.takes_away))
        if not self._pickers.is_ready:
            self.bench.noted.emit("Still looking for objects; your click is kept.")
            self._pickers.prepare()
        self._pick()

    def hover(self, pointer: Pointer | None) -> None:
        self._hovered = pointer
        if self._dots:
            return
        if pointer is None:
            self.draw(NO_SKETCH)
        else:
            self._pickers.preview((pointer.x, pointer.y))

    def finish(self) -> None:
        if self._pickers.is_asking:
            self.bench.noted.emit("Still taking the object; press Enter again when it is there.")
            return
        if self._area is None:
            return
        if self._area.is_empty:
            self.bench.noted.emit("There is no object at these clicks. Esc drops them.")
            return
        mode = self.bench.options.mode(self.spec.name)
        if mode is not Mode.NEW and self.bench.needs_chosen() is None:
            return
        area = self._area
        self.drop()
        take(self.bench, area, "Object", mode)

    def step_back(self) -> None:
        if self._dots:
            self._dots.pop()
            self._pick()

    def drop(self) -> None:
        self._pickers.stop_asking()
        self._dots.clear()
        self._area = None
        super().drop()

    def end(self) -> None:
        self._pickers.ready.disconnect(self._pick)
        self._pickers.previewed.disconnect(self._show_preview)
        self._pickers.picked.disconnect(self._take)
        super().end()

    # ----------------------------------------------------------------------------------------------------

    def _pick(self) -> None:
        inside = [place for place, adds in self._dots if adds]
        outside = [place for place, adds in self._dots if not adds]
        if self._pickers.is_quick or not inside:
            self._take(self._pickers.pick(inside, outside))
        else:
            self._pickers.ask(inside, outside)
            self._take(self._area)

    def _take(self, area: Area | None) -> None:
        """Hold an object; until it comes, what was held before is shown with the new click."""
        self._area = area
        self.draw(Sketch(area=area, dots=tuple(self._dots)))

    def _show_preview(self, area: Area) -> None:
        # It may come late: after a click, or when the mouse has left.
        if self._hovered is not None and not self._dots:
            self.draw(Sketch(area=None if area.is_empty else area, is_preview=True))
