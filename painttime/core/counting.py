"""Long work below the jobs."""

from collections.abc import Generator
from typing import TypeVar

Result = TypeVar("Result")

Counting = Generator[tuple[int, int], None, Result]
"""Yields (done, total) in one unit, total 0 where it is unknown, and returns its result.

`close()` cancels it; whatever it has half done goes.
"""
