"""The brushes that carry out a process, from the broadest to the finest."""

from dataclasses import dataclass

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32
from painttime.strokes.orientation import stroke_directions


@dataclass(frozen=True, kw_only=True, slots=True)
class CarryingBrush:
    """How one brush is used.

    width: of the brush, in shares of the picture's long side. name: one of BRUSH_NAMES.
    longest: length of its longest stroke, in widths.
    colour_range: a stroke ends where the painting's colour differs by more than this from where it began,
        in 8-bit levels.
    least_share: a stroke has to take away this share of the squared error under it; if it cannot, a
        smaller brush tries. most_spill: the most that may lie where no paint is meant yet, 0..1.
    """

    width: float
    name: str
    longest: float
    colour_range: int
    least_share: float
    most_spill: float


CARRYING_BRUSHES = (
    CarryingBrush(
        width=44 / 512, name="bristle", longest=7, colour_range=60, least_share=0.5, most_spill=0.35
    ),
    CarryingBrush(
        width=24 / 512, name="bristle", longest=8, colour_range=50, least_share=0.5, most_spill=0.35
    ),
    CarryingBrush(
        width=13 / 512, name="bristle", longest=9, colour_range=40, least_share=0.45, most_spill=0.3
    ),
    CarryingBrush(
        width=7 / 512, name="bristle", longest=10, colour_range=36, least_share=0.35, most_spill=0.25
    ),
    CarryingBrush(
        width=4.5 / 512, name="round", longest=10, colour_range=36, least_share=0.25, most_spill=0.2
    ),
    CarryingBrush(width=3 / 512, name="round", longest=8, colour_range=36, least_share=0.15, most_spill=0.2),
)


def form_for(brush: CarryingBrush, painting: RGB8) -> tuple[Float32, RGB8]:
    """Return what the brush follows in a painting (h, w, 3): directions (h, w, 2) and smoothed colours."""
    width_px = brush.width * max(painting.shape[:2])
    directions = stroke_directions(painting, max(1.5, 0.5 * width_px))
    smoothed = cv2.GaussianBlur(painting, (0, 0), max(0.5, 0.25 * width_px))
    return directions, np.asarray(smoothed, dtype=np.uint8)
