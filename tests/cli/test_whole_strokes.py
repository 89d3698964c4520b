"""painttime strokes from the picture to the files, with the trained weights."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from painttime.cli.main import run
from painttime.storage.project_file import read_project
from painttime.storage.strokes_file import read_strokes
from painttime.strokes.engine import paint


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture of 48 x 64 pixels."""
    y, x = np.mgrid[0:48, 0:64]
    pixels = np.stack([4 * x, 5 * y, 120 + 100 * np.sin(x / 9)], axis=2)
    path = tmp_path / "jug.png"
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path)
    return path


def test_a_picture_is_painted_and_painted_again_from_its_strokes(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("a.jsonl", "a.png", "a.svg", "a.ora", "a.painttime")
    outs = [argument for name in names for argument in ("--out", str(tmp_path / name))]
    settings = ["--strokes", "40", "--brush", "mixed", "--palette", "6", "--count", "3", "--seed", "2"]
    assert run(["strokes", str(picture), *settings, *outs, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert 0 < told["strokes"] <= 40
    brushwork = read_strokes(tmp_path / "a.jsonl")
    assert len(brushwork.strokes) == told["strokes"]
    assert len(np.unique(brushwork.strokes.colours, axis=0)) <= 6
    painted = np.asarray(Image.open(tmp_path / "a.png"))
    ground = np.abs(np.asarray(Image.open(picture)).astype(float) - brushwork.ground).mean() / 255
    assert told["l1"] < 0.5 * ground

    assert run(["strokes", str(tmp_path / "a.jsonl"), "--out", str(tmp_path / "again.png")]) == 0
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "again.png")), painted)

    project = read_project(tmp_path / "a.painttime")
    assert project.brushwork is not None
    np.testing.assert_array_equal(paint(project.brushwork), painted)


def test_the_same_seed_lays_the_same_strokes(picture: Path, tmp_path: Path) -> None:
    for name, seed in (("a", "4"), ("b", "4"), ("c", "5")):
        out = str(tmp_path / f"{name}.jsonl")
        assert run(["strokes", str(picture), "--strokes", "20", "--seed", seed, "--out", out]) == 0
    first, same, other = ((tmp_path / f"{name}.jsonl").read_bytes() for name in "abc")
    assert first == same != other


def test_proposals_can_be_refined_by_gradient(picture: Path, tmp_path: Path) -> None:
    plain, refined = tmp_path / "plain.jsonl", tmp_path / "refined.jsonl"
    # Cells are large enough for the network only where pictures are large and strokes are few.
    large = tmp_path / "large.png"
    Image.open(picture).resize((192, 144)).save(large)
    few = ["strokes", str(large), "--strokes", "10"]
    assert run([*few, "--out", str(plain)]) == 0
    assert run([*few, "--gradient-steps", "3", "--out", str(refined)]) == 0
    assert plain.read_text() != refined.read_text()
