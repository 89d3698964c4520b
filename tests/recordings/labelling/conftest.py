"""A painting of two halves, made in eight steps of which everything is known."""

import numpy as np
import pytest

from painttime.core.part import Part, PartMap

HEIGHT, WIDTH = 200, 100
GROUND = (240, 235, 225)


class PicturesInMemory:
    """Pictures kept in memory, which notes in what order they are asked for."""

    def __init__(self, pictures):
        self.pictures = pictures
        self.num_frames = len(pictures)
        self.height_px, self.width_px = pictures[0].shape[:2]
        self.asked = []

    def frame(self, index):
        self.asked.append(index)
        return self.pictures[index]


@pytest.fixture
def in_memory():
    return PicturesInMemory


@pytest.fixture
def halves():
    """Part 4 is the upper half, part 9 the lower one; part 2 has no pixels."""
    labels = np.full((HEIGHT, WIDTH), 4, dtype=np.uint8)
    labels[100:] = 9
    return PartMap(
        labels=labels, parts=(Part(id=9, name="floor"), Part(id=2, name="nothing"), Part(id=4, name="wall"))
    )


@pytest.fixture
def rolled_on(in_memory):
    """25 rows more in each frame, from the top: a quarter of a half at a time."""
    pictures = [np.full((HEIGHT, WIDTH, 3), GROUND, dtype=np.uint8)]
    for rows in range(25, HEIGHT + 1, 25):
        picture = pictures[-1].copy()
        picture[rows - 25 : rows] = (60, 90, 160)
        pictures.append(picture)
    return in_memory(pictures)
