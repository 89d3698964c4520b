"""painttime evaluate."""

import json
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from painttime.cli.evaluate import colour
from painttime.cli.main import run
from painttime.errors import RecordingError, UserInputError
from painttime.evaluation.evaluation import PROCESS, Course, Evaluation, Measures
from painttime.workflow import evaluating, evaluation_results
from painttime.workflow.evaluating import EvaluationWanted
from painttime.workflow.evaluation_results import Evaluated, Measured
from painttime.workflow.job import Progress


def evaluated(name: str = "jug", value: float = 0.125) -> Evaluated:
    """Return a process with an L1 of `value`, and a cross-fade with one of 0.5 beside it."""
    course = Course(
        distances=np.array([1, 0], dtype=np.float32),
        settle_map=np.zeros((4, 4), dtype=np.float32),
        detail=None,
        step_ious=None,
        realised=None,
        strip=np.zeros((2, 4, 4, 3), dtype=np.uint8),
    )
    evaluation = Evaluation(
        name=name,
        num_frames=2,
        size_px=(64, 48),
        measured_size_px=(341, 256),
        ground=(250, 250, 250),
        is_ground_given=True,
        perceptual_network="some network 1",
        measures=Measures(
            l1_linear_time=value, missing={"diversity": "There are no takes with other seeds."}
        ),
        recording=None,
        baselines={"cross_fade": Measures(l1_linear_time=0.5)},
        courses={PROCESS: course},
        asked=None,
    )
    return Evaluated(evaluation=evaluation, against="the recording")


