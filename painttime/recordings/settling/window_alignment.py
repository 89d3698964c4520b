"""Frames of a short window moved onto one of them."""

import cv2
import numpy as np

from painttime.core.image import RGB8
from painttime.core.similarity import IDENTITY, largest_distance_px
from painttime.recordings.registration.motion import ShortMotion

STILL_PX = 0.12
"""Moves smaller than this everywhere are not made: drawing anew costs sharpness."""

BLOCKS = (64, 36)
"""Blocks, across and down, by whose means the light of two frames is compared."""

DARK_LEVELS, BRIGHT_LEVELS, MIN_BLOCKS = 16, 250, 64


class WindowAlignment:
    """A frame that others, taken shortly before or after it, are moved onto."""

    def __init__(self, own: RGB8) -> None:
        self._size = own.shape[1], own.shape[0]
        self._motion = ShortMotion(own)
        self._blocks = _blocks(own)

    def aligned(self, frame: RGB8, *, move: bool, even_light: bool) -> RGB8:
        """Return a frame (h, w, 3) uint8 in the view and light of this one, as far as asked for."""
        lit = self._evened(frame) if even_light else frame
        if not move:
            return lit
        width_px, height_px = self._size
        found = self._motion.of(frame)
        away_px = largest_distance_px(found, IDENTITY, width_px=width_px, height_px=height_px)
        if away_px < STILL_PX:
            return lit
        moved = cv2.warpAffine(
            lit, found.matrix, self._size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(moved, dtype=np.uint8)

    def _evened(self, frame: RGB8) -> RGB8:
        """Return a frame with its channels multiplied so that most of it is as light as this one."""
        own, other = self._blocks, _blocks(frame)
        tables = np.empty((1, 256, 3), dtype=np.uint8)
        levels = np.arange(256, dtype=np.float32)
        for channel in range(3):
            one, another = own[:, channel], other[:, channel]
            usable = (one > DARK_LEVELS) & (one < BRIGHT_LEVELS) & (another > DARK_LEVELS)
            enough = np.count_nonzero(usable) >= MIN_BLOCKS
            gain = float(np.median(one[usable] / another[usable])) if enough else 1.0
            tables[0, :, channel] = np.clip(np.rint(levels * gain), 0, 255)
        return np.asarray(cv2.LUT(frame, tables), dtype=np.uint8)


def _blocks(pixels: RGB8) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    means = cv2.resize(pixels, BLOCKS, interpolation=cv2.INTER_AREA)
    return np.asarray(means, dtype=np.float32).reshape(-1, 3)
