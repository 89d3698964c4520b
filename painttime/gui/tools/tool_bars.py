"""The tool bar beside the canvas, and the bar above it with what can be set for the tool in use."""

from collections.abc import Mapping
from math import log

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolBar,
    QWidget,
)

from painttime.gui.icon_button import IconButton
from painttime.gui.segments import Segments
from painttime.gui.tools.tool_control import ToolControl
from painttime.gui.tools.tool_options import (
    MAX_DISTANCE_PX,
    MAX_SIZE_PX,
    MAX_TOLERANCE,
    MIN_SIZE_PX,
    ToolOptions,
)
from painttime.gui.tools.tool_table import TOOLS, TOOLS_BY_NAME, Mode, Option

ICON_PX = 20
SLIDER_STEPS = 1000
MODE_TIPS = {
    Mode.TO_CHOSEN: "What you take goes to the chosen part",
    Mode.NEW: "What you take becomes a part of its own",
    Mode.TAKE_AWAY: "What you take goes from the chosen part to its neighbours",
}
SHAPE_COMMANDS = (
    "part_grow",
    "part_shrink",
    "part_smooth",
    "part_fill_holes",
    "part_remove_islands",
    "part_halve",
)


def add_tool_bar(window: QMainWindow, actions: Mapping[str, QAction]) -> QToolBar:
    """Put the tools, one above the other, left of the canvas."""
    bar = QToolBar("Tools for Parts", window)
    bar.setObjectName("ToolsForParts")
    bar.setMovable(False)
    bar.setIconSize(QSize(ICON_PX, ICON_PX))
    bar.setAccessibleName("Tools for parts")
    for name in (*(spec.name for spec in TOOLS), None, "show_parts"):
        if name is None:
            bar.addSeparator()
            continue
        action = actions[name]
        bar.addAction(action)
        button = bar.widgetForAction(action)
        button.setAccessibleName(action.text().replace("&", "").rstrip("…"))
    window.addToolBar(Qt.ToolBarArea.LeftToolBarArea, bar)
    return bar


