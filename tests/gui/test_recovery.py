"""After a crash: what was kept is offered, opened, discarded or left for later."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from painttime.gui import recovery_dialog
from painttime.gui.dialogs import SaveAnswer
from painttime.gui.recovery_dialog import EXPLANATION, NOTHING, RecoveryDialog
from painttime.storage.project_file import read_project
from painttime.storage.recovery import Kept, RecoveryPlace, find_recoveries
from painttime.workflow.job import run_to_end
from painttime.workflow.recovering import ChangeKeeper, recover

WORK = """
import sys
from dataclasses import replace
from pathlib import Path
import numpy as np
from PySide6.QtCore import QTimer
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.project import Project
from painttime.gui.application import Application
from painttime.gui.services import Services
from painttime.storage.project_file import write_project
from painttime.workflow.job import Progress

folder = Path(sys.argv[1])

def nothing(*_args):
    yield Progress(done=0, total=1, message="")
    return object()

def fail(*_args):
    from painttime.errors import ModelError
    yield Progress(done=0, total=1, message="")
    raise ModelError("none here")

def open_file(path):
    yield Progress(done=0, total=1, message="")
    pixels = np.random.default_rng(5).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    labels = np.ones((60, 80), dtype=np.uint8)
    parts = PartMap(labels=labels, parts=(Part(id=1, name="jug", colour=(9, 9, 9)),))
    return Project(painting=Painting(pixels=pixels, source=path), parts=parts)

services = Services(open_file=open_file, prepare=fail, load_model=fail)
application = Application(settings=folder / "settings.json", services=services)
window = application.window

def edit():
    window.document.rename_part(1, "amphora")
    window.document.set_degree(1, 0.625)
    window.autosave.kept.connect(tell)

def tell():
    write_project(window.document.project, folder / "expected.painttime")
    print("kept", flush=True)
    if sys.argv[2] == "close":
        window.document.mark_saved(folder / "saved.painttime")
        window.close()

