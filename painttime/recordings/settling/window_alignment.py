"""Frames of a short window moved onto one of them."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8
from painttime.core.similarity import IDENTITY, Similarity, largest_distance_px
from painttime.recordings.registration.warping import warp

Uint8 = npt.NDArray[np.uint8]

WORK_LONG_SIDE_PX = 640
NUM_CORNERS = 240
CORNER_QUALITY = 0.01
CORNER_DISTANCE_PX = 8
HOLDS_WITHIN_PX = 0.6
"""Corners that move with the camera lie within this of where it takes them, in pixels at work size."""

MIN_HELD, MIN_HELD_SHARE = 10, 0.35
STILL_PX = 0.12
"""Moves smaller than this everywhere, at full size, are not made: drawing anew costs sharpness."""

FARTHEST_SHARE = 0.05
"""No camera moves by more than this share of the frame within a window: what seems so follows the hand."""


class WindowAlignment:
    """A frame that others are moved onto; what it takes is worked out once."""

    def __init__(self, own: RGB8) -> None:
        self._size = own.shape[1], own.shape[0]
        self._factor = min(1.0, WORK_LONG_SIDE_PX / max(own.shape[:2]))
        self._small = self._shrunk(own)
        self._grey = cv2.cvtColor(self._small, cv2.COLOR_RGB2GRAY)
        found = cv2.goodFeaturesToTrack(self._grey, NUM_CORNERS, CORNER_QUALITY, CORNER_DISTANCE_PX)
        self._corners = np.zeros((0, 1, 2), dtype=np.float32) if found is None else found

    def aligned(self, frame: RGB8, *, move: bool, even_light: bool) -> RGB8:
        """Return a frame (h, w, 3) uint8 in the view and light of this one."""
        small = self._shrunk(frame)
        aligned = frame
        if move:
            found = self._move(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)).at_scale(1 / self._factor)
            width_px, height_px = self._size
            away_px = largest_distance_px(found, IDENTITY, width_px=width_px, height_px=height_px)
            if away_px >= STILL_PX:
                aligned = warp(frame, found, self._size)[0]
        return self._evened(aligned, small) if even_light else aligned

    def _shrunk(self, pixels: RGB8) -> RGB8:
        if self._factor == 1:
            return pixels
        shrunk = cv2.resize(pixels, None, fx=self._factor, fy=self._factor, interpolation=cv2.INTER_AREA)
        return np.asarray(shrunk, dtype=np.uint8)

    def _move(self, grey: Uint8) -> Similarity:
        """Return where points of another frame lie in this one, at work size; IDENTITY where it cannot be told."""
        if len(self._corners) < MIN_HELD:
            return IDENTITY
        tracked, is_found, _ = cv2.calcOpticalFlowPyrLK(self._grey, grey, self._corners, None)
        found = is_found.ravel() > 0
        if found.sum() < MIN_HELD:
            return IDENTITY
        matrix, held = cv2.estimateAffinePartial2D(
            tracked[found], self._corners[found], ransacReprojThreshold=HOLDS_WITHIN_PX
        )
        if matrix is None or held.sum() < max(MIN_HELD, MIN_HELD_SHARE * len(self._corners)):
            return IDENTITY
        move = Similarity.from_matrix(matrix)
        height_px, width_px = grey.shape
        away_px = largest_distance_px(move, IDENTITY, width_px=width_px, height_px=height_px)
        return move if away_px <= FARTHEST_SHARE * max(grey.shape) else IDENTITY

    def _evened(self, frame: RGB8, small: RGB8) -> RGB8:
        """Return the frame with its channels multiplied so that most of the picture is as light as in this one."""
        # Sums of blocks, so that neither noise nor a move by a pixel counts.
        own, other = (
            cv2.resize(picture, (64, 36), interpolation=cv2.INTER_AREA).reshape(-1, 3).astype(np.float32)
            for picture in (self._small, small)
        )
        tables = np.empty((1, 256, 3), dtype=np.uint8)
        levels = np.arange(256, dtype=np.float32)
        for channel in range(3):
            usable = (own[:, channel] > 16) & (own[:, channel] < 250) & (other[:, channel] > 16)
            gain = (
                float(np.median(own[usable, channel] / other[usable, channel])) if usable.sum() > 64 else 1.0
            )
            tables[0, :, channel] = np.clip(np.rint(levels * gain), 0, 255)
        return np.asarray(cv2.LUT(frame, tables), dtype=np.uint8)
