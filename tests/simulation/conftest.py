"""A subject small enough to be painted in a moment."""

import numpy as np
import pytest

from painttime.simulation.painter import Subject, make_subject

GROUND = (201, 176, 138)


@pytest.fixture(scope="session")
def subject() -> Subject:
    """Three parts with stripes of their own, ids 5, 2 and 8 from back to front, (80, 112)."""
    rows, columns = np.mgrid[:80, :112].astype(np.float32)
    labels = np.full((80, 112), 5, dtype=np.uint8)
    labels[44:] = 2
    labels[24:66, 40:76] = 8
    colours = {5: (90, 130, 190), 2: (60, 110, 50), 8: (190, 60, 40)}
    pixels = np.zeros((80, 112, 3), dtype=np.float32)
    for part_id, colour in colours.items():
        pixels[labels == part_id] = colour
    pixels += (35 * np.sin((columns + rows * 1.5) / 4))[..., None]
    pixels += np.random.default_rng(1).normal(0, 12, pixels.shape)
    picture = np.clip(pixels, 0, 255).astype(np.uint8)
    return make_subject(picture, labels, (5, 2, 8), ground=GROUND, seed=3)
