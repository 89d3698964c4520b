"""painttime strokes, with a quick stand-in for the painter."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from painttime.cli.main import run
from painttime.core.brush_settings import BrushSettings
from painttime.core.brushwork import Brushwork, Stroke, StrokeList
from painttime.core.project import BRUSH_ENGINE
from painttime.exporters.strokes_jsonl import write_jsonl
from painttime.exporters.strokes_options import StrokesOptions
from painttime.storage.strokes_file import read_strokes
from painttime.strokes.engine import paint
from painttime.workflow import mypaint_painting, saving, stroke_painting
from painttime.workflow.job import Progress


def make_brushwork(num_strokes=20):
    """Return crossing strokes on a picture of 12 x 16 pixels, the size of the projects here."""
    rng = np.random.default_rng(3)
    strokes = [
        Stroke(
            curve=tuple(tuple(point) for point in rng.random((3, 2)).tolist()),
            widths=(0.2, 0.1),
            colour=tuple(rng.integers(0, 256, 3).tolist()),
        )
        for _ in range(num_strokes)
    ]
    return Brushwork(strokes=StrokeList.of(strokes), ground=(246, 241, 230), height_px=12, width_px=16)


@pytest.fixture
def painter(calls, monkeypatch):
    """Put quick painters in the place of the real ones; what they were asked for is in calls.predicted."""

    def paint_brushwork(project):
        calls.asked.append("paint")
        calls.predicted = project
        yield Progress(done=0, total=1, message="Painting")
        if calls.error is not None:
            raise calls.error
        return make_brushwork()

    def paint_process(project):
        brushwork = yield from paint_brushwork(project)
        calls.asked.append("process")
        return PaintedProject(project, brushwork)

    monkeypatch.setattr(stroke_painting, "paint_brushwork", paint_brushwork)
    monkeypatch.setattr(stroke_painting, "paint_process", paint_process)
    return calls


class PaintedProject:
    """What the command looks at in a project painted as a process."""

    def __init__(self, project, brushwork):
        self.painting = project.painting
        self.brush = project.brush
        self.seed = project.seed
        self.brushwork = brushwork


@pytest.fixture
def strokes_file(tmp_path):
    path = tmp_path / "given.jsonl"
    list(write_jsonl(make_brushwork(), path, StrokesOptions()))
    return path


def refused(arguments, capsys):
    """Run a command line that must be refused and return its one sentence."""
    assert run(["strokes", *map(str, arguments)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_every_result_is_written_and_named(painter, tmp_path, capsys):
    targets = [tmp_path / name for name in ("a.svg", "b.jsonl", "c.ora", "d.png")]
    outs = [argument for target in targets for argument in ("--out", str(target))]
    assert run(["strokes", "jug.png", *outs]) == 0
    assert capsys.readouterr().out.splitlines() == [str(target) for target in targets]
    assert sorted(tmp_path.glob("*.*")) == targets
    np.testing.assert_array_equal(np.asarray(Image.open(targets[3])), paint(make_brushwork()))
    assert painter.asked == ["open", "paint"]


def test_settings_reach_the_painter(painter, tmp_path):
    arguments = ["--strokes", "300", "--brush", "dry", "--order", "dark-to-light", "--palette", "8"]
    arguments += ["--smallest", "2", "--largest", "4", "--seed", "5", "--count", "6"]
    assert run(["strokes", "jug.png", "--out", str(tmp_path / "a.png"), *arguments]) == 0
    project = painter.predicted
    assert project.brush == BrushSettings(
        num_strokes=300,
        brush="dry",
        order="dark-to-light",
        palette_size=8,
        smallest_width=2 / 16,
        largest_width=4 / 16,
    )
    assert (project.seed, project.engine, project.take, painter.wanted.count) == (5, BRUSH_ENGINE, None, 6)


def test_without_settings_a_project_keeps_its_own(painter, tmp_path):
    painter.opened = replace(painter.opened, brush=BrushSettings(num_strokes=50, brush="wash"), seed=3)
    assert run(["strokes", "jug.painttime", "--out", str(tmp_path / "a.png"), "--palette", "4"]) == 0
    project = painter.predicted
    assert project.brush == BrushSettings(num_strokes=50, brush="wash", palette_size=4)
    assert project.seed == 3


@pytest.mark.parametrize(("arguments", "width"), [(["--scale", "2.5"], 40), (["--size", "64"], 64)])
def test_results_have_the_size_asked_for(painter, tmp_path, arguments, width):
    out = tmp_path / "a.png"
    assert run(["strokes", "jug.png", "--out", str(out), *arguments]) == 0
    np.testing.assert_array_equal(np.asarray(Image.open(out)), paint(make_brushwork(), long_side_px=width))


def test_a_project_holds_the_painting_as_a_process(painter, tmp_path, monkeypatch):
    saved = []

    def save_project(project, path):
        saved.append((project.brushwork, path))
        yield Progress(done=0, total=1, message="Saving")
        return path

    monkeypatch.setattr(saving, "save_project", save_project)
    out, picture = tmp_path / "a.painttime", tmp_path / "a.png"
    assert run(["strokes", "jug.png", "--out", str(out), "--out", str(picture)]) == 0
    assert saved[0][1] == out
    # One painting for all results.
    assert painter.asked == ["open", "paint", "process"]
    assert picture.exists()


def test_strokes_from_a_file_paint_the_same(strokes_file, tmp_path):
    picture, copy = tmp_path / "a.png", tmp_path / "copy.jsonl"
    assert run(["strokes", str(strokes_file), "--out", str(picture), "--out", str(copy)]) == 0
    np.testing.assert_array_equal(np.asarray(Image.open(picture)), paint(make_brushwork()))
    assert copy.read_bytes() == strokes_file.read_bytes()


def test_json_says_what_was_done(painter, tmp_path, capsys):
    out = tmp_path / "a.jsonl"
    assert run(["strokes", "jug.png", "--out", str(out), "--brush", "flat", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["source"] == "jug.png"
    assert (told["width_px"], told["height_px"], told["strokes"], told["strokes_asked"]) == (16, 12, 20, 4000)
    settings = {"engine": "painttime", "brush": "flat", "order": "coarse-to-fine", "palette": None, "seed": 0}
    assert {name: told[name] for name in settings} == settings
    assert told["results"] == [str(out)]
    difference = paint(make_brushwork()).astype(float) - painter.opened.painting.pixels
    assert told["l1"] == pytest.approx(np.abs(difference).mean() / 255, abs=1e-4)
    assert told["psnr_db"] == pytest.approx(10 * np.log10(255**2 / np.square(difference).mean()), abs=0.01)


def test_json_of_a_file_tells_of_no_painting(strokes_file, tmp_path, capsys):
    assert run(["strokes", str(strokes_file), "--out", str(tmp_path / "a.svg"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["strokes"] == 20
    assert "l1" not in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--brush", "broom"], 'no brush "broom"'),
        (["--order", "upside-down"], 'no order "upside-down"'),
        (["--smallest", "0"], "more than 0 pixels"),
        (["--smallest", "5", "--largest", "4"], "smallest"),
        (["--scale", "2", "--size", "40"], "cannot be given together"),
        (["--scale", "nan"], "--scale must be"),
        (["--scale", "-1"], "--scale must be"),
        (["--size", "3"], "between 16"),
        (["--strokes-per-second", "0"], "strokes a second"),
        (["--strokes", "3"], "equal to 10"),
        (["--palette", "1"], "equal to 2"),
        (["--count", "5", "--parts", "a.json"], "cannot be given together"),
    ],
)
def test_values_without_sense_are_told_before_anything_is_read(painter, tmp_path, capsys, arguments, words):
    assert words in refused(["jug.png", "--out", tmp_path / "a.png", *arguments], capsys)
    assert painter.asked == []


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("a.mov", ".ora"),
        ("missing/a.png", "does not exist"),
        ("jug.png", "the painting itself"),
        ("", "other files"),
    ],
)
def test_results_that_will_not_do_are_told_before_anything_is_read(painter, tmp_path, capsys, out, words):
    picture = tmp_path / "jug.png"
    picture.touch()
    assert words in refused([picture, "--out", tmp_path / out], capsys)
    assert painter.asked == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--largest", "17"], "wider than the painting"),
        (["--scale", "0.5"], "between 16"),
        (["--strokes-per-second", "0.5"], "longer than 60 minutes"),
    ],
)
def test_what_does_not_fit_the_painting_is_told_before_it_is_painted(
    painter, tmp_path, capsys, arguments, words
):
    assert words in refused(["jug.png", "--out", tmp_path / "a.mp4", *arguments], capsys)
    assert painter.asked == ["open"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--brush", "dry"], "laid already"),
        (["--strokes", "100"], "laid already"),
        (["--count", "3"], "laid already"),
    ],
)
def test_strokes_laid_already_are_not_painted_otherwise(strokes_file, tmp_path, capsys, arguments, words):
    assert words in refused([strokes_file, "--out", tmp_path / "a.png", *arguments], capsys)
    assert list(tmp_path.glob("a.*")) == []


def test_a_file_of_strokes_makes_no_project_and_not_itself(strokes_file, tmp_path, capsys):
    assert "holds the painting too" in refused([strokes_file, "--out", tmp_path / "a.painttime"], capsys)
    assert "itself" in refused([strokes_file, "--out", strokes_file], capsys)
    assert len(read_strokes(strokes_file).strokes) == 20


def test_a_damaged_file_of_strokes_is_one_line(strokes_file, tmp_path, capsys):
    strokes_file.write_bytes(strokes_file.read_bytes()[:-40])
    assert "given.jsonl" in refused([strokes_file, "--out", tmp_path / "a.png"], capsys)


def test_mypaint_paints_pictures_and_leaves_strokes_as_they_are(painter, tmp_path, monkeypatch):
    asked = []

    def paint_with_mypaint_job(brushwork, *, long_side_px):
        asked.append(long_side_px)
        yield Progress(done=0, total=1, message="Painting with MyPaint's brushes")
        return np.full((8, 9, 3), 77, np.uint8)

    monkeypatch.setattr(mypaint_painting, "check_mypaint", lambda: asked.append("there"))
    monkeypatch.setattr(mypaint_painting, "paint_with_mypaint_job", paint_with_mypaint_job)
    picture, lines = tmp_path / "a.png", tmp_path / "a.jsonl"
    arguments = ["--engine", "mypaint", "--size", "20", "--out", str(picture), "--out", str(lines)]
    assert run(["strokes", "jug.png", *arguments]) == 0
    assert asked == ["there", 20]
    assert (np.asarray(Image.open(picture)) == 77).all()
    assert len(read_strokes(lines).strokes) == 20


def test_mypaint_makes_no_films(painter, tmp_path, capsys):
    complaint = refused(["jug.png", "--engine", "mypaint", "--out", tmp_path / "a.mp4"], capsys)
    assert "MyPaint" in complaint
    assert painter.asked == []


def test_ctrl_c_leaves_nothing(painter, tmp_path):
    painter.error = KeyboardInterrupt()
    assert run(["strokes", "jug.png", "--out", str(tmp_path / "a.mp4")]) == 130
    assert list(tmp_path.iterdir()) == []


def test_help_names_the_ways_to_paint(capsys):
    assert run(["strokes", "--help"]) == 0
    told = capsys.readouterr().out
    for word in ("bristle", "back-to-front", "--palette", "--strokes-per-second", ".jsonl"):
        assert word in told


def test_nothing_slow_is_loaded_for_help():
    code = (
        "import sys; import painttime.cli.main as m; m.build_app();"
        "print([n for n in ('torch', 'numba', 'skimage', 'psd_tools') if n in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "[]"


def test_paths_are_told_as_given(painter, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["strokes", "jug.png", "--out", "a.svg"]) == 0
    assert capsys.readouterr().out == "a.svg\n"
    assert Path("a.svg").exists()
