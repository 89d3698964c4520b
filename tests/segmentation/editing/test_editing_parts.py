"""Laws that hold for every edit of parts, and what each of them is for."""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.part import Part, PartMap
from painttime.errors import PartsError
from painttime.segmentation.editing.area import NOTHING, Area
from painttime.segmentation.editing.assigning import add_part, assign, erase, piece_at
from painttime.segmentation.editing.joining import (
    merge,
    middle_line,
    next_name,
    split_by_line,
    split_islands,
)
from painttime.segmentation.editing.reshaping import fill_holes, grow, remove_islands, shrink, smooth

Labels = npt.NDArray[np.uint8]
SIZE = 40


def parts_of(labels: Labels) -> PartMap:
    ids = np.unique(labels).tolist()
    return PartMap(labels=labels, parts=tuple(Part(id=number, name=f"part {number}") for number in ids))


def blobs(seed: int) -> PartMap:
    """Return up to four parts of chance shapes, some of them in islands."""
    rng = np.random.default_rng(seed)
    labels = np.ones((SIZE, SIZE), dtype=np.uint8)
    rows, columns = np.mgrid[:SIZE, :SIZE]
    for part_id in rng.integers(1, 5, 8):
        row, column, radius = *rng.integers(0, SIZE, 2), rng.integers(2, 12)
        labels[(rows - row) ** 2 + (columns - column) ** 2 <= radius**2] = part_id
    return parts_of(labels)


few = settings(max_examples=15, deadline=None)
maps = st.integers(0, 2**32).map(blobs)
areas = st.integers(0, 2**32).map(
    lambda seed: Area.of(np.random.default_rng(seed).random((SIZE, SIZE)) < 0.1)
)

Edit = Callable[[PartMap, int, frozenset[int]], PartMap]
EDITS: dict[str, Edit] = {
    "assign": lambda parts, part_id, keep: assign(parts, square(5, 5, 20), part_id, keep=keep),
    "add": lambda parts, part_id, keep: add_part(parts, square(5, 5, 20), name="new", keep=keep)[0],
    "erase": lambda parts, part_id, keep: erase(parts, square(0, 0, 30), part_id, keep=keep),
    "grow": lambda parts, part_id, keep: grow(parts, part_id, 3, keep=keep),
    "shrink": lambda parts, part_id, keep: shrink(parts, part_id, 1, keep=keep),
    "smooth": lambda parts, part_id, keep: smooth(parts, part_id, 1.5, keep=keep),
    "fill holes": lambda parts, part_id, keep: fill_holes(parts, part_id, keep=keep),
    "islands": lambda parts, part_id, keep: remove_islands(parts, part_id, 40, keep=keep),
}


def square(left: int, top: int, size: int) -> Area:
    return Area(mask=np.ones((size, size), dtype=np.bool_), left=left, top=top)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@few
@given(parts=maps, locked=st.frozensets(st.integers(1, 4)), pick=st.integers(0, 3))
def test_locked_parts_stay_as_they_are(edit: Edit, parts: PartMap, locked: frozenset[int], pick: int) -> None:
    part_id = parts.ids[pick % len(parts.ids)]
    try:
        edited = edit(parts, part_id, locked)
    except PartsError:
        return
    for kept in locked & set(parts.ids):
        assert np.array_equal(edited.mask(kept), parts.mask(kept))
    assert set(np.unique(edited.labels).tolist()) <= set(edited.ids)
    before = set(parts.ids)
    assert {part.id for part in parts.parts} == before
    assert all(edited.part(kept) == parts.part(kept) for kept in before & set(edited.ids))


@few
@given(parts=maps, area=areas)
def test_assigning_changes_the_area_and_nothing_else(parts: PartMap, area: Area) -> None:
    mask = area.full(SIZE, SIZE)
    edited = assign(parts, area, 1)
    assert (edited.labels[mask] == 1).all()
    assert np.array_equal(edited.labels[~mask], parts.labels[~mask])


