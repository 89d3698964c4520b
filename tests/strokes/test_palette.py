"""Palettes of few colours."""

import numpy as np
import pytest

from painttime.core.image import RGB8
from painttime.strokes.palette import find_palette


def test_a_picture_of_few_colours_keeps_them() -> None:
    colours = np.array([(10, 20, 200), (250, 240, 30), (120, 130, 140)], dtype=np.uint8)
    pixels = colours[np.arange(60 * 80).reshape(60, 80) // 1600]
    found = find_palette(pixels, 3)
    assert {tuple(colour) for colour in found.tolist()} == {tuple(colour) for colour in colours.tolist()}


@pytest.mark.parametrize("count", [2, 5, 16, 256])
def test_no_more_colours_come_than_asked_for(count: int, scene_pixels: RGB8) -> None:
    found = find_palette(scene_pixels, count)
    assert found.dtype == np.uint8
    assert 2 <= len(found) <= count
    assert len(np.unique(found, axis=0)) == len(found)


def test_more_colours_stand_better_for_a_picture(scene_pixels: RGB8) -> None:
    errors = []
    for count in (2, 6, 24):
        palette = find_palette(scene_pixels, count).astype(float)
        apart = ((scene_pixels.reshape(-1, 1, 3) - palette[None]) ** 2).sum(axis=2).min(axis=1)
        errors.append(apart.mean())
    assert errors[0] > 2 * errors[1] > 2 * errors[2]


def test_small_but_strong_colours_are_not_lost() -> None:
    pixels = np.full((64, 64, 3), 200, dtype=np.uint8)
    pixels[:32] = 90
    pixels[50:58, 20:30] = (230, 20, 20)
    found = find_palette(pixels, 3).astype(int)
    assert (np.abs(found - (230, 20, 20)).max(axis=1) < 25).any()


def test_a_single_pixel_is_a_palette() -> None:
    found = find_palette(np.array([[[1, 2, 3]]], dtype=np.uint8), 5)
    np.testing.assert_array_equal(found, [(1, 2, 3)])
    np.testing.assert_array_equal(find_palette(np.full((50, 2, 3), 9, dtype=np.uint8), 2), [(9, 9, 9)])
