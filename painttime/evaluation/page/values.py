"""How values of measures are written, and which of several is the best."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from painttime.evaluation.measures_table import BY_KEY, Better

if TYPE_CHECKING:
    # Slow to import, and not needed to write a value.
    from painttime.evaluation.statistics import Against

ARROWS = {Better.LOWER: "↓", Better.HIGHER: "↑", Better.ZERO: "→ 0", Better.COMPARE: ""}
"""Which way is better, as a mark behind a measure's title."""

NOTHING = "-"
"""Where there is no value."""

_GOODNESS: dict[Better, Callable[[float], float]] = {
    Better.LOWER: lambda value: -value,
    Better.HIGHER: lambda value: value,
    Better.ZERO: lambda value: -abs(value),
}
_WHOLE_NUMBERS = frozenset({"final_max_levels"})
_NUM_DIGITS = 3


def shown_value(key: str, value: float | None, *, has_sign: bool = False) -> str:
    """Return the value of a measure for people: three digits behind the point, NOTHING for None.

    has_sign: write a plus too, for differences.
    """
    if value is None:
        return NOTHING
    sign = "+" if has_sign else ""
    if key in _WHOLE_NUMBERS and float(value).is_integer():
        return f"{value:{sign}.0f}"
    rounded = round(value, _NUM_DIGITS)
    if rounded == 0 and value != 0:
        # A 0.000 that is no 0 would hide what leaks a little.
        return f"{value:{sign}.0e}"
    return f"{rounded + 0.0:{sign}.{_NUM_DIGITS}f}"


def best_of(key: str, values: Sequence[float | None]) -> frozenset[int]:
    """Return which of the values of one measure are the best, as they are shown; empty where none is better.

    Nothing is best among fewer than two values, or where all are the same.
    """
    goodness = _GOODNESS.get(BY_KEY[key].better)
    said = {index: round(value, _NUM_DIGITS + 1) for index, value in enumerate(values) if value is not None}
    if goodness is None or len(set(said.values())) < 2:
        return frozenset()
    top = max(goodness(value) for value in said.values())
    return frozenset(index for index, value in said.items() if goodness(value) == top)


def shown_interval(key: str, against: "Against") -> str:
    """Return the interval of a difference for people; NOTHING where there is none."""
    if against.low is None or against.high is None:
        return NOTHING
    return f"{shown_value(key, against.low, has_sign=True)} {shown_value(key, against.high, has_sign=True)}"


def stands_out(key: str, against: "Against") -> bool:
    """Return whether the process is better than a baseline by an interval that is clear of 0."""
    better = BY_KEY[key].better
    if against.low is None or against.high is None or better is Better.COMPARE:
        return False
    return against.low > 0 if better is Better.HIGHER else against.high < 0
