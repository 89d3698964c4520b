"""painttime parts."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from painttime.cli.main import run


def test_the_parts_are_listed_back_to_front(calls, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parts", "jug.png", "--count", "4"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [(row[0], row[2]) for row in rows] == [("1", "sky"), ("2", "hill"), ("7", "jug")]
    assert [row[1] for row in rows] == ["45.8%", "41.7%", "12.5%"]
    assert calls.num_parts == 4
    assert calls.asked == ["open"]


def test_the_parts_are_written_as_picture_and_json(calls, tmp_path: Path) -> None:
    picture, listing = tmp_path / "parts.png", tmp_path / "parts.json"
    assert run(["parts", "jug.png", "--out", str(picture), "--out", str(listing)]) == 0
    labels = cv2.imread(str(picture), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(labels, calls.opened.parts.labels)
    names = [part["name"] for part in json.loads(listing.read_text(encoding="utf-8"))["parts"]]
    assert names == ["sky", "hill", "jug"]


@pytest.mark.parametrize("out", ["parts.mp4", "parts", "missing/parts.png"])
def test_a_wrong_result_is_told_before_anything_is_read(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    assert run(["parts", "jug.png", "--out", str(tmp_path / out)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert calls.asked == []
