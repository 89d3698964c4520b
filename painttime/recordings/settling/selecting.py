"""Which canvases become frames of the sequence."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from painttime.core.change import changed_pixels
from painttime.core.frames import FrameSource

UNDO_WITHIN = 24
"""A state is looked for again among so many that follow it."""

UNDONE_SHARE = 0.05
"""A state has come back where no more than this share of what was changed meanwhile differs from it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Numbers of canvases, earliest first. undone, thinned: those left out, and why."""

    kept: tuple[int, ...]
    undone: tuple[int, ...]
    thinned: tuple[int, ...]


def taken_back(canvases: FrameSource) -> Iterator[tuple[int, int]]:
    """Give (first, last) of the runs of canvases that lead from a state back to the same state.

    The state itself remains with the canvas after the run. A few canvases are in memory at a time.
    """
    recent: deque[tuple[int, np.ndarray, int]] = deque(maxlen=UNDO_WITHIN)
    for number in range(canvases.num_frames):
        pixels = canvases.frame(number)
        for place, (earlier, before, most) in enumerate(recent):
            changed = int(np.count_nonzero(changed_pixels(before, pixels)))
            if most > 0 and changed <= UNDONE_SHARE * most:
                yield earlier, number - 1
                # What was taken back is no state to come back to.
                while recent and recent[-1][0] >= earlier:
                    recent.pop()
                break
            recent[place] = earlier, before, max(most, changed)
        recent.append((number, pixels, 0))


def select(changes_px: Sequence[int], undone: Sequence[tuple[int, int]], max_frames: int) -> Selection:
    """Choose at most `max_frames` canvases, the first and the last too, with even changes between them.

    changes_px: how many pixels each canvas changes against the one before it, (num,); the first 0.
    undone: runs (first, last) to leave out.
    """
    num = len(changes_px)
    gone = {number for first, last in undone for number in range(first, last + 1)}
    left = [number for number in range(num) if number not in gone]
    kept = left if len(left) <= max_frames else _spread(left, changes_px, max_frames)
    wanted = set(kept)
    return Selection(
        kept=tuple(kept),
        undone=tuple(sorted(gone)),
        thinned=tuple(number for number in left if number not in wanted),
    )


def _spread(left: list[int], changes_px: Sequence[int], max_frames: int) -> list[int]:
    """Return `max_frames` of the canvases, about evenly by how much is changed from one to the next."""
    # The square root: large washes are few and would otherwise take the place of all that is fine.
    along = np.cumsum([np.sqrt(changes_px[number]) for number in left])
    along -= along[0]
    wanted = np.linspace(0, along[-1], max_frames)
    chosen: list[int] = []
    for rank, where in enumerate(wanted):
        nearest = int(np.searchsorted(along, where))
        # As many must be left for those that follow as there are of them.
        latest = len(left) - (max_frames - rank)
        chosen.append(min(max(nearest, chosen[-1] + 1 if chosen else 0), latest))
    return [left[place] for place in chosen]
