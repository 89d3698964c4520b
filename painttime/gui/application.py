"""The Qt application around the window: look, first paint, Ctrl+C, unexpected errors."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from painttime import __version__
from painttime.gui.dialogs import show_failure
from painttime.gui.focus_keys import FocusKeys
from painttime.gui.log_file import unexpected, write_log_to_file
from painttime.gui.main_window import MainWindow
from painttime.gui.preferences import Preferences
from painttime.gui.services import Services
from painttime.storage.recovery import default_root
from painttime.storage.settings import SettingsFile

EXIT_INTERRUPTED = 130
SIGNAL_POLL_MS = 200
"""Python hears Ctrl+C only while it runs; Qt's loop would sleep through it."""

SWITCH_INTERVAL_S = 0.0005
"""The window waits so long for a thread that is at work in Python; Python's own 5 ms are felt."""

SHARE_OF_SCREEN = 0.95
"""The rest is for the frame of the window."""


class Application:
    """One running program: `show_window`, then `execute` until it is closed."""

    def __init__(self, settings: Path | None = None, services: Services | None = None) -> None:
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self._app = _qt_application()
        write_log_to_file()
        self._focus_keys = FocusKeys()
        self._app.installEventFilter(self._focus_keys)
        root = default_root() if settings is None else None
        self._preferences = Preferences(SettingsFile(settings), recovery_root=root)
        self.window = MainWindow(self._preferences, services)
        self._first_paint: FirstPaint | None = None

    def show_window(self, file: Path | None = None) -> None:
        """Show the window; what is slow to load (the model, the file) follows its first paint."""
        self._first_paint = FirstPaint(self.window, lambda: self._begin_work(file))
        self._fit_into_screen()
        self.window.show()

    def _fit_into_screen(self) -> None:
        """Keep a small or strongly scaled screen from hiding the lower and right controls."""
        room = self.window.screen().availableGeometry().size() * SHARE_OF_SCREEN
        self.window.resize(self.window.size().boundedTo(room))

    def execute(self) -> int:
        """Run until the window is closed; return the exit code."""
        self._listen_to_ctrl_c()
        former_hook, sys.excepthook = sys.excepthook, self._on_unexpected
        former_thread_hook, threading.excepthook = threading.excepthook, _log_thread_error
        try:
            code = self._app.exec()
        finally:
            sys.excepthook, threading.excepthook = former_hook, former_thread_hook
        if not self.window.shutdown():
            # A thread deep in a library cannot be stopped, and tearing things down under it would crash.
            logging.shutdown()
            os._exit(code)
        return code

    # ----------------------------------------------------------------------------------------------------

    def _begin_work(self, file: Path | None) -> None:
        if file is not None:
            self.window.files.open_path(file)
        self.window.session.load_model()
        self.window.recoveries.offer()

    def _listen_to_ctrl_c(self) -> None:
        def leave(_signal: int, _frame: FrameType | None) -> None:
            self._app.exit(EXIT_INTERRUPTED)

        signal.signal(signal.SIGINT, leave)
        signal.signal(signal.SIGTERM, leave)
        timer = QTimer(self.window)
        timer.timeout.connect(lambda: None)
        timer.start(SIGNAL_POLL_MS)

    def _on_unexpected(
        self, _type: type[BaseException], error: BaseException, _traceback: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            self._app.exit(EXIT_INTERRUPTED)
            return
        told = unexpected(error)
        # An error that comes with every paint must not bury the window under dialogs.
        if self.window.findChild(QObject, "failure") is None:
            show_failure(self.window, "Something went wrong", str(told))


class FirstPaint(QObject):
    """Calls back once, after a widget was painted for the first time."""

    def __init__(self, widget: QObject, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._then = then
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._widget and event.type() is QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


def _qt_application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough,
    )
    app = QApplication(["painttime"])
    app.setApplicationName("painttime")
    app.setApplicationDisplayName("painttime")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("painttime")
    return app


def _log_thread_error(details: threading.ExceptHookArgs) -> None:
    if details.exc_value is not None:
        unexpected(details.exc_value)
