"""Where strokes go."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.canvas import Renditions
from painttime.core.image import RGB8, Labels
from painttime.core.strokes import StrokePass
from painttime.strokes.drawing import draw_renditions, stroke_maps
from painttime.strokes.orientation import HABITUAL_ANGLE_RAD, stroke_directions
from painttime.strokes.placing import BRUSH_PASSES, MAX_POINTS, lay_strokes

GROUND = (246, 241, 230)


def arrays(passes: tuple[StrokePass, ...]) -> list[Any]:
    return [getattr(strokes, field.name) for strokes in passes for field in fields(StrokePass)]


def renditions_of(
    passes: tuple[StrokePass, ...], pixels: RGB8, labels: Labels, ground: tuple[int, int, int] = GROUND
) -> Renditions:
    *_, last = draw_renditions(passes, pixels, labels, ground=ground)
    assert isinstance(last, Renditions)
    return last


def test_same_seed_same_strokes(
    scene_pixels: RGB8, scene_labels: Labels, scene_passes: tuple[StrokePass, ...]
) -> None:
    again = lay_strokes(scene_pixels, scene_labels, ground=GROUND, seed=4)
    for first, second in zip(arrays(scene_passes), arrays(again), strict=True):
        np.testing.assert_array_equal(first, second)
    other = lay_strokes(scene_pixels, scene_labels, ground=GROUND, seed=5)
    assert not np.array_equal(other[0].points, scene_passes[0].points)


def test_strokes_begin_in_the_part_they_belong_to(
    scene_labels: Labels, scene_passes: tuple[StrokePass, ...]
) -> None:
    for strokes in scene_passes:
        starts = (strokes.points[:, 0] * 128).astype(int)
        np.testing.assert_array_equal(scene_labels[starts[:, 1], starts[:, 0]], strokes.part_ids)


def test_strokes_have_points_within_the_picture_and_of_the_promised_number(
    scene_passes: tuple[StrokePass, ...],
) -> None:
    assert len(scene_passes) == len(BRUSH_PASSES) == 4
    for strokes, brush in zip(scene_passes, BRUSH_PASSES, strict=True):
        assert strokes.points.shape == (len(strokes), MAX_POINTS, 2)
        assert strokes.num_points.min() >= 2
        assert strokes.num_points.max() <= min(MAX_POINTS, brush.max_points + 1)
        assert strokes.points[..., 0].min() >= 0
        assert strokes.points[..., 0].max() <= 1
        assert strokes.points[..., 1].max() <= 96 / 128


def test_brushes_get_finer_until_the_finish(scene_passes: tuple[StrokePass, ...]) -> None:
    block_in, modelling, detail, _ = (float(strokes.radius.mean()) for strokes in scene_passes)
    assert block_in > 1.5 * modelling > 1.5 * 1.5 * detail


def test_each_pass_brings_the_picture_nearer(
    scene_pixels: RGB8, scene_labels: Labels, scene_passes: tuple[StrokePass, ...]
) -> None:
    images = renditions_of(scene_passes, scene_pixels, scene_labels).images.astype(np.float32)
    errors = [float(np.abs(image - images[-1]).mean()) for image in images]
    assert errors[0] > 2 * errors[1]
    assert errors[1] > 1.1 * errors[2]
    assert errors[2] > 1.05 * errors[3]
    assert errors[4] == 0


def test_later_passes_leave_alone_what_is_right_already(scene_labels: Labels) -> None:
    flat = np.full((96, 128, 3), (90, 120, 60), dtype=np.uint8)
    block_in, modelling, detail, finish = lay_strokes(flat, scene_labels, ground=GROUND, seed=0)
    assert len(block_in) > 50
    assert len(modelling) < 0.1 * len(finish)
    assert len(detail) < 0.15 * len(finish)
    assert len(finish) > 50


@pytest.mark.parametrize("angle_deg", [0, 35, 90, 140])
def test_strokes_follow_the_stripes_of_a_picture(angle_deg: int) -> None:
    angle = np.deg2rad(angle_deg)
    rows, columns = np.mgrid[:96, :96].astype(np.float32)
    wave = np.sin((columns * -np.sin(angle) + rows * np.cos(angle)) / 2.5)
    pixels = np.repeat((128 + 90 * wave)[..., None], 3, axis=2).astype(np.uint8)
    labels = np.ones((96, 96), dtype=np.uint8)
    along = np.array([np.cos(angle), np.sin(angle)])
    inner = stroke_directions(pixels, 3.0)[12:-12, 12:-12]
    np.testing.assert_allclose(np.linalg.norm(inner, axis=2), 1, atol=1e-5)
    assert np.abs(inner @ along).mean() > 0.97
    for strokes in lay_strokes(pixels, labels, ground=GROUND, seed=1)[2:]:
        last = strokes.num_points.astype(int) - 1
        way = strokes.points[np.arange(len(strokes)), last] - strokes.points[:, 0]
        length = np.linalg.norm(way, axis=1)
        long = length > 0.02
        assert np.abs(way[long] @ along / length[long]).mean() > 0.8


def test_strokes_lean_by_habit_where_nothing_guides_them() -> None:
    flat = np.full((40, 40, 3), 100, dtype=np.uint8)
    lean = np.array([np.cos(HABITUAL_ANGLE_RAD), np.sin(HABITUAL_ANGLE_RAD)])
    np.testing.assert_allclose(np.abs(stroke_directions(flat, 3.0) @ lean), 1, atol=1e-4)


@pytest.mark.parametrize(
    ("height_px", "width_px"), [(1, 1), (1, 64), (64, 1), (2, 3), (16, 16), (17, 33), (25, 256), (256, 21)]
)
def test_any_size_can_be_painted(height_px: int, width_px: int) -> None:
    rng = np.random.default_rng(2)
    pixels = rng.integers(0, 256, (height_px, width_px, 3), dtype=np.uint8)
    labels = np.ones((height_px, width_px), dtype=np.uint8)
    labels[:, width_px // 2 :] = 2
    passes = lay_strokes(pixels, labels, ground=GROUND, seed=0)
    images = renditions_of(passes, pixels, labels).images
    assert images.shape == (5, height_px, width_px, 3)
    np.testing.assert_array_equal(images[-1], pixels)
    maps = stroke_maps(passes, labels)
    assert maps.ids.shape == (4, height_px, width_px)
    # The block-in and the finish leave no part out.
    for number in (0, 3):
        assert set(passes[number].part_ids.tolist()) == set(np.unique(labels).tolist())


def test_a_part_of_one_pixel_is_painted_too(scene_pixels: RGB8) -> None:
    labels = np.ones((96, 128), dtype=np.uint8)
    labels[40, 51] = 200
    passes = lay_strokes(scene_pixels, labels, ground=(0, 0, 0), seed=0)
    assert (passes[0].part_ids == 200).any()
    assert (passes[3].part_ids == 200).any()
    images = renditions_of(passes, scene_pixels, labels, ground=(0, 0, 0)).images
    # Its own block-in colour, off by the jitter of one stroke and the marks of the bristles.
    assert np.abs(images[1][40, 51].astype(int) - scene_pixels[40, 51]).max() < 50


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 40), st.integers(1, 40), st.integers(1, 6), st.integers(0, 2**31 - 1), st.floats(0.3, 3.0)
)
def test_any_map_of_parts_can_be_painted(
    height_px: int, width_px: int, num_parts: int, seed: int, scale: float
) -> None:
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (height_px, width_px, 3), dtype=np.uint8)
    labels = rng.integers(1, num_parts + 1, (height_px, width_px)).astype(np.uint8)
    passes = lay_strokes(pixels, labels, ground=GROUND, seed=seed, scale=scale)
    assert set(passes[0].part_ids.tolist()) == set(np.unique(labels).tolist())
    maps = stroke_maps(passes, labels)
    for strokes, ids in zip(passes, maps.ids, strict=True):
        laid = ids >= 0
        np.testing.assert_array_equal(strokes.part_ids[ids[laid]], labels[laid])
