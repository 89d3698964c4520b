"""Which pixels of small pictures differ, and what shape that has."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8
from painttime.recordings.survey.looks import Box

Mask = npt.NDArray[np.bool_]
Levels = npt.NDArray[np.uint8]

# A pixel counts where so many of the nine around it differ: noise does not come in groups.
_LEAST_NEIGHBOURS = 4
_LEAST_STRAIGHT = 0.85
_OUTLINE_PX = 2.0
_MOST_TURNED_DEG = 8.0
LEAST_PANEL_SHARE = 0.02
_FLAT_LEVELS = 7
# Of a panel, what has to come or go at the very step; a hand may be over the rest.
_LEAST_HERE = 0.4


def differs(one: RGB8, other: RGB8, tolerance: Levels) -> Mask:
    """Return where two (h, w, 3) pictures differ in some channel by more than `tolerance` (h, w)."""
    return np.asarray(largest_difference(one, other) > tolerance)


def largest_difference(one: RGB8, other: RGB8) -> Levels:
    """Return by how many levels two (h, w, 3) pictures differ, the largest of the channels, (h, w) uint8."""
    red, green, blue = cv2.split(cv2.absdiff(one, other))
    return np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)


def in_groups(mask: Mask) -> Mask:
    """Return the mask without pixels that stand alone."""
    around = cv2.boxFilter(mask.view(np.uint8), -1, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(mask & (around >= _LEAST_NEIGHBOURS))


def panel_in(pixels: RGB8, apart: Mask, changed: Mask) -> Box | None:
    """Return the box around a dialog, menu or palette in `pixels`, None if there is none.

    apart: the pixels that differ around this step. changed: those that change just here.

    A panel is mostly of one colour, large, and has straight sides along those of the picture; strokes and
    hands have not.
    """
    values = pixels[apart]
    if len(values) < LEAST_PANEL_SHARE * apart.size:
        return None
    colour = [int(np.bincount(values[:, channel], minlength=256).argmax()) for channel in range(3)]
    is_flat = np.abs(pixels.astype(np.int16) - np.array(colour, dtype=np.int16)).max(axis=2) <= _FLAT_LEVELS
    # What is written on it, and what of the picture has its colour by chance.
    body = cv2.morphologyEx((apart & is_flat).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    body = cv2.morphologyEx(body, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    panel = _largest_piece(body)
    is_large = panel.sum() >= LEAST_PANEL_SHARE * panel.size
    if not is_large or (panel & changed).sum() < _LEAST_HERE * panel.sum():
        return None
    if _straightness(panel) < _LEAST_STRAIGHT:
        return None
    return _box_of(panel)


def box_of_most(mask: Mask) -> Box:
    """Return the box that leaves out a fiftieth of a mask's pixels at each side; the mask is not empty."""
    height_px, width_px = mask.shape
    rows, columns = (np.cumsum(mask.sum(axis=axis)) / mask.sum() for axis in (1, 0))
    x0, x1 = np.searchsorted(columns, (0.02, 0.98))
    y0, y1 = np.searchsorted(rows, (0.02, 0.98))
    return (
        float(x0 / width_px),
        float(y0 / height_px),
        float((x1 + 1) / width_px),
        float((y1 + 1) / height_px),
    )


def _largest_piece(mask: npt.NDArray[Any]) -> Mask:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    if count < 2:
        return np.zeros(mask.shape, dtype=np.bool_)
    return np.asarray(labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()))


def _straightness(mask: Mask) -> float:
    """Return how far a mask's outline runs along the picture's sides, 0..1: near 1 for boxes.

    The angles of the outline's edges, four times over, so that all sides of a box point the same way; the
    length of their mean by the outline's. 0 where the box is turned more than the painting may be.
    """
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    mean, length_px = 0j, 0.0
    for outline in outlines:
        corners = cv2.approxPolyDP(outline, _OUTLINE_PX, True).reshape(-1, 2).astype(np.float64)
        edges = np.roll(corners, -1, axis=0) - corners
        steps = edges[:, 0] + 1j * edges[:, 1]
        lengths = np.abs(steps)
        whole = lengths > 0
        mean += complex((steps[whole] ** 4 / lengths[whole] ** 3).sum())
        length_px += float(lengths.sum())
    is_upright = abs(np.angle(mean)) / 4 < np.radians(_MOST_TURNED_DEG)
    return abs(mean) / length_px if length_px and is_upright else 0.0


def _box_of(mask: Mask) -> Box:
    height_px, width_px = mask.shape
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return (
        float(columns[0] / width_px),
        float(rows[0] / height_px),
        float((columns[-1] + 1) / width_px),
        float((rows[-1] + 1) / height_px),
    )


def uniform_share(pixels: RGB8) -> float:
    """Return the share of pixels near the colour most have: high for title cards and black."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    counts = np.bincount(gray.reshape(-1), minlength=256).astype(np.float64)
    near = np.convolve(counts, np.ones(9), mode="same")
    return float(near.max() / counts.sum())
