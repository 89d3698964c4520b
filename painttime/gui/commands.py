"""Connects every action of the window to what it does, and says which of them can be used now."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog

from painttime.gui.actions import SPECS
from painttime.gui.dialogs import ShortcutsDialog, show_about

if TYPE_CHECKING:
    from painttime.gui.main_window import MainWindow

ZOOM_STEP = 1.25
MANY_CANVASES = 10


class Commands(QObject):
    """What the menu commands of a window do."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        for name, act in {**self._work(), **self._views()}.items():
            window.actions_by_name[name].triggered.connect(lambda _checked=False, act=act: act())
        presenter = window.presenter
        presenter.wiping_changed.connect(window.actions_by_name["compare"].setChecked)
        presenter.difference_changed.connect(window.actions_by_name["difference"].setChecked)

    def _work(self) -> dict[str, Callable[[], object]]:
        """Return what commands do to files and the project, by name."""
        window, session, files = self._window, self._window.session, self._window.files
        return {
            "open": files.ask_open,
            "save": lambda: files.save(),
            "save_as": lambda: files.save_as(),
            "export": files.export,
            "recover": window.recoveries.ask,
            "quit": window.close,
            "undo": session.undo,
            "redo": session.redo,
            "ground": self._ask_ground,
            "step_backward": session.step_backward,
            "step_forward": session.step_forward,
            "predict": session.predict_all,
            "cancel": self._cancel,
            "new_seed": session.draw_seed,
        }

    def _views(self) -> dict[str, Callable[[], object]]:
        """Return what commands do to what is shown, by name."""
        window, view, presenter = self._window, self._window.canvas.view, self._window.presenter
        return {
            "fit": view.fit,
            "actual_size": view.show_actual_size,
            "zoom_in": lambda: view.zoom_by(ZOOM_STEP),
            "zoom_out": lambda: view.zoom_by(1 / ZOOM_STEP),
            "mirror": view.mirror,
            "compare": lambda: presenter.set_wiping(not presenter.is_wiping),
            "difference": lambda: presenter.set_showing_difference(not presenter.is_showing_difference),
            "play": window.timeline.toggle_play,
            "back": lambda: self._move(-1),
            "forward": lambda: self._move(1),
            "back_ten": lambda: self._move(-MANY_CANVASES),
            "forward_ten": lambda: self._move(MANY_CANVASES),
            "first": lambda: window.document.set_playhead(0),
            "last": lambda: window.document.set_playhead(window.document.project.num_steps),
            "shortcuts": lambda: ShortcutsDialog(window).open(),
            "next_panel": lambda: window.focus_panel(1),
            "previous_panel": lambda: window.focus_panel(-1),
            "about": lambda: show_about(window),
        }

    def refresh(self) -> None:
        """Enable what can be done now, and name what undo and redo would do."""
        window, document = self._window, self._window.document
        actions = window.actions_by_name
        for name, spec in SPECS.items():
            actions[name].setEnabled(document.is_open or not spec.needs_project)
        is_busy = window.session.is_busy
        actions["predict"].setEnabled(document.is_open and not is_busy)
        actions["new_seed"].setEnabled(document.is_open and not is_busy)
        actions["export"].setEnabled(document.take is not None)
        for name, label, edit in (
            ("undo", "&Undo", document.undo_name),
            ("redo", "&Redo", document.redo_name),
        ):
            actions[name].setEnabled(edit is not None)
            text = f"{label} {edit}" if edit else label
            actions[name].setText(text)
            keys = actions[name].shortcut().toString()
            actions[name].setToolTip(f"{text.replace('&', '')} ({keys})")

    # ----------------------------------------------------------------------------------------------------

    def _move(self, canvases: int) -> None:
        document = self._window.document
        document.set_playhead(document.playhead + canvases)

    def _cancel(self) -> None:
        if self._window.session.is_busy:
            self._window.session.cancel()
        elif (shown := self._window.job_bar.shown_job) is not None:
            self._window.session.cancel_job(shown)
        else:
            self._window.presenter.set_wiping(False)

    def _ask_ground(self) -> None:
        document = self._window.document
        chosen = QColorDialog.getColor(QColor(*document.project.ground), self._window, "Ground colour")
        if chosen.isValid():
            document.set_ground((chosen.red(), chosen.green(), chosen.blue()))
