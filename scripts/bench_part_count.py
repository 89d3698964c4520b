"""The measurement of bench.py of the number of parts in the window, at 2048 px; it is drawn offscreen.

Measured from the slider's new number to the painted window, in processor time of the window's own thread.
"""

import os
import tempfile
import time
from pathlib import Path

import numpy as np
from bench_rows import print_measured, sample_pixels
from PySide6.QtWidgets import QApplication

from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.part_tree import PartTree
from painttime.core.project import Project
from painttime.gui.main_window import MainWindow
from painttime.gui.preferences import Preferences
from painttime.gui.services import Services
from painttime.storage.settings import SettingsFile
from painttime.workflow.finding_parts import MAX_NUM_PARTS
from painttime.workflow.job import Job, Progress

SIDE_PX = 2048
START = 8
COUNTS = (9, 10, 11, 12, 14, 17, 20, 24, 23, 21, 18, 14, 10, 7, 5, 3, 6, 8)
"""As a hand drags: mostly one by one, and faster in between."""
TIMEOUT_S = 60.0


def measure_count() -> list[float]:
    """Milliseconds of the window's thread that another number of parts takes."""
    app = QApplication([])
    tree = _tree()
    with tempfile.TemporaryDirectory() as folder:
        preferences = Preferences(SettingsFile(Path(folder) / "settings.json"))
        window = MainWindow(preferences, Services(find_tree=lambda *_asked, **_how: _found(tree)))
        try:
            window.resize(1440, 900)
            window.show()
            painting = Painting(pixels=sample_pixels(SIDE_PX, SIDE_PX))
            window.document.open(Project(painting=painting, parts=_whole()))
            window.session.parts.set_count(START)
            _wait_for(app, window)
            samples = []
            for count in COUNTS:
                started = time.thread_time()
                window.session.parts.set_count(count, dragging=True)
                app.processEvents()
                samples.append((time.thread_time() - started) * 1000)
            return samples
        finally:
            window.shutdown()


def _tree() -> PartTree:
    """Return as many parts as can be asked for, in cells as large as parts of a painting are."""
    rng = np.random.default_rng(0)
    rows, columns = np.mgrid[:SIDE_PX, :SIDE_PX].astype(np.float32)
    nearest = np.full((SIDE_PX, SIDE_PX), np.inf, dtype=np.float32)
    leaves = np.ones((SIDE_PX, SIDE_PX), dtype=np.uint8)
    for part_id, (row, column) in enumerate(rng.integers(0, SIDE_PX, (MAX_NUM_PARTS, 2)), start=1):
        distance = (rows - row) ** 2 + (columns - column) ** 2
        leaves[distance < nearest] = part_id
        np.minimum(nearest, distance, out=nearest)
    return PartTree(
        leaves=leaves,
        parents=tuple(part_id // 2 for part_id in range(1, MAX_NUM_PARTS + 1)),
        cuts=tuple(
            tuple(Part(id=part_id, name=f"part {part_id}") for part_id in range(1, count + 1))
            for count in range(1, MAX_NUM_PARTS + 1)
        ),
        natural_count=START,
    )


def _found(tree: PartTree) -> Job[PartTree]:
    yield Progress(done=0, total=1, message="Finding parts")
    return tree


def _whole() -> PartMap:
    return PartMap(
        labels=np.ones((SIDE_PX, SIDE_PX), dtype=np.uint8), parts=(Part(id=1, name="the whole picture"),)
    )


def _wait_for(app: QApplication, window: MainWindow) -> None:
    deadline = time.monotonic() + TIMEOUT_S
    while len(window.document.project.parts.parts) != START:
        app.processEvents()
        if time.monotonic() > deadline:
            raise TimeoutError("the parts did not come in time")
    for _ in range(20):
        app.processEvents()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print_measured({"part-count": measure_count})
