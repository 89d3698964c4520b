"""What is painted when: bouts on areas, rounds from broad to fine."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.brush_settings import ORDER_NAMES
from painttime.core.image import RGB8, Labels, luminance
from painttime.strokes.rounds import NOT_YET, Bout, Round, plan_bouts, plan_rounds


def whole_bout(height: int, width: int, num_strokes: int, *, is_fine: bool = False) -> Bout:
    own = np.ones((height, width), dtype=np.bool_)
    return Bout(own=own, weight=own.astype(np.float32), num_strokes=num_strokes, is_fine=is_fine)


@settings(deadline=None, max_examples=60)
@given(
    height=st.integers(1, 600),
    width=st.integers(1, 600),
    budget=st.integers(1, 30_000),
    smallest=st.none() | st.floats(1, 60),
    largest=st.none() | st.floats(1, 300),
)
def test_rounds_go_from_broad_to_fine_within_about_the_budget(
    height: int, width: int, budget: int, smallest: float | None, largest: float | None
) -> None:
    rounds = plan_rounds(whole_bout(height, width, budget), budget, smallest, largest)
    assert rounds
    sides = [step.side_px for step in rounds]
    levels = [step.level for step in rounds]
    assert sides == sorted(sides, reverse=True)
    assert levels == sorted(levels)
    assert {step.num_levels for step in rounds} == {levels[-1] + 1}
    assert min(sides) >= 8.99
    assert min(step.num_strokes for step in rounds) >= 1
    # Rounding gives a round one stroke at least.
    assert abs(sum(step.num_strokes for step in rounds) - budget) <= len(rounds)
    if smallest is not None:
        assert min(sides) * 0.12 >= smallest * 0.999


def test_more_strokes_are_finer_strokes() -> None:
    finest = [
        plan_rounds(whole_bout(400, 500, budget), budget, None, None)[-1].side_px
        for budget in (100, 1000, 10_000)
    ]
    assert finest == sorted(finest, reverse=True)
    assert finest[0] > 3 * finest[-1]


def test_a_finishing_bout_has_fine_rounds_only() -> None:
    rounds = plan_rounds(whole_bout(400, 500, 1000, is_fine=True), 1000, None, None)
    assert max(step.side_px for step in rounds) <= 2.001 * min(step.side_px for step in rounds)
    broad = plan_rounds(whole_bout(400, 500, 1000), 1000, None, None)
    assert max(step.side_px for step in broad) > 4 * max(step.side_px for step in rounds)


def test_nothing_is_planned_for_nothing() -> None:
    nowhere = Bout(
        own=np.zeros((9, 9), dtype=np.bool_), weight=np.zeros((9, 9), dtype=np.float32), num_strokes=50
    )
    assert plan_rounds(nowhere, 50, None, None) == []
    assert plan_rounds(whole_bout(9, 9, 0), 0, None, None) == []


def test_stages_are_broad_middle_and_fine() -> None:
    stages = [Round(side_px=1.0, num_strokes=1, level=level, num_levels=6).stage for level in range(6)]
    assert stages == [0, 0, 1, 1, 2, 2]
    assert Round(side_px=1.0, num_strokes=1, level=0, num_levels=1).stage in (0, 1, 2)


@pytest.mark.parametrize("order", ORDER_NAMES)
def test_bouts_cover_the_picture_once_and_end_with_touches_everywhere(
    order: str, scene_pixels: RGB8, scene_labels: Labels
) -> None:
    bouts = plan_bouts(order, scene_pixels, scene_labels, (3, 1, 9), 1000)
    if len(bouts) == 1:
        assert order in ("coarse-to-fine", "contour-first")
        assert bouts[0].own.all()
        assert bouts[0].num_strokes == 1000
        return
    *areas, last = bouts
    covered = np.sum([bout.own for bout in areas], axis=0)
    assert (covered == 1).all()
    assert last.own.all()
    assert last.is_fine
    assert 800 < sum(bout.num_strokes for bout in areas) < 1000
    done = np.zeros(scene_labels.shape, dtype=bool)
    for bout in areas:
        done |= bout.own
        np.testing.assert_array_equal(bout.weight, np.where(done, np.float32(1), np.float32(NOT_YET)))


def test_parts_are_given_their_ids_in_order(scene_pixels: RGB8, scene_labels: Labels) -> None:
    bouts = plan_bouts("back-to-front", scene_pixels, scene_labels, (9, 44, 3, 1), 1000)
    assert [bout.part_id for bout in bouts] == [9, 3, 1, 0]
    for bout in bouts[:-1]:
        np.testing.assert_array_equal(bout.own, scene_labels == bout.part_id)


def test_busy_areas_get_more_strokes_than_calm_ones() -> None:
    pixels = np.full((60, 80, 3), 120, dtype=np.uint8)
    pixels[:, 40:] = np.random.default_rng(0).integers(0, 256, (60, 40, 3))
    labels = np.ones((60, 80), dtype=np.uint8)
    labels[:, 40:] = 2
    calm, busy, _ = plan_bouts("back-to-front", pixels, labels, (1, 2), 1000)
    assert busy.num_strokes > 3 * calm.num_strokes
    assert calm.num_strokes > 10


@pytest.mark.parametrize("order", ["dark-to-light", "light-to-dark"])
def test_tones_come_in_bands_of_like_size(order: str, scene_pixels: RGB8) -> None:
    *bands, _ = plan_bouts(order, scene_pixels, None, (), 1000)
    assert len(bands) == 4
    means = [float(luminance(scene_pixels)[bout.own].mean()) for bout in bands]
    assert means == sorted(means, reverse=order == "light-to-dark")
    for bout in bands:
        assert bout.own.mean() == pytest.approx(0.25, abs=0.02)
