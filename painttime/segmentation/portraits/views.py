"""How a picture is shown to the portrait parser: whole, and in squares around its heads."""

from dataclasses import dataclass

import cv2
import numpy as np

from painttime.core.image import RGB8
from painttime.segmentation.portraits.head_look import SIDE_MULTIPLE_PX, Head

VIEW_SIDE_PX = 256
"""Side of the square in which a person, a head or its features are looked at."""

PERSON_HEADS, HEAD_HEADS, FEATURE_HEADS, LINE_HEADS = 6.0, 2.3, 1.3, 0.95
"""Sides of the squares looked at around a person, a head, its features and the lines these are drawn with, in
sizes of the head."""

HANGING_SHARE = 0.25
"""Squares wider than that around a head hang below it by this share of the difference, to see the person."""

LOOKS_AT_ONCE = 2
"""Looks are independent of each other; each takes one core where there are two."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Square:
    """A square of a picture, in pixels; it may reach beyond the picture."""

    left: int
    top: int
    side_px: int


def looking_size(pixels: RGB8, long_side_px: int) -> tuple[int, int]:
    """Return (height, width) of a picture so long, both rounded to multiples of SIDE_MULTIPLE_PX."""
    scale = long_side_px / max(pixels.shape[:2])
    height, width = (
        max(1, round(side * scale / SIDE_MULTIPLE_PX)) * SIDE_MULTIPLE_PX for side in pixels.shape[:2]
    )
    return height, width


def shrunk(pixels: RGB8, size: tuple[int, int]) -> RGB8:
    """Return the picture at (height, width)."""
    shrinks = size[0] <= pixels.shape[0] and size[1] <= pixels.shape[1]
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, (size[1], size[0]), interpolation=method), dtype=np.uint8)


def square_around(head: Head, size: tuple[int, ...], heads: float) -> Square:
    """Return the square around a head, `heads` of its sizes wide.

    size: (height, width) of the picture; the square is moved into it where it fits in.
    """
    side = max(1, round(heads * head.size_px))
    x, y = head.centre
    y += HANGING_SHARE * max(0.0, (heads - HEAD_HEADS) * head.size_px)
    corner = []
    for middle, length in ((x, size[1]), (y, size[0])):
        slack = length - side
        first, last = min(0, slack), max(0, slack)
        corner.append(min(max(round(middle - side / 2), first), last))
    return Square(left=corner[0], top=corner[1], side_px=side)


def view_of(pixels: RGB8, square: Square) -> RGB8:
    """Return a square of a picture at VIEW_SIDE_PX; beyond the picture its border goes on."""
    height, width = pixels.shape[:2]
    right, bottom = square.left + square.side_px, square.top + square.side_px
    inside = pixels[max(0, square.top) : max(1, bottom), max(0, square.left) : max(1, right)]
    rows, columns = (
        (max(0, -square.top), max(0, bottom - height)),
        (max(0, -square.left), max(0, right - width)),
    )
    return shrunk(np.pad(inside, (rows, columns, (0, 0)), mode="edge"), (VIEW_SIDE_PX, VIEW_SIDE_PX))
