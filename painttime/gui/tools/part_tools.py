"""Everything about tools in one window: makes it, lays it out and wires it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QActionGroup

from painttime.gui.dialogs import show_failure
from painttime.gui.elided_label import ElidedLabel
from painttime.gui.services import Services
from painttime.gui.tools.part_marks import PartMarks
from painttime.gui.tools.picker_control import PickerControl
from painttime.gui.tools.segment_anything_dialog import SegmentAnythingDialog
from painttime.gui.tools.tool_bars import SHAPE_COMMANDS, OptionsBar, add_tool_bar
from painttime.gui.tools.tool_control import ToolControl
from painttime.gui.tools.tool_making import reshape
from painttime.gui.tools.tool_options import ToolOptions
from painttime.gui.tools.tool_table import LOOK, TOOLS, TOOLS_BY_NAME, Mode, Option
from painttime.gui.tools.workbench import Workbench

if TYPE_CHECKING:
    from painttime.gui.main_window import MainWindow


HINT_INDENT_PX = 10
WHERE_MODEL_FILES_ARE_CHOSEN = "Parts, Use Segment Anything… lets you choose other files or do without."


class PartTools(QObject):
    """The tools of a window.

    Parts belong to the painting, so a tool shows the painting: that is what wand and object look at, and what
    one sees is what one takes. Whoever moves on to another canvas puts the tool down by that.
    """

    def __init__(self, window: "MainWindow", services: Services) -> None:
        super().__init__(window)
        self._window = window
        document, view, preferences = window.document, window.canvas.view, window.preferences
        self.options = ToolOptions(self)
        self.bench = Workbench(document, self.options, self)
        self.pickers = PickerControl(document, services, lambda: preferences.segment_anything, self)
        self.marks = PartMarks(document, view, self)
        self.control = ToolControl(document, view, self.bench, self.options, self.pickers, self)
        self.bar = add_tool_bar(window, window.actions_by_name)
        self.options_bar = OptionsBar(self.control, self.options, window.actions_by_name, window)
        window.addToolBar(self.options_bar)
        self.hint = ElidedLabel()
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setAccessibleName("What to do with the tool")
        self.hint.setContentsMargins(HINT_INDENT_PX, 0, 0, 0)
        window.statusBar().addWidget(self.hint, 1)
        self._connect_actions()
        self._connect()
        self._show_tool()

    def step_out(self) -> bool:
        """Esc: drop what the tool holds, or put it down; return whether there was a tool to do that."""
        is_used = self.control.name != LOOK
        self.control.step_out()
        return is_used

    def shutdown(self) -> bool:
        """End the thread; return whether it ended in time."""
        return self.pickers.shutdown()

    # ----------------------------------------------------------------------------------------------------

    def _connect_actions(self) -> None:
        actions, options = self._window.actions_by_name, self.options
        group = QActionGroup(self)
        for spec in TOOLS:
            action = actions[spec.name]
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, name=spec.name: self.control.use(name))
        for name in SHAPE_COMMANDS:
            actions[name].triggered.connect(lambda _checked=False, name=name: reshape(name, self.bench))
        actions["larger_brush"].triggered.connect(lambda: options.change_size(1))
        actions["smaller_brush"].triggered.connect(lambda: options.change_size(-1))
        marks = self.marks
        actions["show_parts"].triggered.connect(lambda: marks.set_showing_all(not marks.is_showing_all))
        actions["segment_anything"].triggered.connect(lambda: self._ask_segment_anything())

    def _connect(self) -> None:
        window, control = self._window, self.control
        control.changed.connect(self._show_tool)
        # Beside the start page tools would only puzzle; the window hides them there.
        window.document.project_opened.connect(self.bar.show)
        self.bench.noted.connect(window.show_message)
        self.pickers.failed.connect(self._tell_failure)
        self.pickers.job_started.connect(window.job_bar.add)
        self.marks.showing_all_changed.connect(window.actions_by_name["show_parts"].setChecked)
        self.options.changed.connect(self._show_whom)
        window.document.chosen_changed.connect(self._show_whom)
        window.document.parts_changed.connect(self._show_whom)
        window.document.playhead_changed.connect(lambda _index: self._follow_playhead())
        window.strokes.moved.connect(self._follow_playhead)
        for box in (self.options_bar.size_box, self.options_bar.tolerance, self.options_bar.distance):
            box.lineEdit().returnPressed.connect(window.canvas.view.setFocus)

    @property
    def _is_at_painting(self) -> bool:
        strokes, document = self._window.strokes, self._window.document
        return strokes.is_at_painting if strokes.is_on else document.playhead == document.project.num_steps

    def _show_tool(self) -> None:
        window, name = self._window, self.control.name
        is_used = name != LOOK
        window.actions_by_name[name].setChecked(True)
        if is_used:
            window.timeline.playback.pause()
            window.presenter.set_wiping(False)
            window.presenter.set_showing_difference(False)
            window.strokes.walk_to(window.strokes.last_place)
        self._show_whom()

    def _show_whom(self) -> None:
        """Show which part the tool in use has to do with, and what to do."""
        spec = TOOLS_BY_NAME[self.control.name]
        makes_new = Option.MODE in spec.options and self.options.mode(spec.name) is Mode.NEW
        self.marks.set_editing(spec.name != LOOK, shows_chosen=not makes_new)
        chosen = self.bench.chosen if self._window.document.is_open else None
        whom = Mode.NEW.value if makes_new else chosen.name if chosen is not None else ""
        self.hint.setText(f"{whom}:  {spec.hint}" if whom and spec.hint else spec.hint)
        self.hint.setToolTip(self.hint.text())

    def _follow_playhead(self) -> None:
        if self.control.name != LOOK and not self._is_at_painting:
            self.control.use(LOOK)

    def _tell_failure(self, title: str, sentence: str) -> None:
        self.control.use(LOOK)
        if self._window.preferences.segment_anything is not None:
            sentence = f"{sentence}\n\n{WHERE_MODEL_FILES_ARE_CHOSEN}"
        show_failure(self._window, title, sentence)

    def _ask_segment_anything(self) -> None:
        dialog = SegmentAnythingDialog(self._window.preferences, self._window)
        dialog.accepted.connect(self._take_model_files)
        dialog.open()

    def _take_model_files(self) -> None:
        window = self._window
        self.pickers.forget()
        is_tried = self.control.name == "tool_object" or window.preferences.segment_anything is not None
        if is_tried and window.document.is_open:
            # At once: whoever has just chosen the files wants to know whether they work.
            self.pickers.prepare()
