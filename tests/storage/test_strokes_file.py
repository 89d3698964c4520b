"""Strokes written as JSON lines come back bit by bit; whatever else a file holds ends as one sentence."""

import base64
import io
import json
import time
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from painttime.core.brushwork import BRUSH_NAMES, Brushwork, Stroke, StrokeList
from painttime.core.stroke_lines import MAX_LENGTH
from painttime.errors import StrokesFileError
from painttime.exporters.strokes_jsonl import write_jsonl
from painttime.exporters.strokes_options import StrokesOptions
from painttime.storage import strokes_file
from painttime.storage.strokes_file import read_strokes, reading_strokes

FIELDS = ("curves", "widths", "colours", "opacities", "brushes", "part_ids", "passes", "textures")
HEAD = {
    "format": "painttime strokes",
    "version": 1,
    "height_px": 30,
    "width_px": 40,
    "ground": "#f6f1e6",
    "num_strokes": 2,
}
STROKE = {"curve": [[0.1, 0.2], [0.3, 0.25], [0.4, 0.2]], "widths": [0.05, 0.04], "colour": "#7f3f10"}

lengths = st.floats(-MAX_LENGTH, MAX_LENGTH, width=32)
widths = st.floats(0, MAX_LENGTH, width=32)


@st.composite
def stroke_lists(draw):
    count = draw(st.integers(0, 9))

    def column(dtype, shape, elements=None):
        return draw(arrays.arrays(dtype, (count, *shape), elements=elements))

    return StrokeList(
        curves=column(np.float32, (3, 2), lengths),
        widths=column(np.float32, (2,), widths),
        colours=column(np.uint8, (3,)),
        opacities=column(np.uint8, ()),
        brushes=column(np.uint8, (), st.integers(0, len(BRUSH_NAMES) - 1)),
        part_ids=column(np.uint8, ()),
        passes=column(np.uint8, ()),
        textures=column(np.uint32, ()),
    )


def written(path, brushwork):
    list(write_jsonl(brushwork, path, StrokesOptions()))
    return path


def assert_same_strokes(strokes, others):
    for name in FIELDS:
        # Bit by bit: -0.0 is not 0.0.
        assert getattr(strokes, name).tobytes() == getattr(others, name).tobytes(), name


def write_lines(path, *records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def png_of(pixels):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format="PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def assert_refused(path, words):
    with pytest.raises(StrokesFileError, match=words) as error:
        read_strokes(path)
    assert "\n" not in str(error.value)
    assert str(error.value).endswith(".")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strokes=stroke_lists(), ground=st.tuples(*[st.integers(0, 255)] * 3))
def test_strokes_come_back_bit_by_bit(tmp_path, strokes, ground):
    brushwork = Brushwork(strokes=strokes, ground=ground, height_px=333, width_px=512)
    back = read_strokes(written(tmp_path / "strokes.jsonl", brushwork))
    assert_same_strokes(back.strokes, strokes)
    assert (back.ground, back.height_px, back.width_px, back.labels) == (ground, 333, 512, None)


def test_labels_come_back_at_a_size_of_their_own(tmp_path):
    labels = np.arange(24 * 32, dtype=np.uint8).reshape(24, 32)
    brushwork = Brushwork(
        strokes=StrokeList.empty(), ground=(1, 2, 3), height_px=301, width_px=400, labels=labels
    )
    back = read_strokes(written(tmp_path / "strokes.jsonl", brushwork))
    np.testing.assert_array_equal(back.labels, labels)
    assert len(back.strokes) == 0


