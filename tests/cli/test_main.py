"""The entry point: default command, exit codes, messages."""

from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from painttime import __version__
from painttime.cli import main as main_module
from painttime.cli.main import run, with_default_command
from painttime.errors import Cancelled, ModelError, PaintingError

COMMANDS = {"open", "parts", "predict", "export", "doctor"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["open"]),
        (["picture.jpg"], ["open", "picture.jpg"]),
        (["open", "picture.jpg"], ["open", "picture.jpg"]),
        (["predict", "picture.jpg"], ["predict", "picture.jpg"]),
        (["--help"], ["--help"]),
        (["./predict"], ["open", "./predict"]),
    ],
)
def test_a_file_without_a_command_is_opened(arguments: list[str], expected: list[str]) -> None:
    assert with_default_command(arguments, COMMANDS) == expected


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"painttime {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "mentioned"),
    [
        (["predict"], "PAINTING"),
        (["predict", "a.png", "--out", "b.mp4", "--steps", "0"], "--steps"),
        (["predict", "a.png", "--out", "b.mp4", "--steps", "ten"], "--steps"),
        (["predict", "a.png", "--out", "b.mp4", "--direction", "sideways"], "--direction"),
        (["predict", "a.png", "--out", "b.mp4", "--device", "tpu"], "--device"),
        (["predict", "a.png"], "--out"),
        (["parts", "a.png", "--colour"], "--colour"),
        (["no-such-picture.png"], "no-such-picture.png"),
    ],
)
def test_bad_usage_is_one_line_and_code_2(
    arguments: list[str], mentioned: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert mentioned.lower() in captured.err.lower()


@pytest.fixture
def run_failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], int]:
    """Run a command line whose only command raises the error given."""

    def run_with(error: BaseException) -> int:
        def fail() -> None:
            raise error

        def add_failing(app: typer.Typer) -> None:
            app.command("open")(fail)
            app.command("other")(fail)

        monkeypatch.setattr(main_module, "add_commands", add_failing)
        return run([])

    return run_with


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (PaintingError("a.png is empty."), 2, "a.png is empty.\n"),
        (ModelError("The weights are damaged."), 1, "The weights are damaged.\n"),
        (Cancelled("stopped"), 130, "Stopped.\n"),
        (KeyboardInterrupt(), 130, "Stopped.\n"),
        (typer.Exit(7), 7, ""),
    ],
)
def test_errors_become_exit_codes(
    error: BaseException,
    code: int,
    message: str,
    run_failing: Callable[[BaseException], int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_failing(error) == code
    captured = capsys.readouterr()
    assert captured.err == message
    assert captured.out == ""


def test_our_fault_names_a_log_file_with_the_details(
    run_failing: Callable[[BaseException], int],
    capsys: pytest.CaptureFixture[str],
    log_file: Path,
) -> None:
    assert run_failing(ZeroDivisionError("by zero")) == 1
    message = capsys.readouterr().err
    assert str(log_file) in message
    assert "Traceback" not in message
    log = log_file.read_text(encoding="utf-8")
    assert "Traceback" in log
    assert "ZeroDivisionError: by zero" in log
    assert __version__ in log


def test_a_second_failure_is_added_to_the_log(
    run_failing: Callable[[BaseException], int], log_file: Path
) -> None:
    run_failing(ZeroDivisionError("the first"))
    run_failing(IndexError("the second"))
    log = log_file.read_text(encoding="utf-8")
    assert log.index("the first") < log.index("the second")


def test_without_a_place_for_the_log_the_details_are_shown(
    run_failing: Callable[[BaseException], int],
    capsys: pytest.CaptureFixture[str],
    log_file: Path,
) -> None:
    log_file.parent.parent.mkdir(parents=True, exist_ok=True)
    log_file.parent.write_text("a file where the folder should be", encoding="utf-8")
    assert run_failing(ZeroDivisionError("by zero")) == 1
    assert "Traceback" in capsys.readouterr().err
