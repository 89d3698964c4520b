"""Brush files of MyPaint, good and damaged."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from painttime.errors import UserInputError
from painttime.strokes.mypaint_settings import PLAIN_COVER, leaves_to_chance, read_settings


def _file(folder: Path, brush_settings: object, version: object = 3) -> Path:
    path = folder / "brush.myb"
    path.write_text(json.dumps({"version": version, "settings": brush_settings}), encoding="utf-8")
    return path


def _brush(**more: Any) -> dict[str, Any]:
    return {"radius_logarithmic": {"base_value": 1.5, "inputs": {}}} | more


def test_values_and_curves_are_read(tmp_path: Path) -> None:
    opaque = {"base_value": 0.4, "inputs": {"pressure": [[0, 0.1], [1, 0.5]], "random": []}}
    found = read_settings(_file(tmp_path, _brush(opaque=opaque)))
    assert found["opaque"] == (0.4, {"pressure": ((0.0, 0.1), (1.0, 0.5))})
    assert found["radius_logarithmic"] == (1.5, {})
    assert found["opaque_multiply"] == PLAIN_COVER


@pytest.mark.parametrize(
    "points",
    [
        [[0, 0]],
        [[1, 0], [0, 1]],
        [[x, 0] for x in range(65)],
        [[0, float("nan")], [1, 0]],
        [[0], [1]],
        [["a", 0]],
    ],
)
def test_a_curve_that_would_end_the_program_is_refused(tmp_path: Path, points: object) -> None:
    path = _file(tmp_path, _brush(opaque={"base_value": 1, "inputs": {"pressure": points}}))
    with pytest.raises(UserInputError, match=r"brush\.myb is damaged"):
        read_settings(path)


def test_a_missing_file_and_another_version_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UserInputError, match="cannot be read"):
        read_settings(tmp_path / "none.myb")
    with pytest.raises(UserInputError, match="version 3"):
        read_settings(_file(tmp_path, _brush(), version=2))
    with pytest.raises(UserInputError, match="no radius"):
        read_settings(_file(tmp_path, {}))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=JSON, as_settings=st.booleans())
def test_any_content_is_a_brush_or_a_sentence(tmp_path: Path, content: object, as_settings: bool) -> None:
    path = _file(tmp_path, content)
    if not as_settings:
        path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(UserInputError, match=r"brush\.myb"):
        read_settings(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "brush.myb"
    path.write_bytes(b"\xff\xfe\x00 version 3")
    with pytest.raises(UserInputError, match="damaged"):
        read_settings(path)


def test_chance_is_found_in_inputs_and_in_settings() -> None:
    assert not leaves_to_chance(
        {"opaque": (1.0, {"pressure": ((0, 0), (1, 1))}), "radius_by_random": (0.0, {})}
    )
    assert leaves_to_chance({"opaque": (1.0, {"random": ((0, 0), (1, 1))})})
    assert leaves_to_chance({"offset_by_random": (0.5, {})})
    assert leaves_to_chance({"offset_by_random": (0.0, {"pressure": ((0, 0), (1, 1))})})
