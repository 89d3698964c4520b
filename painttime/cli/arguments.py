"""Reads what the user writes about parts on the command line."""

from collections.abc import Iterable

from painttime.core.part import PartMap
from painttime.errors import UserInputError


def part_degrees(assignments: Iterable[str], parts: PartMap) -> dict[int, float]:
    """Return degrees by part id from texts such as "sky=0.4" or "3=.4"; the last one of a part counts.

    Raises PartsError for a part that is not there, UserInputError for a value that is no number in 0..1.
    """
    degrees = {}
    for assignment in assignments:
        name, equals, value = assignment.rpartition("=")
        if not equals or not name.strip():
            raise UserInputError(
                f'--degree takes PART=SHARE, such as --degree "sky=0.4", not "{assignment}".'
            )
        degrees[parts.find(name).id] = _degree(value, assignment)
    return degrees


def locked_parts(names: Iterable[str], parts: PartMap) -> frozenset[int]:
    """Return the ids of parts given by name or id. Raises PartsError for a part that is not there."""
    return frozenset(parts.find(name).id for name in names)


def _degree(value: str, assignment: str) -> float:
    try:
        degree = float(value)
    except ValueError:
        degree = -1.0
    if not 0.0 <= degree <= 1.0:
        raise UserInputError(f'The share in --degree "{assignment}" must be a number from 0 to 1.')
    return degree
