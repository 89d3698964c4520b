"""What the steps of a process change, and whether a painter changed the same."""

import itertools

import numpy as np

from painttime.core.change import CHANGE_THRESHOLD
from painttime.core.image import RGB8
from painttime.evaluation.measures.differences import Mask, differing, largest_channel
from painttime.evaluation.small_frames import resampled

STALL_SHARE = 0.01
"""A step that changes this share of the pixels or less stands still."""


def changed_sets(frames: RGB8) -> Mask:
    """Return what each step changes, (n - 1, h, w): see `differences.differing`."""
    return np.stack([differing(before, after) for before, after in itertools.pairwise(frames)])


def step_ious(frames: RGB8, recorded_sets: Mask) -> tuple[float | None, ...]:
    """Return intersection over union of the sets changed, one value a step of the recording.

    frames (n, h, w, 3) are taken at linear time; recorded_sets (m - 1, h, w). None where the recording's
    step changes nothing.
    """
    chosen = resampled(len(frames), len(recorded_sets) + 1)
    ious: list[float | None] = []
    for (before, after), true in zip(itertools.pairwise(chosen), recorded_sets, strict=True):
        if not true.any():
            ious.append(None)
        elif before == after:
            ious.append(0.0)
        else:
            own = differing(frames[before], frames[after])
            ious.append(float((own & true).sum() / (own | true).sum()))
    return tuple(ious)


def mean_iou(ious: tuple[float | None, ...]) -> float | None:
    """Return the mean over the steps in which the recording changes; None where it never does."""
    known = [iou for iou in ious if iou is not None]
    return float(np.mean(known)) if known else None


def stalls(frames: RGB8) -> float:
    """Return the share of steps that change at most STALL_SHARE of the pixels, 0..1.

    A pixel is changed as for degrees: some channel differs by CHANGE_THRESHOLD or more.
    """
    shares = [
        (largest_channel(before, after) >= CHANGE_THRESHOLD * 255).mean()
        for before, after in itertools.pairwise(frames)
    ]
    return float(np.mean(np.asarray(shares) <= STALL_SHARE))
