"""How much detail there is, by time: a process that collapses loses it suddenly."""

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32, luminance


def laplacian_energy(picture: RGB8) -> float:
    """Return the mean square of the Laplacian of the luma of a picture (h, w, 3), in 8-bit steps squared."""
    edges = cv2.Laplacian(luminance(picture), cv2.CV_32F, ksize=1)
    return float(np.square(edges, dtype=np.float64).mean())


def detail_curve(frames: RGB8, painting: RGB8) -> Float32 | None:
    """Return the energy of each frame over that of the painting, (n,), 0 and up; None for a flat painting.

    frames (n, h, w, 3), painting (h, w, 3).
    """
    whole = laplacian_energy(painting)
    if whole == 0:
        return None
    return np.array([laplacian_energy(frame) / whole for frame in frames], dtype=np.float32)
