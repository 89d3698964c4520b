"""Simulated painters: from the ground to the painting, never back."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.canvas import NUM_RENDITIONS
from painttime.simulation.painter import Subject, make_subject, simulate


def test_a_process_begins_with_the_ground_and_ends_with_the_painting(subject: Subject) -> None:
    process = simulate(subject, 0)
    np.testing.assert_array_equal(process.frame(0.0), subject.renditions.images[0])
    np.testing.assert_array_equal(process.frame(1.0), subject.renditions.images[-1])
    assert (process.frame(0.0) == (201, 176, 138)).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**31 - 1))
def test_nothing_painted_is_ever_uncovered_again(subject: Subject, seed: int) -> None:
    process = simulate(subject, seed)
    before = process.stages(0.0)
    for moment in np.linspace(0, 1, 23)[1:]:
        after = process.stages(float(moment))
        assert (after >= before).all()
        before = after
    assert (before == NUM_RENDITIONS - 1).all()


def test_a_seed_is_a_painter(subject: Subject) -> None:
    first, again, other = (simulate(subject, seed).times for seed in (7, 7, 8))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other)[first < 2].mean() > 0.03
    assert not first.flags.writeable


@pytest.mark.parametrize("seed", range(6))
def test_equal_times_lay_about_equal_areas(subject: Subject, seed: int) -> None:
    process = simulate(subject, seed)
    moments = np.linspace(0, 1, 11)
    laid = [
        int(((process.times > begin) & (process.times <= end)).sum())
        for begin, end in itertools.pairwise(moments)
    ]
    assert min(laid) > 0.8 * np.mean(laid)
    assert max(laid) < 1.2 * np.mean(laid)


def test_a_stroke_grows_from_its_beginning(subject: Subject) -> None:
    process = simulate(subject, 2)
    ids, along = subject.maps.ids[0], subject.maps.along[0]
    for stroke in np.unique(ids[ids >= 0])[:20]:
        own = ids == stroke
        order = np.argsort(along[own], kind="stable")
        assert (np.diff(process.times[0][own][order]) >= 0).all()


def test_visible_areas_are_those_of_the_maps(subject: Subject) -> None:
    for ids, areas, strokes in zip(subject.maps.ids, subject.areas_px, subject.passes, strict=True):
        assert len(areas) == len(strokes)
        assert areas.sum() == (ids >= 0).sum()
        assert areas[0] == (ids == 0).sum()


def test_subjects_are_the_same_every_time(subject: Subject) -> None:
    again = make_subject(
        subject.renditions.images[-1], subject.labels, subject.part_ids, ground=(201, 176, 138), seed=3
    )
    np.testing.assert_array_equal(again.renditions.images, subject.renditions.images)
    np.testing.assert_array_equal(again.maps.ids, subject.maps.ids)


def test_a_painting_of_one_part_and_one_colour_can_be_simulated() -> None:
    pixels = np.full((20, 30, 3), 77, dtype=np.uint8)
    flat = make_subject(pixels, np.full((20, 30), 4, dtype=np.uint8), (4,), ground=(77, 77, 77), seed=0)
    process = simulate(flat, 1)
    assert (process.stages(0.5) > 0).any()
    np.testing.assert_array_equal(process.frame(1.0), pixels)
