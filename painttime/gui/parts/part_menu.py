"""The context menu of a part in the list."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from painttime.gui.parts.part_list_model import PartState

if TYPE_CHECKING:
    from painttime.gui.parts.parts_panel import PartsPanel


def fill_part_menu(menu: QMenu, panel: "PartsPanel", state: PartState, num_chosen: int) -> None:
    """Add what can be done to a part, or to the parts chosen with it."""
    commands, part_id = panel.commands, state.part_id
    menu.addAction("Rename\tF2", panel.rename_chosen)
    menu.addAction("Colour…", panel.colour_chosen)
    menu.addSeparator()
    _add_states(menu, panel, state, num_chosen)
    menu.addSeparator()
    merge = menu.addAction(f"Merge {num_chosen} parts\tCtrl+M" if num_chosen > 1 else "Merge", commands.merge)
    merge.setEnabled(num_chosen > 1)
    menu.addAction("Split islands", commands.split_islands)
    menu.addAction(f"Delete {num_chosen} parts\tDel" if num_chosen > 1 else "Delete\tDel", commands.delete)
    menu.addSeparator()
    menu.addAction("Bring forward\tCtrl+Up", partial(commands.move, -1))
    menu.addAction("Send backward\tCtrl+Down", partial(commands.move, 1))
    menu.addAction("Bring to front\tCtrl+Shift+Up", partial(commands.move_to_end, -1))
    menu.addAction("Send to back\tCtrl+Shift+Down", partial(commands.move_to_end, 1))
    menu.addSeparator()
    menu.addAction("New part\tCtrl+Shift+N", panel.add_part)
    if state.group:
        menu.addSeparator()
    for depth in range(1, len(state.group) + 1):
        group = state.group[:depth]
        menu.addAction(f"Choose the group {group[-1]}", partial(panel.choose_group, group))
        menu.addAction(f"Show or hide the group {group[-1]}", partial(commands.show_group, group))
    menu.setObjectName(f"menu of part {part_id}")


def _add_states(menu: QMenu, panel: "PartsPanel", state: PartState, num_chosen: int) -> None:
    document, part_id = panel.document, state.part_id
    several = f" {num_chosen} parts" if num_chosen > 1 else ""
    menu.addAction("Show all again" if state.is_solo else "Show alone", partial(document.set_solo, part_id))
    hidden, chosen = document.project.hidden, frozenset(document.chosen)
    is_visible = state.is_visible
    menu.addAction(
        ("Hide" if is_visible else "Show") + several,
        partial(document.set_hidden, hidden | chosen if is_visible else hidden - chosen),
    )
    menu.addAction(
        ("Unlock" if state.is_locked else "Lock") + several,
        partial(document.lock_parts, document.chosen, not state.is_locked),
    )
    follow = menu.addAction("Follow the plan", partial(document.follow_plan, part_id))
    follow.setEnabled(not state.follows_plan)