def test_a_part_that_loses_its_last_pixel_goes_away() -> None:
    parts = parts_of(np.repeat(np.array([[1, 2, 3]], dtype=np.uint8), 3, axis=0))
    assert assign(parts, Area.of(parts.mask(2)), 3).ids == (1, 3)
    assert erase(parts, Area.of(parts.mask(2)), 2).ids == (1, 3)


@few
@given(parts=maps, area=areas)
def test_a_new_part_has_the_area_and_lies_before_what_it_was_taken_from(parts: PartMap, area: Area) -> None:
    edited, new_id = add_part(parts, area, name=" scarf ", kind="cloth")
    assert np.array_equal(edited.mask(new_id), area.full(SIZE, SIZE))
    assert (edited.part(new_id).name, edited.part(new_id).kind) == ("scarf", "cloth")
    assert new_id == min(set(range(1, 256)) - set(parts.ids))
    assert edited.part(new_id).colour not in {part.colour for part in parts.parts}
    order = list(edited.ids)
    taken = {int(value) for value in np.unique(parts.labels[area.full(SIZE, SIZE)])} & set(order)
    assert all(order.index(other) < order.index(new_id) for other in taken)


def test_a_256th_part_is_refused_with_a_sentence() -> None:
    labels = np.zeros((16, 16), dtype=np.uint8)
    labels.ravel()[:] = np.maximum(1, np.arange(256))
    with pytest.raises(PartsError, match="255 parts"):
        add_part(parts_of(labels), square(0, 0, 4), name="one too many")


@few
@given(parts=maps, area=areas)
def test_erased_pixels_go_to_the_part_nearest_to_each(parts: PartMap, area: Area) -> None:
    if len(parts.ids) < 2:
        return
    part_id = parts.ids[0]
    lost = area.full(SIZE, SIZE) & parts.mask(part_id)
    edited = erase(parts, area, part_id)
    assert np.array_equal(edited.labels[~lost], parts.labels[~lost])
    rows, columns = np.nonzero(parts.labels != part_id)
    for row, column in zip(*np.nonzero(lost), strict=True):
        distance = np.hypot(rows - row, columns - column)
        # The distances the nearest are found by are right within some percent.
        near = distance <= distance.min() * 1.05
        assert edited.labels[row, column] in parts.labels[rows[near], columns[near]]


def test_the_only_part_cannot_be_erased() -> None:
    with pytest.raises(PartsError, match="no other part"):
        erase(parts_of(np.ones((9, 9), dtype=np.uint8)), square(2, 2, 3), 1)


def test_a_click_takes_the_piece_that_hangs_together() -> None:
    parts = parts_of(np.array([[1, 1, 2, 1], [1, 2, 2, 1]], dtype=np.uint8))
    assert piece_at(parts, 0.5, 0.5).full(2, 4).tolist() == [[1, 1, 0, 0], [1, 0, 0, 0]]
    assert piece_at(parts, 4.0, 0.5).is_empty


@few
@given(parts=maps, distance_px=st.floats(0, 9))
def test_growing_then_shrinking_closes_a_part(parts: PartMap, distance_px: float) -> None:
    part_id = parts.ids[-1]
    grown = grow(parts, part_id, distance_px)
    assert grown.mask(part_id)[parts.mask(part_id)].all()
    if len(grown.ids) > 1:
        assert shrink(grown, part_id, distance_px).mask(part_id)[parts.mask(part_id)].all()


def test_growing_and_shrinking_measure_in_all_directions() -> None:
    rows, columns = np.mgrid[:SIZE, :SIZE]
    distance = np.hypot(rows - 20, columns - 20)
    parts = parts_of(np.where(distance <= 10, 2, 1).astype(np.uint8))
    assert np.abs(distance[grow(parts, 2, 5).mask(2)].max() - 15) < 1
    assert np.abs(distance[shrink(parts, 2, 5).mask(2)].max() - 5) < 1


