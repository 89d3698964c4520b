"""Merging patches into parts, the most alike pair of neighbours first.

Two regions are alike when their mean colour and their mix of colours agree, when they lie together in the
normalised-cut embedding (it sees long-range likeness that single borders do not), and when no edge runs along
their border. Small regions go first, and a region mostly enclosed by its neighbour goes to it sooner than one
that only touches it.
"""

import heapq
import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32
from painttime.segmentation.regions.adjacency import Borders
from painttime.segmentation.regions.embedding import LAB_WEIGHTS, embed
from painttime.segmentation.regions.hierarchy import Join
from painttime.segmentation.regions.superpixels import Superpixels

PALETTE_WEIGHT = 16.0
EMBEDDING_WEIGHT = 7.0
EDGE_WEIGHT = 2.0
KIND_WEIGHT = 70.0
SEEN_WEIGHT = 20.0
CONTOUR_WEIGHT = 90.0
"""What a palette difference, an embedding distance, an edge strength, a difference of kinds, an end of an
object and a clear contour all along the border, of 1 each, count in Lab units."""

CLEAR_EDGE = 18.0
FAINTEST = 0.1
"""A border without an edge is the middle of a gradient: there differences count FAINTEST of what they count
along an edge of CLEAR_EDGE Lab units; in between they grow with the square of the edge."""

BLURRED = 0.3
"""What a difference of kinds counts where no contour runs: the eye that saw them is blurred."""

SAME_KIND = 0.5
"""How much less any difference counts between two regions that are surely of one kind: a tree has light and
shadow."""

FLANK_EDGE, FLANK_SLOPE = 4.0, 2.0
"""The strongest edge, in Lab units, believed between regions of one colour, and per unit they differ."""

SAME, SAME_EDGE_WEIGHT, SAME_KIND_WEIGHT = 4.5, 0.5, 40.0
"""Two regions that differ less than SAME, in Lab units, are one plane, however few parts are left; what an
edge between them and another kind count for that."""

SPECK_SHARE = 0.004
"""A region smaller than this share of the picture joins a neighbour, however few parts are left."""

SIZE_POWER = 0.24
"""How strongly small regions are preferred: 0 not at all, 1 as in Ward's method."""

SPECK_COST = 0.02
"""Factor of the cost of joining a speck: specks go first."""

BAND_WIDTH_PX, MIXED, BAND_COST = 5.0, 1.25, 0.3
"""A region narrower than this, at work size, is no more than the mixed pixels of an edge if the way through
its colour from one side to the other is hardly longer than the straight one; factor of its cost then."""

HIDDEN_APART, HIDDEN_KINDS = 14.0, 0.4
"""Two regions at the picture's rim that do not touch may be one plane, such as the sky beside a tower:
where their colours lie no further apart than this, in Lab units, and their kinds differ no more."""

RIM_SHARE = 0.04
"""How much of the rim such a region has, in shares of the root of the picture's area."""

HIDDEN_EDGE = 5.0
"""The edge, in Lab units, that is taken to lie between them: what touches joins first."""

