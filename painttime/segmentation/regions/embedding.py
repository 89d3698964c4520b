"""Where patches lie in the normalised-cut embedding of the picture (Shi and Malik 2000)."""

import numpy as np

from painttime.core.image import Float32
from painttime.segmentation.regions.adjacency import Borders
from painttime.segmentation.regions.superpixels import Superpixels

NUM_EIGENVECTORS = 12

AFFINITY_WIDTH = 6.0
"""Unlikeness, in Lab units, at which two neighbours are bound 1/e as strongly as equal ones."""

CHROMA_WEIGHT = 1.5
"""Hue tells objects apart better than lightness, which light and shadow change within one object."""

LAB_WEIGHTS = np.array([1.0, CHROMA_WEIGHT, CHROMA_WEIGHT], dtype=np.float32)


def embed(superpixels: Superpixels, borders: Borders) -> Float32:
    """Return the place of every patch, (n, <= NUM_EIGENVECTORS) float32, of mean square 1 in all.

    Patches that are joined by many ways through alike patches lie close together even where no single border
    between them is weak; patches on either side of a weak stretch of a long strong edge lie apart.
    """
    count = superpixels.count
    if count < 4 or len(borders.pairs) == 0:
        return np.zeros((count, 1), dtype=np.float32)
    first, second = borders.pairs.T
    step = np.linalg.norm((superpixels.lab[first] - superpixels.lab[second]) * LAB_WEIGHTS, axis=1)
    unlike = (step + borders.strength) / 2
    affinity = np.zeros((count, count), dtype=np.float64)
    affinity[first, second] = np.exp(-(unlike / AFFINITY_WIDTH)) * borders.length_px + 1e-6
    affinity += affinity.T
    degree = affinity.sum(axis=1)
    scale = 1.0 / np.sqrt(degree)
    laplacian = np.eye(count) - scale[:, None] * affinity * scale[None, :]
    values, vectors = np.linalg.eigh(laplacian)
    used = slice(1, 1 + min(NUM_EIGENVECTORS, count - 2))
    places = vectors[:, used] * scale[:, None] / np.sqrt(np.maximum(values[used], 1e-4))
    share = superpixels.area_px / superpixels.area_px.sum()
    places -= share @ places
    spread = np.sqrt((share[:, None] * places**2).sum())
    return np.asarray(places / max(spread, 1e-9), dtype=np.float32)
