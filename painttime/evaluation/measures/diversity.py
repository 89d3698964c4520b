"""How different takes of one painting are."""

import itertools
from collections.abc import Sequence

import numpy as np

from painttime.core.image import RGB8
from painttime.evaluation.measures.differences import mean_difference

MOMENTS = (0.25, 0.5, 0.75)
"""Shares of the time at which takes are compared."""


def moments(num_frames: int) -> list[int]:
    """Return the frames nearest to MOMENTS, halves to the later one."""
    return [int(moment * (num_frames - 1) + 0.5) for moment in MOMENTS]


def diversity(takes: Sequence[Sequence[RGB8]]) -> float | None:
    """Return the mean absolute difference of every two takes, 0..1; None for fewer than two.

    takes: of each its frames at MOMENTS, all of one size.
    """
    differences = [
        mean_difference(first, second)
        for one, other in itertools.combinations(takes, 2)
        for first, second in zip(one, other, strict=True)
    ]
    return float(np.mean(differences)) if differences else None
