"""Which frames of a recording go together as examples: pairs and sequences of one interval.

They follow Painting Process Predict, Figure 10: with interval 3 the frames 1 4 7 10 13 N, then 2 5 8 11 14 N,
and so on; here frames count from 0. Sequences start one frame after each other and so overlap.
"""

from painttime.recordings.labelling.labels import INTERVALS

__all__ = ["INTERVALS", "pairs", "sequences"]


def pairs(num_frames: int, interval: int) -> list[tuple[int, int]]:
    """Return all (earlier, later) frames `interval` apart, by the earlier one; none if it is too short."""
    _check(interval)
    return [(earlier, earlier + interval) for earlier in range(num_frames - interval)]


def sequences(num_frames: int, interval: int, *, max_length: int | None = None) -> list[tuple[int, ...]]:
    """Return the overlapping sequences of one interval: one for each of the first `interval` frames.

    Each takes every interval-th frame and always ends in the last one, however few frames after the one
    before. max_length: longer ones are cut into pieces of at most so many frames; a piece begins with the
    frame in which the one before it ended, so that no step is lost. Raises ValueError where a length is less
    than 2 or an interval less than 1.
    """
    _check(interval)
    if max_length is not None and max_length < 2:
        raise ValueError("a sequence has at least 2 frames")
    last = num_frames - 1
    whole = [(*range(start, last, interval), last) for start in range(min(interval, last))]
    if max_length is None:
        return whole
    return [piece for sequence in whole for piece in _pieces(sequence, max_length)]


def _pieces(sequence: tuple[int, ...], max_length: int) -> list[tuple[int, ...]]:
    starts = range(0, len(sequence) - 1, max_length - 1)
    return [sequence[start : start + max_length] for start in starts]


def _check(interval: int) -> None:
    if interval < 1:
        raise ValueError("an interval is 1 or more")
