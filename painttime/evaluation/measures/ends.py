"""How a process begins and how it ends."""

import numpy as np

from painttime.core.image import RGB8, RGBColour
from painttime.evaluation.measures.differences import largest_channel

PAINT_THRESHOLD = 0.05
"""A pixel farther from the ground than this, in some channel, is painted (values in 0..1)."""


def first_frame_paint(frame: RGB8, ground: RGBColour) -> float:
    """Return the share of pixels of a frame (h, w, 3) that are not the ground, 0..1."""
    bare = np.empty_like(frame)
    bare[:] = ground
    return float((largest_channel(frame, bare) > PAINT_THRESHOLD * 255).mean())


def final_max_levels(last: RGB8, painting: RGB8) -> float:
    """Return the largest difference of two pictures of one size in any channel, in 8-bit steps."""
    return float(largest_channel(last, painting).max())
