"""Part maps: validation, look-up, boxes and sizes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from painttime.core.part import Part, PartMap
from painttime.errors import PartsError


def _part_map() -> PartMap:
    """Return 6 x 8 pixels: sky (2) above, ground (5) below, a jug (9) of 2 x 3 pixels in front."""
    labels = np.full((6, 8), 2, dtype=np.uint8)
    labels[3:] = 5
    labels[2:4, 4:7] = 9
    parts = (Part(id=2, name="Sky"), Part(id=5, name="ground"), Part(id=9, name="jug"))
    return PartMap(labels=labels, parts=parts)


def test_ids_keep_the_order_of_depth() -> None:
    assert _part_map().ids == (2, 5, 9)
    assert _part_map().reordered((9, 2, 5)).ids == (9, 2, 5)


@pytest.mark.parametrize("ids", [(2, 2), (0, 1), (1, 256)], ids=["twice", "zero", "too large"])
def test_ids_must_differ_and_fit_a_byte(ids: tuple[int, int]) -> None:
    parts = tuple(Part(id=part_id, name=f"part {part_id}") for part_id in ids)
    with pytest.raises(ValueError, match="part ids must differ"):
        PartMap(labels=np.full((4, 4), ids[0] % 256, dtype=np.uint8), parts=parts)


def test_every_label_needs_a_part() -> None:
    labels = np.array([[1, 1], [1, 3]], dtype=np.uint8)
    with pytest.raises(ValueError, match=r"labels without a part: \[3\]"):
        PartMap(labels=labels, parts=(Part(id=1, name="all"),))


@pytest.mark.parametrize(
    "labels", [np.ones((4, 4, 1), dtype=np.uint8), np.ones((4, 4), dtype=np.int32)], ids=["3-D", "int32"]
)
def test_labels_are_a_byte_picture(labels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="labels are"):
        PartMap(labels=labels, parts=(Part(id=1, name="all"),))


def test_reordering_cannot_lose_or_double_a_part() -> None:
    with pytest.raises(ValueError, match="labels without a part"):
        _part_map().reordered((2, 5))
    with pytest.raises(ValueError, match="part ids must differ"):
        _part_map().reordered((2, 5, 9, 9))
    with pytest.raises(KeyError):
        _part_map().reordered((2, 5, 9, 77))


@pytest.mark.parametrize("wanted", ["Sky", "sky", " SKY ", "2"])
def test_find_takes_a_name_in_any_case_or_an_id(wanted: str) -> None:
    assert _part_map().find(wanted).id == 2


def test_find_names_the_parts_there_are() -> None:
    with pytest.raises(PartsError, match=r'no part "hair".*"Sky", "ground", "jug"'):
        _part_map().find("hair")


def test_part_by_id() -> None:
    assert _part_map().part(9).name == "jug"
    with pytest.raises(KeyError):
        _part_map().part(1)


def test_bbox_excludes_right_and_bottom() -> None:
    parts = _part_map()
    assert parts.bbox(9) == (4, 2, 7, 4)
    assert parts.bbox(2) == (0, 0, 8, 3)


def test_part_without_pixels_has_an_empty_box_and_no_area() -> None:
    parts = PartMap(
        labels=np.ones((4, 4), dtype=np.uint8), parts=(Part(id=1, name="all"), Part(id=2, name="gone"))
    )
    assert parts.bbox(2) == (0, 0, 0, 0)
    assert parts.areas_px() == {1: 16, 2: 0}
    assert not parts.mask(2).any()


def test_areas_and_masks_cover_the_picture_once() -> None:
    parts = _part_map()
    assert sum(parts.areas_px().values()) == parts.labels.size
    total = sum(parts.mask(part_id).astype(int) for part_id in parts.ids)
    np.testing.assert_array_equal(total, 1)


def test_resized_to_its_own_size_is_the_same() -> None:
    parts = _part_map()
    np.testing.assert_array_equal(parts.resized(6, 8), parts.labels)


def test_resized_by_a_whole_factor_repeats_pixels() -> None:
    parts = _part_map()
    np.testing.assert_array_equal(parts.resized(18, 24), parts.labels.repeat(3, axis=0).repeat(3, axis=1))


@given(height=st.integers(1, 40), width=st.integers(1, 40))
def test_resized_takes_the_nearest_pixel_centre(height: int, width: int) -> None:
    parts = _part_map()
    resized = parts.resized(height, width)
    assert resized.shape == (height, width)
    for y, x in ((0, 0), (height - 1, width - 1), (height // 2, width // 2)):
        expected = parts.labels[int((y + 0.5) * 6 / height), int((x + 0.5) * 8 / width)]
        assert resized[y, x] == expected


def test_changed_alters_one_part_and_no_label() -> None:
    parts = _part_map()
    renamed = parts.changed(5, name="meadow", colour=(1, 2, 3))
    assert [part.name for part in renamed.parts] == ["Sky", "meadow", "jug"]
    assert renamed.part(5).colour == (1, 2, 3)
    np.testing.assert_array_equal(renamed.labels, parts.labels)
    assert parts.part(5).name == "ground"


def test_labels_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        _part_map().labels[0, 0] = 5


@given(
    labels=arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(1, 255)),
    is_turned=st.booleans(),
)
def test_areas_count_every_pixel_once(labels, is_turned):
    labels = labels.T if is_turned else labels
    ids = np.unique(labels).tolist()
    parts = PartMap(labels=labels, parts=tuple(Part(id=part_id, name=str(part_id)) for part_id in ids))
    assert parts.areas_px() == {part_id: int((labels == part_id).sum()) for part_id in ids}
