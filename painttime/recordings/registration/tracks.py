"""The way of a camera over a recording, from what was found picture by picture."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from painttime.core.similarity import Similarity
from painttime.recordings.registration.registering import Registration

Float64 = npt.NDArray[np.float64]

NUM_NEIGHBOURS = 5
"""Reliable registrations on either side by which one is judged."""

OUTLIER_PX, OUTLIER_SCATTERS = 2.0, 5.0
"""A registration is no part of the way where it lies so far off what its neighbours say."""


def smooth_track(
    found: Sequence[Registration], times: Sequence[float], *, width_px: int, height_px: int
) -> list[Similarity]:
    """Return where each picture of a recording lies, in order of time.

    found: how each picture lies in one common view. times: increasing, any unit. A camera drifts smoothly:
    what is unreliable, or far off the line through its neighbours, is replaced by the line between the
    nearest ones that are neither; before the first and after the last of those the nearest one holds. What is
    reliable stays as it is. With nothing reliable every picture keeps what was found (its start).
    width_px, height_px: of the pictures.
    """
    if len(found) != len(times):
        raise ValueError(f"{len(found)} registrations, {len(times)} times")
    reliable = np.flatnonzero([registration.is_reliable for registration in found])
    if not len(reliable):
        return [registration.similarity for registration in found]
    at = np.asarray(times, dtype=np.float64)
    corners = np.array([_corners(registration.similarity, width_px, height_px) for registration in found])
    held = _held(corners[reliable], at[reliable])
    kept = reliable[held] if held.any() else reliable
    between = np.array([np.interp(at, at[kept], corners[kept, column]) for column in range(4)]).T
    track = [_similarity(row, width_px, height_px) for row in between]
    for index in kept:
        track[index] = found[index].similarity
    return track


def _held(corners: Float64, at: Float64) -> npt.NDArray[np.bool_]:
    """Return (n,), which of (n, 4) corners lie near the line through their neighbours."""
    off = np.zeros(len(at))
    for index in range(len(at)):
        first, last = max(0, index - NUM_NEIGHBOURS), index + NUM_NEIGHBOURS + 1
        others = np.r_[first:index, index + 1 : min(last, len(at))]
        if len(others) < 4:
            continue
        off[index] = np.abs(corners[index] - _line_at(at[others] - at[index], corners[others])).max()
    scatter = float(np.median(off)) * 1.4826
    return np.asarray(off <= max(OUTLIER_PX, OUTLIER_SCATTERS * scatter))


def _line_at(at: Float64, corners: Float64) -> Float64:
    """Return the value at 0 of the line through most points (Theil and Sen: medians of slopes)."""
    one, other = np.triu_indices(len(at), 1)
    apart = at[other] - at[one]
    slopes = np.median((corners[other] - corners[one])[apart > 0] / apart[apart > 0, None], axis=0)
    return np.asarray(np.median(corners - at[:, None] * slopes, axis=0))


def _corners(similarity: Similarity, width_px: int, height_px: int) -> Float64:
    """Return where a similarity puts two opposite corners, (4,): they say all of it, all in pixels."""
    return similarity.apply([[0, 0], [width_px - 1, height_px - 1]]).ravel()


def _similarity(corners: Float64, width_px: int, height_px: int) -> Similarity:
    """Return the similarity that puts the corners there."""
    begin, end = corners[:2] @ (1, 1j), corners[2:] @ (1, 1j)
    turn = (end - begin) / ((width_px - 1) + 1j * (height_px - 1))
    return Similarity.from_matrix([[turn.real, -turn.imag, begin.real], [turn.imag, turn.real, begin.imag]])
