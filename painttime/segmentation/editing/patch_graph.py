"""A picture as small patches that touch, and how far it is from a click to every one of them.

What hangs together for the eye is near in one way or another: by steps of colour, without a strong edge in
between, by the number of ways that lead there, or by looking alike. Which of these counts is learned
(`networks.click_scorer`); here they are measured, in some milliseconds a click.
"""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from scipy.sparse.csgraph import breadth_first_order, connected_components, dijkstra, minimum_spanning_tree
from scipy.sparse.linalg import splu
from skimage.segmentation import watershed

from painttime.core.image import RGB8, Float32
from painttime.segmentation.regions.superpixels import (
    Patches,
    detail_map,
    edge_map,
    patch_means,
    smooth_planes,
    to_lab,
)

Values = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

CELL_PX = 9
"""One patch grows in every square of this side."""

LAB_WEIGHTS = np.array([0.7, 1.3, 1.3])
"""Hue tells objects apart better than lightness, which light and shadow change within one object."""

SAME_COLOUR_LAB = 4.0
"""Unlikeness at which two patches are bound 1/e as strongly as equal ones."""

LOST_SHARE = 0.01
"""What is lost of a flow in each patch that it goes through: it ends some ten patches away."""

EVENED_SHARE = 0.6
"""How much a patch follows its neighbours where scores are evened out."""

PALETTE_SIZE, PALETTE_BLUR_LAB, NUM_PALETTE_SPREADS = 25, 7.0, 4

NEAR_PATCHES = 6
"""The patches nearest to a click say what colour was meant."""

NUM_DISTANCES = 8
"""Along edges, along colours, over the lowest pass, by flow, in colour, in palette, in place, in detail."""


