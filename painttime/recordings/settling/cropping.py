"""What of the view is kept."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.errors import RecordingError
from painttime.recordings.options import CROP_NONE
from painttime.recordings.settling.picked_frames import Box

STRAY_PX = 3
"""What is painted is more than so many pixels wide and high."""

MARGIN_SHARE = 0.01
MIN_SIDE_PX = 32


def crop_box(crop: str | Box, painted: npt.NDArray[np.bool_]) -> Box:
    """Return what is kept of a view as (x, y, width, height).

    crop: see BringInOptions. painted: (h, w) bool, what ever changes. Raises RecordingError where four
    numbers given do not lie in the view.
    """
    height_px, width_px = painted.shape
    if not isinstance(crop, str):
        x, y, wide_px, high_px = crop
        if min(x, y) < 0 or min(wide_px, high_px) < 1 or x + wide_px > width_px or y + high_px > height_px:
            raise RecordingError(
                f"The part to keep, {x},{y},{wide_px},{high_px}, does not lie in frames of "
                f"{width_px} x {height_px} pixels. Give left and upper edge, width and height within them."
            )
        return crop
    whole = (0, 0, width_px, height_px)
    if crop == CROP_NONE:
        return whole
    kernel = np.ones((STRAY_PX, STRAY_PX), dtype=np.uint8)
    broad = cv2.morphologyEx(painted.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    x, y, wide_px, high_px = cv2.boundingRect(broad)
    if min(wide_px, high_px) < MIN_SIDE_PX:
        return whole
    margin_px = round(MARGIN_SHARE * max(wide_px, high_px))
    left, top = max(0, x - margin_px), max(0, y - margin_px)
    right, bottom = min(width_px, x + wide_px + margin_px), min(height_px, y + high_px + margin_px)
    return left, top, right - left, bottom - top
