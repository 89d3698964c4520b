"""Which tool is in the hand, and how the canvas's mouse and keyboard reach it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from painttime.gui.canvas_view import CanvasView
from painttime.gui.document import Document
from painttime.gui.tools.keyboard_pointer import DIRECTIONS, KeyboardPointer
from painttime.gui.tools.picker_control import PickerControl
from painttime.gui.tools.pointer import Pointer
from painttime.gui.tools.sketch_layer import SketchLayer
from painttime.gui.tools.tool import NO_SKETCH, Tool
from painttime.gui.tools.tool_making import make_tool
from painttime.gui.tools.tool_options import ToolOptions
from painttime.gui.tools.tool_table import LOOK
from painttime.gui.tools.workbench import Workbench

FINISH_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ToolControl(QObject):
    """One tool at a time, LOOK for none; it is the canvas's CanvasTool while one is in use.

    changed: another tool is in use. gesture_changed: there is something to finish, or no more.
    """

    changed = Signal()
    gesture_changed = Signal()

    def __init__(
        self,
        document: Document,
        view: CanvasView,
        bench: Workbench,
        options: ToolOptions,
        pickers: PickerControl,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._view = view
        self._bench = bench
        self._options = options
        self._pickers = pickers
        self._name = LOOK
        self._tool: Tool | None = None
        self._had_gesture = False
        self._hovered: Pointer | None = None
        self._layer = SketchLayer()
        self._keyboard = KeyboardPointer(view)
        view.add_layer(self._layer)
        document.project_opened.connect(self._begin_project)
        options.changed.connect(self._follow_options)

    @property
    def name(self) -> str:
        """The tool in use, LOOK for none."""
        return self._name

    @property
    def tool(self) -> Tool | None:
        return self._tool

    @property
    def has_gesture(self) -> bool:
        """Whether the tool has something to finish or drop."""
        return self._tool is not None and self._tool.has_gesture

    def use(self, name: str) -> None:
        """Take another tool into the hand; what the former had not finished is dropped."""
        if name == self._name or (name != LOOK and not self._document.is_open):
            return
        self._put_down()
        self._name = name
        if name != LOOK:
            self._tool = make_tool(name, self._bench, self._show, self._pickers)
            self._view.setFocus()
        self._view.set_tool(self if self._tool is not None else None)
        self._show()
        self.changed.emit()

    def finish(self) -> None:
        """Make an edit of what the tool has taken hold of."""
        if self._tool is not None:
            self._tool.finish()

    def drop(self) -> None:
        """Drop what the tool has taken hold of, without an edit."""
        if self._tool is not None:
            self._tool.drop()

    def step_out(self) -> None:
        """Drop what is under way; without that, put the tool down."""
        if self.has_gesture:
            self.drop()
        else:
            self.use(LOOK)

    # -- CanvasTool --------------------------------------------------------------------------------------

    @property
    def cursor(self) -> Qt.CursorShape:
        return self._tool.cursor if self._tool is not None else Qt.CursorShape.ArrowCursor

    @property
    def shows_part_below(self) -> bool:
        return self._tool is not None and self._tool.shows_part_below

    def press(self, pointer: Pointer) -> None:
        self._hide_keyboard()
        self._press(pointer)

    def press_again(self, pointer: Pointer) -> None:
        if self._tool is not None and not pointer.chooses:
            self._tool.press_again(pointer)

    def drag(self, pointer: Pointer) -> None:
        if self._tool is not None:
            self._tool.drag(pointer)

    def release(self, pointer: Pointer) -> None:
        if self._tool is not None:
            self._tool.release(pointer)

    def hover(self, pointer: Pointer | None) -> None:
        self._hovered = pointer
        if self._tool is None:
            return
        if pointer is not None:
            self._hide_keyboard()
            self._keyboard.follow_mouse(pointer)
        self._tool.hover(pointer)

    def resize(self, notches: float) -> None:
        self._options.change_size(notches)

    def tap(self) -> bool:
        if self._tool is None or not self._keyboard.is_shown:
            return False
        self._click_by_key(takes_away=False)
        return True

    def wants_key(self, event: QKeyEvent) -> bool:
        return self._act_of(event) is not None

    def press_key(self, event: QKeyEvent) -> bool:
        act = self._act_of(event)
        if act is None:
            return False
        act()
        return True

    # ----------------------------------------------------------------------------------------------------

    def _press(self, pointer: Pointer) -> None:
        if self._tool is None:
            return
        if pointer.chooses:
            self._bench.choose(self._bench.part_at(pointer.x, pointer.y))
        else:
            self._tool.press(pointer)

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key does to the tool in use, None for nothing."""
        tool, key, modifiers = self._tool, Qt.Key(event.key()), event.modifiers()
        modifiers &= ~Qt.KeyboardModifier.KeypadModifier
        is_shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        if tool is None or not (is_shift or modifiers == Qt.KeyboardModifier.NoModifier):
            return None
        if key in DIRECTIONS:
            return lambda: self._move_by_key(key, fine=is_shift)
        if key == Qt.Key.Key_Space and is_shift and self._keyboard.is_shown:
            return lambda: self._click_by_key(takes_away=True)
        if is_shift:
            return None
        if key == Qt.Key.Key_Escape:
            return self.step_out
        if key == Qt.Key.Key_Backspace:
            return tool.step_back
        return tool.finish if key in FINISH_KEYS else None

    def _move_by_key(self, key: Qt.Key, *, fine: bool) -> None:
        if self._tool is None:
            return
        self._keyboard.move(key, fine=fine)
        move = self._tool.drag if self._is_pen_down else self._tool.hover
        move(self._keyboard.pointer())
        self._show()

    def _click_by_key(self, *, takes_away: bool) -> None:
        """Press and let go; a pen is put down, and taken up by the next press."""
        if self._tool is None:
            return
        pointer = self._keyboard.pointer(takes_away=takes_away)
        if self._is_pen_down:
            self._tool.release(pointer)
        else:
            self._press(pointer)
            if not self._tool.holds_pen:
                self._tool.release(pointer)
        self._show()

    @property
    def _is_pen_down(self) -> bool:
        return self._tool is not None and self._tool.holds_pen and self._tool.has_gesture

    def _hide_keyboard(self) -> None:
        if self._keyboard.is_shown:
            self._keyboard.hide()
            self._show()

    def _put_down(self) -> None:
        tool, self._tool, self._name = self._tool, None, LOOK
        if tool is not None:
            tool.end()
        self._keyboard.hide()

    def _show(self) -> None:
        self._layer.sketch = self._tool.sketch if self._tool is not None else NO_SKETCH
        self._layer.key_point = self._keyboard.place
        self._view.update()
        if self._had_gesture != self.has_gesture:
            self._had_gesture = self.has_gesture
            self.gesture_changed.emit()

    def _begin_project(self) -> None:
        self.use(LOOK)
        self._keyboard.forget()
        painting = self._document.project.painting
        self._options.suit(max(painting.width_px, painting.height_px))

    def _follow_options(self) -> None:
        """Show another size of the brush at once where the pointer rests."""
        pointer = self._keyboard.pointer() if self._keyboard.is_shown else self._hovered
        if self._tool is not None and not self._tool.has_gesture and pointer is not None:
            self._tool.hover(pointer)
