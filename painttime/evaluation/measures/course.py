"""The way to the last frame."""

import numpy as np

from painttime.core.image import RGB8, Float32
from painttime.evaluation.measures.differences import mean_difference


def distances_to_end(frames: RGB8) -> Float32:
    """Return the mean absolute difference of each frame to the last one, (n,), 0..1."""
    return np.array([mean_difference(frame, frames[-1]) for frame in frames], dtype=np.float32)


def backtrack(distances: Float32) -> float | None:
    """Return the increases of the distance to the end over all its changes, 0..1; None without changes."""
    changes = np.diff(distances.astype(np.float64))
    ways = np.abs(changes).sum()
    return float(np.maximum(changes, 0).sum() / ways) if ways > 0 else None
