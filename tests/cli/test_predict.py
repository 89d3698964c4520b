"""painttime predict."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from painttime.cli.main import run
from painttime.core.canvas import Canvas
from painttime.core.change import Direction
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import DEFAULT_HABIT, DEFAULT_NUM_STEPS, MAX_SEED, Project


def test_every_result_is_written_and_named_on_stdout(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "a.mp4", tmp_path / "b.painttime"
    assert run(["predict", "jug.png", "--out", str(first), "--out", str(second)]) == 0
    assert [out for out, _options in calls.exported] == [first, second]
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [str(first), str(second)]
    assert captured.err == ""


def test_settings_reach_the_prediction(calls, tmp_path: Path) -> None:
    arguments = ["--steps", "12", "--seed", "9", "--lock", "jug", "--count", "5", "--threads", "2"]
    out = str(tmp_path / "a.mp4")
    assert (
        run(["predict", "jug.png", "--out", out, *arguments, "--device", "cpu", "--direction", "forward"])
        == 0
    )
    project = calls.predicted
    assert (project.num_steps, project.seed, project.locked) == (12, 9, {7})
    assert (calls.wanted.count, calls.device, calls.num_threads, calls.direction) == (
        5,
        "cpu",
        2,
        Direction.FORWARD,
    )
    assert project.take is None


def test_without_settings_a_picture_gets_the_defaults(calls, tmp_path: Path) -> None:
    assert run(["predict", "jug.png", "--out", str(tmp_path / "a.mp4")]) == 0
    project = calls.predicted
    assert (project.num_steps, project.seed, project.habit) == (DEFAULT_NUM_STEPS, 0, DEFAULT_HABIT)
    assert (calls.device, calls.direction) == ("auto", Direction.BACKWARD)


def test_without_settings_a_project_keeps_its_own_and_its_take(calls, tmp_path: Path) -> None:
    from_file = replace(calls.opened, num_steps=6, seed=4)
    calls.opened = replace(from_file, take=_begun_take(from_file))
    assert run(["predict", "jug.painttime", "--out", str(tmp_path / "a.mp4")]) == 0
    assert (calls.predicted.num_steps, calls.predicted.seed) == (6, 4)
    assert calls.predicted.take is calls.opened.take


@pytest.mark.parametrize("change", [["--seed", "5"], ["--steps", "7"], ["--lock", "sky"]])
def test_another_setting_drops_a_projects_take(calls, tmp_path: Path, change: list[str]) -> None:
    from_file = replace(calls.opened, num_steps=6, seed=4)
    calls.opened = replace(from_file, take=_begun_take(from_file))
    assert run(["predict", "jug.painttime", "--out", str(tmp_path / "a.mp4"), *change]) == 0
    assert calls.predicted.take is None


def _begun_take(project: Project) -> Take:
    plan = Plan(degrees=np.full((6, 3), 0.5), part_ids=project.parts.ids, habit=project.habit)
    return Take.begin(plan=plan, seed=4, locked=frozenset(), painting_canvas=Canvas.uniform(6, 8, -1))


def test_degrees_make_a_plan_of_their_own(calls, tmp_path: Path) -> None:
    out = str(tmp_path / "a.mp4")
    arguments = ["--steps", "3", "--degree", "sky=0.25", "--degree", "7=0"]
    assert run(["predict", "jug.png", "--out", out, *arguments]) == 0
    assert calls.degrees == {1: 0.25, 7: 0.0}
    assert calls.plan.num_steps == 3


def test_without_degrees_the_prediction_plans_for_itself(calls, tmp_path: Path) -> None:
    assert run(["predict", "jug.png", "--out", str(tmp_path / "a.mp4")]) == 0
    assert calls.plan is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--degree", "nose=0.5"], 'There is no part "nose"'),
        (["--degree", "sky=2"], "from 0 to 1"),
        (["--lock", "nose"], 'There is no part "nose"'),
        (["--habit", "upside-down"], 'There is no habit "upside-down"'),
    ],
)
def test_a_wrong_word_is_told_before_the_long_work(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(["predict", "jug.png", "--out", str(tmp_path / "a.mp4"), *arguments]) == 2
    assert message in capsys.readouterr().err
    assert calls.asked == ["open"]


@pytest.mark.parametrize("out", ["a.mov", "missing/a.mp4"])
def test_a_wrong_result_is_told_before_anything_is_read(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    good = str(tmp_path / "good.mp4")
    assert run(["predict", "jug.png", "--out", good, "--out", str(tmp_path / out)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert calls.asked == []


def test_a_result_never_takes_the_paintings_place(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    painting = tmp_path / "jug.gif"
    painting.write_bytes(b"GIF89a")
    assert run(["predict", str(painting), "--out", str(painting)]) == 2
    assert "is the painting itself" in capsys.readouterr().err
    assert painting.read_bytes() == b"GIF89a"
    assert calls.asked == []


@pytest.mark.usefixtures("calls")
def test_json_tells_what_was_asked_for_and_reached(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.mp4"
    arguments = ["--steps", "2", "--seed", "3", "--lock", "jug", "--json"]
    assert run(["predict", "jug.png", "--out", str(out), *arguments]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["painting"], told["width_px"], told["height_px"]) == ("jug.png", 16, 12)
    assert (told["steps"], told["seed"], told["device"]) == (2, 3, "cpu")
    assert told["results"] == [str(out)]
    assert told["part_ids"] == [1, 2, 7]
    assert told["degrees_planned"] == [[0.5, 0.5, 0.5], [0.0, 0.5, 0.5]]
    assert told["degrees_realised"] == [[0.25, 0.25, 0.25], [0.0, 0.25, 0.25]]
    assert [(part["name"], part["locked"]) for part in told["parts"]] == [
        ("sky", False),
        ("hill", False),
        ("jug", True),
    ]
    assert sum(part["area_px"] for part in told["parts"]) == 12 * 16


@pytest.mark.parametrize(
    "arguments", [["--seed", str(MAX_SEED + 1)], ["--seed", "-1"], ["--steps", "0"], ["--steps", "1001"]]
)
def test_a_number_that_no_project_can_keep_is_refused(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(["predict", "jug.png", "--out", str(tmp_path / "a.mp4"), *arguments]) == 2
    complaint = capsys.readouterr().err
    assert complaint.endswith(". See painttime --help.\n")
    assert complaint.count("\n") == 1
    assert calls.asked == []


def test_ctrl_c_is_code_130_and_writes_nothing(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls.error = KeyboardInterrupt()
    assert run(["predict", "jug.png", "--out", str(tmp_path / "a.mp4")]) == 130
    assert capsys.readouterr().err == "Stopped.\n"
    assert list(tmp_path.iterdir()) == []


def test_our_fault_is_code_1(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str], log_file: Path
) -> None:
    calls.error = IndexError("out of range")
    assert run(["predict", "jug.png", "--out", str(tmp_path / "a.mp4")]) == 1
    assert str(log_file) in capsys.readouterr().err
    assert "in predict" in log_file.read_text(encoding="utf-8")
