"""Which exporter a name asks for."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from painttime.core.brushwork import StrokeList
from painttime.errors import ExportError
from painttime.exporters.strokes_options import StrokesOptions
from painttime.exporters.strokes_table import (
    STROKES_FORMATS,
    STROKES_SUFFIXES,
    check_strokes_place,
    strokes_format_of,
)
from painttime.storage.strokes_file import read_strokes
from painttime.strokes.engine import paint


@pytest.mark.parametrize("suffix", [*STROKES_SUFFIXES, ""])
def test_every_format_writes_and_is_cancelled_without_a_trace(brushwork, tmp_path, suffix):
    out = tmp_path / f"result{suffix.upper()}"
    write = strokes_format_of(out).write
    options = StrokesOptions(strokes_per_second=1000)
    running = write(brushwork, out, options)
    next(running)
    running.close()
    assert list(tmp_path.iterdir()) == []
    list(write(brushwork, out, options))
    assert list(tmp_path.iterdir()) == [out]
    check_strokes_place(out)


@pytest.mark.parametrize("suffix", [".svg", ".jsonl", ".ora", ".png"])
def test_a_full_disk_is_told_and_keeps_what_was_there(brushwork, small_disk, suffix):
    out = small_disk / f"result{suffix}"
    out.write_bytes(b"an earlier result")
    many = replace(brushwork, strokes=StrokeList.joined([brushwork.strokes] * 20))
    with pytest.raises(ExportError, match="no space left"):
        list(strokes_format_of(out).write(many, out, StrokesOptions(long_side_px=600)))
    assert list(small_disk.iterdir()) == [out]
    assert out.read_bytes() == b"an earlier result"


@pytest.mark.parametrize("suffix", [".svg", ".jsonl", ".ora", ".mp4", ".gif", ".png", ".jpg", ".tif"])
def test_every_result_says_what_it_is_told_to_be(brushwork, tmp_path, suffix):
    out = tmp_path / f"result{suffix}"
    options = StrokesOptions(strokes_per_second=1000, notice="Predicted for a test")
    list(strokes_format_of(out).write(brushwork, out, options))
    assert b"Predicted for a test" in out.read_bytes()


def test_other_endings_are_refused_with_a_list():
    with pytest.raises(ExportError, match=r'"\.mov" is not known\. Use \.svg, \.jsonl, \.ora'):
        strokes_format_of(Path("a.mov"))


def test_a_folder_takes_frames_whatever_its_name(tmp_path):
    (tmp_path / "shots.v2").mkdir()
    assert strokes_format_of(tmp_path / "shots.v2") is STROKES_FORMATS[-1]
    (tmp_path / "shots.v2" / "thesis.docx").touch()
    with pytest.raises(ExportError, match="other files"):
        check_strokes_place(tmp_path / "shots.v2")


def test_lines_read_back_paint_the_same_pixels(brushwork, tmp_path):
    out = tmp_path / "strokes.jsonl"
    list(strokes_format_of(out).write(brushwork, out, StrokesOptions()))
    back = read_strokes(out)
    for long_side_px in (None, 388, 50):
        np.testing.assert_array_equal(
            paint(back, long_side_px=long_side_px), paint(brushwork, long_side_px=long_side_px)
        )
