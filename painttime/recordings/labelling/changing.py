"""Which pixels differ between two frames of a recording, quickly: full-size frames by the hundred come by."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.change import CHANGE_THRESHOLD, LEVEL_BOUNDS
from painttime.core.image import RGB8, Float32, Labels

Levels = npt.NDArray[np.uint8]
"""Degree as one of six levels, 0..5."""

_LEAST_CHANGE = int(np.ceil(CHANGE_THRESHOLD * 255))


def largest_differences(one: RGB8, other: RGB8) -> npt.NDArray[np.uint8]:
    """Return the largest difference of any channel, (h, w) uint8."""
    red, green, blue = cv2.split(cv2.absdiff(one, other))
    return np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)


def is_changed(differences: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Return which of the largest differences count as change: what core.change.changed_pixels says."""
    return np.asarray(differences >= _LEAST_CHANGE)


def shares_of_parts(
    changed: npt.NDArray[np.bool_], labels: Labels, part_ids: tuple[int, ...], areas_px: npt.NDArray[np.intp]
) -> Float32:
    """Return the share of each part's own area that changed, (num_parts,) 0..1: its degree.

    areas_px: (256,) pixels of each id, as numpy.bincount counts them. A part without pixels has degree 0.
    """
    hits = np.bincount(labels[changed], minlength=256)
    ids = np.asarray(part_ids, dtype=np.intp)
    return np.asarray(hits[ids] / np.maximum(areas_px[ids], 1), dtype=np.float32)


def levels_of(degrees: Float32) -> Levels:
    """Return the six-level form of degrees, same shape: the first level i with degree <= tau_i, else 5."""
    levels = np.searchsorted(LEVEL_BOUNDS, degrees, side="left")
    return np.asarray(np.minimum(levels, len(LEVEL_BOUNDS) - 1), dtype=np.uint8)
