"""In the window: what cannot be opened or written is one sentence, and the open project stays as it is."""

import os
import shutil
import struct
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from painttime.core.project import Project
from painttime.exporters.options import ExportOptions, PsdLayout
from painttime.gui.document import Document
from painttime.gui.services import Services
from painttime.gui.session import Session
from painttime.workflow import exporting

TIMEOUT_MS = 30_000
EXPORTS = {
    "film.mp4": ExportOptions(),
    "film.webm": ExportOptions(),
    "film.gif": ExportOptions(),
    "steps.psd": ExportOptions(),
    "layers.psd": ExportOptions(psd_layout=PsdLayout.PARTS),
    "again.painttime": ExportOptions(),
    "frames": ExportOptions(),
}


def _bomb(path: Path) -> None:
    """Write a PNG of 60,000 x 60,000 pixels that is a few bytes long."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)


BAD_FILES: dict[str, Callable[[Path, bytes], object]] = {
    "truncated.png": lambda path, whole: path.write_bytes(whole[: len(whole) // 2]),
    "empty.png": lambda path, _whole: path.write_bytes(b""),
    "letter.jpg": lambda path, _whole: path.write_text("this is not a picture", encoding="utf-8"),
    "bomb.png": lambda path, _whole: _bomb(path),
    "folder.png": lambda path, _whole: path.mkdir(),
    "pipe.png": lambda path, _whole: os.mkfifo(path),
    "link.png": lambda path, _whole: path.symlink_to("nowhere"),
    "loop.png": lambda path, _whole: path.symlink_to("loop.png"),
    "truncated.painttime": lambda path, whole: path.write_bytes(b"PK\x03\x04" + whole[:900]),
    "picture.painttime": lambda path, whole: path.write_bytes(whole),
}


NUM_YIELDS = 4
"""Progress an export to a folder WAITING makes before it waits to be cancelled."""

WAITING = "waiting"


def _export_that_waits(project, prepared, out, options):
    """Export; to a folder WAITING, stand still in the middle of it until somebody cancels."""
    job = exporting.export(project, prepared, out, options)
    if out.parent.name != WAITING:
        return (yield from job)
    try:
        for _ in range(NUM_YIELDS):
            progress = next(job)
            yield progress
        while True:
            threading.Event().wait(0.01)
            yield progress
    finally:
        job.close()


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def session(qtbot: QtBot, document: Document, studio: Path):
    """A session over the real workflow with a complete process open, prepared, and one edit made."""
    made = Session(document, Services(export=_export_that_waits))
    with qtbot.waitSignal(made.opened, timeout=TIMEOUT_MS):
        made.open_path(studio / "noise.painttime")
    qtbot.waitUntil(lambda: made.preparation.ready is not None, timeout=TIMEOUT_MS)
    document.set_degree(document.project.parts.ids[0], 0.25)
    yield made
    assert made.shutdown()


@pytest.fixture
def state(document: Document) -> Callable[[], tuple[object, ...]]:
    """Return a function that gives everything a failure must leave alone."""

    def present() -> tuple[object, ...]:
        project: Project = document.project
        return project, project.take, document.path, document.playhead, document.undo_name, document.is_dirty

    return present


def _sentence(arguments: list[object]) -> str:
    """Return what the window shows of a failure, once it is known to be a sentence or two on one line."""
    _title, sentence = arguments
    assert isinstance(sentence, str)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "in a way it should not" not in sentence
    return sentence


def test_files_that_cannot_be_opened(qtbot, session, state, studio, tmp_path) -> None:
    before, whole = state(), (studio / "noise.png").read_bytes()
    for name, make in BAD_FILES.items():
        path = tmp_path / name
        make(path, whole)
        with qtbot.waitSignal(session.failed, timeout=TIMEOUT_MS) as failed:
            session.open_path(path)
        assert failed.args[0] == f"Cannot open {name}"
        assert name in _sentence(failed.args)
        assert state() == before, name


def test_exports_to_a_full_disk(qtbot, session, state, small_disk) -> None:
    before = state()
    for name, options in EXPORTS.items():
        with qtbot.waitSignal(session.failed, timeout=TIMEOUT_MS) as failed:
            session.export(small_disk / name, options)
        assert "no space left" in _sentence(failed.args), name
        assert list(small_disk.iterdir()) == [], name
        assert state() == before, name


def test_exports_and_saves_to_a_read_only_disk(qtbot, session, state, read_only_disk) -> None:
    before = state()
    for name, options in EXPORTS.items():
        with qtbot.waitSignal(session.failed, timeout=TIMEOUT_MS) as failed:
            session.export(read_only_disk / name, options)
        assert "cannot be written to" in _sentence(failed.args), name
    with qtbot.waitSignal(session.failed, timeout=TIMEOUT_MS) as failed:
        session.save(read_only_disk / "noise.painttime")
    assert "cannot be written to" in _sentence(failed.args)
    assert list(read_only_disk.iterdir()) == []
    assert state() == before


def test_exports_to_places_that_lead_nowhere(qtbot, session, state, tmp_path) -> None:
    before = state()
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "film.mp4").mkdir()
    for name in (f"{'x' * 300}.mp4", "gone/film.gif", "file/steps.psd", "film.avi"):
        with qtbot.waitSignal(session.failed, timeout=TIMEOUT_MS) as failed:
            session.export(tmp_path / name, ExportOptions())
        _sentence(failed.args)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "film.mp4"]
    assert state() == before


def test_a_cancelled_export_keeps_the_earlier_result(qtbot, session, state, tmp_path) -> None:
    before = state()
    folder = tmp_path / WAITING
    folder.mkdir()
    for name, options in EXPORTS.items():
        target = folder / name
        if not target.suffix:
            target.mkdir()
            (target / "0000.png").write_bytes(b"earlier")
        elif name != "layers.psd":
            target.write_bytes(b"earlier")
        earlier = sorted(folder.rglob("*"))
        running = session.export(target, options)
        qtbot.waitUntil(lambda earlier=earlier: sorted(folder.rglob("*")) != earlier, timeout=TIMEOUT_MS)
        with qtbot.waitSignal(running.cancelled, timeout=TIMEOUT_MS):
            session.cancel_job(running)
        assert sorted(folder.rglob("*")) == earlier, name
        assert all(path.read_bytes() == b"earlier" for path in earlier if path.is_file()), name
        assert state() == before, name


def test_a_sound_file_is_opened_after_all_that(qtbot, session, document, studio, tmp_path) -> None:
    (tmp_path / "empty.png").touch()
    with qtbot.waitSignal(session.failed, timeout=TIMEOUT_MS):
        session.open_path(tmp_path / "empty.png")
    shutil.copy(studio / "noise.png", tmp_path / "sound.png")
    with qtbot.waitSignal(session.opened, timeout=TIMEOUT_MS):
        session.open_path(tmp_path / "sound.png")
    assert document.project.painting.name == "sound"
