"""Whether the degrees asked for are those realised."""

import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, Labels
from painttime.evaluation.measures.differences import largest_channel

Float64 = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


def degree_error(asked: Float32, realised: Float32) -> float | None:
    """Return the mean of |asked - realised| over steps and parts, 0..1.

    asked, realised: (num_steps, num_parts). Entries that are NaN in either were not asked for, or belong to
    parts without pixels, and do not count; None where nothing is left. Degrees asked to be 0 do count.
    """
    both = _known(asked, realised)
    return float(np.abs(asked[both].astype(np.float64) - realised[both]).mean()) if both.any() else None


def degree_spearman(asked: Float32, realised: Float32) -> float | None:
    """Return Spearman's rank correlation of degrees asked and realised, -1..1, ties averaged.

    NaN entries do not count; None where all asked or all realised are the same.
    """
    both = _known(asked, realised)
    if not both.any() or np.ptp(asked[both]) == 0 or np.ptp(realised[both]) == 0:
        return None
    return float(np.corrcoef(_ranks(asked[both]), _ranks(realised[both]))[0, 1])


def leaked_pixels(before: RGB8, after: RGB8, labels: Labels, resting_ids: npt.ArrayLike) -> tuple[int, int]:
    """Return (pixels that changed at all, pixels) of the parts that a step was to leave alone."""
    is_resting = np.zeros(256, dtype=bool)
    is_resting[np.asarray(resting_ids, dtype=np.intp)] = True
    resting = is_resting[labels]
    changed = (largest_channel(before, after) > 0) & resting
    return int(np.count_nonzero(changed)), int(np.count_nonzero(resting))


def _known(asked: Float32, realised: Float32) -> npt.NDArray[np.bool_]:
    return np.asarray(~(np.isnan(asked) | np.isnan(realised)))


def _ranks(values: Float32) -> Float64:
    """Return ranks with ties averaged."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray(((last - counts + last - 1) / 2)[inverse], dtype=np.float64)
