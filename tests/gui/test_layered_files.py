"""Files with layers in the window, read and written by what really does it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from painttime.core.part import Part, PartMap
from painttime.core.project import Project
from painttime.gui.main_window import MainWindow
from painttime.gui.parts.part_row import BETWEEN_GROUPS
from painttime.gui.preferences import Preferences
from painttime.gui.services import Services
from painttime.workflow.exporting import export_parts
from painttime.workflow.job import run_to_end

LAYERED = (".psd", ".ora")
READ_TIMEOUT_MS = 60_000
"""What reads PSD files is imported first, which takes seconds on a busy machine."""


@pytest.fixture
def window(qtbot: QtBot, workflow, preferences: Preferences) -> MainWindow:
    """A window that reads and writes files itself; only what prepares and predicts is made up."""
    real = Services()
    services = replace(
        workflow.services(),
        open_file=real.open_file,
        read_parts=real.read_parts,
        export_parts=real.export_parts,
    )
    made = MainWindow(preferences, services)
    qtbot.addWidget(made, before_close_func=lambda window: window.shutdown())
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def figure(make_project) -> Project:
    """A wall, and in front of it a figure of dress and face."""
    labels = np.ones((48, 64), dtype=np.uint8)
    labels[20:, 10:50] = 2
    labels[4:24, 20:40] = 3
    parts = PartMap(
        labels=labels,
        parts=(
            Part(id=1, name="wall"),
            Part(id=2, name="Kleid", kind="clothes", group=("figure",)),
            Part(id=3, name="face", kind="face", group=("figure", "head")),
        ),
    )
    return replace(make_project(), parts=parts)


@pytest.mark.parametrize("suffix", LAYERED)
def test_a_layered_file_opened_shows_its_layers_as_parts(
    qtbot: QtBot, window: MainWindow, figure: Project, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"figure{suffix}"
    run_to_end(export_parts(figure, path))
    window.files.open_path(path)
    qtbot.waitUntil(lambda: window.document.is_open, timeout=READ_TIMEOUT_MS)
    panel, project = window.parts_panel, window.document.project
    assert [row.state.name for row in panel.rows] == ["face", "Kleid", "wall"]
    headers = [panel.line(part_id).header for part_id in panel.model.part_ids]
    assert [header.name.text() for header in headers if header.isVisible()] == [
        BETWEEN_GROUPS.join(("figure", "head")),
        "figure",
    ]
    np.testing.assert_array_equal(project.parts.labels, figure.parts.labels)
    np.testing.assert_array_equal(project.painting.pixels, figure.painting.pixels)


@pytest.mark.parametrize("suffix", LAYERED)
def test_parts_written_by_the_window_come_back_as_parts_of_the_painting(
    qtbot: QtBot, window: MainWindow, figure: Project, tmp_path: Path, suffix: str
) -> None:
    window.document.open(figure)
    path = tmp_path / f"parts{suffix}"
    with qtbot.waitSignal(window.session.exported, timeout=READ_TIMEOUT_MS):
        window.session.export_parts(path)
    window.document.choose((2, 3))
    window.parts_panel.commands.merge()
    assert len(window.parts_panel.rows) == 2
    window.parts_panel.file_dropped.emit(path)
    qtbot.waitUntil(lambda: len(window.parts_panel.rows) == 3, timeout=READ_TIMEOUT_MS)
    parts = window.document.project.parts
    np.testing.assert_array_equal(parts.labels, figure.parts.labels)
    assert parts.parts == figure.parts.parts
    assert window.document.undo_name == f"Parts from parts{suffix}"
