"""A palette of few colours for a picture."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from painttime.core.image import RGB8, fitted_size

_LOOKED_AT_PX = 256
_BIN = 8
"""Levels of a channel that count as one colour."""


def find_palette(pixels: RGB8, num_colours: int) -> npt.NDArray[np.uint8]:
    """Return the colours, (n, 3) with n <= num_colours, that stand best for a picture (H, W, 3).

    Median cut (Heckbert, "Color Image Quantization for Frame Buffer Display", SIGGRAPH 1982), then k-means. A
    colour counts by the square root of its area: a painter keeps a place on the palette for a small accent.
    """
    height, width = fitted_size(pixels.shape[0], pixels.shape[1], _LOOKED_AT_PX)
    small = Image.fromarray(np.asarray(pixels)).resize((width, height), Image.Resampling.BOX)
    colours = np.asarray(small).reshape(-1, 3)
    _, members, counts = np.unique(colours // _BIN, axis=0, return_inverse=True, return_counts=True)
    sums = np.stack([np.bincount(members.ravel(), colours[:, channel]) for channel in range(3)], axis=1)
    means = np.rint(sums / counts[:, None]).astype(np.uint8)
    counted = np.repeat(means, np.ceil(np.sqrt(counts)).astype(np.intp), axis=0)
    indexed = Image.fromarray(counted[None]).quantize(
        num_colours, method=Image.Quantize.MEDIANCUT, kmeans=8, dither=Image.Dither.NONE
    )
    found = np.asarray(indexed.getpalette() or (), dtype=np.uint8).reshape(-1, 3)
    return np.unique(found[:num_colours], axis=0)
