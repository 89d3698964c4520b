"""Which patches touch, how long their common border is, and how strong an edge runs along it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32
from painttime.segmentation.superpixels import Patches


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Borders:
    """The m borders between touching patches.

    pairs: (m, 2) int32, first < second.
    length_px: (m,) number of pixel pairs along the border.
    strength: (m,) mean edge strength along the border.
    """

    pairs: npt.NDArray[np.int32]
    length_px: Float32
    strength: Float32


def find_borders(patches: Patches, edges: Float32) -> Borders:
    """Return the borders between the patches of an (h, w) map; `edges` is (h, w)."""
    num_patches = int(patches.max()) + 1
    keys, strengths = [], []
    for near, far in (
        (np.s_[:, :-1], np.s_[:, 1:]),
        (np.s_[:-1, :], np.s_[1:, :]),
    ):
        first, second = patches[near], patches[far]
        differ = first != second
        low = np.minimum(first, second)[differ].astype(np.int64)
        high = np.maximum(first, second)[differ]
        keys.append(low * num_patches + high)
        strengths.append(np.maximum(edges[near], edges[far])[differ])
    found, index = np.unique(np.concatenate(keys), return_inverse=True)
    length = np.bincount(index, minlength=len(found)).astype(np.float32)
    total = np.bincount(index, weights=np.concatenate(strengths), minlength=len(found))
    pairs = np.stack([found // num_patches, found % num_patches], axis=1).astype(np.int32)
    return Borders(
        pairs=pairs.reshape(-1, 2),
        length_px=length,
        strength=np.asarray(total / np.maximum(length, 1), dtype=np.float32),
    )
