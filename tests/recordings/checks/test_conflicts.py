import numpy as np
import pytest

from painttime.recordings.checks.conflicts import find_conflicts
from painttime.recordings.checks.examples import GRID, Example
from painttime.recordings.labelling.level_table import PairOfFrames

GROUND, PAINT = 240, 40


def cells(value):
    return np.full((GRID, GRID, 3), value, dtype=np.uint8)


def laid(columns, value=PAINT):
    picture = cells(GROUND)
    picture[:, columns] = value
    return picture


def example(recording, after, *, before=None, painting=PAINT, kind="sky", level=2, pair=(0, 1), share=None):
    return Example(
        pair=PairOfFrames(recording=recording, earlier=pair[0], later=pair[1]),
        part_id=1,
        kind=kind,
        level=level,
        share=np.full((GRID, GRID), 255, np.uint8) if share is None else share,
        painting=cells(painting),
        before=cells(GROUND) if before is None else before,
        after=after,
    )


LEFT, RIGHT = slice(0, 3), slice(9, 12)


@pytest.fixture
def compared(to_the_end):
    return lambda *examples: to_the_end(find_conflicts(examples))[0]


def test_two_ways_to_go_on_from_one_canvas_conflict(compared):
    found = compared(example(0, laid(LEFT)), example(1, laid(RIGHT)))
    (conflict,) = found.listed
    assert conflict.canvas_difference == 0
    assert conflict.disagreement == pytest.approx(1)
    # Six of twelve columns differ, by 200 of 255.
    assert conflict.outcome_difference == pytest.approx(0.5 * 200 / 255, abs=1e-3)
    assert (found.num_examples, found.num_conflicting, found.num_explained) == (2, 2, 0)
    assert found.num_by_interval == {1: (2, 2)}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"after": laid(LEFT)}, id="the same outcome"),
        pytest.param({"after": laid(slice(0, 4))}, id="nearly the same outcome"),
        pytest.param({"after": laid(RIGHT), "level": 3}, id="another level"),
        pytest.param({"after": laid(RIGHT), "kind": "sea"}, id="another kind of part"),
        pytest.param({"after": laid(RIGHT), "before": laid(slice(4, 6))}, id="another canvas"),
        pytest.param(
            {"after": laid(RIGHT), "share": np.tri(GRID, dtype=np.uint8) * 255}, id="another outline"
        ),
    ],
)
def test_pairs_that_differ_otherwise_do_not_conflict(compared, other):
    found = compared(example(0, laid(LEFT)), example(1, **other))
    assert found.listed == ()
    assert found.num_conflicting == found.num_explained == 0


def test_what_differs_by_the_painting_is_counted_but_not_listed(compared):
    found = compared(example(0, laid(LEFT)), example(1, laid(RIGHT), painting=120))
    assert found.listed == ()
    assert (found.num_conflicting, found.num_explained) == (0, 1)


def test_a_small_step_that_the_canvas_shows_is_no_conflict(compared):
    first, second = laid(slice(0, 1), GROUND - 30), laid(slice(0, 2), GROUND - 30)
    found = compared(example(0, first), example(0, second, before=first, pair=(1, 2)))
    assert found.listed == ()


def test_of_each_two_recordings_only_the_worst_conflict_is_listed(compared):
    examples = [example(0, laid(LEFT)), example(0, laid(LEFT, 140), pair=(0, 3)), example(1, laid(RIGHT))]
    examples.append(example(2, laid(slice(5, 8), 200)))
    found = compared(*examples)
    places = [(one.one.pair.recording, one.other.pair.recording) for one in found.listed]
    assert places[0] == (0, 1)
    assert sorted(places) == [(0, 1), (0, 2), (1, 2)]
    assert found.listed[0].one.pair.later == 1
    assert found.num_conflicting == 4
    assert found.num_by_interval == {1: (3, 3), 3: (1, 1)}


def test_many_examples_are_compared_in_blocks(compared):
    rng = np.random.default_rng(0)
    filler = [
        example(5, laid(LEFT), before=rng.integers(0, 255, (GRID, GRID, 3)).astype(np.uint8))
        for _ in range(1200)
    ]
    found = compared(example(0, laid(LEFT)), *filler, example(1, laid(RIGHT)))
    assert [(one.one.pair.recording, one.other.pair.recording) for one in found.listed] == [(0, 1)]
    assert found.num_conflicting == 2


def test_no_examples_have_no_conflicts(compared):
    assert compared().listed == ()
