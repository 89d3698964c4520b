"""Strokes drawn, and the maps of which lies where."""

import cv2
import numpy as np
import pytest

from painttime.core.canvas import Renditions
from painttime.core.image import RGB8, Labels
from painttime.core.strokes import StrokePass
from painttime.strokes.bristles import STREAK_LEVELS, bristle_shading
from painttime.strokes.drawing import draw_pass, draw_renditions, stroke_maps

GROUND = (246, 241, 230)


def bare(labels: Labels) -> RGB8:
    canvas = np.empty((*labels.shape, 3), dtype=np.uint8)
    canvas[:] = GROUND
    return canvas


def only(strokes: StrokePass, chosen: np.ndarray) -> StrokePass:
    return StrokePass(
        points=strokes.points[chosen],
        num_points=strokes.num_points[chosen],
        radius=strokes.radius[chosen],
        colours=strokes.colours[chosen],
        part_ids=strokes.part_ids[chosen],
    )


@pytest.mark.parametrize("part_id", [3, 1, 9])
def test_strokes_stay_in_their_part(
    part_id: int, scene_labels: Labels, scene_passes: tuple[StrokePass, ...]
) -> None:
    canvas = bare(scene_labels)
    own = only(scene_passes[0], scene_passes[0].part_ids == part_id)
    drawn = draw_pass(own, canvas, scene_labels)
    shaded = bristle_shading(drawn, canvas, 4.0, seed=1)
    outside = scene_labels != part_id
    np.testing.assert_array_equal(drawn[outside], canvas[outside])
    np.testing.assert_array_equal(shaded[outside], canvas[outside])
    assert (drawn[~outside] != canvas[~outside]).any(axis=1).mean() > 0.9
    np.testing.assert_array_equal(canvas, bare(scene_labels), "the canvas given was drawn on")


def test_a_part_is_drawn_the_same_whatever_lies_beside_it(
    scene_labels: Labels, scene_passes: tuple[StrokePass, ...]
) -> None:
    canvas = bare(scene_labels)
    whole = draw_pass(scene_passes[0], canvas, scene_labels)
    alone = draw_pass(only(scene_passes[0], scene_passes[0].part_ids == 9), canvas, scene_labels)
    np.testing.assert_array_equal(whole[scene_labels == 9], alone[scene_labels == 9])


def test_a_stroke_lies_where_it_was_laid_in_its_colour() -> None:
    strokes = StrokePass(
        points=np.array([[(0.2, 0.5), (0.8, 0.5)]], dtype=np.float32),
        num_points=np.array([2], dtype=np.uint8),
        radius=np.array([0.05], dtype=np.float32),
        colours=np.array([(200, 30, 90)], dtype=np.uint8),
        part_ids=np.array([1], dtype=np.uint8),
    )
    labels = np.ones((100, 100), dtype=np.uint8)
    drawn = draw_pass(strokes, bare(labels), labels)
    assert tuple(drawn[50, 50]) == (200, 30, 90)
    rows, columns = np.nonzero((drawn == (200, 30, 90)).all(axis=2))
    assert abs(rows.mean() - 50) < 0.6
    assert 7 <= np.ptp(rows) + 1 <= 11
    assert columns.min() == pytest.approx(17, abs=2)
    assert columns.max() == pytest.approx(83, abs=2)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_strokes_look_alike_at_twice_the_size(
    number: int, scene_labels: Labels, scene_passes: tuple[StrokePass, ...]
) -> None:
    strokes = scene_passes[number]
    large_labels = scene_labels.repeat(2, axis=0).repeat(2, axis=1)
    small = draw_pass(strokes, bare(scene_labels), scene_labels)
    large = draw_pass(strokes, bare(large_labels), large_labels)
    reduced = cv2.resize(large, (128, 96), interpolation=cv2.INTER_AREA)
    apart = np.abs(reduced.astype(int) - small).mean()
    changed = np.abs(small.astype(int) - bare(scene_labels)).mean()
    assert apart < 0.25 * changed


def test_later_strokes_lie_on_top() -> None:
    strokes = StrokePass(
        points=np.array([[(0.1, 0.5), (0.9, 0.5)], [(0.5, 0.1), (0.5, 0.9)]], dtype=np.float32),
        num_points=np.full(2, 2, dtype=np.uint8),
        radius=np.full(2, 0.08, dtype=np.float32),
        colours=np.array([(255, 0, 0), (0, 0, 255)], dtype=np.uint8),
        part_ids=np.full(2, 7, dtype=np.uint8),
    )
    labels = np.full((64, 64), 7, dtype=np.uint8)
    assert tuple(draw_pass(strokes, bare(labels), labels)[32, 32]) == (0, 0, 255)
    ids = stroke_maps((strokes,), labels).ids[0]
    assert ids[32, 32] == 1
    assert ids[32, 12] == 0
    assert ids[2, 2] == -1


def test_maps_agree_with_the_drawing(scene_labels: Labels, scene_passes: tuple[StrokePass, ...]) -> None:
    # Twice as large: finer brushes than that are nothing but soft edge.
    labels = scene_labels.repeat(2, axis=0).repeat(2, axis=1)
    maps = stroke_maps(scene_passes, labels)
    for strokes, ids in zip(scene_passes[:3], maps.ids, strict=False):
        canvas = bare(labels)
        drawn = draw_pass(strokes, canvas, labels)
        changed = (drawn != canvas).any(axis=2)
        # Only the soft edge of a stroke may be drawn and not be on the map.
        assert ((ids >= 0) == changed).mean() > 0.9
        laid = ids >= 0
        assert changed[laid].mean() > 0.99
        nearer = np.abs(drawn[laid].astype(int) - strokes.colours[ids[laid]]).max(axis=1) < 24
        assert nearer.mean() > 0.75


