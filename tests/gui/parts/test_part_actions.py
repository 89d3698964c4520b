"""The Parts menu: what can be done when, and files of parts."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from painttime.exporters.parts_files import PARTS_SUFFIXES
from painttime.gui.main_window import MainWindow
from painttime.gui.parts.part_actions import READ_FILTER, WRITE_FILTERS
from painttime.storage.layered.layered_suffixes import LAYERED_SUFFIXES
from painttime.storage.painting_file import SUFFIXES

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def active(qtbot: QtBot, opened: MainWindow) -> MainWindow:
    """The window with the keyboard on the canvas."""
    with qtbot.waitActive(opened):
        opened.activateWindow()
    opened.canvas.view.setFocus()
    return opened


def part_names(window: MainWindow) -> list[str]:
    return [part.name for part in window.document.project.parts.parts]


def test_commands_need_the_parts_they_work_on(opened: MainWindow) -> None:
    actions = opened.actions_by_name
    of_one = ("rename_part", "colour_part", "delete_parts", "split_islands", "raise_parts", "lower_parts")
    assert not any(actions[name].isEnabled() for name in (*of_one, "merge_parts"))
    assert actions["new_part"].isEnabled()
    opened.document.choose((2,))
    assert all(actions[name].isEnabled() for name in of_one)
    assert not actions["merge_parts"].isEnabled()
    opened.document.choose((2, 3))
    assert actions["merge_parts"].isEnabled()
    # Every edit asks anew what can be done.
    opened.document.set_visible(1, False)
    assert actions["merge_parts"].isEnabled()


def test_keys_work_on_the_chosen_parts_from_the_canvas(qtbot: QtBot, active: MainWindow) -> None:
    view = active.canvas.view
    active.document.choose((3,))
    qtbot.keyClick(view, Qt.Key.Key_Down, CONTROL)
    assert part_names(active) == ["sky", "tree", "meadow"]
    qtbot.keyClick(view, Qt.Key.Key_Up, CONTROL | SHIFT)
    assert part_names(active) == ["sky", "meadow", "tree"]
    active.document.choose((3, 2))
    qtbot.keyClick(view, Qt.Key.Key_M, CONTROL)
    assert part_names(active) == ["sky", "meadow"]
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert part_names(active) == ["sky"]
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Z, CONTROL)
    assert part_names(active) == ["sky", "meadow", "tree"]


def test_a_key_moves_a_part_once_with_the_keyboard_in_the_list(
    qtbot: QtBot, active: MainWindow, focus_keys
) -> None:
    active.document.choose((1,))
    active.parts_panel.list.setFocus()
    qtbot.keyClick(active.parts_panel.list, Qt.Key.Key_Up, CONTROL)
    assert part_names(active) == ["meadow", "sky", "tree"]


def test_delete_in_a_text_field_deletes_text(qtbot: QtBot, active: MainWindow) -> None:
    active.document.choose((3,))
    search = active.parts_panel.tools.search
    search.setFocus()
    search.setText("tree")
    search.setCursorPosition(0)
    qtbot.keyClick(search, Qt.Key.Key_Delete)
    assert search.text() == "ree"
    assert part_names(active) == ["sky", "meadow", "tree"]


def test_f2_renames_and_n_adds_by_keyboard_alone(qtbot: QtBot, active: MainWindow) -> None:
    active.document.choose((2,))
    qtbot.keyClick(active.canvas.view, Qt.Key.Key_F2)
    editor = active.parts_panel.row(2).name.editor
    qtbot.keyClicks(editor, "field")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert part_names(active) == ["sky", "field", "tree"]
    qtbot.keyClick(active.canvas.view, Qt.Key.Key_N, CONTROL | SHIFT)
    assert part_names(active) == ["sky", "field", "new part", "tree"]


def test_parts_come_from_a_file_that_is_asked_for(
    qtbot: QtBot, opened: MainWindow, workflow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "figure.psd"
    path.touch()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(path), ""))
    opened.actions_by_name["parts_from_file"].trigger()
    qtbot.waitUntil(lambda: len(opened.document.project.parts.parts) == 4)
    assert part_names(opened) == ["wall", "dress", "face", "frame"]
    assert opened.document.project.parts.part(3).group == ("figure",)
    assert opened.document.undo_name == "Parts from figure.psd"
    opened.document.undo()
    assert part_names(opened) == ["sky", "meadow", "tree"]


def test_a_folder_of_masks_is_read_likewise(
    qtbot: QtBot, opened: MainWindow, workflow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *args: str(tmp_path))
    opened.actions_by_name["parts_from_folder"].trigger()
    qtbot.waitUntil(lambda: len(opened.document.project.parts.parts) == 4)
    assert f"parts of {tmp_path.name}" in workflow.calls


def test_a_file_dropped_on_the_panel_is_read(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "figure.ora").touch()
    opened.parts_panel.file_dropped.emit(tmp_path / "figure.ora")
    qtbot.waitUntil(lambda: len(opened.document.project.parts.parts) == 4)


def test_a_file_that_cannot_be_read_changes_nothing(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    failures: list[tuple[str, str]] = []
    opened.session.failed.disconnect()
    opened.session.failed.connect(lambda title, sentence: failures.append((title, sentence)))
    before = opened.document.project
    opened.session.parts.read(tmp_path / "missing.psd")
    qtbot.waitUntil(lambda: bool(failures))
    assert failures == [("Cannot take the parts of missing.psd", "missing.psd is not there.")]
    assert opened.document.project is before


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("jug parts.ora", "OpenRaster layers (*.ora)", "jug parts.ora"),
        ("jug", "Picture of labels (*.png)", "jug.png"),
        ("jug", "", "jug.psd"),
    ],
)
def test_parts_are_exported_as_the_name_or_the_kind_says(
    qtbot: QtBot,
    opened: MainWindow,
    workflow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    kind: str,
    written: str,
) -> None:
    suggestions: list[str] = []

    def ask(_parent, _title, suggested: str, _filters: str) -> tuple[str, str]:
        suggestions.append(suggested)
        return str(tmp_path / typed), kind

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    with qtbot.waitSignal(opened.session.exported):
        opened.actions_by_name["export_parts"].trigger()
    assert f"export parts {written}" in workflow.calls
    assert suggestions == [str(tmp_path / "meadow parts.psd")], "beside the painting"


def test_the_dialogs_offer_every_kind_of_file_that_can_be_read_and_written() -> None:
    for suffix in (*LAYERED_SUFFIXES, *SUFFIXES, ".json"):
        assert f"*{suffix}" in READ_FILTER.replace("(", " ").replace(")", " ").split(), suffix
    assert {kind.rpartition("*")[2].rstrip(")") for kind in WRITE_FILTERS} == set(PARTS_SUFFIXES)


def test_contours_are_one_part_and_one_undo_step(opened: MainWindow) -> None:
    before = opened.document.project
    opened.actions_by_name["contour_part"].trigger()
    front = opened.document.project.parts.parts[-1]
    assert (front.name, front.kind) == ("contours", "edge")
    assert opened.document.project.parts.areas_px()[front.id] > 0
    opened.document.undo()
    assert opened.document.project is before
