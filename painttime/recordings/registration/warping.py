"""Drawing a picture in the view of another."""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.similarity import Similarity

Uint8 = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

SHRINKS_BELOW = 0.75
"""Scale below which a picture is shrunk by area first: a cubic alone would pick single pixels of it."""

WHOLE_PX = 1 / 64
"""Shifts nearer than this to whole pixels are taken as whole; OpenCV itself rounds to 1/32 of a pixel."""


def warp(pixels: Uint8, similarity: Similarity, size: tuple[int, int]) -> tuple[Uint8, Mask]:
    """Draw `pixels` in another view by cubic interpolation.

    pixels: (h, w) or (h, w, 3) uint8. similarity: takes its points to the other view. size: (width, height)
    of the other view, in pixels.
    Returns the picture, (height, width[, 3]) uint8, continued beyond its border by its outermost pixels, and
    the (height, width) mask of what lies inside it. Moves by whole pixels, none included, copy exactly.
    """
    height_px, width_px = pixels.shape[:2]
    similarity = _rounded_to_whole(similarity, max(height_px, width_px, *size))
    matrix = similarity.matrix
    source = pixels
    if similarity.scale < SHRINKS_BELOW:
        source, matrix = _shrunk(pixels, matrix, similarity.scale)
    drawn = cv2.warpAffine(source, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, dtype=np.uint8), inside(similarity, (width_px, height_px), size)


def inside(similarity: Similarity, from_size: tuple[int, int], size: tuple[int, int]) -> Mask:
    """Return the (height, width) mask of the pixels of a view of `size` that a picture of `from_size` covers.

    similarity: takes points of the picture to the view; both sizes (width, height) in pixels.
    """
    back = similarity.inverse().matrix
    x, y = np.arange(size[0]), np.arange(size[1])[:, None]
    covered = np.ones((size[1], size[0]), dtype=np.bool_)
    for (along_x, along_y, offset), length in zip(back, from_size, strict=True):
        position = along_x * x + (along_y * y + offset)
        covered &= (position >= -WHOLE_PX) & (position <= length - 1 + WHOLE_PX)
    return covered


def _rounded_to_whole(similarity: Similarity, long_side_px: int) -> Similarity:
    """Return a pure shift by whole pixels where the move is one, as far as a picture can tell."""
    bends_px = max(abs(similarity.scale - 1), abs(np.deg2rad(similarity.angle_deg))) * long_side_px
    dx, dy = round(similarity.dx_px), round(similarity.dy_px)
    off_px = max(abs(similarity.dx_px - dx), abs(similarity.dy_px - dy))
    return Similarity(dx_px=dx, dy_px=dy) if max(bends_px, off_px) < WHOLE_PX else similarity


def _shrunk(
    pixels: Uint8, matrix: npt.NDArray[np.float64], scale: float
) -> tuple[Uint8, npt.NDArray[np.float64]]:
    """Return the picture shrunk by about `scale`, and the matrix that draws this one in the same place."""
    height_px, width_px = pixels.shape[:2]
    size = max(1, round(width_px * scale)), max(1, round(height_px * scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    grow_x, grow_y = width_px / size[0], height_px / size[1]
    grown = np.array([[grow_x, 0, (grow_x - 1) / 2], [0, grow_y, (grow_y - 1) / 2], [0, 0, 1]])
    return np.asarray(small, dtype=np.uint8), np.asarray(matrix @ grown)
