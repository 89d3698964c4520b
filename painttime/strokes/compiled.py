"""Compiling the inner loops that touch every pixel of every stroke."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Return the function compiled to machine code at its first call; the code is kept on the disk.

    It releases the interpreter while it runs, so that a window stays alive and tiles can be drawn at once.
    Floating point keeps its order of operations: results do not depend on how a canvas is cut into tiles.
    """
    return cast(Function, numba.njit(cache=True, nogil=True)(function))
