"""Recordings that are text files, and a quick way to bring them in (fake_recordings)."""

import importlib
from pathlib import Path

import pytest

from painttime.recordings.dataset.adding import Wanted, add
from painttime.recordings.dataset.bringing import bring_one
from painttime.recordings.dataset.processes import Report
from painttime.recordings.options import BringInOptions


@pytest.fixture
def fakes(monkeypatch):
    """The module of stand-ins, which other processes find on the same path."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("fake_recordings")


@pytest.fixture
def recording_file(tmp_path):
    """Return a function that makes a recording which does as it is told."""

    def make(name, text="good 0"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return make


@pytest.fixture
def wanted(fakes):
    """Return a function that says how recordings are to be added."""

    def make(**values):
        defaults = {
            "options": BringInOptions(),
            "bring_in": fakes.bring_in,
            "find_parts": fakes.find_parts,
            "val_share": 0.1,
        }
        return Wanted(**{**defaults, **values})

    return make


def _one_after_the_other(tasks):
    """An engine without processes."""
    for index, task in enumerate(tasks):
        running = bring_one(task)
        try:
            while True:
                try:
                    yield Report(index=index, step=next(running))
                except StopIteration as stop:
                    yield Report(index=index, outcome=stop.value)
                    break
        finally:
            running.close()


@pytest.fixture
def added(wanted, tmp_path):
    """Return a function that adds files to a data set here and returns the outcomes."""

    def run(paths, dataset=None, engine=_one_after_the_other, **values):
        adding = add(paths, wanted(**values), dataset or tmp_path / "set", engine)
        while True:
            try:
                next(adding)
            except StopIteration as stop:
                return stop.value

    return run


@pytest.fixture
def one_after_the_other():
    return _one_after_the_other


def _content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def content():
    """Return a function that reads all files of a folder."""
    return _content
