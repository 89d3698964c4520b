"""The small moves between pictures taken shortly after one another."""

import numpy as np

from painttime.core.image import RGB8
from painttime.core.similarity import IDENTITY, Similarity
from painttime.recordings.registration.patches import agree, follow
from painttime.recordings.registration.warping import Mask
from painttime.recordings.registration.work_picture import WorkPicture

WORK_LONG_SIDE_PX = 480
LEVELS, WITHIN_PX = 2, 1.0
LEAST_HELD, LEAST_SHARE = 16, 0.15
"""Patches that have to agree, and their share of those sought."""


class ShortMotion:
    """Finds how pictures taken shortly before or after lie in one of them: a few milliseconds each."""

    def __init__(self, fixed: RGB8, mask: Mask | None = None) -> None:
        """fixed: (h, w, 3) uint8. mask: (h, w) bool, where it counts."""
        self._factor = min(1.0, WORK_LONG_SIDE_PX / max(fixed.shape[:2]))
        self._fixed = WorkPicture.of(fixed, mask, self._factor)
        self._structure = self._fixed.structure()

    def of(self, moving: RGB8, mask: Mask | None = None) -> Similarity:
        """Return what takes points of (h, w, 3) uint8 `moving` to the fixed picture.

        It may have moved by some 5 % of the long side, and a hand may hide much of it. Where too little is
        seen to tell, it counts as not having moved.
        """
        work = WorkPicture.of(moving, mask, self._factor)
        usable = np.asarray(self._fixed.trusted & work.trusted)
        followed = follow(self._structure, work.structure(), usable, levels=LEVELS)
        found = agree(followed, self._fixed.size, within_px=WITHIN_PX)
        if found is None or found.held.sum() < max(LEAST_HELD, LEAST_SHARE * followed.num_sought):
            return IDENTITY
        return found.similarity.at_scale(1 / self._factor)
