"""Moving rows of the parts list: depth and groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from painttime.core.part import Part, PartMap
from painttime.gui.parts.part_order import moved, moved_by


def listed(*rows: str) -> PartMap:
    """Parts from the top row to the bottom, named as written; "a/hat" lies in the group a."""
    parts = []
    for number, row in enumerate(rows, start=1):
        *group, name = row.split("/")
        parts.append(Part(id=number, name=name, group=tuple(group)))
    labels = np.arange(1, len(rows) + 1, dtype=np.uint8)[None]
    return PartMap(labels=labels, parts=tuple(reversed(parts)))


def rows_of(parts: PartMap) -> list[str]:
    return ["/".join((*part.group, part.name)) for part in reversed(parts.parts)]


@pytest.mark.parametrize(
    ("ids", "slot", "expected"),
    [
        ((3,), 0, ["c", "a", "b", "d"]),
        ((1,), 4, ["b", "c", "d", "a"]),
        ((1,), 2, ["b", "a", "c", "d"]),
        ((1, 3), 4, ["b", "d", "a", "c"]),
        ((1, 3), 2, ["b", "a", "c", "d"]),
        ((2,), 1, ["a", "b", "c", "d"]),
        ((2,), 2, ["a", "b", "c", "d"]),
    ],
)
def test_rows_come_to_lie_above_the_slot(ids: tuple[int, ...], slot: int, expected: list[str]) -> None:
    assert rows_of(moved(listed("a", "b", "c", "d"), ids, slot)) == expected


@pytest.mark.parametrize(
    ("ids", "rows", "expected"),
    [
        ((2,), -1, ["b", "a", "c"]),
        ((2,), 1, ["a", "c", "b"]),
        ((1,), -1, ["a", "b", "c"]),
        ((3,), 1, ["a", "b", "c"]),
        ((1, 2), 1, ["c", "a", "b"]),
        ((2, 3), -1, ["b", "c", "a"]),
        ((1,), 9, ["b", "c", "a"]),
        ((), 1, ["a", "b", "c"]),
    ],
)
def test_rows_move_by_steps_and_stop_at_the_ends(
    ids: tuple[int, ...], rows: int, expected: list[str]
) -> None:
    assert rows_of(moved_by(listed("a", "b", "c"), ids, rows)) == expected


def test_what_is_dropped_within_a_group_joins_it() -> None:
    parts = listed("sun", "figure/face", "figure/dress", "wall")
    assert rows_of(moved(parts, (1,), 2)) == ["figure/face", "figure/sun", "figure/dress", "wall"]


def test_what_is_dropped_outside_of_its_group_leaves_it() -> None:
    parts = listed("figure/face", "figure/dress", "hill", "wall")
    assert rows_of(moved(parts, (1,), 3)) == ["figure/dress", "hill", "face", "wall"]


def test_what_moves_to_the_end_of_its_group_stays_in_it() -> None:
    parts = listed("sun", "figure/face", "figure/dress", "wall")
    assert rows_of(moved(parts, (2,), 3)) == ["sun", "figure/dress", "figure/face", "wall"]
    assert rows_of(moved(parts, (2,), 1)) == ["sun", "figure/face", "figure/dress", "wall"]


def test_between_two_inner_groups_lies_the_outer_one() -> None:
    parts = listed("sun", "figure/head/eye", "figure/body/arm")
    assert rows_of(moved(parts, (1,), 2)) == ["figure/head/eye", "figure/sun", "figure/body/arm"]


@given(st.integers(1, 9), st.data())
def test_every_part_stays_and_those_not_moved_keep_their_order(count: int, data: st.DataObject) -> None:
    parts = listed(*(f"part {number}" for number in range(count)))
    ids = tuple(data.draw(st.sets(st.integers(1, count))))
    made = moved(parts, ids, data.draw(st.integers(0, count)))
    assert sorted(made.ids) == sorted(parts.ids)
    assert [one for one in made.ids if one not in ids] == [one for one in parts.ids if one not in ids]
    assert [one for one in made.ids if one in ids] == [one for one in parts.ids if one in ids]
