"""Drawings of the contours of a picture."""

import numpy as np
import pytest

from painttime.core.image import RGB8, luminance
from painttime.strokes.contours import contour_strokes


def disc(size: int = 120, radius: float = 40) -> RGB8:
    rows, columns = np.mgrid[:size, :size] + 0.5
    inside = np.hypot(rows - size / 2, columns - size / 2) < radius
    pixels = np.full((size, size, 3), 220, dtype=np.uint8)
    pixels[inside] = (60, 40, 90)
    return pixels


def middles(strokes: np.ndarray) -> np.ndarray:
    return 0.25 * strokes[:, 0:2] + 0.5 * strokes[:, 2:4] + 0.25 * strokes[:, 4:6]


def test_strokes_go_round_a_disc() -> None:
    strokes = contour_strokes(disc(), np.random.default_rng(0))
    assert len(strokes) > 12
    away = middles(strokes) * 120 - 60
    assert np.hypot(*away.T) == pytest.approx(40, abs=2.5)
    run = strokes[:, 4:6] - strokes[:, 0:2]
    across = np.abs((run * away).sum(axis=1)) / np.linalg.norm(run, axis=1) / np.linalg.norm(away, axis=1)
    assert np.median(across) < 0.15
    # All round, not on one side.
    angles = np.sort(np.arctan2(away[:, 1], away[:, 0]))
    assert np.diff(angles).max() < 1.0


def test_strokes_bend_with_the_contour() -> None:
    strokes = contour_strokes(disc(radius=25), np.random.default_rng(0))
    away = strokes[:, 2:4] * 120 - 60
    chord = 0.5 * (strokes[:, 0:2] + strokes[:, 4:6]) * 120 - 60
    assert (np.hypot(*away.T) > np.hypot(*chord.T)).mean() > 0.9


def test_strokes_are_thin_long_and_apart(scene_pixels: RGB8) -> None:
    strokes = contour_strokes(scene_pixels, np.random.default_rng(0))
    lengths = np.linalg.norm(strokes[:, 4:6] - strokes[:, 0:2], axis=1)
    assert strokes.dtype == np.float32
    assert strokes[:, 6:].max() < 0.01
    assert np.median(lengths / strokes[:, 6]) > 8
    places = middles(strokes)
    distances = np.linalg.norm(places[:, None] - places[None], axis=2) + np.eye(len(places))
    assert np.median(distances.min(axis=1)) > 0.008


def test_the_strongest_contour_comes_first() -> None:
    pixels = np.full((100, 120, 3), 128, dtype=np.uint8)
    pixels[:, 30:] = 240
    pixels[:, 80:] = 205
    strokes = contour_strokes(pixels, np.random.default_rng(0))
    columns = middles(strokes)[:, 0] * 120
    at_strong = np.abs(columns - 30) < 4
    assert at_strong[: at_strong.sum()].all()
    assert (np.abs(columns[~at_strong] - 80) < 4).all()


def test_contours_lie_at_the_same_place_in_a_larger_picture(scene_pixels: RGB8) -> None:
    large = scene_pixels.repeat(6, axis=0).repeat(6, axis=1)
    places = middles(contour_strokes(large, np.random.default_rng(0)))
    change = np.hypot(*np.gradient(luminance(large.astype(np.uint8)[::6, ::6])))
    rows, columns = np.clip((places[:, ::-1] * 128).astype(int), 0, (95, 127)).T
    nearby = [
        change[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3].max() for y, x in zip(rows, columns, strict=True)
    ]
    assert np.median(nearby) > np.quantile(change, 0.8)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 40), (40, 2), (16, 16)])
def test_pictures_without_contours_get_no_strokes(height: int, width: int) -> None:
    pixels = np.full((height, width, 3), 77, dtype=np.uint8)
    assert contour_strokes(pixels, np.random.default_rng(0)).shape == (0, 8)
