"""What is done to whole parts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.part import Part, PartMap
from painttime.errors import PartsError
from painttime.workflow.editing_parts import (
    CONTOUR_KIND,
    merged,
    split_into_islands,
    with_contours,
    with_empty_part,
    without,
)

FREE: frozenset[int] = frozenset()


def stripes(*ids: int, height_px: int = 40, stripe_px: int = 20) -> PartMap:
    """Upright stripes with these ids from left to right, parts in the order the ids first occur."""
    row = np.repeat(np.array(ids, dtype=np.uint8), stripe_px)
    parts = tuple(Part(id=part_id, name=f"stripe {part_id}") for part_id in dict.fromkeys(ids))
    return PartMap(labels=np.tile(row, (height_px, 1)), parts=parts)


def test_an_empty_part_lies_in_front_of_the_one_it_was_asked_for_in_its_group() -> None:
    parts = stripes(1, 4, 2).changed(4, group=("figure",))
    made, new_id = with_empty_part(parts, 4)
    assert made.ids == (1, 4, new_id, 2)
    assert made.part(new_id).group == ("figure",)
    assert made.labels is parts.labels
    assert with_empty_part(parts, None)[0].ids[-1] == 3


def test_empty_parts_are_told_apart() -> None:
    parts, first = with_empty_part(stripes(1, 2), None)
    parts, second = with_empty_part(parts, None)
    assert parts.part(first).name != parts.part(second).name
    assert parts.part(first).colour != parts.part(second).colour


def test_there_are_not_more_parts_than_ids() -> None:
    parts = PartMap(
        labels=np.ones((4, 4), dtype=np.uint8),
        parts=tuple(Part(id=part_id, name=str(part_id)) for part_id in range(1, 256)),
    )
    with pytest.raises(PartsError, match="255"):
        with_empty_part(parts, None)


def test_the_pixels_of_deleted_parts_go_to_the_nearest_that_stays() -> None:
    made = without(stripes(1, 2, 3, 4), (2, 3), FREE)
    assert made.ids == (1, 4)
    row = made.labels[20]
    # The middle of what is gone is as far from one as from the other.
    assert (row[:39] == 1).all()
    assert (row[41:] == 4).all()


def test_an_empty_part_can_be_deleted() -> None:
    parts = stripes(1, 2)
    with_empty, new_id = with_empty_part(parts, None)
    made = without(with_empty, (new_id,), FREE)
    assert made.parts == parts.parts
    assert made.labels is parts.labels


def test_neither_all_parts_nor_locked_ones_are_deleted() -> None:
    with pytest.raises(PartsError, match="all the parts"):
        without(stripes(1, 2), (1, 2), FREE)
    with pytest.raises(PartsError, match="locked"):
        without(stripes(1, 2, 3), (2, 3), frozenset({3}))


def test_merging_keeps_the_one_named() -> None:
    made = merged(stripes(1, 2, 3), (1, 3), 1, FREE)
    assert made.ids == (1, 2)
    assert set(np.unique(made.labels[:, 40:])) == {1}


def test_islands_become_parts() -> None:
    made = split_into_islands(stripes(1, 2, 1, 1), 1, FREE)
    assert len(made.parts) == 3
    assert (made.labels[:, 40:] == 1).all(), "the larger piece keeps its id"
    assert made.labels[0, 0] not in (1, 2)


def test_specks_are_no_islands() -> None:
    parts = stripes(1, 2, height_px=340, stripe_px=170)
    labels = parts.labels.copy()
    labels[5, 200:210] = 1
    labels[50:60, 200:210] = 1
    made = split_into_islands(PartMap(labels=labels, parts=parts.parts), 1, FREE)
    assert len(made.parts) == 3
    assert (made.labels[5, 200:210] == 1).all()


def test_contours_run_along_borders_in_front_of_all() -> None:
    parts = stripes(1, 2, height_px=340, stripe_px=170)
    made, edge = with_contours(parts, FREE)
    assert made.ids == (1, 2, edge)
    assert made.part(edge).kind == CONTOUR_KIND
    columns = np.flatnonzero((made.labels == edge).all(axis=0))
    assert columns.min() == 169
    assert columns.max() == 170
    assert not (made.labels == edge)[:, :160].any()


def test_contours_are_drawn_anew_and_not_around_themselves() -> None:
    parts = stripes(1, 2, height_px=340, stripe_px=170)
    once, _ = with_contours(parts, FREE)
    twice, _ = with_contours(once, FREE)
    np.testing.assert_array_equal(once.labels, twice.labels)
    assert once.parts == twice.parts


def test_contours_spare_locked_parts_and_those_that_would_vanish() -> None:
    parts = stripes(1, 2, height_px=340, stripe_px=170)
    made, edge = with_contours(parts, frozenset({2}))
    assert (made.labels == edge).any()
    assert made.areas_px()[2] == parts.areas_px()[2]
    labels = parts.labels.copy()
    labels[50, 50] = 3
    dotted, edge = with_contours(PartMap(labels=labels, parts=(*parts.parts, Part(id=3, name="dot"))), FREE)
    assert dotted.areas_px()[3] == 1


def test_one_part_has_no_contours() -> None:
    with pytest.raises(PartsError, match="no border"):
        with_contours(stripes(1), FREE)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=2, max_size=7), st.data())
def test_whatever_is_deleted_every_pixel_has_a_part_and_others_keep_theirs(
    ids: list[int], data: st.DataObject
) -> None:
    parts = stripes(*ids, height_px=6, stripe_px=4)
    gone = data.draw(st.sets(st.sampled_from(parts.ids), min_size=1, max_size=max(1, len(parts.ids) - 1)))
    if len(gone) == len(parts.ids):
        return
    made = without(parts, tuple(gone), FREE)
    assert made.ids == tuple(part_id for part_id in parts.ids if part_id not in gone)
    stays = ~np.isin(parts.labels, list(gone))
    np.testing.assert_array_equal(made.labels[stays], parts.labels[stays])
    assert not np.isin(made.labels, list(gone)).any()
