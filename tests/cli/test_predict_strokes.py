"""painttime predict --render strokes, and the export of what it made."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from painttime.cli.main import run
from painttime.core.process import PaintedTake
from painttime.core.project import BRUSH_ENGINE, STROKES


def predict(tmp_path: Path, *arguments: str, out: str = "a.mp4", source: str = "jug.png") -> int:
    return run(["predict", source, "--out", str(tmp_path / out), "--steps", "3", *arguments])


def test_steps_are_blended_unless_strokes_are_asked_for(calls, tmp_path: Path) -> None:
    assert predict(tmp_path) == 0
    assert "carry out" not in calls.asked
    assert predict(tmp_path, "--render", "strokes", out="b.mp4") == 0
    assert calls.asked[-3:] == ["predict", "carry out", "export"]


@pytest.mark.parametrize("name", ["a.svg", "a.jsonl", "a.ora", "a.psd"])
def test_results_of_strokes_can_be_asked_for_with_them(calls, tmp_path: Path, name: str) -> None:
    assert predict(tmp_path, "--render", "strokes", out=name) == 0
    assert [out.name for out, _ in calls.exported] == [name]


@pytest.mark.parametrize("arguments", [(), ("--render", "blended")])
def test_results_of_strokes_without_strokes_are_refused_before_the_work(
    calls, tmp_path: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert predict(tmp_path, *arguments, out="a.svg") == 2
    assert "--render strokes" in capsys.readouterr().err
    assert calls.asked == []


def test_pictures_are_no_process(calls, tmp_path: Path) -> None:
    assert predict(tmp_path, "--render", "strokes", out="a.png") == 2
    assert calls.asked == []


def test_a_project_shows_what_it_showed(calls, tmp_path: Path) -> None:
    calls.opened = replace(calls.opened, num_steps=3, render=STROKES)
    assert predict(tmp_path, source="jug.painttime") == 0
    assert "carry out" in calls.asked
    calls.asked.clear()
    assert predict(tmp_path, "--render", "blended", source="jug.painttime") == 0
    assert "carry out" not in calls.asked


def test_the_report_counts_strokes_and_measures_steps(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert predict(tmp_path, "--render", "strokes", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["render"], report["strokes"], report["stroke_counts"]) == ("strokes", 3, [0, 1, 2, 3])
    assert 0 < report["l1"] < 1
    # The stand-in realises half of what its plan asks for, .5 or 0.
    assert report["measures"] == {"degree_error": 0.25, "stalls": 0.0}


def test_the_report_of_a_blended_process_has_measures_too(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert predict(tmp_path, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["render"] == "blended"
    assert report["measures"]["degree_error"] == 0.25
    assert "strokes" not in report


def test_strokes_are_exported_without_preparing(calls, takes, tmp_path: Path) -> None:
    project = replace(calls.opened, num_steps=2)
    calls.opened = replace(project, take=takes.painted(project), engine=BRUSH_ENGINE)
    assert run(["export", "jug.painttime", "--out", str(tmp_path / "a.svg")]) == 0
    assert calls.asked == ["open", "export"]
    take = takes.blended(project)
    painted = PaintedTake(source=take, take=takes.painted(project))
    calls.opened = replace(project, take=take, painted=painted)
    assert run(["export", "jug.painttime", "--out", str(tmp_path / "a.mp4")]) == 0
    assert calls.asked[-2:] == ["prepare", "export"]


def test_a_process_without_strokes_cannot_be_exported_as_strokes(
    calls, takes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = replace(calls.opened, num_steps=2)
    calls.opened = replace(project, take=takes.blended(project))
    outs = ["--out", str(tmp_path / "a.mp4"), "--out", str(tmp_path / "a.svg")]
    assert run(["export", "jug.painttime", *outs]) == 2
    assert "a.svg" in capsys.readouterr().err
    assert "export" not in calls.asked
