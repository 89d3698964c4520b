"""The tools in one table: their keys, icons, words, and which options each of them has."""

from dataclasses import dataclass
from enum import Enum, auto


class Mode(Enum):
    """What becomes of the pixels a tool takes hold of."""

    TO_CHOSEN = "To Part"
    NEW = "New Part"
    TAKE_AWAY = "Take Away"


class Option(Enum):
    """What can be set for a tool."""

    MODE = auto()
    SIZE = auto()
    TOLERANCE = auto()
    CONTIGUOUS = auto()
    DISTANCE = auto()
    SHAPE = auto()
    KEEP = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolSpec:
    """One tool.

    name: of its command, too. key: one letter. tip: what it is for. hint: what to do with the mouse.
    mode: where its pixels go unless something else is chosen.
    """

    name: str
    text: str
    key: str
    icon_name: str
    tip: str
    hint: str = ""
    options: frozenset[Option] = frozenset()
    mode: Mode = Mode.TO_CHOSEN


LOOK = "tool_look"

TOOLS = (
    ToolSpec(
        name=LOOK,
        text="&Look",
        key="V",
        icon_name="tool-look",
        tip="Look at the process and choose parts by click; no tool is in use",
    ),
    ToolSpec(
        name="tool_object",
        text="Take an &Object",
        key="Q",
        icon_name="tool-object",
        tip="Take a whole object by clicks",
        hint="Click an object to take it, right click what does not belong to it. Enter keeps, Esc drops it.",
        options=frozenset({Option.MODE, Option.KEEP}),
        mode=Mode.NEW,
    ),
    ToolSpec(
        name="tool_lasso",
        text="L&asso",
        key="F",
        icon_name="tool-lasso",
        tip="Draw around pixels",
        hint="Draw around pixels, or click corner by corner and press Enter. Backspace: a corner back.",
        options=frozenset({Option.MODE, Option.KEEP}),
    ),
    ToolSpec(
        name="tool_brush",
        text="&Brush for Parts",
        key="N",
        icon_name="tool-brush",
        tip="Paint pixels into a part",
        hint="Paint over what belongs to the part; the right button takes away. Alt and wheel: size.",
        options=frozenset({Option.MODE, Option.SIZE}),
    ),
    ToolSpec(
        name="tool_eraser",
        text="&Eraser for Parts",
        key="E",
        icon_name="tool-eraser",
        tip="Paint pixels out of a part; its neighbours take them",
        hint="Paint over what does not belong to the part; its neighbours take it. Alt and wheel: size.",
        options=frozenset({Option.SIZE}),
        mode=Mode.TAKE_AWAY,
    ),
    ToolSpec(
        name="tool_wand",
        text="&Wand",
        key="U",
        icon_name="tool-wand",
        tip="Take pixels of one colour",
        hint="Click a colour: all that is like it is taken. The right button takes it away.",
        options=frozenset({Option.MODE, Option.TOLERANCE, Option.CONTIGUOUS}),
    ),
    ToolSpec(
        name="tool_split",
        text="&Split by Line",
        key="X",
        icon_name="tool-split",
        tip="Cut a part in two along a line",
        hint="Draw a line across the part, from edge to edge, or click corner by corner and press Enter.",
        options=frozenset({Option.KEEP}),
    ),
    ToolSpec(
        name="tool_reassign",
        text="&Reassign Pieces",
        key="R",
        icon_name="tool-reassign",
        tip="Give pieces of other parts to the chosen one",
        hint="Click a piece of another part: it goes to this part.",
    ),
    ToolSpec(
        name="tool_merge",
        text="Mer&ge by Click",
        key="G",
        icon_name="tool-merge",
        tip="Join whole parts to the chosen one",
        hint="Click another part: all of it joins this part.",
    ),
    ToolSpec(
        name="tool_reshape",
        text="Res&hape",
        key="H",
        icon_name="tool-reshape",
        tip="Grow, shrink or smooth a part, fill its holes, remove its islands",
        hint="Click a part to choose it, then use the buttons above.",
        options=frozenset({Option.DISTANCE, Option.SHAPE}),
    ),
)

TOOLS_BY_NAME = {spec.name: spec for spec in TOOLS}
