"""When each place of a picture is finished."""

import numpy as np

from painttime.core.image import RGB8, Float32
from painttime.evaluation.measures.differences import differing


def settle_map(frames: RGB8) -> Float32:
    """Return when each pixel settles, (h, w), 0..1.

    The last frame, counted from 1, that still differs from the sequence's own last one (see
    `differences.differing`), over the number of frames; 0 where none does.
    """
    settled = np.zeros(frames.shape[1:3], dtype=np.float32)
    for index, frame in enumerate(frames[:-1]):
        settled[differing(frame, frames[-1])] = index + 1
    return settled / np.float32(len(frames))


def settle_order_r(own: Float32, recorded: Float32) -> float | None:
    """Return Pearson's r of two settle maps, -1..1; None where one of them is the same everywhere."""
    one, other = (settled.astype(np.float64) - settled.mean(dtype=np.float64) for settled in (own, recorded))
    if own.min() == own.max() or recorded.min() == recorded.max():
        return None
    return float(np.clip((one * other).sum() / np.sqrt((one**2).sum() * (other**2).sum()), -1, 1))
