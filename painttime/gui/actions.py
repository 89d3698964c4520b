"""Every command of the window in one table: menus, keys, tooltips and the shortcut list come from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QWidget

from painttime.gui.icons import icon
from painttime.gui.tools.tool_table import TOOLS


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionSpec:
    """One command.

    keys: shortcuts in Qt's portable form; the first is shown in the menu.
    icon_name: file in resources/icons, None for no icon.
    needs_project: whether the command is disabled while nothing is open.
    is_switch: whether it turns something on and off.
    needs_chosen: how many parts must be chosen for it.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    icon_name: str | None = None
    needs_project: bool = True
    is_switch: bool = False
    needs_chosen: int = 0


def _spec(name: str, text: str, *keys: str, tip: str = "", icon_name: str | None = None) -> ActionSpec:
    return ActionSpec(name=name, text=text, keys=keys, tip=tip, icon_name=icon_name)


def _on_part(name: str, text: str, *keys: str, tip: str = "", icon_name: str | None = None) -> ActionSpec:
    return ActionSpec(name=name, text=text, keys=keys, tip=tip, icon_name=icon_name, needs_chosen=1)


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
        _spec(
            "compare_film", "Compare With &Recording…", "Ctrl+Shift+O", tip="Compare with a film of a painter"
        ),
        _spec(
            "compare_folder", "Compare With Fold&er…", tip="Compare with frames, or a recording of a data set"
        ),
        _switch(
            "recording_beside", "Recording &Beside", "Shift+W", tip="Compare with it, or the painting again"
        ),
        _switch(
            "lay_recording",
            "&Lay Recording Over",
            tip="Lay it over the painting, or show it as it was filmed",
        ),
        _switch("difference", "&Difference", "D", tip="Show what the step into this canvas changed"),
        _switch("painted", "&Painted Steps", "P", tip="Show predicted steps carried out in brush strokes"),
        _switch("outline_stroke", "&Outline of the Stroke", "O", tip="By stroke, outline the one laid last"),
        None,
    ),
    "P&arts": (
        _spec("find_parts", "&Find Parts Again", "Ctrl+F", tip="Find the parts of the painting anew"),
        _spec("parts_from_file", "Parts from &File…", tip="Take layers or masks of a file as parts"),
        _spec(
            "parts_from_folder", "Parts from F&older of Masks…", tip="Take the pictures of a folder as masks"
        ),
        _spec(
            "export_parts",
            "&Export Parts…",
            "Ctrl+Shift+E",
            tip="Write the parts as layers (PSD, ORA), as a picture of labels or as a list",
        ),
        None,
        _spec(
            "new_part", "&New Part", "Ctrl+Shift+N", tip="Add an empty part, to be painted", icon_name="add"
        ),
        _on_part("rename_part", "&Rename Part", "F2", tip="Give the chosen part another name"),
        _on_part("colour_part", "&Colour of Part…", tip="Choose the colour that marks the chosen part"),
        ActionSpec(
            name="merge_parts",
            text="&Merge Parts",
            keys=("Ctrl+M",),
            tip="Make one of the chosen parts",
            icon_name="merge",
            needs_chosen=2,
        ),
        _on_part("split_islands", "Split &Islands", tip="Make a part of each piece of the chosen one"),
        _on_part(
            "delete_parts",
            "&Delete Parts",
            "Del",
            tip="Delete the chosen parts; their neighbours take their pixels",
            icon_name="delete",
        ),
        None,
        _on_part(
            "raise_parts", "Bring For&ward", "Ctrl+Up", tip="Move the chosen parts one forward in depth"
        ),
        _on_part("lower_parts", "Send &Backward", "Ctrl+Down", tip="Move the chosen parts one back in depth"),
        _on_part(
            "raise_parts_to_front", "Bring to Front", "Ctrl+Shift+Up", tip="Move them before all others"
        ),
        _on_part("lower_parts_to_back", "Send to Back", "Ctrl+Shift+Down", tip="Move them behind all others"),
        None,
        _spec(
            "contour_part",
            "Add Con&tours",
            tip="Make a part of the band along the borders between parts, in front of all",
        ),
        None,
        _on_part("part_grow", "&Grow", tip="Let the chosen part grow by the distance in the tool options"),
        _on_part(
            "part_shrink", "Shrin&k", tip="Let the chosen part shrink by the distance in the tool options"
        ),
        _on_part("part_smooth", "S&mooth", tip="Make the boundary of the chosen part smooth"),
        _on_part("part_fill_holes", "Fill &Holes", tip="Give the chosen part what it encloses"),
        _on_part(
            "part_remove_islands", "Remove Is&lands", tip="Give small pieces of a part to its neighbours"
        ),
        _on_part("part_halve", "Hal&ve", tip="Cut the chosen part in two across its middle"),
        None,
        _always(
            "segment_anything",
            "Use Segment An&ything…",
            tip="Let a Segment Anything model of your own (two ONNX files) take objects by click",
        ),
    ),
    "&Tools": (
        *(_switch(tool.name, tool.text, tool.key, tip=tool.tip, icon_name=tool.icon_name) for tool in TOOLS),
        None,
        _spec("larger_brush", "Lar&ger Brush", "Ctrl+]", tip="Make brush and eraser for parts larger"),
        _spec("smaller_brush", "S&maller Brush", "Ctrl+[", tip="Make brush and eraser for parts smaller"),
        _switch(
            "show_parts",
            "Show All &Parts",
            "T",
            tip="Tint all parts in their colours, on whatever canvas is shown",
            icon_name="show-parts",
        ),
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
    ("C, held", "Show the painting to compare, or the recording on the other side"),
    ("Left   Right, on the handle of Compare", "Move it; with Shift further; Esc ends comparing"),
    ("J   K   L", "Play backward, pause, play forward; again for double speed"),
    ("Click on the canvas", "Choose the part; with Ctrl while a tool is in use"),
    ("Right click or drag, with a tool", "Take away what a left click would add; so does Alt"),
    ("Alt and the wheel", "Change the size of brush and eraser for parts"),
    (
        "Arrows, with a tool",
        "Move a pointer over the canvas; with Shift by one pixel of the picture",
    ),
    (
        "Space, with that pointer",
        "Click, or begin and end a stroke; with Shift take away",
    ),
    (
        "Enter   Backspace   Esc, with a tool",
        "Do it; take a click back; forget it, then leave the tool",
    ),
    ("Alt and click an eye", "Show that part alone; again: as it was"),
    ("Ctrl or Shift and click a part", "Choose several parts"),
    ("Drag a part in the list", "Move it in depth, into a group or out of one; Esc leaves it where it was"),
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
