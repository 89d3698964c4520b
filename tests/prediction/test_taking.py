"""Takes grown step by step with a model that has learnt nothing: they arrive all the same."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from painttime.core.canvas import NUM_RENDITIONS, Canvas
from painttime.core.change import Direction, realised_degrees
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import DEFAULT_HABIT, Project
from painttime.prediction.planner import HABITS, capacities, make_plan
from painttime.prediction.stepper import Scene, Stepper
from painttime.prediction.taking import (
    begin_take,
    begin_with_ground,
    missing_steps,
    part_orders,
    replan,
    take_step,
)

PART_IDS = (5, 2, 8, 30)
NUM_STEPS = 14
FINISHED = NUM_RENDITIONS - 1
BACKWARD, FORWARD = Direction.BACKWARD, Direction.FORWARD


def plan_for(
    scene: Scene,
    num_steps: int = NUM_STEPS,
    locked: Iterable[int] = (),
    degrees: Mapping[int, float] | None = None,
) -> Plan:
    labels = np.array(PART_IDS, dtype=np.uint8)[scene.parts]
    areas = np.array([mask.sum() for mask in scene.masks], dtype=np.float64)
    return make_plan(
        HABITS[DEFAULT_HABIT],
        capacities(scene.renditions, labels, PART_IDS),
        areas,
        PART_IDS,
        num_steps=num_steps,
        locked=frozenset(locked),
        degrees=degrees,
    )


def begun(scene: Scene, plan: Plan | None = None, locked: Iterable[int] = (), seed: int = 1) -> Take:
    plan = plan or plan_for(scene, locked=locked)
    labels = np.array(PART_IDS, dtype=np.uint8)[scene.parts]
    project = Project(
        painting=Painting(pixels=scene.renditions.images[-1]),
        parts=PartMap(labels=labels, parts=tuple(Part(id=i, name=str(i)) for i in PART_IDS)),
        num_steps=plan.num_steps,
        seed=seed,
        locked=frozenset(locked),
    )
    return begin_take(project, scene, plan)


def completed(take: Take, scene: Scene, stepper: Stepper) -> Take:
    for index, direction in missing_steps(take):
        take = take_step(take, scene, stepper, index, direction)
    return take


def stages(take: Take, index: int) -> np.ndarray:
    return take.canvas(index).stages().astype(int)


def assert_never_uncovers(take: Take) -> None:
    for index in range(take.num_steps):
        assert (stages(take, index) <= stages(take, index + 1)).all()


def assert_realised_is_measured(take: Take, scene: Scene) -> None:
    labels = np.array(PART_IDS, dtype=np.uint8)[scene.parts]
    for step in range(take.num_steps):
        before, after = (take.canvas(step + more).compose(scene.renditions) for more in (0, 1))
        np.testing.assert_array_equal(take.realised[step], realised_degrees(before, after, labels, PART_IDS))


def largest_leap(take: Take) -> float:
    """Return by how much some part changed more than the plan asked for, at most."""
    return float((take.realised - take.plan.degrees).max())


@pytest.fixture(scope="module")
def backward(scene: Scene, stepper: Stepper) -> Take:
    return completed(begun(scene), scene, stepper)


@pytest.fixture(scope="module")
def forward(scene: Scene, stepper: Stepper) -> Take:
    return completed(begin_with_ground(begun(scene), scene), scene, stepper)


def test_a_take_begins_with_the_painting_alone(scene: Scene) -> None:
    take = begun(scene, locked={2})
    assert take.computed == (False,) * NUM_STEPS + (True,)
    assert (take.canvas(NUM_STEPS).mix[..., -1] == 255).all()
    assert take.seed == 1
    assert take.locked == {2}


@pytest.mark.parametrize("which", ["backward", "forward"])
def test_takes_go_from_the_ground_to_the_painting(
    which: str, scene: Scene, request: pytest.FixtureRequest
) -> None:
    take = request.getfixturevalue(which)
    assert take.is_complete
    assert (take.canvas(0).mix[..., 0] == 255).all()
    assert (take.canvas(NUM_STEPS).mix[..., -1] == 255).all()
    assert_never_uncovers(take)
    assert_realised_is_measured(take, scene)


@pytest.mark.parametrize("which", ["backward", "forward"])
def test_takes_keep_the_plan_but_for_the_last_step_of_a_part(
    which: str, scene: Scene, request: pytest.FixtureRequest
) -> None:
    take = request.getfixturevalue(which)
    direction = BACKWARD if which == "backward" else FORWARD
    areas = [int(mask.sum()) for mask in scene.masks]
    checked = 0
    for step in range(NUM_STEPS - (direction is FORWARD)):
        for column, order in enumerate(part_orders(take, step, direction).values()):
            realised = float(take.realised[step, column])
            if order.degree == 0:
                assert realised == 0
            elif not order.arrive:
                # A part asked to change nearly whole may hold pixels that cannot show a change.
                enough = min(order.degree, 0.9)
                assert enough - 0.01 - 1 / areas[column] <= realised <= order.degree + 1 / areas[column]
                checked += 1
    assert checked > 15


def test_takes_arrive_without_a_leap(backward: Take, forward: Take) -> None:
    for take, first in ((backward, True), (forward, False)):
        for column in range(len(PART_IDS)):
            painted = np.flatnonzero(take.plan.degrees[:, column])
            arrival = painted[0] if first else NUM_STEPS - 1
            leap = take.realised[arrival, column] - take.plan.degrees[arrival, column]
            assert leap < 0.25


def test_a_seed_is_a_take(backward: Take, scene: Scene, stepper: Stepper) -> None:
    again = completed(begun(scene), scene, stepper)
    other = completed(begun(scene, seed=2), scene, stepper)
    for index in range(NUM_STEPS + 1):
        np.testing.assert_array_equal(again.canvas(index).mix, backward.canvas(index).mix)
    middle = NUM_STEPS // 2
    assert (stages(other, middle) != stages(backward, middle)).mean() > 0.02


@pytest.mark.parametrize("direction", [BACKWARD, FORWARD])
def test_locked_parts_stay_finished(direction: Direction, scene: Scene, stepper: Stepper) -> None:
    take = begun(scene, locked={8})
    if direction is FORWARD:
        take = begin_with_ground(take, scene)
    take = completed(take, scene, stepper)
    own = scene.masks[PART_IDS.index(8)]
    for index in range(NUM_STEPS + 1):
        assert (stages(take, index)[own] == FINISHED).all()
    assert (stages(take, 0)[~own] == 0).all()
    assert (take.realised[:, PART_IDS.index(8)] == 0).all()


@pytest.mark.parametrize("direction", [BACKWARD, FORWARD])
def test_a_part_asked_to_stay_as_it_is_stays_finished(
    direction: Direction, scene: Scene, stepper: Stepper
) -> None:
    take = begun(scene, plan_for(scene, degrees={5: 0.0, 30: 1.0}))
    if direction is FORWARD:
        take = begin_with_ground(take, scene)
    take = completed(take, scene, stepper)
    assert (stages(take, 0)[scene.masks[0]] == FINISHED).all()
    assert (stages(take, 0)[~scene.masks[0]] == 0).all()
    assert_never_uncovers(take)


@pytest.mark.parametrize("num_steps", [1, 2, 3])
@pytest.mark.parametrize("direction", [BACKWARD, FORWARD])
def test_short_takes_arrive_too(num_steps: int, direction: Direction, scene: Scene, stepper: Stepper) -> None:
    take = begun(scene, plan_for(scene, num_steps))
    if direction is FORWARD:
        take = begin_with_ground(take, scene)
    take = completed(take, scene, stepper)
    assert take.is_complete
    assert (stages(take, 0) == 0).all()
    assert_never_uncovers(take)
    assert np.isfinite(take.realised).all()


def test_missing_steps_go_forward_between_what_is_known_and_backward_before_it(scene: Scene) -> None:
    take = begun(scene, plan_for(scene, 6))
    assert missing_steps(take) == [(index, BACKWARD) for index in (6, 5, 4, 3, 2, 1)]
    assert missing_steps(begin_with_ground(take, scene)) == [(i, FORWARD) for i in (0, 1, 2, 3, 4, 5)]
    some = Canvas.uniform(*scene.parts.shape, 2)
    gap = replace(take, canvases=(None, None, some, None, None, None, take.canvases[-1]))
    assert missing_steps(gap) == [
        (2, FORWARD),
        (3, FORWARD),
        (4, FORWARD),
        (5, FORWARD),
        (2, BACKWARD),
        (1, BACKWARD),
    ]
    full = replace(take, canvases=(some,) * 6 + take.canvases[-1:], realised=np.zeros((6, 4)))
    assert missing_steps(full) == []


def test_a_take_stopped_and_continued_keeps_what_it_has_and_arrives(scene: Scene, stepper: Stepper) -> None:
    part = begun(scene)
    for index, direction in missing_steps(part)[:6]:
        part = take_step(part, scene, stepper, index, direction)
    whole = completed(replan(part, scene, part.locked), scene, stepper)
    for index in range(NUM_STEPS - 6, NUM_STEPS + 1):
        assert whole.canvas(index) is part.canvas(index)
    assert (stages(whole, 0) == 0).all()
    assert_never_uncovers(whole)
    assert largest_leap(whole) < 0.05


def by_hand(
    take: Take, scene: Scene, stepper: Stepper, index: int, direction: Direction, degrees: dict[int, float]
) -> Take:
    step = index - 1 if direction is BACKWARD else index
    take = replace(take, plan=take.plan.with_step(step, degrees))
    take = take.without_before(index) if direction is BACKWARD else take.without_between(index)
    return take_step(take, scene, stepper, index, direction, by_hand=frozenset(degrees))


def test_a_step_by_hand_changes_its_parts_by_their_degrees(
    backward: Take, scene: Scene, stepper: Stepper
) -> None:
    wanted = {5: 0.12, 2: 0.0, 8: 0.3, 30: 0.0}
    take = by_hand(begun(scene), scene, stepper, NUM_STEPS, BACKWARD, wanted)
    np.testing.assert_allclose(take.realised[-1], list(wanted.values()), atol=0.01)
    middle = by_hand(backward, scene, stepper, 7, FORWARD, {5: 0.1, 2: 0.0, 8: 0.0, 30: 0.0})
    assert middle.computed == (*(True,) * 9, *(False,) * (NUM_STEPS - 9), True)
    np.testing.assert_allclose(middle.realised[7, 1:], 0)


@pytest.mark.parametrize("degree", [0.02, 0.6])
def test_a_take_arrives_after_steps_by_hand_back(degree: float, scene: Scene, stepper: Stepper) -> None:
    take = begun(scene)
    for index in range(NUM_STEPS, NUM_STEPS - 4, -1):
        take = by_hand(take, scene, stepper, index, BACKWARD, dict.fromkeys(PART_IDS, degree))
    take = completed(replan(take, scene, take.locked), scene, stepper)
    assert (stages(take, 0) == 0).all()
    assert_never_uncovers(take)
    changed = (take.realised[:-4] >= 0.005).any(axis=1)
    # No stall: every step that is left has work to do as long as there is work.
    assert changed.all()
    assert largest_leap(take) < 0.1


@pytest.mark.parametrize("degree", [0.02, 0.6])
def test_a_take_arrives_after_steps_by_hand_on(
    degree: float, backward: Take, scene: Scene, stepper: Stepper
) -> None:
    take = backward
    for index in (3, 4, 5):
        take = by_hand(take, scene, stepper, index, FORWARD, dict.fromkeys(PART_IDS, degree))
    take = completed(replan(take, scene, take.locked), scene, stepper)
    assert take.canvas(3) is backward.canvas(3)
    assert (stages(take, NUM_STEPS) == FINISHED).all()
    assert_never_uncovers(take)
    assert (take.realised[6:] >= 0.005).any(axis=1).all()
    assert largest_leap(take) < 0.1


def test_hand_steps_all_the_way_back_reach_the_ground(scene: Scene, stepper: Stepper) -> None:
    take = begun(scene, plan_for(scene, 5))
    for index in range(5, 0, -1):
        take = by_hand(take, scene, stepper, index, BACKWARD, dict.fromkeys(PART_IDS, 0.4))
    assert take.is_complete
    assert (stages(take, 0) == 0).all()
    assert_never_uncovers(take)


def test_the_first_step_of_all_by_hand_leaves_a_part_of_degree_0_alone(
    scene: Scene, stepper: Stepper
) -> None:
    take = begun(scene, plan_for(scene, 3))
    for index in (3, 2, 1):
        degrees = {5: 0.0, 2: 0.5, 8: 0.5, 30: 0.5}
        take = by_hand(take, scene, stepper, index, BACKWARD, degrees)
    assert (stages(take, 0)[scene.masks[0]] == FINISHED).all()
    assert (stages(take, 0)[~scene.masks[0]] == 0).all()


def test_the_step_into_the_painting_gives_the_painting(
    backward: Take, scene: Scene, stepper: Stepper
) -> None:
    take = by_hand(backward, scene, stepper, NUM_STEPS - 1, FORWARD, dict.fromkeys(PART_IDS, 0.0))
    assert take.canvas(NUM_STEPS) is backward.canvas(NUM_STEPS)
    assert take.is_complete


def test_replanning_fits_what_is_left_and_spares_what_stays(scene: Scene, stepper: Stepper) -> None:
    take = begun(scene, locked={2})
    for index in range(NUM_STEPS, NUM_STEPS - 3, -1):
        take = by_hand(take, scene, stepper, index, BACKWARD, {5: 0.5, 2: 0.0, 8: 0.0, 30: 0.0})
    fitted = replan(take, scene, take.locked).plan.degrees
    np.testing.assert_array_equal(fitted[-3:], take.plan.degrees[-3:])
    assert (fitted[:, 1] == 0).all()
    planned = take.plan.degrees[:-3].sum(axis=0)
    assert fitted[:-3, 0].sum() < planned[0]
    assert fitted[:-3, 2].sum() > planned[2]


def test_a_part_locked_on_the_way_stays_as_it_is_from_then_on(scene: Scene, stepper: Stepper) -> None:
    part = begun(scene)
    for index in range(NUM_STEPS, NUM_STEPS - 9, -1):
        part = take_step(part, scene, stepper, index, BACKWARD)
    whole = completed(replan(part, scene, frozenset({2})), scene, stepper)
    assert whole.locked == {2}
    own = scene.masks[PART_IDS.index(2)]
    np.testing.assert_array_equal(stages(whole, 0)[own], stages(part, NUM_STEPS - 9)[own])
    assert 0 < stages(whole, 0)[own].mean() < FINISHED
    assert (stages(whole, 0)[~own] == 0).all()
    assert (whole.plan.degrees[: NUM_STEPS - 9, PART_IDS.index(2)] == 0).all()


def test_a_part_let_free_on_the_way_is_taken_away_with_the_others(scene: Scene, stepper: Stepper) -> None:
    part = begun(scene, locked={2})
    for index in range(NUM_STEPS, NUM_STEPS - 5, -1):
        part = take_step(part, scene, stepper, index, BACKWARD)
    whole = completed(replan(part, scene, frozenset()), scene, stepper)
    assert (stages(whole, 0) == 0).all()
    assert largest_leap(whole) < 0.1


def test_a_plan_may_name_the_parts_in_another_order_than_the_painting(
    small: object, scene: Scene, stepper: Stepper
) -> None:
    """Parts can be given another depth after a plan was made."""
    other = stepper.encode(small.renditions, small.strokes, small.labels, PART_IDS[::-1])
    take = begun(scene, plan_for(scene, locked={30}, degrees={5: 0.0}), locked={30})
    first = by_hand(take, other, stepper, NUM_STEPS, BACKWARD, {5: 0.0, 2: 0.25, 8: 0.1, 30: 0.0})
    np.testing.assert_allclose(first.realised[-1], [0, 0.25, 0.1, 0], atol=0.01)
    whole = completed(replan(first, other, take.locked), other, stepper)
    assert largest_leap(whole) < 0.1
    ground = stages(whole, 0)
    assert (ground[scene.masks[0] | scene.masks[3]] == FINISHED).all()
    assert (ground[scene.masks[1] | scene.masks[2]] == 0).all()
    bare = begin_with_ground(take, other).canvas(0).stages()
    np.testing.assert_array_equal(bare, ground)


def test_a_step_from_a_canvas_that_is_not_there_is_refused(scene: Scene, stepper: Stepper) -> None:
    with pytest.raises(LookupError, match="canvas 3 is not computed"):
        take_step(begun(scene), scene, stepper, 3, BACKWARD)
