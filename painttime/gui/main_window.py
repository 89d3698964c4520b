"""The window: canvas in the middle, parts on the right, timeline below, and what wires them together."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QDockWidget, QMainWindow, QWidget

from painttime.core.project import BRUSH_ENGINE
from painttime.gui.actions import make_actions, set_icons
from painttime.gui.autosave import Autosave
from painttime.gui.brush_panel import BrushPanel
from painttime.gui.canvas_overlays import CanvasOverlays
from painttime.gui.canvas_panel import CanvasPanel
from painttime.gui.canvas_presenter import CanvasPresenter
from painttime.gui.commands import Commands
from painttime.gui.dialogs import ask_to_leave, show_failure
from painttime.gui.document import Document
from painttime.gui.file_commands import FileCommands
from painttime.gui.frame_cache import FrameCache
from painttime.gui.icons import app_icon
from painttime.gui.job_bar import JobBar
from painttime.gui.menus import Menus
from painttime.gui.parts.part_actions import PartActions
from painttime.gui.parts.parts_panel import PartsPanel
from painttime.gui.preferences import Preferences
from painttime.gui.recording_commands import RecordingCommands
from painttime.gui.recovery_commands import RecoveryCommands
from painttime.gui.services import Services
from painttime.gui.session import Session
from painttime.gui.stroke_cursor import StrokeCursor
from painttime.gui.theme import apply_theme
from painttime.gui.timeline_panel import TimelinePanel
from painttime.gui.tools.part_tools import PartTools
from painttime.workflow.predicting import habit_names

MESSAGE_MS = 8000


class MainWindow(QMainWindow):
    """Owns the document, the session and the panels; knows nothing of how canvases are computed."""

    def __init__(self, preferences: Preferences, services: Services | None = None) -> None:
        super().__init__()
        services = services or Services()
        self.document = Document(self)
        # Before everything that shows the document, so that it has moved on when they look.
        self.strokes = StrokeCursor(self.document, self)
        self.session = Session(
            self.document,
            services,
            preferences.device,
            self,
            num_threads=preferences.num_threads,
        )
        self.preferences = preferences
        self.frame_cache = FrameCache(self)
        self.canvas = CanvasPanel()
        self.presenter = CanvasPresenter(
            self.document, self.strokes, self.session, self.frame_cache, self.canvas.view, self
        )
        self.overlays = CanvasOverlays(self.document, self.strokes, self.canvas.view, self)
        self.parts_panel = PartsPanel(self.document)
        self.brush_panel = BrushPanel(self.document, services, self)
        self.timeline = TimelinePanel(self.document, self.strokes)
        self.files = FileCommands(self.document, self.session, preferences, self)
        self.autosave = Autosave(self.document, self.session, services, preferences.recovery_root, self)
        self.recoveries = RecoveryCommands(
            self.session, self.autosave, self.files, preferences.recovery_root, self
        )
        self.job_bar = JobBar()
        self.actions_by_name: dict[str, QAction] = make_actions(self)
        self._is_left = False
        self._lay_out()
        self.menus = Menus(self, preferences, self.files)
        self.tools = PartTools(self, services)
        self.commands = Commands(self)
        self.part_actions = PartActions(self)
        self.recordings = RecordingCommands(self)
        self._connect()
        preferences.window_layout.restore(self)
        self._show_preferences()
        self._show_state()

    # -- Qt ----------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.recordings.drop(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton):
            # Outside dialogs Qt's buttons know Space only.
            button.click()
            return
        # Keys the focused panel has no use for mean the same everywhere in the window.
        if not (self.document.is_open and self.canvas.view.press_key(event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.canvas.view.release_key(event):
            super().keyReleaseEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._is_left and not self._may_leave():
            event.ignore()
            return
        self.preferences.window_layout.keep(self)
        # Ending the threads may take a moment, which nobody should have to watch.
        self.hide()
        self.shutdown(keep_changes=False)
        event.accept()

    def shutdown(self, *, keep_changes: bool = True) -> bool:
        """End the threads; return whether all of them ended in time. The window is of no use afterwards.

        keep_changes: whether what is not saved is offered at the next start.
        """
        self._is_left = True
        self.timeline.playback.pause()
        # First the session, so that no canvas comes after the last look at what is to be kept.
        return all(
            [
                self.session.shutdown(),
                self.autosave.shutdown(keep=keep_changes),
                self.frame_cache.shutdown(),
                self.presenter.shutdown(),
                self.brush_panel.shutdown(),
                self.tools.shutdown(),
            ]
        )

    # -- what others call --------------------------------------------------------------------------------

    def show_message(self, sentence: str) -> None:
        """Show a sentence in the status bar for a while."""
        self.statusBar().showMessage(sentence, MESSAGE_MS)

    def focus_panel(self, steps: int) -> None:
        """Move the keyboard so many panels on: canvas, timeline, parts, brush and around."""
        panels: tuple[QWidget, ...] = (self.canvas, self.timeline, self.parts_panel, self.brush_panel)
        focused = QApplication.focusWidget()
        holds = [panel is focused or panel.isAncestorOf(focused) for panel in panels if focused is not None]
        here = holds.index(True) if True in holds else -1
        order = [panels[(here + steps * n) % len(panels)] for n in range(1, len(panels) + 1)]
        for panel in order:
            target = panel if panel is not self.canvas else self._canvas_focus()
            if target.isVisible() and _give_focus(target):
                return

    # ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks)
        self.resize(1440, 900)
        self.setCentralWidget(self.canvas)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.parts_dock = self._dock("Parts", self.parts_panel, Qt.DockWidgetArea.RightDockWidgetArea)
        self.brush_dock = self._dock("Brush", self.brush_panel, Qt.DockWidgetArea.RightDockWidgetArea)
        self.timeline_dock = self._dock("Timeline", self.timeline, Qt.DockWidgetArea.BottomDockWidgetArea)
        # The timeline says itself what it is; its title would only take height from the canvas.
        self.timeline_dock.setTitleBarWidget(QWidget())
        self.resizeDocks([self.parts_dock], [380], Qt.Orientation.Horizontal)
        # The brush takes the height it needs; the list of parts can be scrolled.
        self.resizeDocks([self.parts_dock, self.brush_dock], [900, 1], Qt.Orientation.Vertical)
        self.resizeDocks([self.timeline_dock], [200], Qt.Orientation.Vertical)
        self.statusBar().addPermanentWidget(self.job_bar)
        self.statusBar().setSizeGripEnabled(False)

    def _dock(self, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(title)
        dock.setWidget(panel)
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetMovable)
        self.addDockWidget(area, dock)
        return dock

    def _connect(self) -> None:
        document, session, timeline, view = self.document, self.session, self.timeline, self.canvas.view
        document.project_opened.connect(self._begin_project)
        document.history_changed.connect(self._show_state)
        session.failed.connect(lambda title, sentence: show_failure(self, title, sentence))
        session.noted.connect(self.show_message)
        self.autosave.failed.connect(self.show_message)
        session.job_started.connect(self.job_bar.add)
        session.opening.connect(self.canvas.start_page.show_opening)
        session.busy_changed.connect(self._show_busy)
        session.prepared_changed.connect(timeline.refresh_thumbnails)
        self.presenter.thumbnails_changed.connect(timeline.refresh_thumbnails)
        self.job_bar.cancel_requested.connect(session.cancel_job)
        timeline.set_habits(habit_names())
        timeline.set_thumbnail_source(self.presenter.thumbnail)
        timeline.step_backward_requested.connect(session.step_backward)
        timeline.step_forward_requested.connect(session.step_forward)
        timeline.predict_requested.connect(session.make_process)
        timeline.cancel_requested.connect(session.stop)
        timeline.render_requested.connect(session.show_render)
        timeline.playback.set_options(self.preferences.playback_options())
        timeline.playback.options_changed.connect(
            lambda: self.preferences.set_playback_options(timeline.playback.options)
        )
        view.play_tapped.connect(timeline.toggle_play)
        view.part_clicked.connect(self.parts_panel.select_part)
        self.overlays.part_hovered.connect(self._name_part)
        self.presenter.caption_changed.connect(self.canvas.set_caption)
        self.parts_panel.part_hovered.connect(self.overlays.outline)
        self.canvas.start_page.open_requested.connect(self.files.ask_open)
        self.canvas.start_page.path_requested.connect(self.files.open_path)
        self.canvas.start_page.recover_requested.connect(self.recoveries.ask)
        self.recoveries.found.connect(self.canvas.start_page.set_recoveries)
        self.preferences.theme_changed.connect(self._show_preferences)
        self.preferences.recent_changed.connect(self._show_recent)
        QApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self._show_preferences())

    def _begin_project(self) -> None:
        self.canvas.show_canvas()
        self.canvas.view.setFocus()

    def _show_state(self) -> None:
        self.commands.refresh()
        if not self.document.is_open:
            # The layout kept from the last time may have brought them back.
            self.tools.bar.hide()
        is_brush = self.document.is_open and self.document.project.engine == BRUSH_ENGINE
        self.brush_dock.setVisible(is_brush)
        name = self.files.name
        self.setWindowTitle(f"{name}[*] — painttime" if name else "painttime")
        self.setWindowModified(self.document.is_dirty)

    def _show_busy(self, busy: bool) -> None:
        self.timeline.set_busy(busy)
        self.timeline.transport.set_carrying_out(self.session.painting.is_carrying_out)
        self.brush_panel.set_busy(busy)
        self.commands.refresh()

    def _show_preferences(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, self.preferences.theme)
        set_icons(self.actions_by_name)
        self._show_recent()

    def _show_recent(self) -> None:
        self.canvas.start_page.set_recent(self.preferences.recent_files)

    def _name_part(self, part_id: int | None) -> None:
        parts = self.document.project.parts
        self.canvas.set_part_name(parts.part(part_id).name if part_id is not None else "")

    def _canvas_focus(self) -> QWidget:
        start = self.canvas.start_page
        return self.canvas.view if self.document.is_open else start.open_button

    def _may_leave(self) -> bool:
        if self.session.is_writing and not ask_to_leave(self):
            return False
        if not self.document.is_dirty:
            return True
        self.files.when_saved(self._leave)
        return self._is_left

    def _leave(self) -> None:
        self._is_left = True
        self.close()


def _give_focus(panel: QWidget) -> bool:
    """Give the keyboard to a panel or the first of its controls that takes it; return whether one did."""
    candidates = [panel, *panel.findChildren(QWidget)]
    for widget in candidates:
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
    return False


def _dropped_file(event: QDropEvent) -> Path | None:
    """Return the first file of a drop, None where it holds none."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if urls else None
