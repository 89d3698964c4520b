"""What is filmed: canvases from the ground to the painting."""

import numpy as np
import pytest

from painttime.core.change import changed_pixels
from painttime.simulation.filming.canvases import simple_labels, simulated_canvases
from painttime.simulation.filming.procedural import procedural_canvases


class TestProcedural:
    def test_canvases_are_the_same_in_any_order(self) -> None:
        canvases = procedural_canvases((80, 60), num_canvases=9, seed=3)
        forward = [canvases.frame(index) for index in range(9)]
        for index in (8, 2, 5, 2, 0):
            np.testing.assert_array_equal(canvases.frame(index), forward[index])
        assert forward[0].shape == (60, 80, 3)
        assert not forward[3].flags.writeable

    def test_every_step_changes_something_and_the_ground_has_grain(self) -> None:
        canvases = procedural_canvases((160, 120), num_canvases=12, seed=1)
        assert 1.0 < canvases.frame(0).astype(float).std(axis=(0, 1)).min() < 8
        for index in range(11):
            changed = changed_pixels(canvases.frame(index), canvases.frame(index + 1))
            assert 0.002 < changed.mean() < 0.6

    def test_there_are_no_more_than_asked_for(self) -> None:
        with pytest.raises(IndexError, match="no number 4"):
            procedural_canvases((32, 32), num_canvases=4, seed=0).frame(4)


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    y, x = np.mgrid[:90, :120]
    sky, ground, sun = (90, 140, 200), (90, 110, 50), (240, 200, 80)
    pixels = np.where((y < 50)[..., None], sky, ground)
    pixels[np.hypot(x - 80, y - 25) < 14] = sun
    return np.clip(pixels + np.random.default_rng(1).normal(0, 8, pixels.shape), 0, 255).astype(np.uint8)


class TestSimulated:
    def test_from_the_bare_ground_to_the_painting_by_even_steps(self, picture: np.ndarray) -> None:
        canvases = simulated_canvases(picture, num_canvases=10, seed=4)
        first, last = canvases.frame(0).astype(float), canvases.frame(9).astype(float)
        assert first.std(axis=(0, 1)).max() < 6
        # The grain shows through the paint a little.
        assert np.abs(last - picture).mean() < 3
        shares = [
            changed_pixels(canvases.frame(index), canvases.frame(index + 1)).mean() for index in range(9)
        ]
        assert min(shares) > 0.01
        assert max(shares) < 0.5

    def test_a_seed_is_a_painter(self, picture: np.ndarray) -> None:
        one, same, other = (simulated_canvases(picture, num_canvases=6, seed=s).frame(3) for s in (1, 1, 2))
        np.testing.assert_array_equal(one, same)
        assert (one != other).mean() > 0.1

    def test_labels_follow_colours_and_cover_everything(self, picture: np.ndarray) -> None:
        labels = simple_labels(picture, 8)
        assert set(np.unique(labels)) <= set(range(1, 9))
        assert len(np.unique(labels)) >= 4
        assert labels[25, 80] != labels[25, 20]
        assert labels[25, 20] != labels[80, 20]
