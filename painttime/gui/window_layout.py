"""Size, place and docks of the window, kept from one start to the next."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

LAYOUT_VERSION = 3
"""Goes up when docks or tool bars are added or renamed: an older layout is then passed over."""


class WindowLayout:
    """Keeps the layout in a file of its own; one that is missing or damaged leaves the window as it is."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def restore(self, window: QMainWindow) -> None:
        """Put the window back to where it was left."""
        kept = QSettings(str(self._file), QSettings.Format.IniFormat)
        geometry, docks = kept.value("geometry"), kept.value("docks")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        if isinstance(docks, QByteArray):
            window.restoreState(docks, LAYOUT_VERSION)

    def keep(self, window: QMainWindow) -> None:
        """Remember how the window is laid out now."""
        kept = QSettings(str(self._file), QSettings.Format.IniFormat)
        kept.setValue("geometry", window.saveGeometry())
        kept.setValue("docks", window.saveState(LAYOUT_VERSION))
