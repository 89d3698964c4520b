"""Parts as written on the command line."""

import numpy as np
import pytest

from painttime.cli.arguments import locked_parts, part_degrees
from painttime.core.part import Part, PartMap
from painttime.errors import PartsError, UserInputError

PARTS = PartMap(
    labels=np.array([[3, 3], [5, 8]], dtype=np.uint8),
    parts=(Part(id=3, name="pale sky, top"), Part(id=5, name="a=b"), Part(id=8, name="hair")),
)


def test_degrees_by_name_or_id() -> None:
    degrees = part_degrees(["pale sky, top=0.4", "8=1", "a=b=.25"], PARTS)
    assert degrees == {3: 0.4, 8: 1.0, 5: 0.25}


def test_the_last_degree_of_a_part_counts() -> None:
    assert part_degrees(["hair=0.1", "HAIR=0.9"], PARTS) == {8: 0.9}


@pytest.mark.parametrize("text", ["hair", "=0.4", " =0.4", ""])
def test_an_assignment_needs_a_part_and_a_value(text: str) -> None:
    with pytest.raises(UserInputError, match="PART=SHARE"):
        part_degrees([text], PARTS)


@pytest.mark.parametrize("value", ["1.1", "-0.1", "nan", "inf", "much", "", "0,5"])
def test_a_degree_is_a_number_from_0_to_1(value: str) -> None:
    with pytest.raises(UserInputError, match="from 0 to 1"):
        part_degrees([f"hair={value}"], PARTS)


def test_an_unknown_part_is_named_with_those_there_are() -> None:
    with pytest.raises(PartsError, match=r'no part "nose".*"hair"'):
        part_degrees(["nose=0.5"], PARTS)
    with pytest.raises(PartsError, match='no part "nose"'):
        locked_parts(["hair", "nose"], PARTS)


def test_locked_parts_by_name_or_id() -> None:
    assert locked_parts(["Hair", "3", "8"], PARTS) == {3, 8}
    assert locked_parts([], PARTS) == frozenset()
