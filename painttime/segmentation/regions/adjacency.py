"""Which patches touch, how long their common border is, and how strong an edge runs along it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32
from painttime.segmentation.regions.superpixels import Superpixels

STRAY_LENGTH_PX = 1e-3
"""Length of the border that joins what touches nothing else."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Borders:
    """The m borders between touching patches.

    pairs: (m, 2) int32, first < second.
    length_px: (m,) number of pixel pairs along the border.
    strength: (m,) mean strength of the edge along the border, in Lab units.
    clear: (m,) share of the border that runs along the picture's clearest contours.
    seen: (m,) mean probability that an object ends there, 0..1; 0 where nobody looked.
    """

    pairs: npt.NDArray[np.int32]
    length_px: Float32
    strength: Float32
    clear: Float32
    seen: Float32


def find_borders(superpixels: Superpixels, seen: Float32 | None = None) -> Borders:
    """Return the borders between patches; all patches are joined by some way.

    seen: (h, w) probability that an object ends at a pixel. Patches cut off from the others, as the pieces of
    a background behind people are, get a border of next to no length to the next piece.
    """
    patches, num_patches = superpixels.patches, superpixels.count
    maps = [superpixels.edges, superpixels.contours]
    maps.append(np.zeros_like(superpixels.edges) if seen is None else seen)
    keys: list[npt.NDArray[np.int64]] = []
    values: list[Float32] = []
    for near, far in (
        (np.s_[:, :-1], np.s_[:, 1:]),
        (np.s_[:-1, :], np.s_[1:, :]),
    ):
        first, second = patches[near], patches[far]
        differ = (first != second) & (first < num_patches) & (second < num_patches)
        low = np.minimum(first, second)[differ].astype(np.int64)
        high = np.maximum(first, second)[differ]
        keys.append(low * num_patches + high)
        values.append(np.stack([np.maximum(a_map[near], a_map[far])[differ] for a_map in maps]))
    found, index = np.unique(np.concatenate(keys), return_inverse=True)
    length = np.bincount(index, minlength=len(found)).astype(np.float32)
    pairs = np.stack([found // num_patches, found % num_patches], axis=1).astype(np.int32).reshape(-1, 2)
    strays = _joining_pairs(pairs, num_patches)
    none = np.zeros(len(strays), dtype=np.float32)
    strength, clear, ends = (
        np.append(np.bincount(index, weights=value, minlength=len(found)) / length, none).astype(np.float32)
        for value in np.concatenate(values, axis=1)
    )
    return Borders(
        pairs=np.concatenate([pairs, strays]),
        length_px=np.append(length, none + np.float32(STRAY_LENGTH_PX)),
        strength=strength,
        clear=clear,
        seen=ends,
    )


def _joining_pairs(pairs: npt.NDArray[np.int32], num_patches: int) -> npt.NDArray[np.int32]:
    """Return the pairs that join the pieces of the graph, each to the one before it, (k, 2) int32."""
    piece = list(range(num_patches))

    def head(patch: int) -> int:
        while piece[patch] != patch:
            piece[patch] = piece[piece[patch]]
            patch = piece[patch]
        return patch

    for first, second in pairs.tolist():
        low, high = sorted((head(first), head(second)))
        piece[high] = low
    heads = np.array([patch for patch in range(num_patches) if piece[patch] == patch], dtype=np.int32)
    return np.stack([heads[:-1], heads[1:]], axis=1)
