"""A palette of few colours for a picture."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from painttime.core.image import RGB8, fitted_size

_LOOKED_AT_PX = 256


def find_palette(pixels: RGB8, num_colours: int) -> npt.NDArray[np.uint8]:
    """Return the colours, (n, 3) with n <= num_colours, that stand best for a picture (H, W, 3).

    Median cut (Heckbert, "Color Image Quantization for Frame Buffer Display", SIGGRAPH 1982), then k-means.
    """
    height, width = fitted_size(pixels.shape[0], pixels.shape[1], _LOOKED_AT_PX)
    small = Image.fromarray(np.asarray(pixels)).resize((width, height), Image.Resampling.BOX)
    indexed = small.quantize(num_colours, method=Image.Quantize.MEDIANCUT, kmeans=8, dither=Image.Dither.NONE)
    colours = np.asarray(indexed.getpalette() or (), dtype=np.uint8).reshape(-1, 3)
    return np.unique(colours[:num_colours], axis=0)