def test_the_picture_border_is_no_outline() -> None:
    parts = parts_of(np.repeat(np.array([[1] * 10 + [2] * 10], dtype=np.uint8), 12, axis=0))
    assert shrink(parts, 2, 4).mask(2)[:, 14:].all()
    assert smooth(parts, 2, 4).mask(2)[:, 10:].all()


@pytest.mark.parametrize("shape", [shrink, smooth])
def test_a_thin_part_is_not_reshaped_away(shape: Callable[[PartMap, int, float], PartMap]) -> None:
    labels = np.ones((SIZE, SIZE), dtype=np.uint8)
    labels[20, 5:35] = 2
    with pytest.raises(PartsError, match="Nothing would be left"):
        shape(parts_of(labels), 2, 6)


def test_smoothing_takes_off_a_spike_and_keeps_a_straight_edge() -> None:
    labels = np.ones((SIZE, SIZE), dtype=np.uint8)
    labels[20:] = 2
    edge = labels.copy()
    labels[8:20, 18:20] = 2
    smoothed = smooth(parts_of(labels), 2, 4).labels
    assert (smoothed[:18] == 1).all()
    assert np.array_equal(np.delete(smoothed, np.s_[10:28], axis=1), np.delete(edge, np.s_[10:28], axis=1))


def test_holes_are_filled_but_what_lies_in_them_stays() -> None:
    labels = np.ones((SIZE, SIZE), dtype=np.uint8)
    labels[5:35, 5:35] = 2
    labels[8:10, 8:10] = 1  # a hole: the background shows through
    labels[15:18, 12:15] = labels[15:18, 25:28] = 3  # a pair of eyes
    filled = fill_holes(parts_of(labels), 2)
    assert (filled.labels[8:10, 8:10] == 2).all()
    assert np.array_equal(filled.mask(3), labels == 3)
    assert np.array_equal(filled.mask(1), np.pad(np.zeros((30, 30), dtype=bool), 5, constant_values=True))


def test_a_bay_at_the_picture_border_is_no_hole() -> None:
    labels = np.ones((9, 9), dtype=np.uint8)
    labels[2:7, :7] = 2
    labels[4, :3] = 1
    parts = parts_of(labels)
    assert fill_holes(parts, 2) is parts


def test_small_islands_go_and_the_largest_stays_however_small() -> None:
    labels = np.ones((SIZE, SIZE), dtype=np.uint8)
    labels[2:4, 2:4] = labels[10:20, 10:20] = labels[30, 30] = 2
    cleaned = remove_islands(parts_of(labels), 2, 1000)
    assert cleaned.mask(2).sum() == 100
    assert remove_islands(parts_of(labels), 2, 4).mask(2).sum() == 104


@few
@given(parts=maps)
def test_merging_joins_the_pixels_and_keeps_the_rest(parts: PartMap) -> None:
    if len(parts.ids) < 3:
        return
    first, second, third = parts.ids[:3]
    merged = merge(parts, [first, third], third)
    assert np.array_equal(merged.mask(third), parts.mask(first) | parts.mask(third))
    assert merged.ids == tuple(part_id for part_id in parts.ids if part_id != first)
    assert np.array_equal(merged.mask(second), parts.mask(second))
    assert merged.part(third) == parts.part(third)


def test_what_cannot_be_merged_is_said() -> None:
    parts = blobs(0)
    with pytest.raises(PartsError, match="two or more"):
        merge(parts, [1], 1)
    with pytest.raises(PartsError, match=r'"part 1" is locked'):
        merge(parts, [1, 2], 2, keep=frozenset({1}))
    with pytest.raises(PartsError, match="no part 77"):
        merge(parts, [77], 1)


@few
@given(
    parts=maps,
    begin=st.tuples(st.floats(-5, SIZE + 5), st.floats(-5, SIZE + 5)),
    end=st.tuples(st.floats(-5, SIZE + 5), st.floats(-5, SIZE + 5)),
)
def test_what_is_split_merges_back(
    parts: PartMap, begin: tuple[float, float], end: tuple[float, float]
) -> None:
    part_id = parts.ids[-1]
    try:
        split, new_id = split_by_line(parts, part_id, [begin, end])
    except PartsError:
        return
    assert 0 < split.areas_px()[new_id] <= split.areas_px()[part_id]
    assert np.array_equal(merge(split, [new_id], part_id).labels, parts.labels)


