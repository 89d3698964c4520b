"""The measurements of bench.py that need the window; it is drawn offscreen."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_rows import NUM_STEPS, print_measured, sample_canvases, sample_project, with_complete_take
from PySide6.QtWidgets import QApplication

from painttime.core.canvas import AnyCanvas
from painttime.core.image import fitted_size
from painttime.core.project import Project
from painttime.gui.application import Application
from painttime.gui.main_window import MainWindow
from painttime.workflow import preparing

NUM_STARTS = 7
TIMEOUT_S = 120.0

FIRST_PAINT = """
import os, sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from painttime.gui.application import Application, FirstPaint

def painted():
    print(time.time() - float(sys.argv[1]), flush=True)
    os._exit(0)

application = Application(settings=Path(sys.argv[2]))
watch = FirstPaint(application.window, painted)
application.window.show()
while True:
    QApplication.processEvents()
"""


def measure_first_paint() -> list[float]:
    """Seconds from the start of the process until the window was painted."""
    with tempfile.TemporaryDirectory() as folder:
        samples = []
        for _ in range(NUM_STARTS):
            command = [sys.executable, "-c", FIRST_PAINT, repr(time.time()), f"{folder}/settings.json"]
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=TIMEOUT_S)
            samples.append(float(done.stdout))
        return samples


def measure_scrub() -> list[float]:
    """Milliseconds from setting the playhead to the painted window, for frames that are there."""
    canvases = sample_canvases(fitted_size(3, 4, preparing.MODEL_SIZE_PX), NUM_STEPS + 1)
    project = with_complete_take(sample_project(*fitted_size(3, 4, 1024)), canvases)
    with tempfile.TemporaryDirectory() as folder:
        application = Application(settings=Path(folder) / "settings.json")
        window = application.window
        try:
            window.resize(1440, 900)
            window.show()
            window.document.open(project)
            return _scrub(window, project)
        finally:
            window.shutdown()


def _scrub(window: MainWindow, project: Project) -> list[float]:
    if project.take is None:
        raise ValueError("there is nothing to scrub through")
    canvases = [canvas for canvas in project.take.canvases[:-1] if canvas is not None]
    window.document.set_playhead(0)
    _wait_for_frames(window, canvases)
    samples = []
    # Back and forth, so that no two neighbours follow each other.
    for index in (*range(0, len(canvases), 7), *range(3, len(canvases), 7), *range(5, len(canvases), 7)):
        started = time.perf_counter()
        window.document.set_playhead(index)
        QApplication.processEvents()
        samples.append((time.perf_counter() - started) * 1000)
    return samples


def _wait_for_frames(window: MainWindow, canvases: list[AnyCanvas]) -> None:
    deadline = time.monotonic() + TIMEOUT_S
    while any(window.frame_cache.frame(canvas) is None for canvas in canvases):
        QApplication.processEvents()
        if time.monotonic() > deadline:
            raise TimeoutError("the frames were not rendered in time")
        time.sleep(0.01)
    # Thumbnails are drawn one a turn of the event loop.
    for _ in range(200):
        QApplication.processEvents()


if __name__ == "__main__":
    print_measured({"first-paint": measure_first_paint, "scrub": measure_scrub})
