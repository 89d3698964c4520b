"""painttime dataset add, check and report."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from painttime.cli.main import run
from painttime.errors import DatasetError
from painttime.recordings.dataset.bringing import ADDED, FAILED, KNOWN, Outcome
from painttime.recordings.options import BringInOptions
from painttime.workflow import datasets
from painttime.workflow.datasets import AddOptions
from painttime.workflow.job import Progress


@pytest.fixture
def asked(monkeypatch):
    """Put quick jobs in the place of those of the workflow and note what they are asked for."""
    noted = SimpleNamespace(
        outcomes=(Outcome(name="a.mp4", kind=ADDED, id="a-123"),),
        findings=SimpleNamespace(
            lines=lambda: ["all is well"], to_json=lambda: {"recordings": ["壺"]}, num_errors=0
        ),
        error=None,
    )

    def add_recordings(dataset, paths, options):
        noted.dataset, noted.paths, noted.options = dataset, paths, options
        yield Progress(done=0, total=1, message="Adding")
        return noted.outcomes

    def check_dataset(dataset, intervals):
        noted.dataset, noted.intervals = dataset, intervals
        yield Progress(done=0, total=1, message="Checking")
        if noted.error:
            raise noted.error
        return noted.findings

    def report_dataset(dataset, out, intervals):
        noted.dataset, noted.out, noted.intervals = dataset, out, intervals
        yield Progress(done=0, total=1, message="Writing")
        return out or dataset / "report.html"

    for job in (add_recordings, check_dataset, report_dataset):
        monkeypatch.setattr(datasets, job.__name__, job)
    return noted


def test_what_became_of_each_is_listed(asked, capsys):
    asked.outcomes = (
        Outcome(name="a.mp4", kind=ADDED, id="a-123"),
        Outcome(name="b.mp4", kind=KNOWN, id="a-123", sentence='"b.mp4" is the same as "a.mp4".'),
    )
    assert run(["dataset", "add", "set", "a.mp4", "b.mp4"]) == 0
    printed = capsys.readouterr()
    assert printed.out == "added\ta-123\ta.mp4\nknown\ta-123\tb.mp4\n"
    assert printed.err == '"b.mp4" is the same as "a.mp4".\n'
    assert (asked.dataset, asked.paths) == (Path("set"), [Path("a.mp4"), Path("b.mp4")])
    assert asked.options == AddOptions()


def test_every_option_reaches_the_workflow(asked):
    arguments = (
        "dataset add set a.mp4 --max-frames 50 --undo drop --crop 1,2,30,40 --no-repair --no-register "
        "--no-light --partial --painting Jug --split val --val-share .3 --parts p.json --workers 3 "
        "--cluster local --replace"
    )
    assert run(arguments.split()) == 0
    options = asked.options
    assert options.bringing_in == BringInOptions(
        max_frames=50,
        undo="drop",
        crop=(1, 2, 30, 40),
        repair_hands=False,
        register=False,
        even_light=False,
        partial=True,
    )
    assert (options.painting_id, options.split, options.val_share) == ("Jug", "val", 0.3)
    assert (options.num_workers, options.cluster, options.is_replacing) == (3, "local", True)
    assert options.parts.file == Path("p.json")


@pytest.mark.parametrize("crop", ["none", "painted"])
def test_crops_have_names(asked, crop):
    assert run(["dataset", "add", "set", "a.mp4", "--crop", crop]) == 0
    assert asked.options.bringing_in.crop == crop


@pytest.mark.parametrize(
    "wrong",
    [
        ["--crop", "1,2,3"],
        ["--crop", "1,2,0,4"],
        ["--crop", "-1,2,3,4"],
        ["--crop", "half"],
        ["--max-frames", "1"],
        ["--undo", "maybe"],
        ["--split", "test"],
        ["--val-share", "2"],
        ["--workers", "0"],
        ["--painting", " "],
        ["--parts", "p.json", "--count", "4"],
    ],
)
def test_wrong_options_are_told_before_anything_is_done(asked, capsys, wrong):
    assert run(["dataset", "add", "set", "a.mp4", *wrong]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert wrong[0].lstrip("-") in message.casefold()
    assert not hasattr(asked, "paths")


def test_those_that_failed_are_told_and_the_others_stay(asked, capsys):
    asked.outcomes = (
        Outcome(name="bad.mp4", kind=FAILED, sentence='"bad.mp4" is no recording. Give another one.'),
        Outcome(name="a.mp4", kind=ADDED, id="a-123"),
    )
    assert run(["dataset", "add", "set", "bad.mp4", "a.mp4"]) == 2
    printed = capsys.readouterr()
    assert printed.out == "failed\t-\tbad.mp4\nadded\ta-123\ta.mp4\n"
    assert printed.err == '"bad.mp4" is no recording. Give another one.\n'


def test_a_failure_of_ours_is_logged_with_its_details(asked, capsys, log_file):
    asked.outcomes = (
        Outcome(name="a.mp4", kind=FAILED, sentence="It went wrong.", details="Traceback: line 12 of x.py"),
    )
    assert run(["dataset", "add", "set", "a.mp4"]) == 1
    assert "It went wrong." in capsys.readouterr().err
    assert "line 12 of x.py" in log_file.read_text(encoding="utf-8")


def test_the_check_prints_lines_or_json(asked, capsys):
    assert run(["dataset", "check", "set"]) == 0
    assert capsys.readouterr().out == "all is well\n"
    assert asked.intervals == (1, 3, 5)
    assert run(["dataset", "check", "set", "--json", "--intervals", "7,2,2"]) == 0
    assert json.loads(capsys.readouterr().out) == {"recordings": ["壺"]}
    assert asked.intervals == (2, 7)


def test_a_set_that_must_not_be_used_so_ends_with_an_exit_code(asked, capsys):
    asked.findings.num_errors = 2
    assert run(["dataset", "check", "set"]) == 2
    assert capsys.readouterr().out == "all is well\n"
    asked.error = DatasetError("This is no data set.")
    assert run(["dataset", "check", "set"]) == 2
    assert capsys.readouterr().err == "This is no data set.\n"


@pytest.mark.parametrize("intervals", ["", "0", "1;3", "two", "-1"])
def test_intervals_that_are_none_are_told(asked, capsys, intervals):
    assert run(["dataset", "check", "set", f"--intervals={intervals}"]) == 2
    assert "--intervals" in capsys.readouterr().err
    assert not hasattr(asked, "intervals")


def test_the_report_says_where_it_lies(asked, tmp_path, capsys):
    assert run(["dataset", "report", "set"]) == 0
    assert capsys.readouterr().out == f"{Path('set') / 'report.html'}\n"
    page = tmp_path / "page.html"
    assert run(["dataset", "report", "set", "--out", str(page)]) == 0
    assert asked.out == page
    assert run(["dataset", "report", "set", "--out", "page.pdf"]) == 2


def test_dataset_is_a_command_and_no_file_to_open(capsys):
    assert run(["dataset", "add", "--help"]) == 0
    assert "RECORDING" in capsys.readouterr().out
    assert run(["dataset"]) in (0, 2)
    assert "report" in "".join(capsys.readouterr())
