"""Turns what the mouse does on the canvas into what a tool understands."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from painttime.gui.picture_view import PictureView
from painttime.gui.tools.pointer import CanvasTool, Pointer

SAME_PLACE_PX = 6.0
"""Device-independent pixels that a hand holding still may move."""
BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)


class ToolGrip:
    """Holds the tool in use on one view, and knows which button it was pressed with."""

    def __init__(self, view: PictureView) -> None:
        self._view = view
        self._tool: CanvasTool | None = None
        self._button: Qt.MouseButton | None = None

    @property
    def tool(self) -> CanvasTool | None:
        return self._tool

    def take(self, tool: CanvasTool | None) -> None:
        """Use another tool, or none."""
        self._tool, self._button = tool, None

    def press(self, event: QMouseEvent, *, again: bool = False) -> None:
        """A button went down; again: the second time of a double click."""
        if self._tool is None or event.button() not in BUTTONS or self._button is not None:
            return
        self._button = event.button()
        press = self._tool.press_again if again else self._tool.press
        press(self._pointer(event))

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved, with the button held or without."""
        if self._tool is not None:
            move = self._tool.hover if self._button is None else self._tool.drag
            move(self._pointer(event))

    def release(self, event: QMouseEvent) -> None:
        """A button came up."""
        if self._tool is not None and event.button() is self._button:
            pointer = self._pointer(event)
            self._button = None
            self._tool.release(pointer)

    def shows_part_below(self) -> bool:
        """Return whether the part under the mouse is to be outlined now."""
        return self._tool is None or (self._button is None and self._tool.shows_part_below)

    def _pointer(self, event: QMouseEvent) -> Pointer:
        x, y = self._view.picture_point(event.position()) or (-1.0, -1.0)
        transform, modifiers = self._view.transform, event.modifiers()
        is_right = Qt.MouseButton.RightButton in (event.button(), self._button)
        return Pointer(
            x=x,
            y=y,
            takes_away=is_right or bool(modifiers & Qt.KeyboardModifier.AltModifier),
            chooses=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
            reach_px=SAME_PLACE_PX * self._view.devicePixelRatioF() / (transform.zoom if transform else 1.0),
        )
