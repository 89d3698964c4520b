"""The ground nobody named."""

import numpy as np
import pytest

from painttime.evaluation.ground import MIN_SHARE, densest_colour


def grained(colour, seed=2):
    """A canvas of one colour, with grain and light that falls off to one side."""
    grain = np.random.default_rng(seed).normal(0, 2, (100, 100, 3))
    light = np.linspace(-5, 5, 100)[None, :, None]
    return np.clip(np.array(colour) + grain + light, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("colour", [(230, 222, 208), (128, 128, 128), (250, 250, 250), (60, 40, 30)])
def test_a_canvas_has_its_colour(colour):
    found, share = densest_colour(grained(colour))
    assert np.abs(np.subtract(found, colour)).max() <= 2
    assert share > 0.95


def test_the_larger_area_is_the_ground():
    frame = grained((230, 222, 208))
    frame[:30] = (90, 60, 40)
    found, share = densest_colour(frame)
    assert np.abs(np.subtract(found, (230, 222, 208))).max() <= 2
    assert share == pytest.approx(0.7, abs=0.03)


def test_a_full_picture_shows_no_ground():
    y, x = np.mgrid[0:100, 0:100]
    picture = np.stack([x * 2.5, y * 2.5, (x + y) * 1.2], axis=2).astype(np.uint8)
    assert densest_colour(picture)[1] < MIN_SHARE
