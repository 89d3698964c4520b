"""Compiling the inner loops that touch every pixel of every stroke."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Return the function compiled to machine code at its first call; the code is kept on the disk.

    It releases the interpreter while it runs, so that a window stays alive and tiles can be drawn at once.
    Floating point keeps its order of operations: results do not depend on how a canvas is cut into tiles.
    Where nothing can be kept (neither the package's folder nor the user's can be written), every process
    compiles for itself.
    """
    try:
        dispatcher = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return cast(Function, numba.njit(nogil=True)(function))
    _compile_again_after_changes(dispatcher, function.__globals__)
    return cast(Function, dispatcher)


def _compile_again_after_changes(dispatcher: Any, module: dict[str, Any]) -> None:
    """Let machine code also depend on the functions and numbers of other files that went into it.

    Numba by itself looks at a function's own file only: after an update strokes would be drawn by new code
    and tried by old.
    """
    kept = _file_of(dispatcher)
    if kept is not None:
        kept._source_stamp = (kept._source_stamp, *(_stamp(module[name]) for name in sorted(module)))


def _stamp(value: Any) -> object:
    """Return what tells a value of a module from a former one, as far as it goes into machine code."""
    if isinstance(value, int | float | tuple):
        return repr(value)
    kept = _file_of(value)
    return None if kept is None else kept._source_stamp


def _file_of(value: Any) -> Any:
    """Return where numba keeps a function's machine code; None for everything else."""
    return getattr(getattr(value, "_cache", None), "_cache_file", None)
