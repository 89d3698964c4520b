"""A picture of the window with everything in it computed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from painttime.errors import ExportError, PainttimeError
from painttime.gui.application import Application
from painttime.gui.main_window import MainWindow
from painttime.gui.theme import Theme

TIMEOUT_MS = 120_000
SETTLE_MS = 400
"""Thumbnails are drawn one a turn of the event loop; they have this long after the frame is there."""


def grab_window(png: Path, file: Path, *, width_px: int, height_px: int, dark: bool, at: float) -> None:
    """See app.screenshot."""
    with window_showing(file, width_px=width_px, height_px=height_px, dark=dark, at=at) as window:
        if not window.grab().save(str(png)):
            raise ExportError(f"The picture {png} cannot be written. Check the folder and its permissions.")


@contextmanager
def window_showing(
    file: Path | None, *, width_px: int = 1440, height_px: int = 900, dark: bool = True, at: float = 0.5
) -> Iterator[MainWindow]:
    """Give a window with everything in it computed, and end it afterwards.

    file: a picture or project; None leaves the start page.
    at: which canvas is shown, 0 = the ground, 1 = the painting.
    Raises PainttimeError where the file cannot be opened. One at a time: Qt allows one application a process.
    """
    # Settings of their own: neither the user's theme nor his recent files belong into the picture.
    with tempfile.TemporaryDirectory() as folder:
        application = Application(settings=Path(folder) / "settings.json")
        window = application.window
        try:
            window.preferences.set_theme(Theme.DARK if dark else Theme.LIGHT)
            window.resize(width_px, height_px)
            window.show()
            if file is not None:
                _open_and_wait(window, file)
                _show_canvas(window, at)
            yield window
        finally:
            window.shutdown()
            window.hide()


def _open_and_wait(window: MainWindow, file: Path) -> None:
    loop = QEventLoop()
    failures: list[PainttimeError] = []

    def fail(error: PainttimeError) -> None:
        failures.append(error)
        loop.quit()

    QTimer.singleShot(TIMEOUT_MS, loop.quit)
    window.session.prepared_changed.connect(
        lambda: loop.quit() if window.session.preparation.ready is not None else None
    )
    window.session.preparation.failed.connect(lambda sentence: fail(PainttimeError(sentence)))
    window.session.failed.disconnect()
    window.session.failed.connect(lambda _title, sentence: fail(PainttimeError(sentence)))
    window.session.open_path(file)
    loop.exec()
    if failures:
        raise failures[0]
    if not window.document.is_open or window.session.preparation.ready is None:
        raise ExportError(f"{file} was not ready within {TIMEOUT_MS // 1000} seconds.")


def _show_canvas(window: MainWindow, at: float) -> None:
    """Show a canvas and wait until its full frame and the thumbnails are there."""
    document = window.document
    document.set_playhead(round(at * document.project.num_steps))
    canvas = document.shown_take.canvases[document.playhead] if document.shown_take is not None else None
    is_predicted = canvas is not None and document.playhead != document.project.num_steps
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(SETTLE_MS)
    waited_ms = 0

    def look() -> None:
        nonlocal waited_ms
        waited_ms += SETTLE_MS
        is_there = not is_predicted or canvas is None or window.frame_cache.frame(canvas) is not None
        if is_there or waited_ms > TIMEOUT_MS:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    QApplication.processEvents()
