"""Unsaved changes are kept against a crash, and only those."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from painttime.errors import ExportError
from painttime.gui.autosave import Autosave
from painttime.gui.session import Session
from painttime.storage.recovery import find_recoveries
from painttime.workflow.job import Progress, run_to_end
from painttime.workflow.recovering import ChangeKeeper, recover

NEVER_MS = 3_600_000
AT_ONCE_MS = 0


class Kept:
    """Stands between the autosave and the disk: counts what is written, and can hold it up or fail it."""

    def __init__(self) -> None:
        self.projects: list[object] = []
        self.gate: threading.Semaphore | None = None
        self.error: ExportError | None = None

    def keep(self, project, place, kept):
        self.projects.append(project)
        yield Progress(done=0, total=1, message="")
        if self.gate is not None:
            self.gate.acquire(timeout=10)
        if self.error is not None:
            raise self.error
        yield from ChangeKeeper().keep(project, place, kept)


@pytest.fixture
def written():
    return Kept()


@pytest.fixture
def root(tmp_path):
    return tmp_path / "recovery"


@pytest.fixture
def make_autosave(qtbot, document, workflow, written, root):
    """Make an autosave over an open project; all that was made is shut down in the end."""
    made: list[tuple[Session, Autosave]] = []

    def make(*, idle_ms=AT_ONCE_MS, busy_ms=NEVER_MS, place=root):
        services = replace(workflow.services(), keep_changes=written.keep)
        session = Session(document, services)
        autosave = Autosave(document, session, services, place, idle_ms=idle_ms, busy_ms=busy_ms)
        made.append((session, autosave))
        document.open(workflow.make(), Path("/home/jug.painttime"))
        return session, autosave

    yield make
    for session, autosave in made:
        for gate in (written.gate, workflow.gate):
            if gate is not None:
                gate.release(1000)
        session.shutdown()
        assert autosave.shutdown()


def left_by_a_crash(root, autosave):
    """What the next start would find; the lock goes with the process."""
    autosave.shutdown()
    return find_recoveries(root)


def wait_idle(qtbot, autosave):
    qtbot.waitUntil(lambda: not autosave.is_pending)


def test_nothing_is_written_before_something_changes(qtbot, make_autosave, document, written, root):
    _, autosave = make_autosave()
    document.set_playhead(3)
    document.set_solo(2)
    assert not autosave.is_pending
    assert not root.exists()


def test_many_edits_in_a_row_are_written_once_and_come_back(qtbot, make_autosave, document, written, root):
    _, autosave = make_autosave()
    for percent in range(50):
        document.set_degree(1, percent / 100, dragging=True)
    document.rename_part(2, "field")
    with qtbot.waitSignal(autosave.kept):
        pass
    assert written.projects == [document.project]
    (found,) = left_by_a_crash(root, autosave)
    assert found.kept.project_path == Path("/home/jug.painttime")
    back = run_to_end(recover(found))
    assert (back.degrees, back.parts.part(2).name) == ({1: 0.49}, "field")


def test_changes_that_do_not_stop_are_written_meanwhile(qtbot, make_autosave, document, written):
    _, autosave = make_autosave(idle_ms=NEVER_MS, busy_ms=AT_ONCE_MS)
    with qtbot.waitSignal(autosave.kept):
        document.set_degree(1, 0.5, dragging=True)
    assert len(written.projects) == 1


def test_undo_of_the_only_change_leaves_nothing(qtbot, make_autosave, document, root):
    _, autosave = make_autosave()
    with qtbot.waitSignal(autosave.kept):
        document.set_locked(1, True)
    document.undo()
    assert not document.is_dirty
    assert list(root.iterdir()) == []


def test_undo_after_saving_is_kept_as_a_change(qtbot, make_autosave, document, written):
    _, autosave = make_autosave()
    document.set_locked(1, True)
    document.mark_saved(Path("/home/jug.painttime"))
    assert not autosave.is_pending
    with qtbot.waitSignal(autosave.kept):
        document.undo()
    assert written.projects[-1].locked == frozenset()


def test_saving_leaves_nothing_and_going_on_begins_anew(qtbot, make_autosave, document, root):
    _, autosave = make_autosave()
    with qtbot.waitSignal(autosave.kept):
        document.set_locked(1, True)
    document.mark_saved(Path("/home/other.painttime"))
    assert list(root.iterdir()) == []
    with qtbot.waitSignal(autosave.kept):
        document.set_locked(2, True)
    (found,) = left_by_a_crash(root, autosave)
    assert found.kept.project_path == Path("/home/other.painttime")


def test_saving_an_earlier_state_keeps_what_came_after(qtbot, make_autosave, document, root):
    _, autosave = make_autosave()
    document.set_locked(1, True)
    being_saved = document.project
    document.set_locked(2, True)
    document.mark_saved(Path("/home/new.painttime"), being_saved)
    with qtbot.waitSignal(autosave.kept):
        pass
    (found,) = left_by_a_crash(root, autosave)
    assert run_to_end(recover(found)).locked == {1, 2}
    assert found.kept.name == "new"


def test_a_change_during_a_write_follows_it(qtbot, make_autosave, document, written, root):
    written.gate = threading.Semaphore(0)
    _, autosave = make_autosave()
    document.set_locked(1, True)
    qtbot.waitUntil(lambda: len(written.projects) == 1)
    document.set_locked(2, True)
    document.set_locked(3, True)
    written.gate.release(2)
    wait_idle(qtbot, autosave)
    assert [project.locked for project in written.projects] == [{1}, {1, 2, 3}]
    (found,) = left_by_a_crash(root, autosave)
    assert run_to_end(recover(found)).locked == {1, 2, 3}


def test_saving_during_a_write_leaves_nothing(qtbot, make_autosave, document, written, root):
    written.gate = threading.Semaphore(0)
    _, autosave = make_autosave()
    document.set_locked(1, True)
    qtbot.waitUntil(lambda: len(written.projects) == 1)
    document.mark_saved(Path("/home/jug.painttime"))
    written.gate.release()
    wait_idle(qtbot, autosave)
    assert not root.exists() or list(root.iterdir()) == []


def test_opening_another_project_leaves_nothing_of_the_former(qtbot, make_autosave, document, workflow, root):
    _, autosave = make_autosave()
    with qtbot.waitSignal(autosave.kept):
        document.set_locked(1, True)
    document.open(workflow.make())
    assert list(root.iterdir()) == []


def test_canvases_wait_for_the_end_of_a_prediction_and_edits_do_not(
    qtbot, make_autosave, document, workflow, written
):
    workflow.gate = threading.Semaphore(0)
    session, autosave = make_autosave()
    session.load_model()
    session.make_process()
    for count in range(1, 4):
        workflow.gate.release()
        qtbot.waitUntil(lambda count=count: document.take is not None and sum(document.take.computed) > count)
    assert written.projects == []
    with qtbot.waitSignal(autosave.kept):
        document.set_locked(1, True)
    num_canvases = sum(document.take.computed)
    workflow.gate.release(100)
    qtbot.waitUntil(lambda: not session.is_busy)
    wait_idle(qtbot, autosave)
    assert [sum(project.take.computed) for project in written.projects] == [num_canvases, 11]


def test_ending_without_an_answer_keeps_even_the_last_edit(make_autosave, document, root):
    _, autosave = make_autosave(idle_ms=NEVER_MS)
    document.set_locked(3, True)
    (found,) = left_by_a_crash(root, autosave)
    assert run_to_end(recover(found)).locked == {3}


def test_ending_after_changes_were_given_up_leaves_nothing(qtbot, make_autosave, document, root):
    _, autosave = make_autosave()
    with qtbot.waitSignal(autosave.kept):
        document.set_locked(3, True)
    document.set_locked(2, True)
    assert autosave.shutdown(keep=False)
    assert list(root.iterdir()) == []


def test_a_failure_is_told_once_and_again_after_it_went_well(qtbot, make_autosave, document, written):
    _, autosave = make_autosave()
    told = []
    autosave.failed.connect(told.append)
    written.error = ExportError("The disk is full.")
    for part_id in (1, 2):
        document.set_locked(part_id, True)
        wait_idle(qtbot, autosave)
    assert len(written.projects) == 2
    assert told == ["Unsaved changes cannot be kept safe from a crash, so save often. The disk is full."]
    written.error = None
    with qtbot.waitSignal(autosave.kept):
        document.set_locked(3, True)
    written.error = ExportError("The disk is full.")
    with qtbot.waitSignal(autosave.failed):
        document.set_locked(3, False)


def test_a_disk_that_cannot_be_written_to_costs_a_note(qtbot, make_autosave, document, read_only_disk):
    _, autosave = make_autosave(place=read_only_disk / "recovery")
    with qtbot.waitSignal(autosave.failed) as told:
        document.set_locked(1, True)
    assert "cannot be written to" in told.args[0]
    assert document.project.locked == {1}
