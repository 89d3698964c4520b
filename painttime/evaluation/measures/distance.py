"""How far the frames of a process are from those of a recording."""

import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8
from painttime.evaluation.measures.differences import mean_difference
from painttime.evaluation.small_frames import resampled

_BLOCK_PX = 16


def l1_linear_time(frames: RGB8, recorded: RGB8) -> float:
    """Return the mean absolute difference at linear time, 0..1.

    frames (n, h, w, 3), recorded (m, h, w, 3): each frame of the recording against the nearest in time.
    """
    chosen = resampled(len(frames), len(recorded))
    return float(
        np.mean([mean_difference(frames[i], true) for i, true in zip(chosen, recorded, strict=True)])
    )


def l1_best_match(frames: RGB8, recorded: RGB8) -> float:
    """Return the smallest mean absolute difference to any frame, mean over the recording's frames, 0..1.

    frames (n, h, w, 3), recorded (m, h, w, 3), in any order.
    """
    blocks = _block_sums(frames)
    smallest = [
        _smallest(frames, blocks, true, true_blocks)
        for true, true_blocks in zip(recorded, _block_sums(recorded), strict=True)
    ]
    return float(np.mean(smallest))


def _block_sums(frames: RGB8) -> npt.NDArray[np.int32]:
    """Return sums over whole blocks of pixels, (n, blocks * 3)."""
    num, height, width, _ = frames.shape
    rows, columns = height // _BLOCK_PX, width // _BLOCK_PX
    whole = frames[:, : rows * _BLOCK_PX, : columns * _BLOCK_PX]
    blocks = whole.reshape(num, rows, _BLOCK_PX, columns, _BLOCK_PX, 3)
    # Frame by frame: sums of the whole would be eight times its size.
    sums = [block.sum(axis=(1, 3), dtype=np.int32).ravel() for block in blocks]
    return np.stack(sums)


def _smallest(
    frames: RGB8, blocks: npt.NDArray[np.int32], true: RGB8, true_blocks: npt.NDArray[np.int32]
) -> float:
    """Return the smallest mean difference of any frame; exact, though most frames are never looked at."""
    # No difference is smaller than that of the sums over blocks, so that later frames cannot be nearer.
    bounds = np.abs(blocks - true_blocks).sum(axis=1, dtype=np.int64) / (255 * true.size)
    best = np.inf
    for index in np.argsort(bounds, kind="stable"):
        if bounds[index] >= best:
            break
        best = min(best, mean_difference(frames[index], true))
    return float(best)
