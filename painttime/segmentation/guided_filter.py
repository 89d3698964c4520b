"""Carrying soft maps found on a small copy of a painting to its own size, along its own edges.

Kaiming He and Jian Sun, "Fast Guided Filter", 2015: within every window the map is a linear function of the
painting's colour; the functions are found on the small copy and applied to the painting itself.
"""

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32


class ColourGuide:
    """A painting as the guide of any number of maps.

    Linear in all three channels, so that hair before a wall of the same lightness is told from it by its hue.
    """

    def __init__(self, pixels: RGB8, size: tuple[int, int], *, radius_px: int, smoothness: float) -> None:
        """Look at (H, W, 3) uint8 pixels on a copy of `size` (height, width).

        radius_px: half the window's side on the copy. smoothness: variance of colour, 0..1, below which the
        painting counts as flat and a map is only smoothed.
        """
        self._full = pixels
        small = cv2.resize(pixels, (size[1], size[0]), interpolation=cv2.INTER_AREA)
        self._small: Float32 = np.asarray(small, dtype=np.float32) / np.float32(255)
        self._window = (2 * radius_px + 1, 2 * radius_px + 1)
        self._mean = self._blurred(self._small)
        self._inverse = self._inverse_covariance(smoothness)

    def _blurred(self, values: Float32) -> Float32:
        return np.asarray(cv2.blur(values, self._window, borderType=cv2.BORDER_REFLECT), dtype=np.float32)

    def _inverse_covariance(self, smoothness: float) -> Float32:
        """Return (h, w, 6): rr, rg, rb, gg, gb, bb of the inverse covariance of each window."""
        first, second = [0, 0, 0, 1, 1, 2], [0, 1, 2, 1, 2, 2]
        products = self._small[..., first] * self._small[..., second]
        covariance = self._blurred(products[..., :3]), self._blurred(products[..., 3:])
        rr, rg, rb, gg, gb, bb = np.moveaxis(
            np.dstack(covariance) - self._mean[..., first] * self._mean[..., second], -1, 0
        )
        rr, gg, bb = rr + smoothness, gg + smoothness, bb + smoothness
        cofactors = (
            gg * bb - gb * gb,
            rb * gb - rg * bb,
            rg * gb - rb * gg,
            rr * bb - rb * rb,
            rg * rb - rr * gb,
            rr * gg - rg * rg,
        )
        determinant = rr * cofactors[0] + rg * cofactors[1] + rb * cofactors[2]
        return np.asarray(np.dstack(cofactors) / determinant[..., None], dtype=np.float32)

    def carried(self, soft: Float32) -> Float32:
        """Return an (h, w) map at the painting's own size, (H, W) float32, its borders on the painting's."""
        linear = self.linear(soft)
        height, width = self._full.shape[:2]
        large = cv2.resize(linear, (width, height), interpolation=cv2.INTER_LINEAR)
        result = large[..., 3].astype(np.float32)
        for channel in range(3):
            result += large[..., channel] * self._full[..., channel]
        return result

    def linear(self, soft: Float32) -> Float32:
        """Return, of an (h, w) map, (h, w, 4): factors of red, green and blue, 0..255, and what to add."""
        mean = self._blurred(soft)
        together = self._blurred(np.asarray(self._small * soft[..., None])) - self._mean * mean[..., None]
        slope = np.dstack(
            [(self._inverse[..., row] * together).sum(axis=2) for row in ([0, 1, 2], [1, 3, 4], [2, 4, 5])]
        )
        offset = mean - (slope * self._mean).sum(axis=2)
        return self._blurred(np.dstack([slope / 255, offset]).astype(np.float32))
