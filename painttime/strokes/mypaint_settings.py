"""Reading MyPaint's brush files: what a brush does by itself, and how it answers to the hand."""

import json
import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from painttime.errors import UserInputError

FILE_VERSION = 3
MAX_CURVE_POINTS = 64

Curve = tuple[tuple[float, float], ...]
"""Points (x, y) that a straight line joins, x rising."""

Setting = tuple[float, dict[str, Curve]]
"""Base value, and by name of an input (pressure, random, ...) the curve of what that adds."""

Settings = dict[str, Setting]

PLAIN_COVER: Setting = (0.0, {"pressure": ((0.0, 0.0), (1.0, 1.0))})
"""What libmypaint takes for a brush that does not say how its cover follows the hand."""


def read_settings(path: Path) -> Settings:
    """Read a brush of MyPaint (.myb, JSON of version 3). Raises UserInputError.

    Whatever libmypaint would end the whole program over (curves of one point, or out of order) is refused.
    """
    try:
        content = json.loads(path.read_bytes())
        if content["version"] != FILE_VERSION:
            raise UserInputError(f"{path} is a brush of another version of MyPaint; it must be of version 3.")
        settings = {name: _setting(value) for name, value in content["settings"].items()}
        if "radius_logarithmic" not in settings:
            raise ValueError("it has no radius")
    except OSError as error:
        raise UserInputError(f"The brush {path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise UserInputError(f"The brush {path} is damaged ({error}); install it again.") from error
    return {"opaque_multiply": PLAIN_COVER} | settings


def leaves_to_chance(settings: Settings) -> bool:
    """Return whether two strokes of the brush along one curve differ."""
    return any(
        "random" in inputs or (name.endswith("_by_random") and (base_value != 0 or bool(inputs)))
        for name, (base_value, inputs) in settings.items()
    )


def _setting(value: Mapping[str, Any]) -> Setting:
    curves = {name: _curve(points) for name, points in value["inputs"].items()}
    return _finite(value["base_value"]), {name: points for name, points in curves.items() if points}


def _curve(values: Sequence[Sequence[float]]) -> Curve:
    points = tuple((_finite(x), _finite(y)) for x, y in values)
    if len(points) == 1 or len(points) > MAX_CURVE_POINTS:
        raise ValueError(f"a curve of {len(points)} points")
    if any(after[0] < before[0] for before, after in pairwise(points)):
        raise ValueError("a curve that runs backward")
    return points


def _finite(value: float) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("a value that is no number")
    return number
