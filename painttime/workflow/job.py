"""Long work as generators: the command line, the window and the tests all drive the same job."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

from painttime.core.process import Take

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a job is; it may be cancelled (closed) at every one of these.

    done, total: counts of the same unit; total 0 where the end is not known.
    take: the process as far as it has come, in jobs that compute one.
    note: a sentence that the user should not miss, where something did not go as he may expect; mostly empty.
    """

    done: int
    total: int
    message: str
    take: Take | None = None
    note: str = ""


Job = Generator[Progress, None, Result]
"""Yields Progress, returns the result; `close()` cancels it and must leave nothing half done behind."""


def run_to_end(job: Generator[Progress, None, Result]) -> Result:
    """Run a job without showing its progress and return its result."""
    while True:
        try:
            next(job)
        except StopIteration as stop:
            result: Result = stop.value
            return result
