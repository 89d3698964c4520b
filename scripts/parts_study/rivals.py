"""SLIC and Felzenszwalb's graph-based segmentation, brought to a number of parts."""

import numpy as np
import numpy.typing as npt
from skimage.segmentation import felzenszwalb, slic

from painttime.core.image import RGB8

SMALLEST_SHARE = 0.004
"""No part smaller than this share of the picture, as with ours."""

SCALES = (1.0, 1e6)
NUM_TRIALS = 24

Found = npt.NDArray[np.intp]


def by_slic(pixels: RGB8, count: int) -> Found:
    """Return the SLIC segments (Achanta et al. 2012) whose number comes nearest to count."""
    best: Found | None = None
    for wanted in range(max(2, count - 4), count + 8):
        found = slic(pixels, n_segments=wanted, compactness=10.0, sigma=1.0, start_label=0, channel_axis=2)
        best = _nearer(best, found, count)
        if _count(best) == count:
            break
    if best is None:
        raise ValueError("count is at least 1")
    return best


def by_felzenszwalb(pixels: RGB8, count: int) -> Found:
    """Return the segments (Felzenszwalb and Huttenlocher 2004) of the scale that comes nearest to count."""
    smallest_px = round(SMALLEST_SHARE * pixels[..., 0].size)
    low, high = np.log(SCALES)
    best: Found | None = None
    for _ in range(NUM_TRIALS):
        scale = float(np.exp((low + high) / 2))
        found = felzenszwalb(pixels, scale=scale, sigma=0.8, min_size=smallest_px)
        best = _nearer(best, found, count)
        if _count(found) == count:
            break
        low, high = ((low + high) / 2, high) if _count(found) > count else (low, (low + high) / 2)
    if best is None:
        raise ValueError("no scale was tried")
    return best


def _count(found: Found) -> int:
    return len(np.unique(found))


def _nearer(best: Found | None, found: Found, count: int) -> Found:
    if best is None or abs(_count(found) - count) < abs(_count(best) - count):
        return np.asarray(found, dtype=np.intp)
    return best
