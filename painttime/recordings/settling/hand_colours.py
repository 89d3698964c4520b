"""Which colours a recording's hand, sleeve and brush have."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32

Uint8 = npt.NDArray[np.uint8]

BINS = 16
_SHIFT = 4
_EVEN_SHARE = 0.02
"""Share of all colours alike in both counts, so that colours never seen say nothing."""

ENOUGH_SEEN = 400
"""With fewer samples than this of things that move, nobody's hand was filmed."""


class HandColours:
    """Counts colours of what moves and of what stays, and says how much more the first have of a colour.

    Histograms of 16 levels a channel, softened, as in colour detection of skin by Jones and Rehg,
    "Statistical color models with application to skin detection" (2002), but learned from the recording.
    """

    def __init__(self) -> None:
        self._moving = np.zeros(BINS**3, dtype=np.float64)
        self._staying = np.zeros(BINS**3, dtype=np.float64)
        self._table: Float32 | None = None

    def learn(self, *, moving: Uint8, staying: Uint8) -> None:
        """Count colours, (n, 3) uint8 each."""
        self._moving += np.bincount(_bins(moving), minlength=BINS**3)
        self._staying += np.bincount(_bins(staying), minlength=BINS**3)
        self._table = None

    @property
    def is_known(self) -> bool:
        """Whether enough was seen moving to speak of a hand."""
        return float(self._moving.sum()) >= ENOUGH_SEEN

    def likelihood(self, pixels: RGB8) -> Float32:
        """Return the logarithm of how many times more often each pixel's colour is the hand's, (h, w)."""
        if self._table is None:
            moving, staying = (_softened(counts) for counts in (self._moving, self._staying))
            self._table = np.log(moving / staying).astype(np.float32)
        return np.asarray(self._table[_bins(pixels.reshape(-1, 3))].reshape(pixels.shape[:2]))


def _bins(colours: Uint8) -> npt.NDArray[np.intp]:
    red, green, blue = (colours[:, channel].astype(np.intp) >> _SHIFT for channel in range(3))
    return np.asarray((red * BINS + green) * BINS + blue)


def _softened(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    flat = counts.reshape(BINS, BINS * BINS).astype(np.float32)
    along_red = cv2.GaussianBlur(flat, (1, 3), sigmaX=0, sigmaY=0.7)
    cube = np.asarray(along_red).reshape(BINS, BINS, BINS)
    soft = np.stack([cv2.GaussianBlur(layer, (3, 3), 0.7) for layer in cube]).ravel()
    return np.asarray(soft / max(float(soft.sum()), 1.0) * (1 - _EVEN_SHARE) + _EVEN_SHARE / BINS**3)
