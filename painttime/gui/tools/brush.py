"""Brush and eraser: pixels under a round brush go to a part, or away from it."""

from PySide6.QtCore import Qt

from painttime.gui.tools.pointer import Pointer
from painttime.gui.tools.taking import take
from painttime.gui.tools.tool import NO_SKETCH, Sketch, Tool, Trail
from painttime.gui.tools.tool_table import Mode
from painttime.segmentation.editing.masks import stroke_area

SPACING = 0.05
"""Points nearer to the last one than this share of the brush's size add nothing that is seen."""


class Brush(Tool):
    """Draw with the button held; the parts change when it comes up.

    Without a chosen part the one under the first point becomes it: a stroke begins where the part is.
    """

    cursor = Qt.CursorShape.BlankCursor
    holds_pen = True
    _trail: Trail | None = None
    _mode = Mode.TO_CHOSEN

    @property
    def has_gesture(self) -> bool:
        return self._trail is not None

    def press(self, pointer: Pointer) -> None:
        self._mode = self.mode_of(pointer)
        if self._mode is not Mode.NEW and self.bench.chosen is None:
            self.bench.choose(self.bench.part_at(pointer.x, pointer.y))
        self._trail = Trail(
            points=[(pointer.x, pointer.y)],
            radius_px=self.bench.options.size_px / 2,
            takes_away=self._mode is Mode.TAKE_AWAY,
        )
        self._show_at(pointer)

    def drag(self, pointer: Pointer) -> None:
        if self._trail is not None:
            x, y = self._trail.points[-1]
            spacing_px = max(0.5, SPACING * 2 * self._trail.radius_px)
            if abs(pointer.x - x) + abs(pointer.y - y) >= spacing_px:
                self._trail.points.append((pointer.x, pointer.y))
        self._show_at(pointer)

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        self.finish()
        self._show_at(pointer)

    def hover(self, pointer: Pointer | None) -> None:
        if pointer is None:
            self.draw(NO_SKETCH)
        else:
            self._show_at(pointer)

    def finish(self) -> None:
        trail, self._trail = self._trail, None
        if trail is None:
            return
        height_px, width_px = self.bench.size
        area = stroke_area(trail.points, radius_px=trail.radius_px, height_px=height_px, width_px=width_px)
        is_changed = take(self.bench, area, self.words, self._mode)
        if is_changed and self._mode is Mode.NEW:
            # The next stroke goes on with the part this one has made.
            self.bench.options.set_mode(self.spec.name, Mode.TO_CHOSEN)

    def drop(self) -> None:
        self._trail = None
        super().drop()

    # ----------------------------------------------------------------------------------------------------

    def _show_at(self, pointer: Pointer) -> None:
        circle = (pointer.x, pointer.y, self.bench.options.size_px / 2)
        self.draw(Sketch(trail=self._trail, circle=circle))
