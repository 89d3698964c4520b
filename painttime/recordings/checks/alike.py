"""Paintings that look alike: two recordings of one painting that were given different names.

A coarse look (8 x 8 colours, like a perceptual hash) picks candidates; these are laid on each other at
48 x 48 by an affine move (ECC: Evangelidis and Psarakis 2008, OpenCV's own), since another camera stands
elsewhere, and correlated where both are seen. Brightness and contrast of the whole do not count.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32

LEAST_COARSE, LEAST_CORRELATION = 0.6, 0.97
"""Of 200 paintings seen again in other light, shifted by up to 6 %, turned by 3 degrees and scaled by 5 %,
97.5 % are known; up to 2 %, 1.5 degrees and 3 %, 99 %. Of the 394,716 pairs of 889 paintings none is taken
for one: the most alike come to .956."""

_SIDE_PX, _COARSE_PX = 48, 8
_SMOOTHING_PX = 1.2
_MOST_SHIFT_SHARE, _MOST_SCALE = 0.2, 0.3
_NUM_ROUNDS, _SMALLEST_GAIN = 40, 1e-4


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Likeness:
    """What a picture looks like.

    colours: (48, 48, 3) float32, mean 0, deviation 1 over all. coarse: (192,) float32, of length 1.
    """

    colours: Float32
    coarse: Float32

    def is_like(self, other: "Likeness") -> bool:
        """Return whether both may show the same painting."""
        if float(self.coarse @ other.coarse) < LEAST_COARSE:
            return False
        return _correlation(self.colours, other.colours) >= LEAST_CORRELATION


def likeness(pixels: RGB8) -> Likeness:
    """Return what a picture looks like, of any size."""
    square = cv2.resize(pixels, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    smooth = cv2.GaussianBlur(square, (0, 0), _SMOOTHING_PX)
    # Noise of an empty picture is not blown up to a pattern.
    colours = (smooth - smooth.mean()) / max(float(smooth.std()), 0.02)
    coarse = cv2.resize(colours, (_COARSE_PX, _COARSE_PX), interpolation=cv2.INTER_AREA).ravel()
    length = max(float(np.linalg.norm(coarse)), 1e-6)
    return Likeness(colours=np.asarray(colours, dtype=np.float32), coarse=np.asarray(coarse / length))


def _correlation(one: Float32, other: Float32) -> float:
    """Return the correlation of the colours after laying `other` on `one`; 0 where they cannot be laid so."""
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _NUM_ROUNDS, _SMALLEST_GAIN)
    start = np.eye(2, 3, dtype=np.float32)
    grey, other_grey = (colours.mean(axis=2, dtype=np.float32) for colours in (one, other))
    whole = np.full(grey.shape, 255, dtype=np.uint8)
    try:
        _, move = cv2.findTransformECC(grey, other_grey, start, cv2.MOTION_AFFINE, criteria, whole, 1)
    except cv2.error:
        return 0.0
    is_wild = abs(float(np.linalg.det(move[:, :2])) - 1) > _MOST_SCALE
    if is_wild or float(np.abs(move[:, 2]).max()) > _MOST_SHIFT_SHARE * _SIDE_PX:
        return 0.0
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (_SIDE_PX, _SIDE_PX)
    laid = cv2.warpAffine(other, move, size, flags=flags)
    seen = cv2.warpAffine(np.ones(size, dtype=np.float32), move, size, flags=flags) > 0.99
    first, second = one[seen] - one[seen].mean(), laid[seen] - laid[seen].mean()
    return float((first * second).sum() / max(np.sqrt(float((first**2).sum() * (second**2).sum())), 1e-6))
