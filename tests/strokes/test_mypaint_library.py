"""Looking for MyPaint's brush engine, where there is none and where there is one."""

import ctypes.util
from pathlib import Path

import numpy as np
import pytest

from painttime.core.brushwork import Brushwork, Stroke, StrokeList
from painttime.errors import UserInputError
from painttime.strokes import mypaint_library
from painttime.strokes.mypaint import check_mypaint_brushes, paint_with_mypaint
from painttime.strokes.mypaint_actions import render_actions
from painttime.strokes.mypaint_library import MyPaint, find_mypaint, require_mypaint


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mypaint_library, "FILE_NAMES", ("libno-such-thing.so.1",))
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)


@pytest.mark.usefixtures("no_library")
def test_a_missing_library_is_none_and_a_sentence() -> None:
    assert find_mypaint() is None
    for ask in (
        require_mypaint,
        check_mypaint_brushes,
        lambda: render_actions(np.zeros((1, 12), np.float32)),
    ):
        with pytest.raises(UserInputError, match=r"apt install libmypaint-1\.5-1 mypaint-brushes"):
            ask()


@pytest.mark.usefixtures("no_library")
def test_painting_without_the_library_is_a_sentence() -> None:
    strokes = StrokeList.of([Stroke(curve=((0, 0), (0.5, 0.5), (1, 1)), widths=(0.1, 0.1), colour=(0, 0, 0))])
    with pytest.raises(UserInputError, match=r"libmypaint-1\.5-1"):
        paint_with_mypaint(Brushwork(strokes=strokes, ground=(255, 255, 255), height_px=8, width_px=8))


def test_a_library_that_lacks_the_calls_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    other = ctypes.util.find_library("c") or ctypes.util.find_library("m")
    if other is None:
        pytest.skip("no C library to take for another")
    monkeypatch.setattr(mypaint_library, "FILE_NAMES", ())
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: other)
    assert find_mypaint() is None


def test_brushes_are_looked_for_where_the_desktop_keeps_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "shared"))
    folder = tmp_path / "mine" / "mypaint-data" / "2.0" / "brushes"
    shared = tmp_path / "shared" / "mypaint-data" / "1.0" / "brushes"
    for brushes in (folder, shared):
        (brushes / "classic").mkdir(parents=True)
        (brushes / "classic" / "ours.myb").write_text("{}")
    assert mypaint_library._brush_folders()[:2] == (folder, shared)


def test_a_missing_brush_names_its_package(tmp_path: Path) -> None:
    library = ctypes.CDLL(None)
    mypaint = MyPaint(library=library, file_name="libmypaint", brush_folders=(tmp_path,))
    with pytest.raises(UserInputError, match=r"classic/none.*apt install mypaint-brushes"):
        mypaint.brush_file("classic/none")
