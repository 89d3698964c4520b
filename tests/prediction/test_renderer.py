"""Canvases of model size played at the painting's own size."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.canvas import NUM_RENDITIONS, Canvas, Renditions
from painttime.core.image import RGB8, Labels
from painttime.prediction.renderer import FrameRenderer

LAST = NUM_RENDITIONS - 1


def renditions_of(pixels: RGB8) -> Renditions:
    """Return five states that differ everywhere, the painting last."""
    images = np.stack([np.roll(pixels, number, axis=2) // (LAST + 1 - number) for number in range(5)])
    images[0] = (246, 241, 230)
    images[-1] = pixels
    return Renditions(images=images)


def structured(height_px: int, width_px: int) -> tuple[RGB8, Labels]:
    """Return a picture of three parts with noise, and their labels."""
    rows, columns = np.mgrid[:height_px, :width_px].astype(np.float32)
    y, x = rows / height_px, columns / width_px
    labels = np.full((height_px, width_px), 3, dtype=np.uint8)
    labels[y > 0.55 + 0.1 * np.sin(9 * x)] = 1
    labels[(x - 0.6) ** 2 + (y - 0.5) ** 2 < 0.05] = 200
    pixels = np.array([(120, 160, 205), (70, 105, 60), (150, 50, 40)])[np.searchsorted([1, 3], labels)]
    noise = np.random.default_rng(0).integers(0, 40, pixels.shape)
    return (pixels + noise).astype(np.uint8), labels


def made(
    full_px: tuple[int, int], small_px: tuple[int, int]
) -> tuple[FrameRenderer, Renditions, Labels, Labels]:
    """Return a renderer, the full renditions, and the labels at full and at model size."""
    pixels, labels = structured(*full_px)
    height, width = small_px
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA).reshape(height, width, 3)
    rows = ((np.arange(height) + 0.5) * full_px[0] / height).astype(int)
    columns = ((np.arange(width) + 0.5) * full_px[1] / width).astype(int)
    small_labels = labels[rows[:, None], columns[None]]
    renditions = renditions_of(pixels)
    return FrameRenderer(renditions, labels, small, small_labels), renditions, labels, small_labels


def scattered(small_labels: Labels, seed: int = 0) -> np.ndarray:
    """Return stages in blotches, (h, w)."""
    noise = np.random.default_rng(seed).normal(size=small_labels.shape).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 2.5).reshape(small_labels.shape)
    ranks = np.argsort(np.argsort(smooth.ravel())) / smooth.size
    return (ranks.reshape(smooth.shape) * NUM_RENDITIONS).astype(np.uint8)


SIZES = [
    ((150, 200), (48, 64)),
    ((48, 64), (48, 64)),
    ((40, 56), (80, 112)),  # smaller than the model's size
    ((40, 900), (11, 256)),
    ((900, 40), (256, 11)),
    ((301, 203), (64, 43)),
    ((1, 1), (4, 4)),
    ((3, 700), (1, 200)),
]


@pytest.mark.parametrize(("full_px", "small_px"), SIZES)
def test_the_ends_are_exact_at_any_size(full_px: tuple[int, int], small_px: tuple[int, int]) -> None:
    renderer, renditions, _, _ = made(full_px, small_px)
    for number in range(NUM_RENDITIONS):
        frame = renderer.frame(Canvas.uniform(*small_px, number))
        assert frame.dtype == np.uint8
        np.testing.assert_array_equal(frame, renditions.images[number])


@pytest.mark.parametrize(("full_px", "small_px"), SIZES)
def test_a_finished_part_is_exact_whatever_lies_beside_it(
    full_px: tuple[int, int], small_px: tuple[int, int]
) -> None:
    renderer, renditions, labels, small_labels = made(full_px, small_px)
    for part_id in np.unique(small_labels):
        for stage in (LAST, 0):
            stages = scattered(small_labels)
            stages[small_labels == part_id] = stage
            frame = renderer.frame(Canvas.from_stages(stages))
            own = labels == part_id
            np.testing.assert_array_equal(frame[own], renditions.images[stage][own])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**31 - 1), st.sampled_from([1, 3, 200]))
def test_a_part_looks_the_same_whatever_its_neighbours_do(seed: int, part_id: int) -> None:
    renderer, _, labels, small_labels = made((150, 200), (48, 64))
    first, second = scattered(small_labels, seed), scattered(small_labels, seed + 1)
    own_small, own = small_labels == part_id, labels == part_id
    second[own_small] = first[own_small]
    one, other = (renderer.frame(Canvas.from_stages(stages)) for stages in (first, second))
    np.testing.assert_array_equal(one[own], other[own])


def test_a_frame_needs_no_other_frame() -> None:
    renderer, _, _, small_labels = made((150, 200), (48, 64))
    canvases = [Canvas.from_stages(scattered(small_labels, seed)) for seed in range(3)]
    onward = [renderer.frame(canvas) for canvas in canvases]
    back = [renderer.frame(canvas) for canvas in reversed(canvases)]
    for first, second in zip(onward, reversed(back), strict=True):
        np.testing.assert_array_equal(first, second)


def test_frames_show_what_the_canvas_says() -> None:
    renderer, renditions, _, small_labels = made((384, 512), (48, 64))
    stages = scattered(small_labels, 5)
    frame = renderer.frame(Canvas.from_stages(stages))
    enlarged = stages.repeat(8, axis=0).repeat(8, axis=1)
    plain = np.take_along_axis(renditions.images, enlarged[None, ..., None], axis=0)[0]
    assert (frame == plain).all(axis=2).mean() > 0.7
    # At the middle of an even area there is nothing to choose.
    even = cv2.erode((cv2.dilate(stages, np.ones((5, 5))) == stages).astype(np.uint8), np.ones((5, 5)))
    even &= (cv2.erode(stages, np.ones((5, 5))) == stages).astype(np.uint8)
    inner = cv2.erode(even, np.ones((3, 3))).repeat(8, axis=0).repeat(8, axis=1) > 0
    assert inner.any()
    assert (frame == plain).all(axis=2)[inner].mean() > 0.95


def test_borders_are_narrow_in_large_frames() -> None:
    renderer, renditions, _, _ = made((384, 512), (48, 64))
    stages = np.zeros((48, 64), dtype=np.uint8)
    stages[:, 32:] = LAST
    frame = renderer.frame(Canvas.from_stages(stages))
    pure = (frame == renditions.images[0]).all(axis=2) | (frame == renditions.images[-1]).all(axis=2)
    assert (~pure).sum(axis=1).mean() < 6


def test_borders_keep_to_the_edges_of_the_painting() -> None:
    """The painting has an edge at column 84, between model pixels: the border of a canvas moves to it."""
    pixels = np.full((64, 160, 3), 30, dtype=np.uint8)
    pixels[:, 84:] = 220
    small = cv2.resize(pixels, (20, 8), interpolation=cv2.INTER_AREA)
    labels, small_labels = np.ones((64, 160), dtype=np.uint8), np.ones((8, 20), dtype=np.uint8)
    images = np.zeros((NUM_RENDITIONS, 64, 160, 3), dtype=np.uint8)
    images[-1] = pixels
    renderer = FrameRenderer(Renditions(images=images), labels, small, small_labels)
    stages = np.full((8, 20), LAST, dtype=np.uint8)
    stages[:, 11:] = 0
    frame = renderer.frame(Canvas.from_stages(stages))
    dark, light = frame[32, 8:80].max(axis=1), frame[32, 92:].max(axis=1)
    assert (dark == 30).all()
    assert (light == 0).all()


def test_mixed_pixels_mix_the_renditions() -> None:
    renderer, renditions, _, _ = made((48, 64), (48, 64))
    mix = np.zeros((48, 64, NUM_RENDITIONS), dtype=np.uint8)
    mix[..., 1], mix[..., 4] = 127, 128
    frame = renderer.frame(Canvas(mix=mix))
    between = (renditions.images[1].astype(float) * 127 + renditions.images[4].astype(float) * 128) / 255
    assert np.abs(frame - between).max() <= 1


def test_a_part_too_small_for_the_model_follows_what_lies_there() -> None:
    pixels, labels = structured(200, 200)
    labels[101, 103] = 77
    small = cv2.resize(pixels, (25, 25), interpolation=cv2.INTER_AREA)
    small_labels = labels[4::8, 4::8]
    assert 77 not in small_labels
    renditions = renditions_of(pixels)
    renderer = FrameRenderer(renditions, labels, small, small_labels)
    for number in (0, LAST):
        frame = renderer.frame(Canvas.uniform(25, 25, number))
        np.testing.assert_array_equal(frame, renditions.images[number])


def test_frames_are_new_every_time() -> None:
    renderer, renditions, _, _ = made((48, 64), (48, 64))
    frame = renderer.frame(Canvas.uniform(48, 64, 2))
    frame[:] = 0
    np.testing.assert_array_equal(renderer.frame(Canvas.uniform(48, 64, 2)), renditions.images[2])


def test_another_size_shows_the_same_canvas() -> None:
    renderer, renditions, _, small_labels = made((150, 200), (48, 64))
    _, labels = structured(90, 120)
    smaller = renderer.resized(labels)
    stages = np.where(small_labels == 200, LAST, 1).astype(np.uint8)
    frame = smaller.frame(Canvas.from_stages(stages))
    assert frame.shape == (90, 120, 3)
    expected = [cv2.resize(image, (120, 90), interpolation=cv2.INTER_AREA) for image in renditions.images]
    inside = labels == 200
    np.testing.assert_array_equal(frame[inside], expected[LAST][inside])
    np.testing.assert_array_equal(frame[~inside], expected[1][~inside])
