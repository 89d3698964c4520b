"""Carries known values smoothly into what is not known, over any distance, in time linear in the area.

The pyramid of Gortler et al., "The Lumigraph" (1996): averages of what is known go down to one pixel, and
come up again to fill the gaps; a few rounds of smoothing at each level take the blocks out of it.
"""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32

_SMOOTHINGS = 3
_MAX_CHANNELS = 4


def push_pull(values: Float32, known: npt.NDArray[np.bool_]) -> Float32:
    """Return values (h, w, c) float32 everywhere, those where `known` (h, w) is set as they were.

    Raises ValueError where nothing is known.
    """
    if not known.any():
        raise ValueError("nothing is known that could be carried on")
    return _filled(values * known[..., None], known.astype(np.float32))


def _filled(weighted: Float32, weight: Float32) -> Float32:
    """Return the means of a level, (h, w, c), gaps filled from the level below; `weight` (h, w) is 0..1."""
    height, width = weight.shape
    means: Float32 = (weighted / np.maximum(weight, 1e-6)[..., None]).astype(np.float32)
    gaps = weight < 1
    if max(height, width) == 1 or not gaps.any():
        return means
    size = ((width + 1) // 2, (height + 1) // 2)
    coarse = _filled(_resized(weighted, size, cv2.INTER_AREA), _resized(weight, size, cv2.INTER_AREA))
    spread = _resized(coarse, (width, height), cv2.INTER_LINEAR)
    result = spread + weight[..., None] * (means - spread)
    inside = gaps[..., None]
    for _ in range(_SMOOTHINGS):
        smooth = cv2.blur(result, (3, 3), borderType=cv2.BORDER_REPLICATE).reshape(result.shape)
        result = np.where(inside, smooth + weight[..., None] * (means - smooth), result)
    return np.asarray(result, dtype=np.float32)


def _resized(values: Float32, size: tuple[int, int], how: int) -> Float32:
    flat = values.reshape(*values.shape[:2], -1)
    pieces = [
        # OpenCV takes four channels at once, and drops the last axis where it is 1.
        cv2.resize(flat[..., first : first + _MAX_CHANNELS], size, interpolation=how).reshape(*size[::-1], -1)
        for first in range(0, flat.shape[2], _MAX_CHANNELS)
    ]
    return np.concatenate(pieces, axis=2, dtype=np.float32).reshape(*size[::-1], *values.shape[2:])