@dataclass
class Asked:
    """What was asked of measuring, and what it gives."""

    processes: Sequence[Path] = ()
    against: Path | None = None
    suite: Path | None = None
    wanted: EvaluationWanted = field(default_factory=EvaluationWanted)
    pages: list[Path] = field(default_factory=list)
    measured: Measured = field(default_factory=lambda: Measured(evaluated=(evaluated(),)))
    error: Exception | None = None


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Put quick jobs in the place of measuring and drawing."""
    noted = Asked()

    def evaluate_processes(
        processes: Sequence[Path], *, against: Path | None, wanted: EvaluationWanted
    ) -> Generator[Progress, None, Measured]:
        noted.processes, noted.against, noted.wanted = processes, against, wanted
        yield Progress(done=0, total=1, message="Measuring")
        if noted.error is not None:
            raise noted.error
        return noted.measured

    def evaluate_suite(
        suite: Path, processes: Sequence[Path], *, wanted: EvaluationWanted
    ) -> Generator[Progress, None, Measured]:
        noted.suite, noted.processes, noted.wanted = suite, processes, wanted
        yield Progress(done=0, total=1, message="Measuring")
        return noted.measured

    def write_page(_measured: Measured, out: Path) -> Generator[Progress, None, Path]:
        noted.pages.append(out)
        yield Progress(done=0, total=1, message="Drawing")
        return out

    monkeypatch.setattr(evaluating, "evaluate_processes", evaluate_processes)
    monkeypatch.setattr(evaluating, "evaluate_suite", evaluate_suite)
    monkeypatch.setattr(evaluation_results, "write_page", write_page)
    return noted


def test_the_table_shows_the_process_beside_its_baseline(
    asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", "jug.mp4", "--against", "real.mp4"]) == 0
    assert (asked.processes, asked.against) == ([Path("jug.mp4")], Path("real.mp4"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "jug: 2 frames, 64 x 48, against the recording"
    assert lines[1].split() == ["process", "cross-fade"]
    assert lines[2].split() == ["L1", "at", "linear", "time", "↓", "0.125*", "0.500"]
    assert "No Diversity: There are no takes with other seeds." in lines
    assert any(line.startswith("Perceptual distance: some network 1.") for line in lines)


def test_json_of_one_process_has_the_measures_on_top(
    asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", "jug.mp4", "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["name"], values["against"], values["l1_linear_time"]) == ("jug", "the recording", 0.125)
    assert values["baselines"]["cross_fade"]["l1_linear_time"] == 0.5
    assert values["perceptual_network"] == "some network 1"


def test_json_of_many_has_each_and_what_they_come_to(
    asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    asked.measured = Measured(evaluated=(evaluated("a", 0.1), evaluated("b", 0.3)))
    assert run(["evaluate", "a.mp4", "b.mp4", "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in values["evaluations"]] == ["a", "b"]
    assert values["summary"]["process"]["l1_linear_time"]["mean"] == pytest.approx(0.2)
    difference = values["summary"]["baselines"]["cross_fade"]["l1_linear_time"]["difference"]
    assert difference == pytest.approx(-0.3)


def test_a_suite_of_one_is_told_as_a_suite(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", "--suite", "recordings", "--json"]) == 0
    assert (asked.suite, asked.processes) == (Path("recordings"), [])
    assert len(json.loads(capsys.readouterr().out)["evaluations"]) == 1


def test_json_goes_into_the_file_whose_name_says_so(
    asked: Asked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "measures.json"
    assert run(["evaluate", "jug.mp4", "--json", str(out)]) == 0
    assert asked.processes == [Path("jug.mp4")]
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("jug: 2 frames")
    assert lines[-1] == str(out)
    assert json.loads(out.read_text(encoding="utf-8"))["l1_linear_time"] == 0.125


def test_the_page_is_named_beside_json_on_the_other_stream(
    asked: Asked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "page.html"
    assert run(["evaluate", "jug.mp4", "--json", "--plot", str(out)]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)
    assert captured.err.strip() == str(out)
    assert asked.pages == [out]


def test_options_reach_the_measuring(asked: Asked) -> None:
    options = (
        "--no-baselines --parts p.png --ground #0a0B0c --takes 5 --reverse --steps 7 --seed 4 --engine brush"
    )
    assert run(["evaluate", "--suite", "recordings", *options.split()]) == 0
    assert asked.wanted == EvaluationWanted(
        parts_file=Path("p.png"),
        ground=(10, 11, 12),
        with_baselines=False,
        num_takes=5,
        is_reversed=True,
        num_steps=7,
        seed=4,
        engine="brush",
    )


def test_what_could_not_be_measured_is_told_and_the_rest_is_shown(
    asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    asked.measured = replace(asked.measured, failures=('"bad.mp4" is damaged.',))
    assert run(["evaluate", "jug.mp4", "bad.mp4"]) == 2
    captured = capsys.readouterr()
    assert "0.125" in captured.out
    assert captured.err.strip() == '"bad.mp4" is damaged.'


def test_several_processes_are_summed_up(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    asked.measured = Measured(evaluated=(evaluated("a", 0.1), evaluated("b", 0.3)))
    assert run(["evaluate", "a.mp4", "b.mp4"]) == 0
    text = capsys.readouterr().out
    assert "2 processes together: mean ± standard deviation" in text
    assert "0.200 ± 0.141*" in text
    assert "-0.300" in text


def test_of_many_processes_only_the_sum_is_shown(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    asked.measured = Measured(evaluated=tuple(evaluated(f"p{number}") for number in range(9)))
    assert run(["evaluate", "--suite", "recordings"]) == 0
    text = capsys.readouterr().out
    assert "p3:" not in text
    assert "9 processes together" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Name a PROCESS"),
        (["a.mp4", "--suite", "d", "--against", "b.mp4"], "cannot be given together"),
        (["a.mp4", "--ground", "white"], '"white" is no colour'),
        (["a.mp4", "--plot", "page.pdf"], "an ending painttime cannot write"),
        (["a.mp4", "--plot", "nowhere/page.html"], "does not exist"),
        (["a.mp4", "--json", "one.json", "two.json"], "--json writes one file, and 2 were given"),
        (["a.mp4", "--takes", "0"], "--takes"),
    ],
)
def test_what_makes_no_sense_is_told_before_anything_is_read(
    asked: Asked,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["evaluate", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert asked.processes == ()


def test_a_process_is_not_written_over(
    asked: Asked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    process = tmp_path / "frames.png"
    assert run(["evaluate", str(process), "--plot", str(process)]) == 2
    assert "is what is measured" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--against", "--parts"])
def test_what_a_process_is_measured_by_is_not_written_over(
    asked: Asked, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    read = str(tmp_path / "read.png")
    assert run(["evaluate", "jug.mp4", option, read, "--plot", read]) == 2
    assert "is what is measured" in capsys.readouterr().err


def test_results_do_not_lie_among_frames(
    asked: Asked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = str(tmp_path / "page.png")
    assert run(["evaluate", str(tmp_path), "--plot", page]) == 2
    assert "lies among what is measured" in capsys.readouterr().err
    # Of a suite it is a folder of processes, beside which there is room.
    assert run(["evaluate", str(tmp_path), "--suite", "recordings", "--plot", page]) == 0


def test_an_error_is_a_sentence(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    asked.error = RecordingError('"jug.mp4" holds no video.')
    assert run(["evaluate", "jug.mp4"]) == 2
    assert capsys.readouterr().err.strip() == '"jug.mp4" holds no video.'


def test_colours_are_read_with_or_without_the_hash() -> None:
    assert colour("#f6f1e6") == colour("F6F1E6") == (246, 241, 230)
    for text in ("#fff", "f6f1e", "#f6f1e6ff", ""):
        with pytest.raises(UserInputError, match="is no colour"):
            colour(text)
