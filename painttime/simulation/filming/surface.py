"""The surface that is painted on: a colour and the grain of paper."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, read_only

Float32 = npt.NDArray[np.float32]

GROUNDS = ((238, 235, 228), (230, 221, 203), (222, 222, 220), (196, 172, 138))
GRAIN_LEVELS = 3.0
"""Standard deviation of the grain, in 8-bit levels."""
UNDER_PAINT = 0.35
"""How much of it paint lets show."""


def grain(size_px: tuple[int, int], seed: int) -> Float32:
    """Return the grain of a sheet of size_px (width, height), (h, w), in 8-bit levels."""
    rng = np.random.default_rng([seed, 21])
    width_px, height_px = size_px
    noise = rng.standard_normal((height_px, width_px), dtype=np.float32)
    fine = cv2.GaussianBlur(noise, (0, 0), 1.1)
    broad = cv2.GaussianBlur(noise, (0, 0), max(3.0, max(size_px) / 40))
    return np.asarray(GRAIN_LEVELS * (0.9 * fine / fine.std() + 0.4 * broad / broad.std()), dtype=np.float32)


def with_grain(pixels: RGB8, is_bare: npt.NDArray[np.bool_], sheet: Float32) -> RGB8:
    """Return a canvas (h, w, 3) with the grain of its sheet, weaker where paint lies on it."""
    weight = np.where(is_bare, np.float32(1), np.float32(UNDER_PAINT))
    return read_only(np.rint(np.clip(pixels + (weight * sheet)[..., None], 0, 255)).astype(np.uint8))
