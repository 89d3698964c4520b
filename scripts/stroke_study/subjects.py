"""Reading the pictures a study is made on."""

from pathlib import Path

import cv2
import numpy as np

from painttime.core.image import RGB8, fitted_size
from painttime.storage.painting_file import read_painting


def picture_at(path: Path, long_side_px: int) -> RGB8:
    """Read a picture as the program does and bring its long side to a size, (H, W, 3).

    Raises painttime's own errors where it cannot be read.
    """
    return resized(read_painting(path).pixels, long_side_px)


def resized(pixels: RGB8, long_side_px: int) -> RGB8:
    """Return the picture with its long side at a size: averaged when smaller, Lanczos when larger."""
    height_px, width_px = fitted_size(pixels.shape[0], pixels.shape[1], long_side_px)
    is_smaller = long_side_px < max(pixels.shape)
    way = cv2.INTER_AREA if is_smaller else cv2.INTER_LANCZOS4
    return np.asarray(cv2.resize(pixels, (width_px, height_px), interpolation=way), dtype=np.uint8)
