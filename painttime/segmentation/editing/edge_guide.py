"""Drawing an outline found on a small copy of a painting along the painting's own edges, near it only."""

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32
from painttime.segmentation.editing.area import NOTHING, Area, Mask, Window
from painttime.segmentation.editing.tiles import tiles
from painttime.segmentation.guided_filter import ColourGuide

TILE_PX = 128

SMOOTHNESS = 1e-3
"""Variance of colour, 0..1, below which a painting counts as flat and an outline is only smoothed."""


class EdgeGuide:
    """A painting of H x W pixels that masks of its (h, w) copy are carried to."""

    def __init__(self, pixels: RGB8, size: tuple[int, int], *, reach_px: int) -> None:
        """size: (h, w). reach_px: how far an edge may lie from the outline on the copy, in its pixels."""
        self._pixels, self._small_size, self._reach_px = pixels, size, reach_px
        self._guide = ColourGuide(pixels, size, radius_px=reach_px, smoothness=SMOOTHNESS)

    def along_edges(self, small: Mask) -> Area:
        """Return the area of a mask of the copy, its outline on the nearest edges of the painting."""
        if not small.any():
            return NOTHING
        linear = self._guide.linear(small.astype(np.float32))
        size = 2 * (2 * self._reach_px) + 1
        square = np.ones((size, size), dtype=np.uint8)
        reached = cv2.dilate(small.view(np.uint8), square)
        certain = cv2.erode(small.view(np.uint8), square)
        height, width = self._pixels.shape[:2]
        mask = np.zeros((height, width), dtype=np.bool_)
        for tile in tiles(mask.shape, side_px=TILE_PX):
            seen = self._on_copy(tile)
            if reached[seen].any():
                mask[tile] = True if certain[seen].all() else self._applied(linear, tile)
        return Area.of(mask)

    def roughly(self, small: Mask) -> Area:
        """Return the area of a mask of the copy with a smooth outline, without looking at the painting."""
        column, row, wide, high = cv2.boundingRect(small.view(np.uint8))
        if not wide:
            return NOTHING
        height, width = self._pixels.shape[:2]
        rows = slice(row * height // small.shape[0], -(-(row + high) * height // small.shape[0]))
        columns = slice(column * width // small.shape[1], -(-(column + wide) * width // small.shape[1]))
        share = self._warped(small.astype(np.float32), (rows, columns))
        return Area.of(share > 0.5, left=columns.start, top=rows.start)

    def _on_copy(self, tile: Window) -> Window:
        """Return the pixels of the copy that a window of the painting falls on."""
        (height, width), (small_height, small_width) = self._pixels.shape[:2], self._small_size
        rows, columns = tile
        return (
            slice(rows.start * small_height // height, -(-rows.stop * small_height // height)),
            slice(columns.start * small_width // width, -(-columns.stop * small_width // width)),
        )

    def _applied(self, linear: Float32, tile: Window) -> Mask:
        factors = self._warped(linear, tile)
        pixels = self._pixels[tile]
        share = factors[..., 3].copy()
        for channel in range(3):
            share += factors[..., channel] * pixels[..., channel]
        return np.asarray(share > 0.5)

    def _warped(self, values: Float32, tile: Window) -> Float32:
        """Return a window of (h, w) or (h, w, c) values enlarged to the painting's size, between pixels."""
        rows, columns = tile
        across = self._small_size[1] / self._pixels.shape[1]
        down = self._small_size[0] / self._pixels.shape[0]
        # Pixel centres lie on pixel centres: (x + 0.5) * across - 0.5.
        matrix = np.array(
            [
                [across, 0, (columns.start + 0.5) * across - 0.5],
                [0, down, (rows.start + 0.5) * down - 0.5],
            ]
        )
        size = (columns.stop - columns.start, rows.stop - rows.start)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        warped = cv2.warpAffine(values, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(warped, dtype=np.float32)
