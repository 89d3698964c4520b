"""The order in which simulated painters work."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.image import luminance
from painttime.simulation.habits import SimulatedHabit, random_habit, stroke_times
from painttime.simulation.painter import Subject

PLAIN = SimulatedHabit(
    by_part=0.5,
    part_ranks={5: 0.0, 2: 1 / 3, 8: 2 / 3},
    overlap=1.0,
    patch_weight=0.0,
    sweep=(0.0, 0.0),
    dark_first=0.0,
    scatter=1.0,
)


def times(subject: Subject, **values: object) -> tuple[np.ndarray, ...]:
    habit = replace(PLAIN, **values)
    return stroke_times(subject.passes, subject.areas_px, habit, np.random.default_rng(0))


def by_part(subject: Subject, moments: tuple[np.ndarray, ...], part_id: int) -> np.ndarray:
    own = [m[strokes.part_ids == part_id] for m, strokes in zip(moments, subject.passes, strict=True)]
    return np.concatenate(own)


def test_part_by_part_nearly_finishes_a_part_before_the_next(subject: Subject) -> None:
    moments = times(subject, by_part=1.0)
    back, middle, front = (by_part(subject, moments, part_id) for part_id in (5, 2, 8))
    assert np.quantile(back, 0.9) < np.quantile(middle, 0.1)
    assert np.quantile(middle, 0.9) < np.quantile(front, 0.1)


def test_pass_by_pass_goes_over_everything_before_it_gets_finer(subject: Subject) -> None:
    moments = times(subject, by_part=0.0)
    for coarse, fine in itertools.pairwise(moments):
        assert np.quantile(coarse, 0.9) < np.quantile(fine, 0.1)
    # Within a pass the furthest part still comes first.
    first = subject.passes[0].part_ids
    assert moments[0][first == 5].mean() < moments[0][first == 8].mean()


def test_ranks_decide_which_part_comes_first(subject: Subject) -> None:
    moments = times(subject, by_part=1.0, part_ranks={8: 0.0, 2: 1 / 3, 5: 2 / 3})
    assert by_part(subject, moments, 8).mean() < by_part(subject, moments, 5).mean()


@pytest.mark.parametrize("sign", [1, -1])
def test_dark_first_and_light_first(subject: Subject, sign: int) -> None:
    moments = times(subject, dark_first=2.0 * sign, scatter=0.05)
    for part_id in (5, 2, 8):
        own = subject.passes[0].part_ids == part_id
        r = np.corrcoef(moments[0][own], luminance(subject.passes[0].colours[own]))[0, 1]
        assert sign * r > 0.6


def test_a_sweep_runs_across_the_picture(subject: Subject) -> None:
    moments = times(subject, sweep=(2.0, 0.0), scatter=0.05)
    own = subject.passes[0].part_ids == 5
    assert np.corrcoef(moments[0][own], subject.passes[0].points[own, 0, 0])[0, 1] > 0.6


def test_time_is_the_share_of_area_laid(subject: Subject) -> None:
    moments = np.concatenate(times(subject))
    areas = np.concatenate(subject.areas_px)
    order = np.argsort(moments, kind="stable")
    done = np.cumsum(areas[order]) / areas.sum()
    np.testing.assert_allclose(moments[order], done, atol=0.01)
    assert moments.max() == pytest.approx(1.0, abs=2e-3)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31 - 1), st.integers(1, 20))
def test_drawn_habits_rank_every_part_from_0_to_1(seed: int, num_parts: int) -> None:
    ids = tuple(range(10, 10 + num_parts))
    habit = random_habit(ids, np.random.default_rng(seed))
    ranks = [habit.part_ranks[part_id] for part_id in ids]
    assert min(ranks) == 0
    assert max(ranks) == pytest.approx(1) or num_parts == 1
    assert 0 < habit.by_part < 1
    assert habit.overlap >= 1


def test_most_painters_work_from_back_to_front() -> None:
    ids = tuple(range(1, 9))
    agree = 0
    for seed in range(200):
        habit = random_habit(ids, np.random.default_rng(seed))
        agree += np.corrcoef([habit.part_ranks[i] for i in ids], ids)[0, 1] > 0.5
    assert 0.6 < agree / 200 < 0.9
