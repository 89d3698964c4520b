"""Jobs driven from the command line."""

import io
from collections.abc import Generator

import pytest
from rich.console import Console

from painttime.cli.progress import run_job
from painttime.workflow.job import Progress


class Work:
    """A job that notes how it ended, and raises an error at a step if told to."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error
        self.is_cleaned_up = False

    def job(self) -> Generator[Progress, None, str]:
        try:
            yield Progress(done=0, total=0, message="Getting ready")
            yield Progress(done=1, total=2, message="Half way")
            if self.error is not None:
                raise self.error
            yield Progress(done=2, total=2, message="There")
            return "the result"
        finally:
            self.is_cleaned_up = True


def _console(*, terminal: bool) -> tuple[Console, io.StringIO]:
    shown = io.StringIO()
    return Console(file=shown, force_terminal=terminal, width=100), shown


def test_result_comes_back_and_nothing_is_shown_in_a_pipe() -> None:
    console, shown = _console(terminal=False)
    work = Work()
    assert run_job(work.job(), console) == "the result"
    assert shown.getvalue() == ""
    assert work.is_cleaned_up


def test_a_terminal_shows_the_last_message_and_a_full_count() -> None:
    console, shown = _console(terminal=True)
    run_job(Work().job(), console)
    assert "There" in shown.getvalue()
    assert "2/2" in shown.getvalue()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("broken")])
def test_an_error_in_the_job_is_passed_on(error: BaseException) -> None:
    console, _ = _console(terminal=True)
    work = Work(error)
    with pytest.raises(type(error)):
        run_job(work.job(), console)
    assert work.is_cleaned_up


def test_ctrl_c_between_two_steps_closes_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_values: object) -> None:
        raise KeyboardInterrupt

    console, _ = _console(terminal=False)
    work = Work()
    job = work.job()
    monkeypatch.setattr("rich.progress.Progress.update", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_job(job, console)
    assert work.is_cleaned_up
    assert next(job, "closed") == "closed"
