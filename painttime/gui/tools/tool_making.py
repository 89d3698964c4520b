"""The only way to the tools: what they work with (OpenCV) is imported when the first one is taken."""

from collections.abc import Callable

from painttime.gui.tools.picker_control import PickerControl
from painttime.gui.tools.tool import Tool
from painttime.gui.tools.tool_table import TOOLS_BY_NAME
from painttime.gui.tools.workbench import Workbench


def make_tool(name: str, bench: Workbench, show: Callable[[], None], pickers: PickerControl) -> Tool:
    """Return a tool that is taken into the hand; raises KeyError for a name that no tool has."""
    from painttime.gui.tools.brush import Brush
    from painttime.gui.tools.clicks import MergeByClick, Reassign, Reshape, Wand
    from painttime.gui.tools.lines import Lasso, SplitByLine
    from painttime.gui.tools.object_click import ObjectClick

    spec = TOOLS_BY_NAME[name]
    if name == "tool_object":
        return ObjectClick(spec, bench, show, pickers)
    makers: dict[str, type[Tool]] = {
        "tool_lasso": Lasso,
        "tool_brush": Brush,
        "tool_eraser": Brush,
        "tool_wand": Wand,
        "tool_split": SplitByLine,
        "tool_reassign": Reassign,
        "tool_merge": MergeByClick,
        "tool_reshape": Reshape,
    }
    return makers[name](spec, bench, show)


def reshape(command: str, bench: Workbench) -> bool:
    """Do to the chosen part what a command of the menu says; return whether it changed."""
    from painttime.gui.tools.shaping import reshape_chosen

    return reshape_chosen(bench, command)
