"""Long work below the jobs."""

from collections.abc import Callable, Generator
from typing import TypeVar

Step = TypeVar("Step")
Said = TypeVar("Said")
Result = TypeVar("Result")

Counting = Generator[tuple[int, int], None, Result]
"""Yields (done, total) in one unit, total 0 where it is unknown, and returns its result.

`close()` cancels it; whatever it has half done goes.
"""


def translated(
    work: Generator[Step, None, Result], say: Callable[[Step], Said]
) -> Generator[Said, None, Result]:
    """Do long work and return its result; yields what `say` makes of each of its steps.

    Closing it closes the work.
    """
    try:
        while True:
            try:
                step = next(work)
            except StopIteration as stop:
                result: Result = stop.value
                return result
            yield say(step)
    finally:
        work.close()
