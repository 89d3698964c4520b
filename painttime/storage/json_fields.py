"""Values of a JSON object, checked as they are read."""

from collections.abc import Collection
from typing import Any

from painttime.core.image import RGBColour
from painttime.core.part import MAX_PARTS


class Fields:
    """A JSON object whose values are checked as they are read; raises ValueError."""

    def __init__(self, value: Any) -> None:
        if not isinstance(value, dict):
            raise ValueError("an object was expected")
        self._values: dict[str, Any] = value

    def get(self, name: str) -> Any:
        return self._values.get(name)

    def fields(self, name: str) -> "Fields":
        return Fields(self.get(name))

    def array(self, name: str) -> list[Any]:
        value = self.get(name)
        if not isinstance(value, list):
            raise ValueError(f"{name} is no list")
        return value

    def integer(self, name: str, least: int, most: int) -> int:
        return checked_integer(self.get(name), least, most)

    def text(self, name: str) -> str:
        value = self.get(name)
        if not isinstance(value, str):
            raise ValueError(f"{name} is no text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(Fields({name: text}).text(name) for text in self.array(name))

    def choice(self, name: str, choices: Collection[str]) -> str:
        value = self.text(name)
        if value not in choices:
            raise ValueError(f"{name} is none of {', '.join(choices)}")
        return value

    def flag(self, name: str) -> bool:
        value = self.get(name)
        if not isinstance(value, bool):
            raise ValueError(f"{name} is neither true nor false")
        return value

    def share_or_none(self, name: str) -> float | None:
        value = self.get(name)
        return None if value is None else _share(value)

    def colour(self, name: str) -> RGBColour:
        red, green, blue = (checked_integer(value, 0, 255) for value in self.array(name))
        return red, green, blue

    def ids(self, name: str) -> frozenset[int]:
        return frozenset(checked_integer(part_id, 1, MAX_PARTS) for part_id in self.array(name))

    def degrees(self, name: str) -> dict[int, float]:
        value = self.get(name)
        if not isinstance(value, dict):
            raise ValueError(f"{name} is no object")
        return {
            checked_integer(int(part_id), 1, MAX_PARTS): _share(degree) for part_id, degree in value.items()
        }


def checked_integer(value: Any, least: int, most: int) -> int:
    """Return a whole number from least to most; raises ValueError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"a whole number from {least} to {most} was expected")
    return value


def _share(value: Any) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ValueError("a number was expected")
    if not 0 <= value <= 1:
        raise ValueError("a number from 0 to 1 was expected")
    return float(value)
