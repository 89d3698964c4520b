"""The table of formats, the options and what is worked out from them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from painttime.errors import ExportError
from painttime.exporters.estimate import estimate
from painttime.exporters.options import ExportOptions, PsdLayout
from painttime.exporters.process_frames import shots
from painttime.exporters.table import FORMATS, format_of, written_path


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.mp4", ".mp4"),
        ("A.MP4", ".mp4"),
        ("a.b.webm", ".webm"),
        ("a.gif", ".gif"),
        ("a.psd", ".psd"),
    ],
)
def test_the_ending_chooses_the_format(tmp_path, name, suffix):
    assert format_of(tmp_path / name).suffix == suffix


def test_no_ending_is_a_folder_of_frames(tmp_path):
    assert format_of(tmp_path / "frames").suffix == ""


def test_an_existing_folder_takes_frames(tmp_path):
    folder = tmp_path / "out.v2"
    folder.mkdir()
    assert format_of(folder).suffix == ""


@pytest.mark.parametrize("name", ["a.avi", "a.png", "a.mp4 "])
def test_unknown_endings_list_the_known_ones(tmp_path, name):
    with pytest.raises(ExportError) as error:
        format_of(tmp_path / name)
    for known in FORMATS:
        assert known.suffix in str(error.value)
    assert ".painttime" in str(error.value)


def test_where_the_result_lies():
    out = Path("x/jug.psd")
    assert written_path(out, ExportOptions(), num_frames=9) == out
    parts = ExportOptions(psd_layout=PsdLayout.PARTS)
    assert written_path(out, parts, num_frames=9) == Path("x/jug psd")
    assert written_path(out, parts, num_frames=1) == out
    assert written_path(Path("x/jug.gif"), parts, num_frames=9) == Path("x/jug.gif")


@pytest.mark.parametrize(
    "values",
    [
        {"fps": 0},
        {"fps": float("nan")},
        {"fps": 1000},
        {"hold_last_s": -1},
        {"hold_first_s": float("inf")},
        {"long_side_px": 3},
        {"long_side_px": 100_000},
        {"first": -1},
        {"first": 5, "last": 4},
        {"crf": 99},
    ],
    ids=str,
)
def test_senseless_options_are_refused(values):
    with pytest.raises(ExportError):
        ExportOptions(**values)


def test_canvases_that_do_not_exist_are_refused(process):
    with pytest.raises(ExportError, match="canvases 0 to 8"):
        process.selected(ExportOptions(last=9))
    with pytest.raises(ExportError, match="must not come after"):
        process.selected(ExportOptions(first=9))


def test_selection_keeps_what_is_known_of_a_canvas(process):
    chosen = process.selected(ExportOptions(first=2, last=4))
    assert chosen.first_index == 2
    assert chosen.stages == process.stages[2:5]
    assert chosen.selected(ExportOptions(first=1)).first_index == 3
    np.testing.assert_array_equal(chosen.frames.frame(0), process.frames.frame(2))


def test_nothing_is_resampled_without_need(process):
    assert process.selected(ExportOptions(long_side_px=97)).frames is process.frames


def test_scaling_keeps_the_shape(process):
    frames = process.selected(ExportOptions(long_side_px=40)).frames
    assert (frames.height_px, frames.width_px) == (27, 40)
    assert frames.frame(8).shape == (27, 40, 3)
    assert np.abs(frames.frame(8).mean() - process.frames.frame(8).mean()) < 2


@given(
    num_frames=st.integers(1, 50),
    fps=st.floats(0.5, 60),
    first=st.floats(0, 5),
    last=st.floats(0, 5),
    result_first=st.booleans(),
)
def test_every_canvas_is_shown_in_order(num_frames, fps, first, last, result_first):
    options = ExportOptions(fps=fps, hold_first_s=first, hold_last_s=last, show_result_first=result_first)
    order = shots(num_frames, options)
    body = order[1:] if result_first else order
    assert [shot.index for shot in body] == list(range(num_frames))
    assert order[0].index == (num_frames - 1 if result_first else 0)
    assert all(shot.num_pictures >= 1 for shot in order)
    assert body[-1].num_pictures / fps == pytest.approx(last, abs=1 / fps)


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.gif", "a.psd", "frames"])
def test_estimates_follow_size_and_range(name):
    def cost(**values):
        return estimate(Path(name), ExportOptions(**values), height_px=768, width_px=1024, num_canvases=41)

    whole, small, short = cost(), cost(long_side_px=256), cost(first=30)
    assert small.size_bytes < whole.size_bytes
    assert small.seconds < whole.seconds
    assert short.size_bytes < whole.size_bytes
    assert short.seconds < whole.seconds


@pytest.mark.parametrize(("name", "factor"), [("a.mp4", 6), ("a.gif", 6), ("a.psd", 6), ("frames", 6)])
def test_estimates_are_of_the_right_order(process, tmp_path, name, factor):
    options = ExportOptions(long_side_px=400)
    out = tmp_path / name
    list(format_of(out).write(process.selected(options), out, options))
    size_bytes = sum(path.stat().st_size for path in [out, *tmp_path.glob("frames/*")] if path.is_file())
    expected = estimate(out, options, height_px=65, width_px=97, num_canvases=9).size_bytes
    assert expected / factor < size_bytes < expected * factor
