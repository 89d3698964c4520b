"""painttime parts."""

import io
import json
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from painttime.cli.main import run
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.project import Project


def test_the_parts_are_listed_back_to_front(calls, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parts", "jug.png", "--count", "4"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [(row[0], *row[2:]) for row in rows] == [
        ("1", "region", "sky"),
        ("2", "region", "hill"),
        ("7", "region", "jug"),
    ]
    assert [row[1] for row in rows] == ["45.8%", "41.7%", "12.5%"]
    assert calls.wanted.count == 4
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


@pytest.mark.parametrize("method", ["auto", "portrait", "regions"])
def test_the_method_reaches_the_workflow(calls, method: str) -> None:
    assert run(["parts", "jug.png", "--method", method]) == 0
    assert calls.wanted.method == method


def test_an_unknown_method_is_told_before_anything_is_read(calls, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parts", "jug.png", "--method", "magic"]) == 2
    assert 'one of auto, portrait, regions, not "magic"' in capsys.readouterr().err
    assert calls.asked == []


@pytest.mark.parametrize("suffix", ["psd", "ora"])
@pytest.mark.parametrize(("edge", "is_soft"), [([], True), (["--edge", "0"], False)])
def test_layers_have_edges_as_soft_as_asked(calls, tmp_path: Path, suffix: str, edge, is_soft: bool) -> None:
    # Large enough that its parts are more than threads.
    labels = np.ones((60, 80), dtype=np.uint8)
    labels[20:50, 20:60] = 2
    parts = PartMap(labels=labels, parts=(Part(id=1, name="wall"), Part(id=2, name="jug")))
    calls.opened = Project(painting=Painting(pixels=np.full((60, 80, 3), 90, dtype=np.uint8)), parts=parts)
    out = tmp_path / f"jug.{suffix}"
    assert run(["parts", "picture.png", "--out", str(out), *edge]) == 0
    alpha = _alpha_of_front_layer(out)
    assert ((alpha > 0) & (alpha < 255)).any() == is_soft


def _alpha_of_front_layer(path: Path) -> np.ndarray:
    """Read the alpha of the topmost layer by other means than those of painttime."""
    if path.suffix == ".psd":
        return np.asarray(PSDImage.open(path)[-1].topil())[..., 3]
    with zipfile.ZipFile(path) as archive:
        return np.asarray(Image.open(io.BytesIO(archive.read("data/layer1.png"))))[..., 3]


@pytest.mark.parametrize("option", ["painting", "--parts"])
def test_what_the_parts_are_made_from_is_not_replaced(calls, tmp_path: Path, capsys, option: str) -> None:
    source = tmp_path / "layers.psd"
    source.write_bytes(b"the only copy")
    arguments = [str(source)] if option == "painting" else ["jug.png", "--parts", str(source)]
    assert run(["parts", *arguments, "--out", str(source)]) == 2
    assert "made from" in capsys.readouterr().err
    assert source.read_bytes() == b"the only copy"
    assert calls.asked == []
