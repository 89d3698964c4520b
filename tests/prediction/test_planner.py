"""From a habit to degrees by step and part."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.canvas import Renditions
from painttime.core.project import DEFAULT_HABIT
from painttime.errors import UserInputError
from painttime.prediction.planner import (
    HABITS,
    LARGEST_DEGREE,
    NUM_PASSES,
    ROOM_FOR_THE_MODEL,
    capacities,
    find_habit,
    make_plan,
)

HABIT = HABITS[DEFAULT_HABIT]


def even(num_parts: int, capacity: float = 0.6) -> np.ndarray:
    return np.full((NUM_PASSES, num_parts), capacity, dtype=np.float32)


@settings(max_examples=120, deadline=None)
@given(st.integers(1, 200), st.integers(1, 24), st.integers(0, 2**32 - 1))
def test_a_plan_holds_the_work_of_every_part(num_steps: int, num_parts: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    passes = rng.uniform(0, 1, (NUM_PASSES, num_parts)).astype(np.float32)
    passes[:, rng.random(num_parts) < 0.2] = 0
    areas = rng.integers(0, 5000, num_parts).astype(np.float64)
    ids = tuple(range(10, 10 + num_parts))
    plan = make_plan(HABIT, passes, areas, ids, num_steps=num_steps)
    assert plan.degrees.shape == (num_steps, num_parts)
    assert plan.part_ids == ids
    assert plan.habit == HABIT.name
    work = ROOM_FOR_THE_MODEL * passes.sum(axis=0)
    # What does not fit into the steps is done all the same, in the last step of a part.
    np.testing.assert_allclose(plan.degrees.sum(axis=0), np.minimum(work, num_steps), rtol=1e-3, atol=1e-3)


def test_steps_share_the_work_and_early_ones_do_more() -> None:
    areas = np.array([4000.0, 3000, 1500, 500])
    plan = make_plan(HABIT, even(4), areas, (1, 2, 3, 4), num_steps=40)
    work = plan.degrees @ areas
    assert work.min() > 0
    assert work[:10].sum() > 1.1 * work[-10:].sum()
    ideal = np.geomspace(HABIT.early_steps, 1, 40)
    off = np.abs(work / work.sum() / (ideal / ideal.sum()) - 1)
    # Only where a part alone would have to leap is the work of a step less even.
    assert np.median(off) < 0.05


def test_no_part_leaps_where_there_are_steps_enough() -> None:
    areas = np.array([4000.0, 3000, 1500, 60])
    plan = make_plan(HABIT, even(4), areas, (1, 2, 3, 4), num_steps=40)
    assert plan.degrees.max() <= LARGEST_DEGREE + 1e-6
    np.testing.assert_allclose(plan.degrees.sum(axis=0), ROOM_FOR_THE_MODEL * even(4).sum(axis=0), rtol=1e-4)


@pytest.mark.parametrize("by_part", [0.0, 0.55, 1.0])
def test_what_lies_back_comes_before_what_lies_in_front(by_part: float) -> None:
    habit = replace(HABIT, by_part=by_part)
    plan = make_plan(habit, even(5), np.full(5, 100.0), (9, 3, 7, 1, 5), num_steps=60)
    centres = np.arange(60) @ plan.degrees / plan.degrees.sum(axis=0)
    assert (np.diff(centres) > 0).all()
    spread = np.ptp(centres)
    assert spread > (5 if by_part == 0 else 15)


def test_locked_parts_are_never_planned() -> None:
    plan = make_plan(
        HABIT, even(3), np.ones(3), (4, 5, 6), num_steps=12, locked=frozenset({5}), degrees={5: 0.5}
    )
    assert (plan.degrees[:, 1] == 0).all()
    assert (plan.degrees[:, [0, 2]].sum(axis=0) > 0).all()


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.just(0.0), st.floats(0.001, 1)), st.integers(1, 200), st.integers(0, 3))
def test_a_degree_asked_for_holds_in_every_step_that_paints_the_part(
    degree: float, num_steps: int, column: int
) -> None:
    ids = (11, 12, 13, 14)
    asked = {ids[column]: degree}
    plan = make_plan(HABIT, even(4), np.full(4, 50.0), ids, num_steps=num_steps, degrees=asked)
    painted = plan.degrees[:, column][plan.degrees[:, column] > 0]
    if degree == 0:
        assert len(painted) == 0
        return
    assert (painted == np.float32(degree)).all()
    # In one go, and about as often as the work takes.
    steps = np.flatnonzero(plan.degrees[:, column])
    assert np.ptp(steps) == len(steps) - 1
    wanted = min(num_steps, max(1, round(float(even(4)[:, column].sum()) / degree)))
    assert len(steps) == wanted
    others = [index for index in range(4) if index != column]
    free = make_plan(HABIT, even(4), np.full(4, 50.0), ids, num_steps=num_steps)
    np.testing.assert_array_equal(plan.degrees[:, others], free.degrees[:, others])


def test_a_degree_as_good_as_0_is_no_failure() -> None:
    plan = make_plan(HABIT, even(2), np.ones(2), (1, 2), num_steps=9, degrees={1: 1e-320, 2: 1e-30})
    assert (plan.degrees < 1e-20).all()


def test_one_step_takes_everything() -> None:
    plan = make_plan(HABIT, even(3, 0.9), np.ones(3), (1, 2, 3), num_steps=1)
    assert (plan.degrees == 1).all()


def test_parts_without_work_are_not_planned() -> None:
    passes = even(3)
    passes[:, 1] = 0
    plan = make_plan(HABIT, passes, np.ones(3), (1, 2, 3), num_steps=20)
    assert (plan.degrees[:, 1] == 0).all()


def test_a_painting_like_its_ground_makes_an_empty_plan() -> None:
    plan = make_plan(HABIT, even(2, 0.0), np.ones(2), (1, 2), num_steps=7)
    assert (plan.degrees == 0).all()


def test_capacities_are_what_shows_of_each_pass() -> None:
    images = np.full((5, 4, 6, 3), 200, dtype=np.uint8)
    labels = np.ones((4, 6), dtype=np.uint8)
    labels[:, 3:] = 2
    images[1:, :, :3] = 100  # the block-in covers part 1
    images[2:, :2, 3:] = 50  # the modelling covers half of part 2
    images[4:, 3, 5] = 60  # the finish changes a pixel of part 2 too little to count
    images[4:, 3, 5] = 195
    passes = capacities(Renditions(images=images), labels, (2, 1, 99))
    np.testing.assert_allclose(passes[:, 0], [0, 0.5, 0, 0])
    np.testing.assert_allclose(passes[:, 1], [1, 0, 0, 0])
    np.testing.assert_allclose(passes[:, 2], 0)


def test_an_unknown_habit_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UserInputError, match=f'no habit "upside-down".*{DEFAULT_HABIT}'):
        find_habit("upside-down")
    assert find_habit(DEFAULT_HABIT) is HABIT