class PatchGraph:
    """A picture of h x w pixels as n patches; the same for the same picture.

    patches: (h, w) int32, the patch of every pixel, 0..n - 1.
    area_share: (n,) share of the picture.
    border_distances: (2, n) how far it is from the picture's upper border, along edges and along colours.
    """

    def __init__(self, picture: RGB8) -> None:
        """picture: (h, w, 3) uint8 sRGB, some hundred pixels wide."""
        lab = to_lab(picture)
        planes = smooth_planes(lab)
        edges = edge_map(planes)
        self.patches = _grow_patches(edges)
        self._count = int(self.patches.max()) + 1
        area_px = np.bincount(self.patches.ravel())
        self.area_share: Values = area_px / area_px.sum()
        self._colour = patch_means(planes, self.patches) * LAB_WEIGHTS
        self._detail = patch_means(detail_map(lab)[..., None], self.patches)[:, 0]
        self._place = self._places()
        self._join_neighbours(edges)
        self._palette = self._palettes()
        self.border_distances = self._from_upper_border()

    def __len__(self) -> int:
        return self._count

    def at(self, x: float, y: float) -> int:
        """Return the patch at a place of the picture, (x, y) as shares 0..1 of its width and height."""
        height, width = self.patches.shape
        row, column = min(height - 1, int(y * height)), min(width - 1, int(x * width))
        return int(self.patches[max(0, row), max(0, column)])

    def palette_purity(self) -> Values:
        """Return the share of the commonest colour around each patch, (n,)."""
        return cast(Values, self._palette.max(axis=1))

    def distances_from(self, patch: int) -> Values:
        """Return how far all patches are from one, in NUM_DISTANCES ways, (NUM_DISTANCES, n)."""
        along_edges = dijkstra(self._edge_steps, indices=patch)
        along_colours = dijkstra(self._colour_steps, indices=patch)
        source = np.zeros(self._count)
        source[patch] = 1.0
        flow = self._flow.solve(source)
        near = np.argsort(along_edges, kind="stable")[:NEAR_PATCHES]
        colour = np.linalg.norm(self._colour[:, None] - self._colour[near], axis=2).min(axis=1)
        palette = np.abs(self._palette - self._palette[near].mean(axis=0)).sum(axis=1) / 2
        place = np.hypot(*(self._place - self._place[patch]).T)
        detail = np.abs(np.log((self._detail + 0.5) / (self._detail[patch] + 0.5)))
        return np.stack(
            [
                np.log1p(along_edges),
                np.log1p(along_colours),
                np.log1p(self._lowest_pass(patch)),
                -np.log(np.maximum(flow / flow.max(), 1e-8)),
                np.log1p(colour),
                palette,
                np.log(place + 0.03) + 3.5,
                detail,
            ]
        )

    def evened(self, scores: Values) -> Values:
        """Return scores (n,) that follow those of neighbours where no edge lies between."""
        return cast(Values, self._even.solve((1 - EVENED_SHARE) * self._bonds * scores))

    def hanging_together(self, taken: npt.NDArray[np.bool_], patches: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Return those of the taken patches (n,) that hang together with some given ones."""
        first, second = self._pairs
        both = taken[first] & taken[second]
        joins = csr_matrix((both[both], (first[both], second[both])), shape=(self._count, self._count))
        _, group = connected_components(joins, directed=False)
        return np.asarray(taken & np.isin(group, group[list(patches)]))

    def _places(self) -> Values:
        """Return the middle of each patch, (n, 2), in lengths of the picture's diagonal."""
        height, width = self.patches.shape
        rows, columns = np.mgrid[:height, :width].astype(np.float32)
        middle = patch_means(np.stack([columns, rows], axis=2), self.patches)
        return np.asarray(middle / np.hypot(height, width), dtype=np.float64)

    def _join_neighbours(self, edges: Float32) -> None:
        first, second, length_px, strength = _borders(self.patches, edges)
        self._pairs = first, second
        step = np.linalg.norm(self._colour[first] - self._colour[second], axis=1)
        self._colour_steps = self._symmetric(0.15 + step)
        self._edge_steps = self._symmetric(0.3 + 0.6 * strength + 0.4 * step)
        self._tree = minimum_spanning_tree(self._symmetric(0.01 + 0.6 * strength + 0.4 * step))
        self._tree = (self._tree + self._tree.T).tocsr()
        self._affinity = self._symmetric(
            np.exp(-(step + strength) / (2 * SAME_COLOUR_LAB)) * length_px + 1e-6
        )
        self._bonds: Values = np.asarray(self._affinity.sum(axis=1)).ravel() + 1e-9
        lost = LOST_SHARE * float(np.median(self._bonds)) * self.area_share / np.median(self.area_share)
        self._flow = splu((diags(self._bonds + lost) - self._affinity).tocsc())
        self._even = splu((diags(self._bonds) - EVENED_SHARE * self._affinity).tocsc())

    def _symmetric(self, values: Values) -> csr_matrix:
        first, second = self._pairs
        rows, columns = np.concatenate([first, second]), np.concatenate([second, first])
        shape = (self._count, self._count)
        return csr_matrix((np.concatenate([values, values]), (rows, columns)), shape=shape)

    def _palettes(self) -> Values:
        """Return the shares of the picture's main colours in and around each patch, (n, PALETTE_SIZE)."""
        main = [self._colour.mean(axis=0)]
        nearest = ((self._colour - main[0]) ** 2).sum(axis=1)
        while len(main) < PALETTE_SIZE:
            main.append(self._colour[int(nearest.argmax())])
            nearest = np.minimum(nearest, ((self._colour - main[-1]) ** 2).sum(axis=1))
        squared = ((self._colour[:, None] - np.stack(main)) ** 2).sum(axis=2)
        squared -= squared.min(axis=1, keepdims=True)
        shares = np.exp(-squared / (2 * PALETTE_BLUR_LAB**2))
        shares /= shares.sum(axis=1, keepdims=True)
        spread = diags(1 / self._bonds) @ self._affinity
        for _ in range(NUM_PALETTE_SPREADS):
            shares = (shares + spread @ shares) / 2
        return np.asarray(shares)

    def _from_upper_border(self) -> Values:
        """Most objects lie away from the upper border; many touch the lower one."""
        high = self.patches.shape[0] * 2 // 3
        sides = (self.patches[0], self.patches[:high, 0], self.patches[:high, -1])
        start = np.unique(np.concatenate(sides))
        steps = (self._edge_steps, self._colour_steps)
        return np.log1p([dijkstra(step, indices=start, min_only=True) for step in steps])

    def _lowest_pass(self, patch: int) -> Values:
        """Return the strongest edge that has to be crossed on the easiest way to each patch, (n,)."""
        order, before = breadth_first_order(self._tree, patch, directed=False)
        step = np.zeros(self._count)
        step[order[1:]] = np.asarray(self._tree[order[1:], before[order[1:]]]).ravel()
        highest = np.zeros(self._count)
        for index in order[1:].tolist():
            highest[index] = max(highest[before[index]], step[index])
        return highest


def _grow_patches(edges: Float32) -> Patches:
    """Return patches that begin at the calmest pixel of every cell and meet at edges (Meyer 1992)."""
    height, width = edges.shape
    markers = np.zeros(edges.shape, dtype=np.int32)
    count = 0
    for top in range(0, max(1, height - CELL_PX // 2), CELL_PX):
        for left in range(0, max(1, width - CELL_PX // 2), CELL_PX):
            cell = edges[top : top + CELL_PX, left : left + CELL_PX]
            row, column = divmod(int(cell.argmin()), cell.shape[1])
            count += 1
            markers[top + row, left + column] = count
    flood: Callable[..., Patches] = watershed
    return np.asarray(flood(edges, markers) - 1, dtype=np.int32)


def _borders(patches: Patches, edges: Float32) -> tuple[Indices, Indices, Values, Values]:
    """Return the pairs of patches that touch, the length of each border and the mean strength of its edge."""
    count = int(patches.max()) + 1
    keys, strengths = [], []
    for near, far in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        differ = patches[near] != patches[far]
        lower = np.minimum(patches[near], patches[far])[differ].astype(np.int64)
        keys.append(lower * count + np.maximum(patches[near], patches[far])[differ])
        strengths.append(np.maximum(edges[near], edges[far])[differ])
    found, index = np.unique(np.concatenate(keys), return_inverse=True)
    length_px = np.bincount(index, minlength=len(found)).astype(np.float64)
    total = np.bincount(index, weights=np.concatenate(strengths), minlength=len(found))
    return found // count, found % count, length_px, total / np.maximum(length_px, 1)
