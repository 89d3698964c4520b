"""Arrays as Qt images, without copying more than once."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from painttime.core.image import RGB8, RGBColour

BGRX = npt.NDArray[np.uint8]
"""Picture as Qt's Format_RGB32 keeps it, (H, W, 4) uint8, contiguous: blue, green, red, 255."""


def bgrx(picture: RGB8) -> BGRX:
    """Return (H, W, 3) sRGB as (H, W, 4) that Qt draws without converting."""
    made = np.empty((*picture.shape[:2], 4), dtype=np.uint8)
    # Channel by channel: a reversed copy of all three walks memory backward and takes three times as long.
    made[..., 0] = picture[..., 2]
    made[..., 1] = picture[..., 1]
    made[..., 2] = picture[..., 0]
    made[..., 3] = 255
    return made


def rgb(pixels: BGRX) -> RGB8:
    """Return a view of (H, W, 4) as (H, W, 3) sRGB."""
    return pixels[..., 2::-1]


def image_over(pixels: BGRX) -> QImage:
    """Return an opaque image that shares the memory of `pixels`; keep the array as long as the image."""
    height_px, width_px = pixels.shape[:2]
    return QImage(pixels.data, width_px, height_px, pixels.strides[0], QImage.Format.Format_RGB32)


def image_of(picture: RGB8) -> QImage:
    """Return an image with its own memory, for thumbnails."""
    return image_over(bgrx(picture)).copy()


def cover_image(where: npt.NDArray[np.bool_], colour: RGBColour) -> QImage:
    """Return an image that is `colour` where `where` (H, W) is set and transparent elsewhere."""
    red, green, blue = colour
    pixels = np.zeros((*where.shape, 4), dtype=np.uint8)
    pixels[where] = (blue, green, red, 255)
    height_px, width_px = where.shape
    # Colour is 0 wherever alpha is 0, so the plain values are premultiplied already.
    made = QImage(
        pixels.data, width_px, height_px, pixels.strides[0], QImage.Format.Format_ARGB32_Premultiplied
    )
    return made.copy()
