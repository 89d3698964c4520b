"""Drawing parts: mean colours, outlines, numbers, and a legend of names."""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from painttime.core.image import RGB8, fitted_size
from painttime.core.part import PartMap

FLATNESS = 0.72
"""How much of each pixel is the mean colour of its part; the rest is the painting."""

FONT_PX = 11
LINE_PX = 13
INK = (20, 20, 20)


def drawn_parts(pixels: RGB8, parts: PartMap, size_px: tuple[int, int]) -> RGB8:
    """Return the parts as flat colours with outlines and their ids, fitted into (width, height)."""
    width_px, height_px = size_px
    height, width = fitted(pixels, width_px, height_px)
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    labels = parts.resized(height, width)
    flat = small.astype(np.float32)
    for part in parts.parts:
        mask = labels == part.id
        if mask.any():
            flat[mask] += FLATNESS * (small[mask].mean(axis=0) - flat[mask])
    drawn = np.clip(flat, 0, 255).astype(np.uint8)
    kernel = np.ones((2, 2), np.uint8)
    outline = cv2.dilate(labels, kernel) != cv2.erode(labels, kernel)
    drawn[cv2.dilate(outline.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0] = (255, 255, 255)
    drawn[outline] = INK
    picture = Image.fromarray(drawn)
    for part in parts.parts:
        _number(picture, labels == part.id, str(part.id))
    return np.asarray(picture, dtype=np.uint8)


def fitted(pixels: RGB8, width_px: int, height_px: int) -> tuple[int, int]:
    """Return the (height, width) of the picture when fitted into a box."""
    scale = min(width_px / pixels.shape[1], height_px / pixels.shape[0])
    height, width = pixels.shape[:2]
    return fitted_size(height, width, round(max(height, width) * scale))


def legend(parts: PartMap, width_px: int, num_lines: int) -> RGB8:
    """Return the names with their ids, back to front, as lines of small print; the rest is cut off."""
    font = ImageFont.load_default(FONT_PX)
    lines = [""]
    for part in parts.parts:
        entry = f"{part.id} {part.name}"
        longer = f"{lines[-1]} · {entry}" if lines[-1] else entry
        if font.getlength(longer) <= width_px - 4 or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(entry)
    picture = Image.new("RGB", (width_px, num_lines * LINE_PX), "white")
    drawing = ImageDraw.Draw(picture)
    for index, line in enumerate(lines[:num_lines]):
        drawing.text((2, index * LINE_PX), line, fill=INK, font=font)
    return np.asarray(picture, dtype=np.uint8)


def _number(picture: Image.Image, mask: np.ndarray, text: str) -> None:
    """Write a number where the part is broadest."""
    depth = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 3)
    row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    ImageDraw.Draw(picture).text(
        (int(column) - 1, int(row) - 1),
        text,
        fill="white",
        stroke_fill=INK,
        stroke_width=1,
        font=ImageFont.load_default(FONT_PX),
        anchor="mm",
    )
