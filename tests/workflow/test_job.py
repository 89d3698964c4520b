"""Jobs: results, progress and cancelling."""

from collections.abc import Generator

import pytest

from painttime.workflow.job import Progress, run_to_end


def _count_to(total: int, log: list[str]) -> Generator[Progress, None, int]:
    try:
        for done in range(total):
            yield Progress(done=done, total=total, message=f"number {done}")
        log.append("finished")
        return total * 10
    finally:
        log.append("cleaned up")


def test_run_to_end_returns_the_result() -> None:
    log: list[str] = []
    assert run_to_end(_count_to(3, log)) == 30
    assert log == ["finished", "cleaned up"]


def test_a_job_without_progress_still_has_a_result() -> None:
    assert run_to_end(_count_to(0, [])) == 0


def test_run_to_end_passes_an_error_on() -> None:
    def failing() -> Generator[Progress, None, int]:
        yield Progress(done=0, total=1, message="about to fail")
        raise RuntimeError("as expected")

    with pytest.raises(RuntimeError, match="as expected"):
        run_to_end(failing())


def test_closing_a_job_cleans_up_without_a_result() -> None:
    log: list[str] = []
    job = _count_to(3, log)
    assert next(job) == Progress(done=0, total=3, message="number 0")
    job.close()
    assert log == ["cleaned up"]
