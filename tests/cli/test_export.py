"""painttime export."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from painttime.cli.main import run
from painttime.core.canvas import Canvas
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.exporters.options import ExportOptions, PsdLayout


def _with_take(project: Project, *, complete: bool) -> Project:
    plan = Plan(degrees=np.full((1, 3), 0.5), part_ids=project.parts.ids, habit=project.habit)
    ground = Canvas.uniform(6, 8, 0) if complete else None
    take = Take(
        plan=plan,
        seed=0,
        locked=frozenset(),
        canvases=(ground, Canvas.uniform(6, 8, -1)),
        realised=plan.degrees,
    )
    return replace(project, num_steps=1, take=take)


def test_a_process_is_written_again_without_predicting(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls.opened = _with_take(calls.opened, complete=True)
    out = tmp_path / "slow.webm"
    assert run(["export", "jug.painttime", "--out", str(out)]) == 0
    assert calls.exported == [(out, ExportOptions())]
    assert calls.asked == ["open", "prepare", "export"]
    assert capsys.readouterr().out == f"{out}\n"


def test_options_reach_the_exporter(calls, tmp_path: Path) -> None:
    calls.opened = _with_take(calls.opened, complete=True)
    film = ["--fps", "6", "--hold-first", "1", "--hold-last", "3.5", "--result-first", "--no-loop"]
    canvases = ["--first", "1", "--last", "1", "--caption"]
    layout = ["--long-side", "640", "--psd-layout", "parts"]
    out = str(tmp_path / "a.psd")
    assert run(["export", "jug.painttime", "--out", out, *film, *canvases, *layout]) == 0
    assert calls.exported[0][1] == ExportOptions(
        fps=6,
        hold_first_s=1,
        hold_last_s=3.5,
        show_result_first=True,
        loop=False,
        first=1,
        last=1,
        long_side_px=640,
        psd_layout=PsdLayout.PARTS,
        caption=True,
    )


@pytest.mark.parametrize("complete", [False, None])
def test_a_project_without_a_whole_process_says_what_to_do(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str], complete: bool | None
) -> None:
    if complete is not None:
        calls.opened = _with_take(calls.opened, complete=complete)
    assert run(["export", "jug.painttime", "--out", str(tmp_path / "a.mp4")]) == 2
    assert "painttime predict jug.painttime" in capsys.readouterr().err
    assert calls.asked == ["open"]


@pytest.mark.usefixtures("calls")
def test_the_advice_never_names_the_picture_as_a_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "jug.png", "--out", str(tmp_path / "a.mp4")]) == 2
    assert "painttime predict jug.png --out jug.painttime" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--fps", "0"], ["--hold-last", "-1"], ["--long-side", "3"]])
def test_a_senseless_option_is_told_before_anything_is_read(
    calls, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(["export", "jug.painttime", "--out", str(tmp_path / "a.mp4"), *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert calls.asked == []
