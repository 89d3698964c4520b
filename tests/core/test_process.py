"""Takes: canvases that come one by one."""

from dataclasses import replace

import numpy as np
import pytest

from painttime.core.canvas import Canvas
from painttime.core.plan import Plan
from painttime.core.process import Take

NUM_STEPS = 4


def _plan() -> Plan:
    return Plan(degrees=np.full((NUM_STEPS, 2), 0.5), part_ids=(3, 8), habit="back-to-front")


def _begun() -> Take:
    return Take.begin(plan=_plan(), seed=5, locked=frozenset({8}), painting_canvas=Canvas.uniform(6, 6, -1))


def _complete() -> Take:
    take = _begun()
    for index in reversed(range(NUM_STEPS)):
        realised = np.array([0.1 * index, 0.3], dtype=np.float32)
        take = take.with_canvas(index, Canvas.uniform(6, 6, index), step=index, realised=realised)
    return take


def test_a_take_begins_with_the_painting_alone() -> None:
    take = _begun()
    assert take.computed == (False, False, False, False, True)
    assert not take.is_complete
    assert np.isnan(take.realised).all()
    np.testing.assert_array_equal(take.canvas(NUM_STEPS).stages(), 4)


def test_a_canvas_not_computed_is_an_error_that_says_so() -> None:
    with pytest.raises(LookupError, match="canvas 2 is not computed"):
        _begun().canvas(2)


def test_with_canvas_sets_one_canvas_and_notes_its_degrees() -> None:
    before = _begun()
    canvas = Canvas.uniform(6, 6, 3)
    after = before.with_canvas(3, canvas, step=3, realised=np.array([0.25, 0.0], dtype=np.float32))
    assert after.canvas(3) is canvas
    assert after.computed == (False, False, False, True, True)
    np.testing.assert_allclose(after.realised[3], [0.25, 0.0])
    assert np.isnan(after.realised[:3]).all()
    assert before.computed[3] is False
    assert (after.seed, after.locked) == (5, frozenset({8}))


def test_complete_once_every_canvas_is_there() -> None:
    assert _complete().is_complete


def test_without_before_drops_what_follows_going_backward() -> None:
    take = _complete().without_before(2)
    assert take.computed == (False, False, True, True, True)
    assert np.isnan(take.realised[:2]).all()
    assert not np.isnan(take.realised[2:]).any()


def test_without_before_the_first_drops_nothing() -> None:
    assert _complete().without_before(0).is_complete


@pytest.mark.parametrize(
    ("index", "computed"),
    [(0, (True, False, False, False, True)), (2, (True, True, True, False, True)), (3, (True,) * 5)],
)
def test_without_between_drops_what_follows_going_forward(index: int, computed: tuple[bool, ...]) -> None:
    take = _complete().without_between(index)
    assert take.computed == computed
    assert np.isnan(take.realised[index:]).all()
    assert not np.isnan(take.realised[:index]).any()


def test_changed_parts_come_most_changed_first_without_the_unchanged() -> None:
    take = _complete()
    assert take.changed_parts(0) == (8,)
    assert take.changed_parts(2) == (8, 3)
    assert replace(take, realised=np.full((NUM_STEPS, 2), 0.5)).changed_parts(1) == (3, 8)


def test_a_step_not_computed_changed_no_part() -> None:
    assert _begun().changed_parts(0) == ()


def test_canvases_must_fit_the_plan() -> None:
    with pytest.raises(ValueError, match="4 steps need 5 canvases"):
        replace(_complete(), canvases=_complete().canvases[1:])


def test_the_painting_is_always_there() -> None:
    with pytest.raises(ValueError, match="last canvas is the painting"):
        replace(_complete(), canvases=(*_complete().canvases[:-1], None))


def test_realised_degrees_must_fit_the_plan() -> None:
    with pytest.raises(ValueError, match="plan's shape"):
        replace(_complete(), realised=np.zeros((NUM_STEPS, 3)))
