"""What becomes of an area that a tool has taken hold of."""

from painttime.core.part import PartMap
from painttime.gui.tools.tool_table import Mode
from painttime.gui.tools.workbench import Workbench
from painttime.segmentation.editing.area import Area
from painttime.segmentation.editing.assigning import add_part, assign, erase
from painttime.segmentation.editing.joining import next_name
from painttime.workflow.editing_parts import NEW_PART_NAME


def take(bench: Workbench, area: Area, tool_name: str, mode: Mode) -> bool:
    """Do with the pixels of an area what the mode says; return whether parts have changed."""
    if mode is Mode.NEW:
        return _add(bench, area, tool_name)
    chosen = bench.needs_chosen()
    if chosen is None:
        return False
    adds = mode is Mode.TO_CHOSEN
    change = assign if adds else erase
    return bench.edit(
        f"{tool_name} on {chosen.name}",
        lambda parts, locked: change(parts, area, chosen.id, keep=locked),
        unchanged=f"All of that belongs to “{chosen.name}” already."
        if adds
        else f"“{chosen.name}” has no pixels there. Hold Ctrl and click to choose another part.",
    )


def _add(bench: Workbench, area: Area, tool_name: str) -> bool:
    new_ids: list[int] = []

    def add(parts: PartMap, locked: frozenset[int]) -> PartMap:
        made, new_id = add_part(parts, area, name=_new_name(parts), keep=locked)
        new_ids.append(new_id)
        return made

    is_changed = bench.edit(f"New part with {tool_name.lower()}", add)
    if is_changed:
        bench.choose(new_ids[0])
    return is_changed


def _new_name(parts: PartMap) -> str:
    """Return "new part", or with the next free number."""
    names = {part.name for part in parts.parts}
    return NEW_PART_NAME if NEW_PART_NAME not in names else next_name(parts, NEW_PART_NAME)
