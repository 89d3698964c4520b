"""Strokes in and out of files, as jobs."""

import numpy as np
import pytest
from PIL import Image

from painttime.core.brushwork import Brushwork, Stroke, StrokeList
from painttime.errors import ExportError, StrokesFileError
from painttime.exporters.options import STROKES_NOTICE
from painttime.exporters.strokes_options import StrokesOptions
from painttime.strokes.engine import paint
from painttime.workflow.job import run_to_end
from painttime.workflow.stroke_exporting import (
    check_strokes_results,
    export_picture,
    export_strokes,
    is_strokes_file,
    open_strokes,
)


@pytest.fixture
def brushwork():
    strokes = [
        Stroke(curve=((0.1, y), (0.5, y), (0.9, 0.5)), widths=(0.1, 0.02), colour=(9, int(255 * y), 0))
        for y in (0.1, 0.3, 0.5)
    ]
    return Brushwork(strokes=StrokeList.of(strokes), ground=(250, 250, 250), height_px=30, width_px=40)


def test_strokes_written_and_read_paint_the_same_pixels(brushwork, tmp_path):
    path = tmp_path / "strokes.jsonl"
    assert is_strokes_file(path)
    assert run_to_end(export_strokes(brushwork, path, StrokesOptions())) == path
    back = run_to_end(open_strokes(path))
    for long_side_px in (None, 160):
        expected = paint(brushwork, long_side_px=long_side_px)
        np.testing.assert_array_equal(paint(back, long_side_px=long_side_px), expected)


def test_progress_counts_to_the_end(brushwork, tmp_path):
    steps = list(export_strokes(brushwork, tmp_path / "a.svg", StrokesOptions()))
    assert (steps[-1].done, steps[-1].total, steps[-1].message) == (3, 3, "Writing a.svg")


def test_a_job_closed_early_leaves_what_was_there(brushwork, tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"an earlier picture")
    job = export_strokes(brushwork, path, StrokesOptions())
    for _ in range(2):
        next(job)
    job.close()
    assert path.read_bytes() == b"an earlier picture"
    assert list(tmp_path.iterdir()) == [path]


def test_a_picture_painted_elsewhere_says_what_it_is(tmp_path):
    picture = np.full((20, 30, 3), 7, np.uint8)
    run_to_end(export_picture(picture, tmp_path / "a.png"))
    image = Image.open(tmp_path / "a.png")
    assert image.info["Comment"] == STROKES_NOTICE
    np.testing.assert_array_equal(np.asarray(image), picture)
    with pytest.raises(ExportError, match="no picture"):
        run_to_end(export_picture(picture, tmp_path / "a.mp4"))


def test_only_films_can_be_too_long(tmp_path):
    slow = StrokesOptions(strokes_per_second=0.1)
    values = {"height_px": 30, "width_px": 40, "num_strokes": 10_000}
    check_strokes_results([tmp_path / "a.png", tmp_path / "a.svg"], slow, **values)
    for name in ("a.mp4", "a.gif", "frames"):
        with pytest.raises(ExportError, match="longer than"):
            check_strokes_results([tmp_path / name], slow, **values)


def test_a_file_that_is_none_is_refused(tmp_path):
    with pytest.raises(StrokesFileError, match="no file"):
        run_to_end(open_strokes(tmp_path / "missing.jsonl"))
