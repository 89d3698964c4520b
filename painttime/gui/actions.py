"""Every command of the window in one table: menus, keys, tooltips and the shortcut list come from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QWidget

from painttime.gui.icons import icon


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionSpec:
    """One command.

    keys: shortcuts in Qt's portable form; the first is shown in the menu.
    icon_name: file in resources/icons, None for no icon.
    needs_project: whether the command is disabled while nothing is open.
    is_switch: whether it turns something on and off.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    icon_name: str | None = None
    needs_project: bool = True
    is_switch: bool = False


def _spec(name: str, text: str, *keys: str, tip: str = "", icon_name: str | None = None) -> ActionSpec:
    return ActionSpec(name=name, text=text, keys=keys, tip=tip, icon_name=icon_name)


def _switch(name: str, text: str, *keys: str, tip: str = "", icon_name: str | None = None) -> ActionSpec:
    return ActionSpec(name=name, text=text, keys=keys, tip=tip, icon_name=icon_name, is_switch=True)


def _always(name: str, text: str, *keys: str, tip: str = "", icon_name: str | None = None) -> ActionSpec:
    return ActionSpec(name=name, text=text, keys=keys, tip=tip, icon_name=icon_name, needs_project=False)


MENUS: Mapping[str, tuple[ActionSpec | None, ...]] = {
    "&File": (
        _always("open", "&Open…", "Ctrl+O", tip="Open a picture or a project", icon_name="open"),
        None,
        _spec("save", "&Save", "Ctrl+S", tip="Save the project", icon_name="save"),
        _spec("save_as", "Save &As…", "Ctrl+Shift+S", tip="Save the project under another name"),
        _spec(
            "export",
            "&Export…",
            "Ctrl+E",
            tip="Export the process as video, pictures or layers",
            icon_name="export",
        ),
        _always("recover", "Reco&ver…", tip="Bring back changes that were not saved before a crash"),
        None,
        _always("quit", "&Quit", "Ctrl+Q", tip="Leave painttime"),
    ),
    "&Edit": (
        _spec("undo", "&Undo", "Ctrl+Z", tip="Undo the last edit", icon_name="undo"),
        _spec("redo", "&Redo", "Ctrl+Shift+Z", "Ctrl+Y", tip="Redo what was undone", icon_name="redo"),
        None,
        _spec("ground", "&Ground Colour…", tip="Choose the colour of the bare surface"),
    ),
    "&View": (
        _spec("fit", "&Fit", "Ctrl+0", tip="Show the whole picture", icon_name="fit"),
        _spec("actual_size", "&100 %", "Ctrl+1", tip="One picture pixel on one screen pixel"),
        _spec("zoom_in", "Zoom &In", "Ctrl++", "Ctrl+=", tip="Show it larger"),
        _spec("zoom_out", "Zoom &Out", "Ctrl+-", tip="Show it smaller"),
        _spec("mirror", "&Mirror", "M", tip="Look at the picture in a mirror", icon_name="mirror"),
        _switch(
            "compare",
            "&Compare",
            "W",
            tip="Show the painting beside the canvas, with a handle to drag between them",
            icon_name="compare",
        ),
        _switch("difference", "&Difference", "D", tip="Show what the step into this canvas changed"),
        _switch("painted", "&Painted Steps", "P", tip="Show predicted steps carried out in brush strokes"),
        _switch("outline_stroke", "&Outline of the Stroke", "O", tip="By stroke, outline the one laid last"),
        None,
    ),
    "&Process": (
        _switch(
            "use_brush",
            "Use the &Brush",
            "B",
            tip="Paint the picture stroke by stroke in place of predicting its steps",
            icon_name="brush",
        ),
        _spec(
            "step_backward",
            "Predict Step &Backward",
            "[",
            tip="Predict the canvas before the one shown",
            icon_name="step-back",
        ),
        _spec(
            "step_forward",
            "Predict Step &Forward",
            "]",
            tip="Predict the canvas after the one shown",
            icon_name="step-forward",
        ),
        _spec(
            "predict",
            "Predict &All",
            "Ctrl+Return",
            tip="Predict every canvas back to the bare ground, or let the brush paint the picture",
            icon_name="predict",
        ),
        _always("cancel", "&Cancel", "Esc", tip="Stop what is running; what was computed stays"),
        _spec("new_seed", "New &Seed", "Ctrl+R", tip="Let the next prediction differ", icon_name="dice"),
        None,
        _spec("play", "&Play or Pause", tip="Play the process (tap Space)"),
        _switch(
            "by_stroke", "Move by Stro&ke", "S", tip="Move and play stroke by stroke, not canvas by canvas"
        ),
        _spec("back", "Back", "Left", ",", tip="Show the canvas before, or the stroke"),
        _spec("forward", "Forward", "Right", ".", tip="Show the canvas after, or the stroke"),
        _spec("back_ten", "Ten Back", "Shift+Left", "<", tip="Go ten canvases or strokes back"),
        _spec("forward_ten", "Ten Forward", "Shift+Right", ">", tip="Go ten canvases or strokes forward"),
        _spec("back_hundred", "A Hundred Back", "Ctrl+Left", tip="Go a hundred canvases or strokes back"),
        _spec(
            "forward_hundred", "A Hundred Forward", "Ctrl+Right", tip="Go a hundred canvases or strokes on"
        ),
        _spec("first", "First", "Home", tip="Show the bare ground"),
        _spec("last", "Last", "End", tip="Show the painting"),
    ),
    "&Help": (
        _always("shortcuts", "&Keyboard Shortcuts", "F1", tip="List every key"),
        _always("next_panel", "Next Panel", "F6", tip="Move the keyboard to the next panel"),
        _always("previous_panel", "Previous Panel", "Shift+F6", tip="Move it to the panel before"),
        None,
        _always("about", "&About painttime", tip="Version and licence"),
    ),
}
"""Menus in their order; None is a separating line."""

SPECS = {spec.name: spec for menu in MENUS.values() for spec in menu if spec is not None}

MORE_KEYS = (
    ("Space, tapped", "Play or pause"),
    ("Space, held, and drag", "Move the picture"),
    ("Middle drag", "Move the picture"),
    ("Wheel or pinch", "Zoom at the cursor"),
    ("Shift and drag on the canvas", "Scrub through the canvases"),
    ("C, held", "Show the painting to compare"),
    ("Left   Right, on the handle of Compare", "Move it; with Shift further; Esc ends comparing"),
    ("J   K   L", "Play backward, pause, play forward; again for double speed"),
    ("Click on the canvas", "Choose the part"),
    ("Alt and click an eye", "Show that part alone; again: as it was"),
)
"""Keys that are no commands, for the shortcut list: (key, what it does)."""


def make_actions(parent: QWidget) -> dict[str, QAction]:
    """Return an action for every command of the table, by name; they work in the whole window."""
    made = {}
    for spec in SPECS.values():
        action = QAction(spec.text, parent)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        keys = f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if spec.keys else ""
        action.setToolTip(spec.tip + keys)
        action.setCheckable(spec.is_switch)
        action.setStatusTip(spec.tip)
        action.setEnabled(not spec.needs_project)
        parent.addAction(action)
        made[spec.name] = action
    return made


def set_icons(actions: Mapping[str, QAction]) -> None:
    """Give the actions icons in the colours of the present palette."""
    for name, action in actions.items():
        icon_name = SPECS[name].icon_name
        action.setIcon(icon(icon_name) if icon_name is not None else QIcon())
        action.setIconVisibleInMenu(False)