def test_many_strokes_are_read_some_at_a_time(tmp_path):
    rng = np.random.default_rng(5)
    count = 2 * strokes_file.STROKES_AT_ONCE + 7
    whole = StrokeList.of([Stroke(curve=((0, 0), (0, 0), (0, 0)), widths=(0, 0), colour=(0, 0, 0))] * count)
    strokes = StrokeList(
        curves=rng.random((count, 3, 2), dtype=np.float32),
        widths=rng.random((count, 2), dtype=np.float32),
        **{name: getattr(whole, name) for name in FIELDS[2:]},
    )
    path = written(
        tmp_path / "many.jsonl", Brushwork(strokes=strokes, ground=(0, 0, 0), height_px=9, width_px=9)
    )
    reading = reading_strokes(path)
    assert next(reading)[0] < path.stat().st_size
    assert_same_strokes(read_strokes(path).strokes, strokes)


def test_a_file_written_by_hand_needs_little(tmp_path):
    head = {name: HEAD[name] for name in ("format", "version", "height_px", "width_px", "ground")}
    back = read_strokes(write_lines(tmp_path / "hand.jsonl", head, STROKE))
    curve = tuple(tuple(np.float32(value).item() for value in point) for point in STROKE["curve"])
    assert back.strokes.stroke(0) == Stroke(
        curve=curve,
        widths=(np.float32(0.05).item(), np.float32(0.04).item()),
        colour=(0x7F, 0x3F, 0x10),
        brush="round",
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "something"}, '"format" of its first line'),
        ({"version": 2}, "newer version"),
        ({"version": 0}, "whole number"),
        ({"height_px": 0}, "whole number"),
        ({"height_px": 16_384, "width_px": 16_384}, "too large"),
        ({"ground": "red"}, "a colour such as"),
        ({"num_strokes": 3}, "ends after 2 of 3"),
        ({"num_strokes": 1}, "more strokes than the 1 it announces"),
        ({"num_strokes": 2_000_001}, "whole number"),
    ],
)
def test_a_wrong_first_line_is_refused(tmp_path, change, words):
    assert_refused(write_lines(tmp_path / "bad.jsonl", HEAD | change, STROKE, STROKE), words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"curve": [[0, 0], [1, 1]]}, "three points"),
        ({"curve": [[0, 0], [1, 1], [1, 1, 1]]}, "2 numbers"),
        ({"curve": [[0, 0], [1, 1], [1, True]]}, "a number"),
        ({"curve": [[0, 0], [1, 1], [1, "1"]]}, "a number"),
        ({"curve": [[0, 0], [1, 1], [1, 10**400]]}, "a number"),
        ({"curve": [[0, 0], [1, 1], [1, float("nan")]]}, "a number"),
        ({"curve": [[0, 0], [1, 1], [1, float("inf")]]}, "a number"),
        ({"widths": [0.1, -0.1]}, "negative"),
        ({"widths": [1e9, 0]}, "a number"),
        ({"colour": "#12345"}, "a colour"),
        ({"opacity": 256}, "whole number"),
        ({"brush": "broom"}, "no such brush"),
        ({"brush": ["round"]}, "no such brush"),
        ({"part": -1}, "whole number"),
        ({"pass": 256}, "whole number"),
        ({"texture": 2**32}, "whole number"),
        ({"texture": 1.5}, "whole number"),
    ],
)
def test_a_wrong_stroke_is_named_by_its_line(tmp_path, change, words):
    path = write_lines(tmp_path / "bad.jsonl", HEAD, STROKE, STROKE | change)
    assert_refused(path, f"line 3, .*{words}")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{", "not JSON"),
        (b"[1, 2]", "an object was expected"),
        (b"\xff\xfe\xfd{}", "line 2"),
        (b"[" * 8_000, "nested too deeply|not JSON"),
        (b'{"curve": "' + b"x" * 20_000 + b'"}', "too long"),
        (b"", "not JSON"),
    ],
)
def test_a_line_that_is_no_stroke_is_refused(tmp_path, line, words):
    path = tmp_path / "bad.jsonl"
    last = json.dumps(STROKE).encode()
    path.write_bytes(json.dumps(HEAD).encode() + b"\n" + line + b"\n" + last)
    assert_refused(path, words)


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ({"height_px": 3, "width_px": 9}, "proportions"),
        ({"height_px": 12_288, "width_px": 16_384}, "labels are too large"),
        ({"height_px": 3, "width_px": 4, "png": "§"}, "no base64"),
        ({"height_px": 3, "width_px": 4, "png": "AAAA"}, "greyscale PNG"),
        ({"height_px": 3, "width_px": 4, "png": png_of(np.zeros((3, 4, 3), np.uint8))}, "greyscale PNG"),
        # As a bomb has it: the picture is far larger than the file says.
        ({"height_px": 3, "width_px": 4, "png": png_of(np.zeros((3000, 4000), np.uint8))}, "not L"),
        ({"height_px": 3, "width_px": 4, "png": png_of(np.zeros((3, 4), np.uint8))[:60]}, "labels are"),
    ],
)
def test_wrong_labels_are_refused(tmp_path, labels, words):
    assert_refused(write_lines(tmp_path / "bad.jsonl", HEAD | {"labels": labels}), words)


