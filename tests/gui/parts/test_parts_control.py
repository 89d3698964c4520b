"""Finding parts in the background, and their number by slider."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QSlider
from pytestqt.qtbot import QtBot

from painttime.core.project import Project
from painttime.errors import PartsError
from painttime.gui.main_window import MainWindow
from painttime.gui.parts.part_count_bar import PartCountBar

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(opened: MainWindow) -> PartCountBar:
    return opened.parts_panel.count_bar


def undo_steps(window: MainWindow) -> int:
    count = 0
    while window.document.undo_name is not None:
        window.document.undo()
        count += 1
    return count


def num_parts(window: MainWindow) -> int:
    return len(window.document.project.parts.parts)


def found(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the tree is there."""
    qtbot.waitUntil(lambda: not window.session.parts.is_busy)


def type_count(qtbot: QtBot, bar: PartCountBar, count: int) -> None:
    bar.spin.setFocus()
    bar.spin.selectAll()
    qtbot.keyClicks(bar.spin, str(count))
    qtbot.keyClick(bar.spin, Qt.Key.Key_Return)


def at_count(slider: QSlider, count: int) -> QPoint:
    """The middle of the handle where it stands for this number."""
    room = slider.width() - 14
    share = (count - slider.minimum()) / (slider.maximum() - slider.minimum())
    return QPoint(round(7 + room * share), slider.height() // 2)


def test_it_shows_how_many_parts_there_are(opened: MainWindow, bar: PartCountBar) -> None:
    assert bar.spin.value() == bar.slider.value() == 3
    opened.document.choose((3,))
    opened.parts_panel.commands.delete()
    assert bar.spin.value() == bar.slider.value() == 2
    assert undo_steps(opened) == 1, "showing a number must not be an edit"
    assert bar.spin.value() == 3


def test_the_tree_is_found_when_the_number_is_first_changed(
    qtbot: QtBot, opened: MainWindow, bar: PartCountBar, workflow
) -> None:
    assert not any(call.startswith("find") for call in workflow.calls)
    type_count(qtbot, bar, 7)
    found(qtbot, opened)
    assert num_parts(opened) == 7
    assert opened.document.undo_name == "Number of parts"
    type_count(qtbot, bar, 5)
    assert num_parts(opened) == 5, "from then on at once"
    assert workflow.calls.count("find auto") == 1
    assert bar.slider.maximum() == 12, "as far as this tree goes"


def test_a_drag_is_one_undo_step_that_restores_bit_by_bit(
    qtbot: QtBot, opened: MainWindow, bar: PartCountBar
) -> None:
    type_count(qtbot, bar, 4)
    found(qtbot, opened)
    before = opened.document.project
    slider = bar.slider
    counts = []
    slider.valueChanged.connect(lambda: counts.append(num_parts(opened)))
    qtbot.mousePress(slider, LEFT, pos=at_count(slider, 4))
    for count in (6, 9, 11):
        qtbot.mouseMove(slider, at_count(slider, count))
    qtbot.mouseRelease(slider, LEFT, pos=at_count(slider, 11))
    assert num_parts(opened) == slider.value() > 8
    assert len(counts) == 3, "parts followed the mouse"
    opened.document.undo()
    assert opened.document.project is before
    np.testing.assert_array_equal(opened.document.project.parts.labels, before.parts.labels)
    assert slider.value() == 4


def test_what_was_asked_for_last_is_shown_when_the_tree_comes(
    qtbot: QtBot, opened: MainWindow, bar: PartCountBar, workflow
) -> None:
    workflow.gate = threading.Semaphore(0)
    opened.session.parts.set_count(5, dragging=True)
    opened.session.parts.set_count(8, dragging=True)
    opened.session.parts.set_count(9)
    assert num_parts(opened) == 3
    workflow.gate.release()
    found(qtbot, opened)
    assert num_parts(opened) == 9
    assert undo_steps(opened) == 1
    assert workflow.calls.count("find auto") == 1


def test_given_names_come_back_with_their_parts(qtbot: QtBot, opened: MainWindow, bar: PartCountBar) -> None:
    type_count(qtbot, bar, 8)
    found(qtbot, opened)
    opened.document.rename_part(7, "hat")
    type_count(qtbot, bar, 3)
    type_count(qtbot, bar, 8)
    assert opened.document.project.parts.part(7).name == "hat"


def test_replacing_corrected_parts_is_told_and_undone(
    qtbot: QtBot, opened: MainWindow, bar: PartCountBar
) -> None:
    type_count(qtbot, bar, 6)
    found(qtbot, opened)
    type_count(qtbot, bar, 5)
    opened.statusBar().clearMessage()
    type_count(qtbot, bar, 6)
    assert opened.statusBar().currentMessage() == "", "nothing was corrected"
    opened.document.choose((2,))
    opened.parts_panel.commands.delete()
    corrected = opened.document.project
    type_count(qtbot, bar, 7)
    assert "Undo" in opened.statusBar().currentMessage()
    opened.document.undo()
    assert opened.document.project is corrected


def test_another_method_finds_anew_and_a_failure_leaves_everything(
    qtbot: QtBot, opened: MainWindow, bar: PartCountBar, workflow, focus_keys
) -> None:
    failures: list[tuple[str, str]] = []
    opened.session.failed.disconnect()
    opened.session.failed.connect(lambda title, sentence: failures.append((title, sentence)))
    bar.methods.setFocus()
    qtbot.keyClick(bar.methods, Qt.Key.Key_Down)
    found(qtbot, opened)
    assert workflow.calls[-1] != "find auto"
    assert "find regions" in workflow.calls
    assert num_parts(opened) == 3
    assert opened.document.undo_name == "Find parts"
    workflow.find_error = PartsError("No portrait was found in meadow.")
    before = opened.document.project
    qtbot.keyClick(bar.methods, Qt.Key.Key_Down)
    found(qtbot, opened)
    qtbot.waitUntil(lambda: bool(failures))
    assert failures == [("Cannot find the parts", "No portrait was found in meadow.")]
    assert opened.document.project is before
    qtbot.waitUntil(lambda: bar.methods.currentText() == "Regions")


def test_names_given_to_parts_found_otherwise_do_not_stick_to_the_new_ones(
    qtbot: QtBot, opened: MainWindow, bar: PartCountBar, focus_keys
) -> None:
    type_count(qtbot, bar, 6)
    found(qtbot, opened)
    opened.document.rename_part(2, "coat")
    bar.methods.setFocus()
    qtbot.keyClick(bar.methods, Qt.Key.Key_Down)
    found(qtbot, opened)
    assert opened.document.project.parts.part(2).name == "stripe 2"


def test_find_again_gives_as_many_as_there_seem_to_be(
    qtbot: QtBot, opened: MainWindow, bar: PartCountBar, workflow
) -> None:
    type_count(qtbot, bar, 9)
    found(qtbot, opened)
    qtbot.mouseClick(bar.find_again, LEFT)
    found(qtbot, opened)
    assert num_parts(opened) == 3
    assert workflow.calls.count("find auto") == 1, "the same painting gives the same parts"


def test_another_painting_has_another_tree(
    qtbot: QtBot, opened: MainWindow, bar: PartCountBar, workflow, make_project: Callable[..., Project]
) -> None:
    type_count(qtbot, bar, 9)
    found(qtbot, opened)
    opened.document.open(make_project(height_px=30, width_px=30))
    type_count(qtbot, bar, 5)
    found(qtbot, opened)
    assert workflow.calls.count("find auto") == 2
    assert opened.document.project.parts.labels.shape == (30, 30)


def test_escape_stops_finding_and_the_slider_goes_back(
    qtbot: QtBot, opened: MainWindow, bar: PartCountBar, workflow
) -> None:
    workflow.gate = threading.Semaphore(0)
    bar.slider.setValue(9)
    assert opened.session.parts.is_busy
    opened.actions_by_name["cancel"].trigger()
    workflow.gate.release()
    qtbot.waitUntil(lambda: bar.slider.value() == 3)
    assert num_parts(opened) == 3
    assert opened.document.undo_name is None


def test_a_file_goes_before_what_is_being_found_and_the_slider_works_after_it(
    qtbot: QtBot, opened: MainWindow, bar: PartCountBar, workflow, tmp_path: Path
) -> None:
    path = tmp_path / "figure.psd"
    path.touch()
    workflow.gate = threading.Semaphore(0)
    bar.slider.setValue(9)
    opened.session.parts.read(path)
    workflow.gate.release()
    qtbot.waitUntil(lambda: num_parts(opened) == 4)
    found(qtbot, opened)
    assert bar.slider.value() == 4
    workflow.gate = None
    type_count(qtbot, bar, 7)
    found(qtbot, opened)
    assert num_parts(opened) == 7
    assert opened.document.project.parts.part(1).name == "stripe 1", "no name of the file's parts"


def test_a_file_with_more_parts_than_can_be_asked_for_is_shown_as_it_is(
    opened: MainWindow, bar: PartCountBar, make_tree
) -> None:
    parts = make_tree(48, 64, 40).at(40)
    opened.document.edit_parts(parts, "Parts from layers.psd")
    assert bar.spin.value() == bar.slider.value() == 40


def test_the_process_goes_with_its_parts_and_the_window_says_so(
    qtbot: QtBot, opened: MainWindow, make_project: Callable[..., Project]
) -> None:
    opened.document.open(make_project(computed_from=0))
    take = opened.document.take
    opened.document.choose((3,))
    opened.parts_panel.commands.delete()
    assert opened.document.take is None
    assert opened.statusBar().currentMessage() == (
        "The process was made with the former parts; predict again, or Undo brings both back."
    )
    opened.session.undo()
    assert opened.document.take is take
