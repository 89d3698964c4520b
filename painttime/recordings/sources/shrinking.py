"""Pictures made smaller the way films are while they are read."""

import cv2

from painttime.core.image import RGB8, fitted_size


def shrunk(pixels: RGB8, long_side_px: int | None) -> RGB8:
    """Return (h, w, 3) pixels averaged over areas to this long side where they are larger."""
    height_px, width_px = pixels.shape[:2]
    if long_side_px is None or max(height_px, width_px) <= long_side_px:
        return pixels
    height_px, width_px = fitted_size(height_px, width_px, long_side_px)
    return cv2.resize(pixels, (width_px, height_px), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]