def test_maps_tell_how_far_along_its_stroke_a_pixel_lies() -> None:
    count = 6
    points = np.stack([np.linspace(0.1, 0.9, count), np.full(count, 0.5)], axis=1)
    strokes = StrokePass(
        points=points[None].astype(np.float32),
        num_points=np.array([count], dtype=np.uint8),
        radius=np.array([0.04], dtype=np.float32),
        colours=np.zeros((1, 3), dtype=np.uint8),
        part_ids=np.array([1], dtype=np.uint8),
    )
    labels = np.ones((60, 60), dtype=np.uint8)
    maps = stroke_maps((strokes,), labels)
    along = maps.along[0][30][maps.ids[0][30] >= 0].astype(int)
    assert (np.diff(along) >= 0).all()
    assert along[0] == 0
    assert along[-1] > along[0]


def test_parts_without_a_pixel_at_a_small_size_are_left_out(
    scene_labels: Labels, scene_passes: tuple[StrokePass, ...]
) -> None:
    labels = np.full((12, 16), 3, dtype=np.uint8)
    drawn = draw_pass(scene_passes[0], bare(labels), labels)
    assert drawn.shape == (12, 16, 3)
    ids = stroke_maps(scene_passes, labels).ids
    for strokes, numbers in zip(scene_passes, ids, strict=True):
        assert set(strokes.part_ids[numbers[numbers >= 0]].tolist()) <= {3}


def test_renditions_come_with_rising_shares_and_end_with_the_painting(
    scene_pixels: RGB8, scene_labels: Labels, scene_passes: tuple[StrokePass, ...]
) -> None:
    *shares, last = draw_renditions(scene_passes, scene_pixels, scene_labels, ground=GROUND)
    assert isinstance(last, Renditions)
    assert shares == sorted(shares)
    assert shares[0] > 0
    assert shares[-1] == 1
    np.testing.assert_array_equal(last.images[0], bare(scene_labels))
    np.testing.assert_array_equal(last.images[-1], scene_pixels)


def test_renditions_are_the_same_every_time(
    scene_pixels: RGB8, scene_labels: Labels, scene_passes: tuple[StrokePass, ...]
) -> None:
    first, second = (
        list(draw_renditions(scene_passes, scene_pixels, scene_labels, ground=GROUND))[-1] for _ in range(2)
    )
    assert isinstance(first, Renditions)
    assert isinstance(second, Renditions)
    np.testing.assert_array_equal(first.images, second.images)


def test_a_pass_without_strokes_leaves_the_canvas(scene_pixels: RGB8, scene_labels: Labels) -> None:
    none = StrokePass(
        points=np.zeros((0, 10, 2), dtype=np.float32),
        num_points=np.zeros(0, dtype=np.uint8),
        radius=np.zeros(0, dtype=np.float32),
        colours=np.zeros((0, 3), dtype=np.uint8),
        part_ids=np.zeros(0, dtype=np.uint8),
    )
    *_, last = draw_renditions((none,) * 4, scene_pixels, scene_labels, ground=GROUND)
    assert isinstance(last, Renditions)
    for image in last.images[:-1]:
        np.testing.assert_array_equal(image, bare(scene_labels))
    assert (stroke_maps((none,) * 4, scene_labels).ids == -1).all()


def test_bristles_mark_only_what_was_added_and_keep_its_colour(scene_pixels: RGB8) -> None:
    below = np.full((96, 128, 3), 240, dtype=np.uint8)
    drawn = below.copy()
    drawn[20:70, 30:100] = (120, 90, 140)
    shaded = bristle_shading(drawn, below, 4.0, seed=2)
    added = (drawn != below).any(axis=2)
    np.testing.assert_array_equal(shaded[~added], below[~added])
    difference = shaded[added].astype(float) - drawn[added]
    assert abs(difference.mean()) < 2
    assert 0.5 * STREAK_LEVELS < difference.std() < 1.6 * STREAK_LEVELS
    # A streak is lightness: the three channels move together.
    assert np.ptp(difference, axis=1).max() <= 1


@pytest.mark.parametrize("radius_px", [10.0, 17.0, 19.0, 70.0])
def test_bristles_run_along_the_strokes_of_any_brush(radius_px: float) -> None:
    """Across upright bands the streaks of a broad brush change slowly, along them hardly at all."""
    below = np.full((400, 500, 3), 240, dtype=np.uint8)
    drawn = below.copy()
    for number, left in enumerate(range(0, 500, 50)):
        drawn[:, left : left + 50] = 90 + 60 * (number % 2)
    shaded = bristle_shading(drawn, below, radius_px, seed=0)
    marks = (shaded.astype(float) - drawn)[60:-60, 60:-60, 0]
    assert 0.6 * STREAK_LEVELS < marks.std() < 1.4 * STREAK_LEVELS
    shift = max(2, round(radius_px / 4))
    along = np.corrcoef(marks[shift:].ravel(), marks[:-shift].ravel())[0, 1]
    across = np.corrcoef(marks[:, shift:].ravel(), marks[:, :-shift].ravel())[0, 1]
    assert along > 0.8
    assert across < 0.5
