"""What the canvas hands over to a tool in use, and what may be drawn over the picture."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter

from painttime.gui.view_transform import ViewTransform


@dataclass(frozen=True, kw_only=True, slots=True)
class Pointer:
    """Where the mouse, the pen or the keyboard points.

    x, y: picture coordinates, not rounded; they may lie beside the picture. Pixel (0, 0) covers 0..1.
    takes_away: the right button, or Alt: the opposite of what a plain click does.
    chooses: Ctrl: the part there is chosen, nothing else.
    reach_px: length in picture pixels of a few pixels of the screen: what counts as the same place.
    """

    x: float
    y: float
    takes_away: bool = False
    chooses: bool = False
    reach_px: float = 1.0

    def is_near(self, other: "Pointer") -> bool:
        """Return whether a hand would call both the same place."""
        return abs(self.x - other.x) + abs(self.y - other.y) < self.reach_px


class CanvasTool(Protocol):
    """Takes mouse and keyboard over from the canvas; panning and zooming stay the canvas's own."""

    @property
    def cursor(self) -> Qt.CursorShape:
        """The mouse cursor over the canvas."""
        ...

    @property
    def shows_part_below(self) -> bool:
        """Whether the part under the mouse is to be outlined, because a click means that part."""
        ...

    def press(self, pointer: Pointer) -> None:
        """The left or right button went down."""
        ...

    def press_again(self, pointer: Pointer) -> None:
        """It went down the second time of a double click."""
        ...

    def drag(self, pointer: Pointer) -> None:
        """The mouse moved with the button held."""
        ...

    def release(self, pointer: Pointer) -> None:
        """The button came up."""
        ...

    def hover(self, pointer: Pointer | None) -> None:
        """The mouse moved without a button; None: it left the canvas."""
        ...

    def resize(self, notches: float) -> None:
        """Alt and the wheel ask for a larger (positive) or smaller brush."""
        ...

    def tap(self) -> bool:
        """Space was tapped; return whether that means something to the tool."""
        ...

    def wants_key(self, event: QKeyEvent) -> bool:
        """Return whether a key belongs to the tool before it is anybody's shortcut."""
        ...

    def press_key(self, event: QKeyEvent) -> bool:
        """A key went down; return whether it meant something."""
        ...


class PictureLayer(Protocol):
    """Something drawn over the picture."""

    def draw(self, painter: QPainter, transform: ViewTransform, pixel_ratio: float) -> None:
        """Draw in device pixels; `transform` says where the picture lies, mirrored or not."""
        ...