BorderSums = tuple[float, float, float, float]
Offer = tuple[float, int, int, int, int]
"""Cost of a join, the two regions, and their versions when it was offered."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Merging:
    """Leaves and how they become one.

    leaves: (num patches,) int32, the leaf of every patch, 0..n-1.
    joins: n - 1 of them in order, each of two regions called by a leaf in them; the first one's name stays.
    """

    leaves: npt.NDArray[np.int32]
    joins: tuple[Join, ...]


class RegionMerger:
    """The regions of a picture as they grow together; region 0..n-1 starts as patch 0..n-1.

    kinds: (n, K) how likely each patch is of each kind, where that is known.
    """

    def __init__(self, superpixels: Superpixels, borders: Borders, kinds: Float32 | None = None) -> None:
        self._total_px = float(superpixels.area_px.sum())
        self._area_px = superpixels.area_px.astype(np.float64)
        self._lab = superpixels.lab * LAB_WEIGHTS.astype(np.float64)
        self._palette = superpixels.palette_shares.astype(np.float64)
        self._place = embed(superpixels, borders).astype(np.float64)
        self._kinds = np.zeros((superpixels.count, 1)) if kinds is None else kinds.astype(np.float64)
        self._rim_px = superpixels.rim_px().astype(np.float64)
        self._parent = np.arange(superpixels.count)
        self._version = [0] * superpixels.count
        # For every region: neighbour -> length of the border in px; edge, contour and ends summed along it.
        self._around: list[dict[int, BorderSums]] = [{} for _ in range(superpixels.count)]
        along = np.stack([np.ones_like(borders.clear), borders.strength, borders.clear, borders.seen])
        for (first, second), (length, strength, clear, seen) in zip(
            borders.pairs.tolist(), (along * borders.length_px).T.tolist(), strict=True
        ):
            sums = length, strength, clear, seen
            self._around[first][second] = self._around[second][first] = sums
        self.num_regions = superpixels.count

    def merge(self, max_leaves: int) -> Merging:
        """Return the leaves, max_leaves at most, fewer where the picture is flat, and how they become one."""
        queue = [
            self._offer(first, second)
            for first, around in enumerate(self._around)
            for second in around
            if first < second
        ]
        heapq.heapify(queue)
        self._join_cheapest(queue, max_leaves)
        numbers, leaves = np.unique(self._parent, return_inverse=True)
        leaf_of = {region: leaf for leaf, region in enumerate(numbers.tolist())}
        for first, second in self._halves_behind(numbers.tolist()):
            sums = 1.0, HIDDEN_EDGE, 0.0, 0.0
            self._around[first][second] = self._around[second][first] = sums
            heapq.heappush(queue, self._offer(first, second))
        joins = [
            Join(first=leaf_of[first], second=leaf_of[second], cost=cost)
            for first, second, cost in self._join_cheapest(queue, 1)
        ]
        return Merging(leaves=np.asarray(leaves, dtype=np.int32), joins=tuple(joins))

    def _join_cheapest(self, queue: list[Offer], num_wanted: int) -> list[tuple[int, int, float]]:
        """Join pairs until num_wanted regions are left, then those that belong together; return the joins."""
        joined = []
        put_off = []
        while queue and self.num_regions > 1:
            offer = heapq.heappop(queue)
            cost, first, second, *versions = offer
            if versions != [self._version[first], self._version[second]]:
                continue
            if self.num_regions <= num_wanted and not self._belong_together(first, second):
                put_off.append(offer)
                continue
            self._join(first, second)
            joined.append((first, second, cost))
            for other in sorted(self._around[first]):
                heapq.heappush(queue, self._offer(min(first, other), max(first, other)))
        for offer in put_off:
            heapq.heappush(queue, offer)
        return joined

    def _halves_behind(self, regions: list[int]) -> list[tuple[int, int]]:
        """Return pairs of regions that are likely one plane, cut in two by what stands before it."""
        at_rim = [
            region for region in regions if self._rim_px[region] >= RIM_SHARE * math.sqrt(self._total_px)
        ]
        return [
            (first, second)
            for first, second in combinations(at_rim, 2)
            if second not in self._around[first]
            and self._apart(first, second) * self._kinship(first, second) < HIDDEN_APART
            and self._kinds_apart(first, second) < HIDDEN_KINDS
        ]

    def _offer(self, first: int, second: int) -> Offer:
        return self._cost(first, second), first, second, self._version[first], self._version[second]

    def _belong_together(self, first: int, second: int) -> bool:
        """Return whether two neighbours are one plane to the eye, or one of them is a mere speck."""
        smaller_px = min(self._area_px[first], self._area_px[second])
        differs = self._apart(first, second) + SAME_EDGE_WEIGHT * self._edge(first, second)
        # Where nothing at all is to be seen, nothing ends, whatever the network takes it for.
        kinds = SAME_KIND_WEIGHT * self._kinds_apart(first, second) * min(1.0, differs)
        is_plain = differs + kinds < SAME
        return is_plain or bool(smaller_px < SPECK_SHARE * self._total_px)

    def _unlikeness(self, first: int, second: int) -> float:
        """Return how different two neighbours look, in Lab units."""
        length, _, clear, seen = self._around[first][second]
        place = _norm(self._place[first] - self._place[second])
        edge = self._edge(first, second)
        apart = self._apart(first, second) + EMBEDDING_WEIGHT * place
        counts = FAINTEST + (1 - FAINTEST) * min(1.0, edge / CLEAR_EDGE) ** 2
        along = (CONTOUR_WEIGHT * clear + SEEN_WEIGHT * seen) / length
        # Where the network is unsure it sees some of every kind; only where it is sure is it heard.
        kinds = KIND_WEIGHT * self._kinds_apart(first, second) ** 2
        kinds *= BLURRED + (1 - BLURRED) * clear / length
        unlike = apart * counts + EDGE_WEIGHT * edge + along + kinds
        return unlike * self._kinship(first, second)

    def _edge(self, first: int, second: int) -> float:
        """Return how strong an edge lies between two neighbours, in Lab units."""
        length, strength, *_ = self._around[first][second]
        # The blurred flank of a strong edge close by is no edge between two patches of one colour.
        steepest = FLANK_EDGE + FLANK_SLOPE * _norm(self._lab[first] - self._lab[second])
        return min(strength / length, steepest)

    def _kinds_apart(self, first: int, second: int) -> float:
        """Return how much what two regions show differs, 0..1."""
        return float(np.abs(self._kinds[first] - self._kinds[second]).sum()) / 2

    def _kinship(self, first: int, second: int) -> float:
        """Return what differences count between two regions: less where both are surely of one kind."""
        return 1 - SAME_KIND * float(self._kinds[first] @ self._kinds[second])

    def _apart(self, first: int, second: int) -> float:
        """Return how far apart the colours of two regions and their mixes lie, in Lab units."""
        palette = float(np.abs(self._palette[first] - self._palette[second]).sum()) / 2
        return _norm(self._lab[first] - self._lab[second]) + PALETTE_WEIGHT * palette

    def _cost(self, first: int, second: int) -> float:
        length = self._around[first][second][0]
        smaller = min(first, second, key=lambda region: float(self._area_px[region]))
        around_px, outline_px = self._outline_px(smaller), self._outline_px(first + second - smaller)
        enclosed = length / max(min(around_px, outline_px), length)
        share = float(self._area_px[smaller]) / self._total_px
        thin = self._thinness(smaller, around_px)
        speck = SPECK_COST if share < SPECK_SHARE else 1.0
        return (
            self._unlikeness(first, second)
            * float(share**SIZE_POWER)
            * (1.35 - 0.7 * enclosed)
            * thin
            * speck
        )

    def _thinness(self, region: int, outline_px: float) -> float:
        """Return 1, or less for a thin band whose colour lies between those on both sides of it."""
        width_px = 2 * float(self._area_px[region]) / outline_px
        if width_px >= BAND_WIDTH_PX or len(self._around[region]) < 2:
            return 1.0
        sides = sorted(self._around[region], key=lambda other: (-self._around[region][other][0], other))[:2]
        one, other = (_norm(self._lab[region] - self._lab[side]) for side in sides)
        across = _norm(self._lab[sides[0]] - self._lab[sides[1]])
        return BAND_COST if one + other < MIXED * across else 1.0

    def _outline_px(self, region: int) -> float:
        return sum(sums[0] for sums in self._around[region].values())

    def _join(self, first: int, second: int) -> None:
        """Make `second` a part of `first`."""
        area = self._area_px[first] + self._area_px[second]
        for mean in (self._lab, self._palette, self._place, self._kinds):
            mean[first] = (mean[first] * self._area_px[first] + mean[second] * self._area_px[second]) / area
        self._area_px[first] = area
        self._rim_px[first] += self._rim_px[second]
        del self._around[first][second], self._around[second][first]
        for other, more in self._around[second].items():
            del self._around[other][second]
            known = self._around[first].get(other, (0.0, 0.0, 0.0, 0.0))
            border = known[0] + more[0], known[1] + more[1], known[2] + more[2], known[3] + more[3]
            self._around[first][other] = self._around[other][first] = border
        self._around[second] = {}
        self._parent[self._parent == second] = first
        self._version[first] += 1
        self._version[second] += 1
        self.num_regions -= 1


def _norm(difference: npt.NDArray[np.float64]) -> float:
    return math.sqrt(difference @ difference)
