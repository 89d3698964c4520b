"""Connects the Parts menu, the bar of the number of parts and the files of parts to what they do."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from painttime.files.presence import is_folder

if TYPE_CHECKING:
    from painttime.gui.main_window import MainWindow

READ_FILTER = (
    "Layers, masks and lists of parts (*.psd *.psb *.ora *.kra *.json "
    "*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp *.gif *.avif);;All files (*)"
)
WRITE_FILTERS = (
    "Photoshop layers (*.psd)",
    "OpenRaster layers (*.ora)",
    "Picture of labels (*.png)",
    "List of parts (*.json)",
)
PROCESS_DROPPED = "The process was made with the former parts; predict again, or Undo brings both back."


class PartActions(QObject):
    """What the Parts menu of a window does."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document
        self._parts = window.session.parts
        self._panel = window.parts_panel
        for name, act in self._acts().items():
            window.actions_by_name[name].triggered.connect(lambda _checked=False, act=act: act())
        self._connect()

    # ----------------------------------------------------------------------------------------------------

    def _acts(self) -> dict[str, Callable[[], object]]:
        panel = self._panel
        commands = panel.commands
        return {
            "find_parts": self._parts.find,
            "parts_from_file": self._ask_file,
            "parts_from_folder": self._ask_folder,
            "export_parts": self._ask_export,
            "new_part": panel.add_part,
            "rename_part": panel.rename_chosen,
            "colour_part": panel.colour_chosen,
            "merge_parts": commands.merge,
            "split_islands": commands.split_islands,
            "delete_parts": commands.delete,
            "raise_parts": lambda: commands.move(-1),
            "lower_parts": lambda: commands.move(1),
            "raise_parts_to_front": lambda: commands.move_to_end(-1),
            "lower_parts_to_back": lambda: commands.move_to_end(1),
            "contour_part": commands.add_contours,
        }

    def _connect(self) -> None:
        window, document, parts, bar = self._window, self._document, self._parts, self._panel.count_bar
        bar.count_dragged.connect(lambda count: parts.set_count(count, dragging=True))
        bar.count_set.connect(parts.set_count)
        bar.method_chosen.connect(parts.find)
        bar.find_requested.connect(parts.find)
        parts.changed.connect(self._show_finding)
        self._panel.file_dropped.connect(parts.read)
        self._panel.commands.noted.connect(window.show_message)
        document.process_dropped.connect(lambda: window.show_message(PROCESS_DROPPED))
        document.chosen_changed.connect(window.commands.refresh)

    def _show_finding(self) -> None:
        bar = self._panel.count_bar
        bar.show_method(self._parts.method)
        bar.show_max(self._parts.max_count)

    def _ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, "Parts from file", str(self._folder()), READ_FILTER
        )
        if chosen:
            self._parts.read(Path(chosen))

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._window, "Parts from a folder of masks", str(self._folder())
        )
        if chosen:
            self._parts.read(Path(chosen))

    def _ask_export(self) -> None:
        suggested = self._folder() / f"{self._document.project.painting.name} parts.psd"
        chosen, kind = QFileDialog.getSaveFileName(
            self._window, "Export parts", str(suggested), ";;".join(WRITE_FILTERS)
        )
        if chosen:
            path = Path(chosen)
            suffix = kind.rpartition("*")[2].rstrip(")") or ".psd"
            self._window.session.export_parts(path if path.suffix else path.with_name(path.name + suffix))

    def _folder(self) -> Path:
        source, last = self._document.project.painting.source, self._window.preferences.last_folder
        for folder in (source.parent if source is not None else None, last):
            if folder is not None and folder.is_absolute() and is_folder(folder):
                return folder
        return Path.home()
