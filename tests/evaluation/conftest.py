"""Sequences made so that the right values are known."""

import numpy as np
import pytest

from painttime.core.part import Part, PartMap

SIDE_PX = 256
"""The measuring size, so that nothing is resized."""

GROUND = (240, 230, 220)


class StoredFrames:
    """Pictures kept in memory, which notes which were asked for."""

    def __init__(self, pictures):
        self.pictures = pictures
        self.num_frames = len(pictures)
        self.height_px, self.width_px = pictures[0].shape[:2]
        self.asked = []

    def frame(self, index):
        self.asked.append(index)
        return self.pictures[index]


@pytest.fixture(scope="session")
def stored():
    """Return a FrameSource of pictures."""
    return StoredFrames


@pytest.fixture(scope="session")
def even():
    """Return a picture of one colour, (size, size, 3)."""

    def make(colour, size_px=SIDE_PX):
        picture = np.empty((size_px, size_px, 3), dtype=np.uint8)
        picture[:] = colour
        return picture

    return make


@pytest.fixture(scope="session")
def painting():
    """A picture with colours, edges and texture at the measuring size."""
    y, x = np.mgrid[0:SIDE_PX, 0:SIDE_PX]
    noise = np.random.default_rng(3).normal(0, 12, (SIDE_PX, SIDE_PX, 3))
    noise[:, : SIDE_PX // 2] = 0
    colours = np.stack([x * 0.7 + 20, 200 - y * 0.7, 60 + (x // 64) * 20 + (y // 64) * 20], axis=2)
    return np.clip(colours + noise, 0, 255).astype(np.uint8)


@pytest.fixture(scope="session")
def columns_revealed(painting):
    """Return frames in which columns of the painting show at given shares of the time, ground before."""

    def make(times, num_frames):
        bare = np.empty_like(painting)
        bare[:] = GROUND
        shares = np.repeat(times, SIDE_PX // len(times))
        moments = np.linspace(0, 1, num_frames)
        return np.stack([np.where((shares <= moment)[:, None], painting, bare) for moment in moments])

    return make


@pytest.fixture(scope="session")
def halves():
    """Two parts, left (id 3) and right (id 8), of the measuring size."""
    labels = np.full((SIDE_PX, SIDE_PX), 3, dtype=np.uint8)
    labels[:, SIDE_PX // 2 :] = 8
    return PartMap(labels=labels, parts=(Part(id=3, name="left"), Part(id=8, name="right")))


@pytest.fixture(scope="session")
def finished():
    """Return the result of work that counts."""

    def finish(work):
        while True:
            try:
                next(work)
            except StopIteration as end:
                return end.value

    return finish
