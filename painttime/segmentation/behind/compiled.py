"""Compiling loops that visit every pixel many times."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Return the function compiled at its first call; the code is kept on the disk where that can be done.

    It releases the interpreter while it runs. Sums may be reordered: their last digits say nothing here.
    """
    try:
        return cast(Function, numba.njit(cache=True, nogil=True, fastmath=True)(function))
    except RuntimeError:
        # Neither the package's folder nor the user's can be written.
        return cast(Function, numba.njit(nogil=True, fastmath=True)(function))
