"""What all tools have in common, and what they show while they are used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from painttime.gui.tools.pointer import Pointer
from painttime.gui.tools.tool_table import Mode, ToolSpec
from painttime.gui.tools.workbench import Workbench

if TYPE_CHECKING:
    from painttime.segmentation.editing.area import Area

Point = tuple[float, float]
"""x and y in the picture, not rounded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trail:
    """Where a brush has been in the gesture under way.

    points: grows during the gesture. radius_px: picture pixels.
    """

    points: list[Point]
    radius_px: float
    takes_away: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Sketch:
    """What a tool shows over the picture, in picture coordinates.

    line: drawn so far. corners: which points of it were clicked. is_closing: whether it will be closed.
    area: what is taken hold of; is_preview: what a click would take.
    dots: places clicked and whether they add.
    circle: centre and radius of a round cursor.
    """

    line: tuple[Point, ...] = ()
    corners: tuple[Point, ...] = ()
    is_closing: bool = False
    trail: Trail | None = None
    area: "Area | None" = None
    is_preview: bool = False
    takes_away: bool = False
    dots: tuple[tuple[Point, bool], ...] = ()
    circle: tuple[float, float, float] | None = None


NO_SKETCH = Sketch()


class Tool:
    """One tool in use: gets the pointer, edits by its workbench, says what to draw by `sketch`.

    A gesture is what one press, or several clicks that belong together, do; it becomes one undo step at its
    end and nothing before.
    """

    cursor = Qt.CursorShape.CrossCursor
    shows_part_below = False
    holds_pen = False
    """Whether the keyboard's Space puts a pen down that the arrow keys then draw with."""

    def __init__(self, spec: ToolSpec, bench: Workbench, show: Callable[[], None]) -> None:
        self.spec = spec
        self.bench = bench
        self._show = show
        self._sketch = NO_SKETCH

    @property
    def sketch(self) -> Sketch:
        return self._sketch

    def draw(self, sketch: Sketch) -> None:
        """Show something else over the picture."""
        self._sketch = sketch
        self._show()

    @property
    def has_gesture(self) -> bool:
        """Whether there is something to be finished or dropped."""
        return False

    def press(self, pointer: Pointer) -> None:
        """A button went down."""

    def press_again(self, pointer: Pointer) -> None:
        """It went down the second time of a double click."""
        self.press(pointer)

    def drag(self, pointer: Pointer) -> None:
        """The pointer moved with the button held."""

    def release(self, pointer: Pointer) -> None:
        """The button came up."""

    def hover(self, pointer: Pointer | None) -> None:
        """The pointer moved without a button; None: it left the picture."""

    def finish(self) -> None:
        """Enter: make an undo step of what is there."""

    def step_back(self) -> None:
        """Backspace: take the last click back."""

    def drop(self) -> None:
        """Esc: forget what is there."""
        self.draw(NO_SKETCH)

    def end(self) -> None:
        """Another tool is taken."""
        self.drop()

    # -- for the tools -----------------------------------------------------------------------------------

    @property
    def words(self) -> str:
        """The name of the tool in undo steps."""
        return self.spec.text.replace("&", "").removesuffix(" for Parts")

    def mode_of(self, pointer: Pointer) -> Mode:
        """Return where pixels go: the right button and Alt turn adding and taking away around."""
        mode = self.bench.options.mode(self.spec.name)
        if not pointer.takes_away:
            return mode
        return Mode.TO_CHOSEN if mode is Mode.TAKE_AWAY else Mode.TAKE_AWAY
