"""Menu bar and tool bar, built from the table of actions."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolBar

from painttime.gui.actions import MENUS
from painttime.gui.file_commands import FileCommands
from painttime.gui.preferences import Preferences
from painttime.gui.theme import Theme

if TYPE_CHECKING:
    from painttime.gui.main_window import MainWindow

TOOLS = ("open", "save", "export", None, "undo", "redo", None, "fit", "actual_size", "mirror", "compare")
"""Actions of the tool bar; None is a separating line."""

THEME_NAMES = {Theme.SYSTEM: "As the &Desktop", Theme.DARK: "&Dark", Theme.LIGHT: "&Light"}


class Menus:
    """Fills the menu bar and the tool bar of a window."""

    def __init__(self, window: "MainWindow", preferences: Preferences, files: FileCommands) -> None:
        self._window = window
        self._preferences = preferences
        self._files = files
        for title, specs in MENUS.items():
            menu = window.menuBar().addMenu(title)
            for spec in specs:
                if spec is None:
                    menu.addSeparator()
                    continue
                menu.addAction(window.actions_by_name[spec.name])
                if spec.name == "open":
                    self._recent = menu.addMenu("Open &Recent")
            if title == "&View":
                self._fill_view(menu)
        self._recent.aboutToShow.connect(self._fill_recent)
        window.menuBar().setAccessibleName("Menus")
        self._add_tools()

    @property
    def recent(self) -> QMenu:
        """The menu of recent files, filled when it opens."""
        return self._recent

    def _fill_view(self, menu: QMenu) -> None:
        window = self._window
        caption = menu.addAction("&Caption")
        caption.setCheckable(True)
        caption.setChecked(True)
        caption.setStatusTip("Say under the canvas what it shows")
        caption.toggled.connect(window.canvas.caption_bar.setVisible)
        for dock in (window.parts_dock, window.timeline_dock):
            # Not the dock's own action: Qt disables that for docks without a close button.
            toggle = menu.addAction(dock.windowTitle())
            toggle.setCheckable(True)
            toggle.setStatusTip(f"Show or hide the {dock.windowTitle().lower()}")
            toggle.toggled.connect(dock.setVisible)
            menu.aboutToShow.connect(lambda toggle=toggle, dock=dock: toggle.setChecked(not dock.isHidden()))
        menu.addSeparator()
        themes = menu.addMenu("&Theme")
        group = QActionGroup(themes)
        for theme, name in THEME_NAMES.items():
            action = themes.addAction(name)
            action.setCheckable(True)
            action.setChecked(theme is self._preferences.theme)
            action.triggered.connect(lambda _checked, theme=theme: self._preferences.set_theme(theme))
            group.addAction(action)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._preferences.recent_files:
            action = self._recent.addAction(path.name.replace("&", "&&"))
            action.setStatusTip(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self._files.open_path(path))
        self._recent.addSeparator()
        clear = self._recent.addAction("&Clear")
        clear.setEnabled(bool(self._preferences.recent_files))
        clear.triggered.connect(self._preferences.clear_recent)

    def _add_tools(self) -> None:
        tools = QToolBar("Tools", self._window)
        tools.setObjectName("Tools")
        tools.setMovable(False)
        tools.setIconSize(QSize(20, 20))
        for name in TOOLS:
            if name is None:
                tools.addSeparator()
                continue
            action = self._window.actions_by_name[name]
            tools.addAction(action)
            button = tools.widgetForAction(action)
            button.setAccessibleName(action.text().replace("&", "").rstrip("…"))
        self._window.addToolBar(tools)
