import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from painttime.core.change import LEVEL_BOUNDS, degree_level
from painttime.recordings.labelling.changing import levels_of
from painttime.recordings.labelling.labels import RecordingLabels, labels_from_json


@pytest.fixture
def labels():
    rng = np.random.default_rng(2)
    return RecordingLabels(
        part_ids=(7, 3),
        degrees_at={3: rng.random((2, 2)).astype(np.float32), 1: rng.random((4, 2)).astype(np.float32)},
        stages=("ground", "block-in", "block-in", "detail", "finish"),
        settled=np.array([[0, 4], [1, 2]], dtype=np.uint16),
    )


@given(st.floats(0, 1, width=32))
def test_levels_are_those_of_the_formula(degree):
    assert levels_of(np.array([degree], dtype=np.float32))[0] == degree_level(degree)


def test_a_degree_at_a_bound_still_has_its_level():
    assert levels_of(np.array(LEVEL_BOUNDS)).tolist() == [0, 1, 2, 3, 4, 5]
    assert levels_of(np.nextafter(np.array(LEVEL_BOUNDS), 1)).tolist() == [1, 2, 3, 4, 5, 5]


def test_labels_come_back_from_json_bit_by_bit(labels):
    text = json.dumps(labels.to_json())
    again = labels_from_json(json.loads(text), labels.settled)
    assert again.part_ids == (7, 3)
    assert again.stages == labels.stages
    assert again.intervals == (1, 3)
    for interval in (1, 3):
        np.testing.assert_array_equal(again.degrees_at[interval], labels.degrees_at[interval])
    assert json.dumps(again.to_json()) == text


def test_an_empty_table_of_a_map_without_parts_comes_back():
    labels = RecordingLabels(
        part_ids=(),
        degrees_at={1: np.zeros((1, 0), np.float32)},
        stages=("ground", "finish"),
        settled=np.ones((2, 2), np.uint16),
    )
    assert labels_from_json(labels.to_json(), labels.settled).degrees.shape == (1, 0)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("stages", 0), "sketch"),
        (("stages",), ["ground", "finish"]),
        (("part_ids", 0), 0),
        (("part_ids", 0), "7"),
        (("intervals", 0, "interval"), 4),
        (("intervals", 0, "interval"), 0),
        (("intervals", 0, "degrees", 0, 0), 1.5),
        (("intervals", 0, "degrees", 0, 0), None),
        (("intervals", 0, "degrees", 0, 0), "a"),
        (("intervals", 0, "degrees", 0), [0.5]),
        (("intervals", 0, "degrees"), {}),
        (("intervals", 0, "levels", 0), [9, 9]),
        (("intervals", 0, "levels", 0, 0), 1e9),
        (("intervals",), []),
    ],
)
def test_json_that_does_not_fit_is_refused(labels, path, value):
    document = json.loads(json.dumps(labels.to_json()))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ValueError):  # noqa: PT011
        labels_from_json(document, labels.settled)


def test_labels_cannot_be_altered_nor_hold_what_cannot_be(labels):
    with pytest.raises(ValueError, match="read-only"):
        labels.degrees[0, 0] = 0
    with pytest.raises(ValueError, match="read-only"):
        labels.settled[0, 0] = 0
    with pytest.raises(ValueError, match="after the last frame"):
        labels_from_json(labels.to_json(), np.array([[5]], dtype=np.uint16))
    with pytest.raises(ValueError, match="degrees lie in"):
        RecordingLabels(
            part_ids=(1,),
            degrees_at={1: np.array([[np.nan]], np.float32)},
            stages=("ground", "finish"),
            settled=labels.settled[:1, :1],
        )
