"""A proposal and orders become a change that keeps the plan."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.canvas import NUM_RENDITIONS, Canvas, Renditions
from painttime.core.change import Direction, changed_pixels
from painttime.prediction.selection import (
    LAST,
    PartOrder,
    Proposal,
    select_change,
    visible_passes,
)

SHAPE = (18, 20)
NOTHING = PartOrder(degree=0.0, later=0.0, arrive=False)


@dataclass(frozen=True)
class Case:
    """Random everything: renditions that often agree, scattered stages, blotchy strokes."""

    renditions: Renditions
    canvas: Canvas
    proposal: Proposal
    masks: tuple[np.ndarray, ...]


def case_of(seed: int, alike: float = 0.4) -> Case:
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (NUM_RENDITIONS, *SHAPE, 3), dtype=np.uint8)
    for number in range(1, NUM_RENDITIONS):
        same = rng.random(SHAPE) < alike
        images[number][same] = images[number - 1][same]
    strokes = np.kron(np.arange(1, 91).reshape(9, 10), np.ones((2, 2), dtype=np.int64)).astype(np.int64)
    score = rng.normal(0, 2, 91).astype(np.float32)[strokes]
    strokes[rng.random(SHAPE) < 0.1] = 0
    labels = (np.arange(SHAPE[1])[None, :] // 7).repeat(SHAPE[0], axis=0)
    return Case(
        renditions=Renditions(images=images),
        canvas=Canvas.from_stages(rng.integers(0, NUM_RENDITIONS, SHAPE).astype(np.uint8)),
        proposal=Proposal(
            score=np.where(strokes > 0, score, np.float32(-1e4)),
            wanted=rng.integers(0, NUM_RENDITIONS, SHAPE).astype(np.uint8),
            strokes=strokes,
            along=rng.integers(0, 256, SHAPE, dtype=np.uint8),
        ),
        masks=tuple(labels == part for part in range(3)),
    )


def run(case: Case, orders: tuple[PartOrder, ...], direction: Direction) -> Canvas:
    change = select_change(case.canvas, case.renditions, case.masks, orders, case.proposal, direction)
    assert set(np.unique(change.weight)) <= {0.0, 1.0}
    return change.apply(case.canvas)


directions = st.sampled_from(list(Direction))
seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=200, deadline=None)
@given(seeds, directions, st.floats(0.01, 1), st.floats(0, 8), st.floats(0, 0.95))
def test_the_degree_is_the_one_asked_for(
    seed: int, direction: Direction, degree: float, later: float, alike: float
) -> None:
    case = case_of(seed, alike)
    order = PartOrder(degree=degree, later=later, arrive=False)
    after = run(case, (NOTHING, order, NOTHING), direction)
    own = case.masks[1]
    num_pixels = int(own.sum())
    changed = changed_pixels(case.canvas.compose(case.renditions), after.compose(case.renditions))
    wanted = max(1, round(degree * num_pixels))
    possible = visible_possible(case, own, direction)
    realised = int(changed[own].sum())
    assert realised <= wanted
    assert realised >= min(wanted, possible)


def visible_possible(case: Case, own: np.ndarray, direction: Direction) -> int:
    """Return how many pixels of a part can visibly change at all in this direction."""
    now = case.canvas.stages()
    images = case.renditions.images.astype(np.int16)
    present = case.canvas.compose(case.renditions).astype(np.int16)
    shows = np.abs(images - present[None]).max(axis=3) >= 0.05 * 255
    levels = np.arange(NUM_RENDITIONS)[:, None, None]
    reachable = levels < now if direction is Direction.BACKWARD else levels > now
    return int((shows & reachable).any(axis=0)[own].sum())


@settings(max_examples=100, deadline=None)
@given(seeds, directions, st.floats(0.01, 1), st.floats(0, 8))
def test_no_step_turns_round(seed: int, direction: Direction, degree: float, later: float) -> None:
    case = case_of(seed)
    order = PartOrder(degree=degree, later=later, arrive=False)
    after = run(case, (order, order, order), direction).stages().astype(int)
    before = case.canvas.stages().astype(int)
    assert ((after <= before) if direction is Direction.BACKWARD else (after >= before)).all()


@settings(max_examples=60, deadline=None)
@given(seeds, directions)
def test_parts_with_degree_0_keep_every_pixel(seed: int, direction: Direction) -> None:
    case = case_of(seed)
    order = PartOrder(degree=0.7, later=0.0, arrive=True)
    after = run(case, (order, NOTHING, order), direction)
    np.testing.assert_array_equal(after.mix[case.masks[1]], case.canvas.mix[case.masks[1]])


@pytest.mark.parametrize("direction", list(Direction))
def test_mixed_pixels_of_other_parts_are_not_rounded(direction: Direction) -> None:
    case = case_of(3)
    mix = case.canvas.mix.copy()
    mix[:, 7:14] = (0, 100, 0, 100, 55)
    mixed = Case(renditions=case.renditions, canvas=Canvas(mix=mix), proposal=case.proposal, masks=case.masks)
    after = run(mixed, (PartOrder(degree=1, later=0, arrive=True), NOTHING, NOTHING), direction)
    np.testing.assert_array_equal(after.mix[:, 7:], mix[:, 7:])


@settings(max_examples=60, deadline=None)
@given(seeds, directions, st.floats(0.01, 1))
def test_a_part_that_arrives_is_at_the_end(seed: int, direction: Direction, degree: float) -> None:
    case = case_of(seed)
    order = PartOrder(degree=degree, later=0.0, arrive=True)
    after = run(case, (NOTHING, order, NOTHING), direction).stages()
    assert (after[case.masks[1]] == (0 if direction is Direction.BACKWARD else LAST)).all()


@settings(max_examples=150, deadline=None)
@given(seeds, directions, st.floats(0.3, 1), st.floats(0, 3))
def test_what_is_left_can_be_done_in_the_steps_that_follow(
    seed: int, direction: Direction, degree: float, later: float
) -> None:
    case = case_of(seed)
    own = case.masks[1]
    order = PartOrder(degree=degree, later=later, arrive=False)
    after = run(case, (NOTHING, order, NOTHING), direction)

    def left(canvas: Canvas) -> np.ndarray:
        """Return the visible passes between each pixel and the end."""
        numbers = np.arange(LAST)[:, None, None]
        stages = canvas.stages()[None]
        passed = numbers < stages if direction is Direction.BACKWARD else numbers >= stages
        return (visible_passes(case.renditions) & passed).sum(axis=0)[own]

    before, remaining = left(case.canvas), left(after)
    allowed = before.mean() * later / (later + degree)
    # Either it keeps to that, or every stroke it took has skipped a pass, where that helps and shows alike.
    if remaining.mean() > allowed + 1 / own.sum():
        further = one_further(case, after, direction)
        helps = left(further) < remaining
        alike = shown_change(case, after)[own] == shown_change(case, further)[own]
        single = np.abs(after.stages()[own].astype(int) - case.canvas.stages()[own]) == 1
        assert not (single & helps & alike).any()


def one_further(case: Case, after: Canvas, direction: Direction) -> Canvas:
    """Return the canvas on which everything that moved went one pass further."""
    sign = -1 if direction is Direction.BACKWARD else 1
    stages = after.stages().astype(int)
    moved = stages != case.canvas.stages()
    return Canvas.from_stages(np.clip(stages + sign * moved, 0, LAST).astype(np.uint8))


def shown_change(case: Case, after: Canvas) -> np.ndarray:
    """Return where the step shows, (h, w) bool."""
    return changed_pixels(case.canvas.compose(case.renditions), after.compose(case.renditions))


def test_strokes_go_one_after_the_other_best_first() -> None:
    case = case_of(11, alike=0.0)
    finished = Case(
        renditions=case.renditions,
        canvas=Canvas.uniform(*SHAPE, -1),
        proposal=case.proposal,
        masks=(np.ones(SHAPE, dtype=np.bool_),),
    )
    # So much is left for later steps that nothing has to go deep.
    order = PartOrder(degree=0.4, later=100.0, arrive=False)
    after = run(finished, (order,), Direction.BACKWARD)
    moved = after.stages() != LAST
    strokes, score = case.proposal.strokes, case.proposal.score
    broken = [
        number for number in range(1, 91) if 0 < moved[strokes == number].sum() < (strokes == number).sum()
    ]
    assert len(broken) <= 1
    gone = score[moved & (strokes > 0)]
    kept = score[~moved & (strokes > 0)]
    assert gone.min() >= kept.max()


@pytest.mark.parametrize(("direction", "first"), [(Direction.FORWARD, "low"), (Direction.BACKWARD, "high")])
def test_a_stroke_is_laid_from_its_beginning_and_taken_away_from_its_end(
    direction: Direction, first: str
) -> None:
    images = np.zeros((NUM_RENDITIONS, 1, 10, 3), dtype=np.uint8)
    images[:] = (np.arange(NUM_RENDITIONS) * 60)[:, None, None, None]
    backward = direction is Direction.BACKWARD
    canvas = Canvas.uniform(1, 10, LAST if backward else 0)
    proposal = Proposal(
        score=np.ones((1, 10), dtype=np.float32),
        wanted=np.full((1, 10), LAST - 1 if backward else 1, dtype=np.uint8),
        strokes=np.ones((1, 10), dtype=np.int64),
        along=(np.arange(10, dtype=np.uint8) * 25)[None],
    )
    order = PartOrder(degree=0.3, later=50.0, arrive=False)
    masks = (np.ones((1, 10), dtype=np.bool_),)
    change = select_change(canvas, Renditions(images=images), masks, (order,), proposal, direction)
    expected = [0, 1, 2] if first == "low" else [7, 8, 9]
    assert np.flatnonzero(change.weight[0]).tolist() == expected


def test_a_part_without_pixels_is_left_out() -> None:
    case = case_of(1)
    masks = (np.zeros(SHAPE, dtype=np.bool_), np.ones(SHAPE, dtype=np.bool_))
    order = PartOrder(degree=0.5, later=1.0, arrive=False)
    odd = Case(renditions=case.renditions, canvas=case.canvas, proposal=case.proposal, masks=masks)
    assert run(odd, (order, order), Direction.BACKWARD).mix.shape == (*SHAPE, NUM_RENDITIONS)


def test_visible_passes_are_those_that_differ_enough() -> None:
    images = np.full((NUM_RENDITIONS, 1, 3, 3), 100, dtype=np.uint8)
    images[1:, 0, 0, 1] += 13
    images[1:, 0, 1, 1] += 12
    assert visible_passes(Renditions(images=images))[:, 0].tolist() == [
        [True, False, False],
        [False] * 3,
        [False] * 3,
        [False] * 3,
    ]
