"""Merging patches into parts, the most alike pair of neighbours first.

Two regions are alike when their mean colour and their mix of colours agree, when they lie together in the
normalised-cut embedding (it sees long-range likeness that single borders do not), and when no edge runs along
their border. Small regions go first, and a region mostly enclosed by its neighbour goes to it sooner than one
that only touches it.
"""

import heapq

import numpy as np
import numpy.typing as npt

from painttime.segmentation.adjacency import Borders
from painttime.segmentation.embedding import LAB_WEIGHTS, embed
from painttime.segmentation.superpixels import Superpixels

PALETTE_WEIGHT = 16.0
EMBEDDING_WEIGHT = 7.0
EDGE_WEIGHT = 0.8
"""What a palette difference, an embedding distance and an edge strength of 1 count, in Lab units."""

CLEAR_EDGE = 18.0
FAINTEST = 0.4
"""A border without an edge is the middle of a gradient: there differences count FAINTEST of what they count
along an edge of CLEAR_EDGE Lab units."""

FLANK_EDGE, FLANK_SLOPE = 4.0, 2.0
"""The strongest edge, in Lab units, believed between regions of one colour, and per unit they differ."""

SAME = 4.5
"""Unlikeness below which two regions are one plane, however few parts are left."""

SPECK_SHARE = 0.004
"""A region smaller than this share of the picture joins a neighbour, however few parts are left."""

SIZE_POWER = 0.38
"""How strongly small regions are preferred: 0 not at all, 1 as in Ward's method."""


class RegionMerger:
    """The regions of a picture as they grow together; region 0..n-1 starts as patch 0..n-1."""

    def __init__(self, superpixels: Superpixels, borders: Borders) -> None:
        self._total_px = float(superpixels.area_px.sum())
        self._area_px = superpixels.area_px.astype(np.float64)
        self._lab = superpixels.lab * LAB_WEIGHTS.astype(np.float64)
        self._palette = superpixels.palette_shares.astype(np.float64)
        self._place = embed(superpixels, borders).astype(np.float64)
        self._parent = np.arange(superpixels.count)
        self._version = [0] * superpixels.count
        # For every region: neighbour -> (border length in px, edge strength summed along it).
        self._around: list[dict[int, tuple[float, float]]] = [{} for _ in range(superpixels.count)]
        for (first, second), length, strength in zip(
            borders.pairs.tolist(), borders.length_px.tolist(), borders.strength.tolist(), strict=True
        ):
            self._around[first][second] = self._around[second][first] = (length, length * strength)
        self.num_regions = superpixels.count

    def merge_to(self, num_parts: int) -> npt.NDArray[np.int32]:
        """Return the region 0..k-1 of every patch, 1 <= k <= num_parts; fewer where the picture is flat."""
        queue = [
            self._offer(first, second)
            for first, around in enumerate(self._around)
            for second in around
            if first < second
        ]
        heapq.heapify(queue)
        while queue and self.num_regions > 1:
            _, first, second, *versions = heapq.heappop(queue)
            if versions != [self._version[first], self._version[second]]:
                continue
            if self.num_regions <= num_parts and not self._belong_together(first, second):
                continue
            self._join(first, second)
            for other in sorted(self._around[first]):
                heapq.heappush(queue, self._offer(min(first, other), max(first, other)))
        return np.asarray(np.unique(self._parent, return_inverse=True)[1], dtype=np.int32)

    def _offer(self, first: int, second: int) -> tuple[float, int, int, int, int]:
        return self._cost(first, second), first, second, self._version[first], self._version[second]

    def _belong_together(self, first: int, second: int) -> bool:
        """Return whether two neighbours are one plane to the eye, or one of them is a mere speck."""
        smaller_px = min(self._area_px[first], self._area_px[second])
        alike = self._unlikeness(first, second, see_far=False) < SAME
        return alike or bool(smaller_px < SPECK_SHARE * self._total_px)

    def _unlikeness(self, first: int, second: int, *, see_far: bool = True) -> float:
        """Return how different two neighbours look, in Lab units; `see_far` counts the embedding too."""
        length, strength = self._around[first][second]
        colour = float(np.linalg.norm(self._lab[first] - self._lab[second]))
        palette = float(np.abs(self._palette[first] - self._palette[second]).sum()) / 2
        place = float(np.linalg.norm(self._place[first] - self._place[second]))
        # The blurred flank of a strong edge close by is no edge between two patches of one colour.
        edge = min(strength / length, FLANK_EDGE + FLANK_SLOPE * colour)
        apart = colour + PALETTE_WEIGHT * palette + (EMBEDDING_WEIGHT * place if see_far else 0.0)
        return apart * (FAINTEST + (1 - FAINTEST) * min(1.0, edge / CLEAR_EDGE)) + EDGE_WEIGHT * edge

    def _cost(self, first: int, second: int) -> float:
        length, _ = self._around[first][second]
        shortest = min(self._perimeter_px(first), self._perimeter_px(second))
        enclosed = length / max(shortest, length)
        smaller_share = float(min(self._area_px[first], self._area_px[second])) / self._total_px
        return self._unlikeness(first, second) * float(smaller_share**SIZE_POWER) * (1.35 - 0.7 * enclosed)

    def _perimeter_px(self, region: int) -> float:
        return sum(length for length, _ in self._around[region].values())

    def _join(self, first: int, second: int) -> None:
        """Make `second` a part of `first`."""
        area = self._area_px[first] + self._area_px[second]
        for mean in (self._lab, self._palette, self._place):
            mean[first] = (mean[first] * self._area_px[first] + mean[second] * self._area_px[second]) / area
        self._area_px[first] = area
        del self._around[first][second], self._around[second][first]
        for other, (length, strength) in self._around[second].items():
            del self._around[other][second]
            known_length, known_strength = self._around[first].get(other, (0.0, 0.0))
            border = (known_length + length, known_strength + strength)
            self._around[first][other] = self._around[other][first] = border
        self._around[second] = {}
        self._parent[self._parent == second] = first
        self._version[first] += 1
        self._version[second] += 1
        self.num_regions -= 1
