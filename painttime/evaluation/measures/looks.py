"""How different a process and a recording look to a network."""

from collections.abc import Iterator

import numpy as np

from painttime.core.counting import Counting
from painttime.core.image import RGB8
from painttime.evaluation.perceptual import PerceptualDistance
from painttime.evaluation.small_frames import resampled

MAX_FRAMES = 40
"""Of longer recordings, so many frames evenly over the time are looked at: each costs a network's run."""


def looked_at(num_frames: int) -> list[int]:
    """Return the frames of a recording that are looked at, first and last among them."""
    return list(range(num_frames)) if num_frames <= MAX_FRAMES else resampled(num_frames, MAX_FRAMES)


def perceptual_distance(frames: RGB8, recorded: RGB8, network: PerceptualDistance) -> Counting[float]:
    """Return the mean distance at linear time, frames (n, h, w, 3), recorded (m, h, w, 3)."""
    places = looked_at(len(recorded))
    distances = []
    for done, distance in enumerate(_distances(frames, recorded, places, network), 1):
        distances.append(distance)
        yield done, len(places)
    return float(np.mean(distances))


def _distances(
    frames: RGB8, recorded: RGB8, places: list[int], network: PerceptualDistance
) -> Iterator[float]:
    chosen = resampled(len(frames), len(recorded))
    return (network.distance(frames[chosen[place]], recorded[place]) for place in places)
