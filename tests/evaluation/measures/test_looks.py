"""The perceptual measure, with networks that are simple."""

import numpy as np
import pytest

from painttime.evaluation.measures.looks import MAX_FRAMES, looked_at, perceptual_distance


class Brightness:
    """Says how different two even greys are, in levels."""

    name = "brightness"

    def __init__(self):
        self.num_looks = 0

    def distance(self, one, other):
        self.num_looks += 1
        return abs(float(one.mean()) - float(other.mean()))


def greys(levels):
    return np.stack([np.full((4, 4, 3), level, dtype=np.uint8) for level in levels])


def test_frames_are_compared_at_linear_time(finished):
    work = perceptual_distance(greys([0, 100]), greys([0, 10, 70, 100]), Brightness())
    assert finished(work) == pytest.approx((0 + 10 + 30 + 0) / 4)


def test_long_recordings_are_looked_at_here_and_there(finished):
    network = Brightness()
    recorded = greys(np.arange(200) % 250)
    assert finished(perceptual_distance(recorded, recorded, network)) == 0
    assert network.num_looks == MAX_FRAMES
    assert (looked_at(200)[0], looked_at(200)[-1]) == (0, 199)