class OptionsBar(QToolBar):
    """Shows only what the tool in use has; every control writes to ToolOptions and follows it."""

    def __init__(
        self, control: ToolControl, options: ToolOptions, actions: Mapping[str, QAction], window: QMainWindow
    ) -> None:
        super().__init__("Tool Options", window)
        self.setObjectName("ToolOptions")
        self.setMovable(False)
        self.setAccessibleName("Tool options")
        self._control = control
        self._options = options
        self._groups: dict[Option, QAction] = {}
        self.modes = self._make_modes()
        self.size_box, self.size_slider = self._make_size()
        self.tolerance = self._make_number(
            Option.TOLERANCE,
            "Tolerance",
            0,
            MAX_TOLERANCE,
            "How far a colour may differ from the one clicked",
        )
        self.contiguous = self._make_contiguous()
        self.distance = self._make_number(
            Option.DISTANCE,
            "Distance",
            1,
            MAX_DISTANCE_PX,
            "How far a part grows, shrinks or is smoothed; islands narrower than this are removed",
            suffix=" px",
        )
        self.shapings = self._make_shapings(actions)
        self.keep, self.drop = self._make_keeping()
        self._connect()
        self._show_tool()

    # -- layout ------------------------------------------------------------------------------------------

    def _make_modes(self) -> Segments:
        modes = Segments("What becomes of it")
        for mode in Mode:
            modes.add(mode.name, mode.value, MODE_TIPS[mode])
        self._add(Option.MODE, modes)
        return modes

    def _make_size(self) -> tuple[QSpinBox, QSlider]:
        box = _number(MIN_SIZE_PX, MAX_SIZE_PX, "Size", " px")
        box.setToolTip("Diameter in pixels of the painting (Ctrl+[ and Ctrl+], or Alt and the wheel)")
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, SLIDER_STEPS)
        slider.setFixedWidth(110)
        slider.setAccessibleName("Size slider")
        slider.setToolTip(box.toolTip())
        self._add(Option.SIZE, QLabel("Size"), slider, box)
        return box, slider

    def _make_number(
        self, option: Option, name: str, least: int, most: int, tip: str, *, suffix: str = ""
    ) -> QSpinBox:
        box = _number(least, most, name, suffix)
        box.setToolTip(tip)
        self._add(option, QLabel(name), box)
        return box

    def _make_contiguous(self) -> QCheckBox:
        box = QCheckBox("Connected")
        box.setToolTip("Take only what hangs together with the place clicked")
        self._add(Option.CONTIGUOUS, box)
        return box

    def _make_shapings(self, actions: Mapping[str, QAction]) -> dict[str, QPushButton]:
        buttons = {}
        for name in SHAPE_COMMANDS:
            button = QPushButton(actions[name].text().replace("&", ""))
            button.setProperty("compact", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(actions[name].toolTip())
            button.clicked.connect(lambda _checked=False, name=name: actions[name].trigger())
            button.setEnabled(actions[name].isEnabled())
            actions[name].enabledChanged.connect(button.setEnabled)
            buttons[name] = button
        self._add(Option.SHAPE, *buttons.values())
        return buttons

    def _make_keeping(self) -> tuple[IconButton, IconButton]:
        keep = IconButton("check", "Keep", "Do it (Enter)")
        drop = IconButton("cancel", "Drop", "Forget it (Esc)")
        self._add(Option.KEEP, keep, drop)
        return keep, drop

    def _add(self, option: Option, *widgets: QWidget) -> None:
        self._groups[option] = self.addWidget(_spaced(*widgets))

    def _connect(self) -> None:
        options, control = self._options, self._control
        self.modes.chosen.connect(lambda value: options.set_mode(control.name, Mode[value]))
        self.size_box.valueChanged.connect(options.set_size_px)
        self.size_slider.valueChanged.connect(lambda step: options.set_size_px(_size_at(step)))
        self.tolerance.valueChanged.connect(options.set_tolerance)
        self.contiguous.toggled.connect(options.set_contiguous)
        self.distance.valueChanged.connect(options.set_distance_px)
        self.keep.clicked.connect(control.finish)
        self.drop.clicked.connect(control.drop)
        options.changed.connect(self._show_values)
        control.changed.connect(self._show_tool)
        control.gesture_changed.connect(self._show_gesture)

    # ----------------------------------------------------------------------------------------------------

    def _show_tool(self) -> None:
        spec = TOOLS_BY_NAME[self._control.name]
        for option, action in self._groups.items():
            action.setVisible(option in spec.options)
        self._show_values()
        self._show_gesture()

    def _show_values(self) -> None:
        options = self._options
        self.modes.show_value(options.mode(self._control.name).name)
        for box, value in (
            (self.size_box, options.size_px),
            (self.size_slider, _step_of(options.size_px)),
            (self.tolerance, options.tolerance),
            (self.distance, options.distance_px),
        ):
            # A slider's step stands for several sizes: what it is set to must not come back rounded.
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        self.contiguous.setChecked(options.is_contiguous)

    def _show_gesture(self) -> None:
        for button in (self.keep, self.drop):
            button.setEnabled(self._control.has_gesture)


def _spaced(*widgets: QWidget) -> QWidget:
    """Return widgets side by side, with room around them."""
    group = QWidget()
    line = QHBoxLayout(group)
    line.setContentsMargins(8, 0, 8, 0)
    line.setSpacing(6)
    for widget in widgets:
        line.addWidget(widget)
    # Left to itself the last number field would take all the room there is.
    group.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    return group


def _number(least: int, most: int, name: str, suffix: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, most)
    box.setSuffix(suffix)
    box.setAccessibleName(name)
    box.setKeyboardTracking(False)
    return box


def _size_at(step: int) -> float:
    """Return the size at a step of the slider: equal ways multiply the size equally."""
    return float(MIN_SIZE_PX * (MAX_SIZE_PX / MIN_SIZE_PX) ** (step / SLIDER_STEPS))


def _step_of(size_px: int) -> int:
    return round(SLIDER_STEPS * log(size_px / MIN_SIZE_PX) / log(MAX_SIZE_PX / MIN_SIZE_PX))
