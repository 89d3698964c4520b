"""Writes into a picture what it is: that it shows a prediction, or a rendition."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from painttime.core.image import RGB8
from painttime.exporters.options import NOTICE

_MIN_TEXT_PX = 9
_TEXT_SHARE = 0.022
_BACKGROUND = (0, 0, 0, 140)
_TEXT = (255, 255, 255, 235)


def captioned(picture: RGB8, notice: str = NOTICE) -> RGB8:
    """Return the picture with the notice on a dark strip in its lower left corner, at most as wide as it."""
    height, width = picture.shape[:2]
    size_px = max(_MIN_TEXT_PX, round(max(height, width) * _TEXT_SHARE))
    font = ImageFont.load_default(size=size_px)
    left, top, right, bottom = font.getbbox(notice)
    margin = max(2, size_px // 3)
    strip = Image.new("RGBA", (int(right - left) + 2 * margin, int(bottom - top) + 2 * margin), _BACKGROUND)
    ImageDraw.Draw(strip).text((margin - left, margin - top), notice, font=font, fill=_TEXT)
    if strip.width > width:
        strip = strip.resize((width, max(1, round(strip.height * width / strip.width))))
    image = Image.fromarray(picture)
    image.paste(strip, (0, height - strip.height), strip)
    return np.asarray(image)
