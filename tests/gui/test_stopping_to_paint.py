"""A painting stopped by the user ends as a process of the strokes there are."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from painttime.core.project import BRUSH_ENGINE
from painttime.gui.main_window import MainWindow


@pytest.fixture
def painting(qtbot: QtBot, opened: MainWindow, workflow) -> MainWindow:
    """The window while 800 strokes of a painting are laid."""
    workflow.gate = threading.Semaphore(3)
    opened.document.set_engine(BRUSH_ENGINE)
    opened.session.make_process()
    qtbot.waitUntil(lambda: opened.strokes.num_strokes == 800)
    return opened


def test_the_strokes_there_are_become_a_process(qtbot: QtBot, painting: MainWindow, workflow) -> None:
    document = painting.document
    assert not document.take.is_complete
    painting.actions_by_name["cancel"].trigger()
    workflow.gate.release(100)
    qtbot.waitUntil(lambda: not painting.session.is_busy)
    assert document.take.is_complete
    assert len(document.take.brushwork.strokes) == 800
    assert document.undo_name == "Paint"
    painting.session.undo()
    assert document.take is None


def test_cancelling_twice_leaves_it_unfinished(qtbot: QtBot, painting: MainWindow, workflow) -> None:
    painting.session.stop()
    painting.session.stop()
    assert not painting.session.is_busy
    workflow.gate.release(100)
    assert not painting.document.take.is_complete


def test_undo_does_not_wait_for_a_process(qtbot: QtBot, painting: MainWindow, workflow) -> None:
    painting.session.undo()
    workflow.gate.release(100)
    assert not painting.session.is_busy
    assert painting.document.take is None
