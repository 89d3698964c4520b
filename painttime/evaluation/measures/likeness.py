"""Whether steps lay paint or blend it in."""

import numpy as np

from painttime.core.change import CHANGE_THRESHOLD
from painttime.core.image import RGB8, Float32
from painttime.evaluation.measures.differences import largest_channel
from painttime.evaluation.small_frames import nearest

HALF_LAID = (0.1, 0.9)
"""A weight between these, neither included, is a blend of paint and canvas."""


def half_laid_share(before: RGB8, after: RGB8, weight: Float32) -> float | None:
    """Return the share of the changed area whose weight is in HALF_LAID, 0..1; None where nothing changes.

    before, after: (h, w, 3). weight: of any size, taken at the nearest place. Changed as for degrees.
    """
    height, width = before.shape[:2]
    changed = largest_channel(before, after) >= CHANGE_THRESHOLD * 255
    if not changed.any():
        return None
    inside = nearest(weight, height, width)[changed]
    low, high = HALF_LAID
    return float(np.mean((inside > low) & (inside < high)))
