"""The measurements of bench.py that need the tools of the window, at 2048 px; it is drawn offscreen.

A move is measured from the mouse event to the painted canvas, an edit by what pressing the button and letting
it go take together, to the painted window with all its panels.
"""

import math
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from bench_rows import print_measured
from PIL import Image
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.project import Project
from painttime.gui.application import Application
from painttime.gui.main_window import MainWindow
from painttime.gui.tools.tool_table import LOOK, TOOLS

SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"
SIDE_PX = 2048
TIMEOUT_S = 300.0
NUM_ROUNDS = 3
MOVES = tuple(
    (1024 + 500 * math.cos(turn / 60 * 2 * math.pi), 1024 + 600 * math.sin(turn / 60 * 2 * math.pi))
    for turn in range(60)
)
"""Where the mouse goes, picture coordinates: around, through several parts."""


def measure_moves() -> list[float]:
    """Milliseconds a mouse move takes, with the button up and down, all tools together."""
    with _window() as window:
        return [sample for name in _tools() for sample in _moves(window, name)]


def measure_edits() -> list[float]:
    """Milliseconds an edit takes, for every tool that edits by one press of the button."""
    with _window() as window:
        return [
            sample
            for name in ("tool_brush", "tool_eraser", "tool_lasso", "tool_wand", "tool_reassign")
            for sample in _edits(window, name)
        ]


@contextmanager
def _window() -> Iterator[MainWindow]:
    with tempfile.TemporaryDirectory() as folder:
        application = Application(settings=Path(folder) / "settings.json")
        window = application.window
        try:
            window.resize(1440, 900)
            window.show()
            window.document.open(_project())
            window.document.choose((4,))
            _settle()
            yield window
        finally:
            window.shutdown()


def _project() -> Project:
    size = (SIDE_PX, SIDE_PX)
    picture = Image.open(SAMPLES / "portrait.png").convert("RGB").resize(size)
    map_of_ids = Image.open(SAMPLES / "portrait.parts.png").resize(size, Image.Resampling.NEAREST)
    ids = np.asarray(map_of_ids, dtype=np.uint8)
    parts = tuple(
        Part(id=int(part_id), name=f"part {part_id}", colour=(40 * int(part_id) % 256, 90, 120))
        for part_id in np.unique(ids)
    )
    return Project(
        painting=Painting(pixels=np.asarray(picture, dtype=np.uint8)), parts=PartMap(labels=ids, parts=parts)
    )


def _tools() -> list[str]:
    return [spec.name for spec in TOOLS if spec.name != LOOK]


def _moves(window: MainWindow, name: str) -> list[float]:
    _take(window, name)
    hovering = [_timed(window, QEvent.Type.MouseMove, place) for place in MOVES]
    _send(window, QEvent.Type.MouseButtonPress, MOVES[0])
    dragging = [_timed(window, QEvent.Type.MouseMove, place, is_down=True) for place in MOVES]
    window.tools.control.drop()
    _send(window, QEvent.Type.MouseButtonRelease, MOVES[-1])
    return hovering + dragging


def _edits(window: MainWindow, name: str) -> list[float]:
    samples = []
    for _ in range(NUM_ROUNDS):
        _take(window, name)
        pressing_ms = _timed(window, QEvent.Type.MouseButtonPress, MOVES[0])
        for place in MOVES:
            _send(window, QEvent.Type.MouseMove, place, is_down=True)
        samples.append(pressing_ms + _timed(window, QEvent.Type.MouseButtonRelease, MOVES[-1]))
        if window.document.undo_name is None:
            raise RuntimeError(f"{name} has changed nothing")
        window.session.undo()
        _settle()
    return samples


def _take(window: MainWindow, name: str) -> None:
    window.tools.control.use(name)
    window.tools.options.set_size_px(120)
    deadline = time.monotonic() + TIMEOUT_S
    while window.tools.pickers.is_preparing:
        QApplication.processEvents()
        if time.monotonic() > deadline:
            raise TimeoutError("objects were not found in time")
        time.sleep(0.01)
    _settle()


def _timed(
    window: MainWindow, kind: QEvent.Type, place: tuple[float, float], *, is_down: bool = False
) -> float:
    started = time.perf_counter()
    _send(window, kind, place, is_down=is_down)
    QApplication.processEvents()
    return (time.perf_counter() - started) * 1000


def _send(
    window: MainWindow, kind: QEvent.Type, place: tuple[float, float], *, is_down: bool = False
) -> None:
    view = window.canvas.view
    position = view.view_point(*place)
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = kind is QEvent.Type.MouseButtonPress or is_down
    event = QMouseEvent(
        kind,
        position,
        QPointF(view.mapToGlobal(position)),
        button,
        Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)


def _settle() -> None:
    for _ in range(50):
        QApplication.processEvents()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print_measured({"tool-move": measure_moves, "tool-edit": measure_edits})