def test_a_line_cuts_a_part_where_it_is_drawn() -> None:
    parts = parts_of(np.full((SIZE, SIZE), 7, dtype=np.uint8))
    split, new_id = split_by_line(parts, 7, [(-1, 12), (20, 9), (SIZE + 1, 12)])
    assert split.mask(new_id)[:8].all()
    assert not split.mask(new_id)[14:].any()
    assert [part.name for part in split.parts] == ["part 7", "part 8"]


def test_a_closed_line_cuts_out_what_it_runs_around() -> None:
    parts = parts_of(np.ones((SIZE, SIZE), dtype=np.uint8))
    split, new_id = split_by_line(parts, 1, [(10, 10), (30, 10), (30, 30), (10, 30), (10, 10)], name="door")
    assert split.part(new_id).name == "door"
    assert 300 < split.mask(new_id).sum() < 500
    assert split.mask(new_id)[12:28, 12:28].all()


def test_islands_the_line_leaves_alone_stay() -> None:
    labels = np.ones((SIZE, SIZE), dtype=np.uint8)
    labels[5:15, 5:35] = labels[25:30, 5:9] = 2
    split, new_id = split_by_line(parts_of(labels), 2, [(12, 0), (12, 20)])
    assert (split.labels[25:30, 5:9] == 2).all()
    assert split.mask(new_id)[5:15, 5:11].all()
    assert not split.mask(new_id)[:, 13:].any()


@pytest.mark.parametrize("line", [[(-5, 20), (20, 20)], [(3, 3)], [(-9, -9), (-2, 50)], []])
def test_a_line_that_does_not_cut_through_is_refused(line: list[tuple[float, float]]) -> None:
    with pytest.raises(PartsError, match="does not cut"):
        split_by_line(parts_of(np.ones((SIZE, SIZE), dtype=np.uint8)), 1, line)


def test_the_middle_line_halves_a_long_part_across() -> None:
    labels = np.ones((SIZE, SIZE), dtype=np.uint8)
    labels[18:24, 2:38] = 2
    parts = parts_of(labels)
    split, new_id = split_by_line(parts, 2, middle_line(parts, 2))
    assert abs(int(split.mask(new_id).sum()) - int(split.mask(2).sum())) <= 12
    assert not split.mask(new_id)[:, 2:38].all(axis=0).all()


@few
@given(parts=maps)
def test_islands_become_parts_of_their_own_and_merge_back(parts: PartMap) -> None:
    part_id = parts.ids[-1]
    try:
        split, new_ids = split_islands(parts, part_id)
    except PartsError:
        islands, _ = cv2.connectedComponents(parts.mask(part_id).view(np.uint8), connectivity=8)
        assert islands == 2, "the outside and one island"
        return
    areas_px = split.areas_px()
    assert areas_px[part_id] >= max(areas_px[new_id] for new_id in new_ids)
    assert len({part.name for part in split.parts}) == len(split.parts)
    assert np.array_equal(merge(split, new_ids, part_id).labels, parts.labels)


def test_new_names_count_on() -> None:
    parts = blobs(0).changed(1, name="Hair").changed(2, name="hair 2")
    assert next_name(parts, "Hair") == "Hair 3"
    assert next_name(parts, "hair 2") == "hair 3"
    assert next_name(parts, "jug") == "jug 2"


def test_nothing_selected_is_said() -> None:
    parts = blobs(0)
    for edit in (lambda: assign(parts, NOTHING, 1), lambda: add_part(parts, NOTHING, name="new")):
        with pytest.raises(PartsError, match="Nothing is selected"):
            edit()
    with pytest.raises(PartsError, match="locked parts"):
        assign(parts, Area.of(parts.mask(2)), 1, keep=frozenset({2}))
