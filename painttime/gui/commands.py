"""Connects every action of the window to what it does, and says which of them can be used now."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog

from painttime.core.project import BLENDED, BRUSH_ENGINE, MODEL_ENGINE, STROKES
from painttime.gui.actions import SPECS
from painttime.gui.dialogs import ShortcutsDialog, show_about

if TYPE_CHECKING:
    from painttime.gui.main_window import MainWindow

ZOOM_STEP = 1.25
TEN, HUNDRED = 10, 100


class Commands(QObject):
    """What the menu commands of a window do."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        for name, act in {**self._work(), **self._views()}.items():
            window.actions_by_name[name].triggered.connect(lambda _checked=False, act=act: act())
        window.strokes.moved.connect(self._show_strokes)
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
            "predict": session.make_process,
            "cancel": self._cancel,
            "new_seed": session.draw_seed,
            "use_brush": self._change_engine,
            "painted": self._change_render,
        }

    def _views(self) -> dict[str, Callable[[], object]]:
        """Return what commands do to what is shown, by name."""
        window, view, presenter = self._window, self._window.canvas.view, self._window.presenter
        overlays, strokes = window.overlays, window.strokes
        return {
            "fit": view.fit,
            "actual_size": view.show_actual_size,
            "zoom_in": lambda: view.zoom_by(ZOOM_STEP),
            "zoom_out": lambda: view.zoom_by(1 / ZOOM_STEP),
            "mirror": view.mirror,
            "compare": lambda: presenter.set_wiping(not presenter.is_wiping),
            "difference": lambda: presenter.set_showing_difference(not presenter.is_showing_difference),
            "outline_stroke": lambda: overlays.set_outlining_strokes(not overlays.is_outlining_strokes),
            "play": window.timeline.toggle_play,
            "by_stroke": lambda: strokes.set_on(not strokes.is_on),
            "back": lambda: strokes.walk(-1),
            "forward": lambda: strokes.walk(1),
            "back_ten": lambda: strokes.walk(-TEN),
            "forward_ten": lambda: strokes.walk(TEN),
            "back_hundred": lambda: strokes.walk(-HUNDRED),
            "forward_hundred": lambda: strokes.walk(HUNDRED),
            "first": lambda: strokes.walk_to(0),
            "last": lambda: strokes.walk_to(strokes.last_place),
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
            is_there = document.is_open or not spec.needs_project
            actions[name].setEnabled(is_there and len(document.chosen) >= spec.needs_chosen)
        is_busy = window.session.is_busy
        actions["predict"].setEnabled(document.is_open and not is_busy)
        actions["new_seed"].setEnabled(document.is_open and not is_busy)
        actions["export"].setEnabled(document.take is not None)
        self._show_engine(is_busy)
        self._show_strokes()
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

    def _show_engine(self, is_busy: bool) -> None:
        window, document, actions = self._window, self._window.document, self._window.actions_by_name
        project = document.project if document.is_open else None
        is_brush = project is not None and project.engine == BRUSH_ENGINE
        actions["predict"].setText("P&aint" if is_brush else "Predict &All")
        actions["use_brush"].setChecked(is_brush)
        actions["use_brush"].setEnabled(project is not None and not is_busy)
        for name in ("step_backward", "step_forward"):
            actions[name].setEnabled(project is not None and not is_brush)
        take = project.take if project is not None else None
        is_painted = project is not None and project.shown_take is not take
        actions["painted"].setChecked(is_painted or window.session.painting.is_carrying_out)
        actions["painted"].setEnabled(take is not None and take.brushwork is None and take.is_complete)

    def _show_strokes(self) -> None:
        strokes, actions = self._window.strokes, self._window.actions_by_name
        actions["by_stroke"].setEnabled(strokes.is_possible)
        actions["by_stroke"].setChecked(strokes.is_on)
        actions["outline_stroke"].setEnabled(strokes.is_on)

    def _change_engine(self) -> None:
        document = self._window.document
        is_brush = document.project.engine == BRUSH_ENGINE
        document.set_engine(MODEL_ENGINE if is_brush else BRUSH_ENGINE)

    def _change_render(self) -> None:
        project, session = self._window.document.project, self._window.session
        is_painted = project.shown_take is not project.take or session.painting.is_carrying_out
        session.show_render(BLENDED if is_painted else STROKES)

    def _cancel(self) -> None:
        tools = self._window.tools
        if tools.control.has_gesture:
            tools.control.drop()
        elif self._window.session.is_busy:
            self._window.session.stop()
        elif tools.step_out():
            # A tool in the hand is nearer than work in the background.
            return
        elif (shown := self._window.job_bar.shown_job) is not None:
            self._window.session.cancel_job(shown)
        else:
            self._window.presenter.set_wiping(False)

    def _ask_ground(self) -> None:
        document = self._window.document
        chosen = QColorDialog.getColor(QColor(*document.project.ground), self._window, "Ground colour")
        if chosen.isValid():
            document.set_ground((chosen.red(), chosen.green(), chosen.blue()))
