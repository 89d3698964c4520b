"""Parts from a file on the command line: what --parts and --count pass on, and refuse."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from painttime.cli.main import run


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """jug.png, half light, half dark, with jug.parts.png and .json that call its halves "wall" and "jug"."""
    labels = np.ones((40, 60), dtype=np.uint8)
    labels[:, 30:] = 2
    cv2.imwrite(str(tmp_path / "jug.png"), cv2.merge([labels * 90] * 3))
    cv2.imwrite(str(tmp_path / "jug.parts.png"), labels)
    listing = {"parts": [{"id": 2, "name": "wall"}, {"id": 1, "name": "jug"}]}
    (tmp_path / "jug.parts.json").write_text(json.dumps(listing), encoding="utf-8")
    return tmp_path / "jug.png"


def _listed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.split("\t")[3] for line in capsys.readouterr().out.splitlines()]


def test_the_parts_beside_a_picture_are_listed_in_their_order(
    picture: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["parts", str(picture)]) == 0
    assert _listed(capsys) == ["wall", "jug"]


def test_a_count_looks_for_parts_anew(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parts", str(picture), "--count", "3"]) == 0
    assert not set(_listed(capsys)) & {"wall", "jug"}


def test_parts_of_another_picture_are_refused_and_nothing_is_written(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cv2.imwrite(str(tmp_path / "large.png"), np.zeros((80, 60, 3), dtype=np.uint8))
    out = tmp_path / "out.json"
    large, parts = str(tmp_path / "large.png"), str(tmp_path / "jug.parts.json")
    assert run(["parts", large, "--parts", parts, "--out", str(out)]) == 2
    captured = capsys.readouterr()
    assert "60 x 40 pixels, not of 60 x 80" in captured.err
    assert captured.err.count("\n") == 1
    assert not out.exists()


def test_parts_beside_that_do_not_fit_are_told_in_one_line_of_stderr(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "jug.parts.json").write_text("{", encoding="utf-8")
    assert run(["parts", str(picture)]) == 0
    captured = capsys.readouterr()
    assert captured.err.startswith("The parts beside jug.png were left out.")
    assert captured.err.count("\n") == 1
    assert captured.out.count("\n") >= 1


def test_a_method_and_a_file_of_parts_contradict_each_other(
    calls, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["parts", "jug.png", "--method", "regions", "--parts", "jug.json"]) == 2
    assert "--method and --parts" in capsys.readouterr().err
    assert calls.asked == []


@pytest.mark.parametrize("command", [["parts"], ["predict", "--out", "a.mp4"]])
def test_a_count_and_a_file_of_parts_contradict_each_other(
    calls, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert run([*command, "jug.png", "--count", "4", "--parts", "jug.json"]) == 2
    assert "--count and --parts" in capsys.readouterr().err
    assert calls.asked == []


@pytest.mark.parametrize("command", ["parts", "predict"])
def test_the_file_of_parts_reaches_the_workflow(calls, tmp_path: Path, command: str) -> None:
    out = str(tmp_path / ("a.png" if command == "parts" else "a.mp4"))
    assert run([command, "jug.png", "--out", out, "--parts", "jug.json"]) == 0
    assert (calls.wanted.file, calls.wanted.count) == (Path("jug.json"), None)
