"""The colour of the bare ground, where nobody has said it."""

import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, RGBColour

MIN_SHARE = 0.25
"""A colour that covers less of a first frame is not taken for its ground."""

_LEVELS_A_BIN = 8
_REACH_LEVELS = 12
"""What counts as the same colour: less than the .05 of the range from which a pixel is painted."""
_NUM_ROUNDS = 5


def densest_colour(frame: RGB8) -> tuple[RGBColour, float]:
    """Return the colour around which most pixels of a frame (h, w, 3) lie, and the share that lies there.

    The fullest place of a histogram, then the mean of what lies within _REACH_LEVELS of it, a few times.
    """
    pixels = frame.reshape(-1, 3)
    num_bins = 256 // _LEVELS_A_BIN
    bins = (pixels // _LEVELS_A_BIN).astype(np.intp) @ (num_bins**2, num_bins, 1)
    counts = np.bincount(bins, minlength=num_bins**3).reshape(num_bins, num_bins, num_bins)
    # Neighbouring bins count too: a ground that lies on the border of two is still one colour.
    padded = np.pad(counts, 1)
    around = sum(
        padded[r : r + num_bins, g : g + num_bins, b : b + num_bins]
        for r in range(3)
        for g in range(3)
        for b in range(3)
    )
    fullest = np.unravel_index(int(np.argmax(around)), counts.shape)
    colour = np.array([(place + 0.5) * _LEVELS_A_BIN for place in fullest])
    near = _near(pixels, colour)
    for _ in range(_NUM_ROUNDS):
        if not near.any():
            break
        colour = pixels[near].mean(axis=0)
        near = _near(pixels, colour)
    red, green, blue = (int(value) for value in np.clip(np.rint(colour), 0, 255))
    return (red, green, blue), float(near.mean())


def _near(pixels: RGB8, colour: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    return np.asarray((np.abs(pixels - colour) <= _REACH_LEVELS).all(axis=1))