def test_a_file_cut_off_is_never_taken_for_a_whole_one(tmp_path):
    strokes = StrokeList.of(
        [Stroke(curve=((0, 0), (0.5, 0), (1, 1)), widths=(0.1, 0.1), colour=(1, 2, 3))] * 3
    )
    path = written(
        tmp_path / "whole.jsonl", Brushwork(strokes=strokes, ground=(0, 0, 0), height_px=20, width_px=30)
    )
    data = path.read_bytes().rstrip(b"\n")
    for length in range(0, len(data), 7):
        path.write_bytes(data[:length])
        with pytest.raises(StrokesFileError):
            read_strokes(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, 10_000), value=st.integers(0, 255))
def test_a_damaged_byte_gives_strokes_or_a_sentence(tmp_path, position, value):
    path = write_lines(tmp_path / "bad.jsonl", HEAD, STROKE, STROKE)
    data = bytearray(path.read_bytes())
    data[position % len(data)] = value
    path.write_bytes(data)
    with suppress(StrokesFileError):
        assert len(read_strokes(path).strokes) == 2


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=st.dictionaries(st.sampled_from([*HEAD, "labels"]), anything, max_size=2),
    labels=st.none()
    | st.fixed_dictionaries({"height_px": st.just(3), "width_px": st.just(4), "png": anything}),
    stroke=st.dictionaries(
        st.sampled_from([*STROKE, "opacity", "brush", "part", "pass"]), anything, max_size=2
    ),
)
def test_whatever_stands_in_a_field_gives_strokes_or_a_sentence(tmp_path, head, labels, stroke):
    given_labels = {} if labels is None else {"labels": labels}
    path = write_lines(tmp_path / "odd.jsonl", HEAD | given_labels | head, STROKE, STROKE | stroke)
    with suppress(StrokesFileError):
        assert len(read_strokes(path).strokes) == 2


def test_files_that_are_none_are_refused(tmp_path):
    (tmp_path / "empty.jsonl").touch()
    assert_refused(tmp_path / "empty.jsonl", "is empty")
    assert_refused(tmp_path / "missing.jsonl", "no file")
    assert_refused(tmp_path, "is a folder")


def test_too_many_strokes_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(strokes_file, "MAX_STROKES", 2)
    monkeypatch.setattr(strokes_file, "STROKES_AT_ONCE", 2)
    head = {name: value for name, value in HEAD.items() if name != "num_strokes"}
    assert_refused(
        write_lines(tmp_path / "many.jsonl", head, *[STROKE] * 5), "damaged: it holds more than 2 strokes"
    )


def test_thirty_thousand_strokes_are_read_in_seconds(tmp_path):
    path = write_lines(tmp_path / "many.jsonl", HEAD | {"num_strokes": 30_000}, *[STROKE] * 30_000)
    started = time.process_time()
    assert len(read_strokes(path).strokes) == 30_000
    assert time.process_time() - started < 5