window.document.project_opened.connect(lambda: QTimer.singleShot(0, edit))
application.show_window(folder / "jug.png")
sys.exit(application.execute())
"""


def start_work(folder: Path, then: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
    return subprocess.Popen(
        [sys.executable, "-c", WORK, str(folder), then],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def root(preferences) -> Path:
    return preferences.recovery_root


@pytest.fixture
def crashed(root, make_project):
    """Make what a killed window leaves behind."""

    def crash(name="jug", **kept):
        place = RecoveryPlace.new_in(root)
        project = replace(make_project(computed_from=4), degrees={1: 0.25})
        run_to_end(ChangeKeeper().keep(project, place, Kept(name=name, **kept)))
        place.release()
        return place

    return crash


def dialog_of(window) -> RecoveryDialog | None:
    return window.findChild(RecoveryDialog)


def press(qtbot, parent, name):
    (button,) = [one for one in parent.findChildren(QPushButton) if one.accessibleName() == name]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def opened_from(qtbot, window, name="jug"):
    window.recoveries.offer()
    press(qtbot, dialog_of(window), f"Open {name}")
    qtbot.waitUntil(lambda: window.document.is_open)


# -- killed, closed, alive: each in a process of its own ----------------------------------------------------


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_edited_before_the_end_comes_back_bit_by_bit(qtbot, window, tmp_path, root, end):
    process = start_work(tmp_path, "wait")
    assert process.stdout.readline().strip() == "kept"
    # Alive: not offered.
    window.recoveries.offer()
    assert dialog_of(window) is None
    process.send_signal(end)
    process.communicate(timeout=30)
    opened_from(qtbot, window)
    project, expected = window.document.project, read_project(tmp_path / "expected.painttime")
    assert np.array_equal(project.painting.pixels, expected.painting.pixels)
    assert np.array_equal(project.parts.labels, expected.parts.labels)
    assert project.parts.parts == expected.parts.parts
    assert (project.degrees, project.seed) == (expected.degrees, expected.seed) == ({1: 0.625}, 0)
    assert project.painting.source == tmp_path / "jug.png"
    assert window.isWindowModified()


def test_a_window_that_was_closed_leaves_nothing(tmp_path, root):
    process = start_work(tmp_path, "close")
    assert process.communicate(timeout=60)[0].strip() == "kept"
    assert process.returncode == 0
    assert list(root.iterdir()) == []


# -- the offer ---------------------------------------------------------------------------------------------


def test_without_anything_left_no_question_is_asked(window):
    window.recoveries.offer()
    assert dialog_of(window) is None
    assert window.canvas.start_page.recover_button.isHidden()


def test_every_recovery_is_shown_with_picture_name_and_place(window, crashed):
    crashed("jug", project_path=Path("/home/jug.painttime"))
    crashed("sea", source=Path("/home/sea.png"))
    window.recoveries.offer()
    labels = dialog_of(window).findChildren(QLabel)
    texts = [label.text() for label in labels]
    assert EXPLANATION in texts
    assert {"jug", "sea", "Project /home/jug.painttime", "Not yet saved; painting /home/sea.png"} <= set(
        texts
    )
    assert sum(text.startswith("Last change ") for text in texts) == 2
    pictures = [label for label in labels if label.accessibleName().startswith("Picture of")]
    assert [picture.pixmap().isNull() for picture in pictures] == [False, False]


def test_a_project_saved_since_is_told(window, crashed, tmp_path):
    saved = tmp_path / "jug.painttime"
    saved.touch()
    later_s = crashed("jug", project_path=saved).project_file.stat().st_mtime + 60
    os.utime(saved, (later_s, later_s))
    window.recoveries.offer()
    assert any(label.text().endswith("saved later") for label in dialog_of(window).findChildren(QLabel))


def test_it_opens_as_unsaved_changes_of_its_project(qtbot, window, crashed, root):
    place = crashed(project_path=Path("/home/jug.painttime"))
    opened_from(qtbot, window)
    document = window.document
    assert document.is_dirty
    assert document.path == Path("/home/jug.painttime")
    assert document.project.degrees == {1: 0.25}
    assert sum(document.take.computed) == 7
    assert document.undo_name is None
    # Still kept, in the same place, and no longer offered.
    assert not window.autosave.is_pending
    assert find_recoveries(root) == []
    assert place.project_file.exists()


def test_an_edit_of_what_was_recovered_is_kept_in_its_place(qtbot, window, crashed, root):
    place = crashed()
    opened_from(qtbot, window)
    window.document.set_locked(2, True)
    window.shutdown()
    (found,) = find_recoveries(root)
    assert found.folder == place.folder
    assert run_to_end(recover(found)).locked == {2}


def test_saving_what_was_recovered_leaves_nothing(qtbot, window, crashed, root, tmp_path):
    crashed(project_path=tmp_path / "jug.painttime")
    opened_from(qtbot, window)
    window.files.save()
    qtbot.waitUntil(lambda: not window.document.is_dirty)
    assert list(root.iterdir()) == []


def test_later_keeps_it_and_the_start_page_leads_back(qtbot, window, crashed, root):
    crashed()
    window.recoveries.offer()
    qtbot.mouseClick(dialog_of(window).later_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog_of(window) is None)
    assert len(find_recoveries(root)) == 1
    button = window.canvas.start_page.recover_button
    assert button.isVisible()
    assert "(1)" in button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert dialog_of(window) is not None


@pytest.mark.parametrize("is_sure", [True, False])
def test_discarding_asks_first(qtbot, window, crashed, root, monkeypatch, is_sure):
    crashed()
    monkeypatch.setattr(recovery_dialog, "ask_to_discard", lambda _parent, _name: is_sure)
    window.recoveries.offer()
    press(qtbot, dialog_of(window), "Discard jug")
    assert len(find_recoveries(root)) == (0 if is_sure else 1)
    assert dialog_of(window).explanation.text() == (NOTHING if is_sure else EXPLANATION)
    assert window.canvas.start_page.recover_button.isHidden() == is_sure


def test_a_damaged_one_is_told_and_stays_until_it_is_discarded(qtbot, window, crashed, root):
    place = crashed()
    place.project_file.write_bytes(b"no project")
    window.recoveries.offer()
    press(qtbot, dialog_of(window), "Open jug")
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "failure") is not None)
    box = window.findChild(QMessageBox, "failure")
    assert box.text() == "Cannot recover jug"
    assert "damaged" in box.informativeText()
    assert not window.document.is_open
    assert len(find_recoveries(root)) == 1


def test_unsaved_changes_of_the_open_project_are_asked_about_first(qtbot, opened, crashed, monkeypatch, root):
    crashed()
    opened.document.set_locked(1, True)
    monkeypatch.setattr("painttime.gui.file_commands.ask_to_save", lambda *_: SaveAnswer.CANCEL)
    opened.recoveries.ask()
    press(qtbot, dialog_of(opened), "Open jug")
    assert opened.document.project.locked == {1}
    assert len(find_recoveries(root)) == 1


def test_one_taken_by_another_window_meanwhile_is_told(qtbot, window, crashed):
    place = crashed()
    window.recoveries.offer()
    assert place.claim()
    press(qtbot, dialog_of(window), "Open jug")
    assert "another window" in window.statusBar().currentMessage()
    assert not window.document.is_open
