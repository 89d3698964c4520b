"""The parts of any painting at every count: what splits off what, in depth order, named."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Labels
from painttime.core.part_tree import PartTree
from painttime.segmentation.description.describing import KnownPart, describe_cuts
from painttime.segmentation.portraits.people_parts import PortraitParts
from painttime.segmentation.regions.adjacency import find_borders
from painttime.segmentation.regions.hierarchy import Join, Numbering, number_leaves
from painttime.segmentation.regions.merging import RegionMerger
from painttime.segmentation.regions.refinement import fill_from_nearest, refine_labels
from painttime.segmentation.regions.sight import Sight, sight_at
from painttime.segmentation.regions.superpixels import find_superpixels, patch_means, work_size
from painttime.segmentation.scenes.scene_look import SceneLook

MAX_LEAVES, MAX_LEAVES_OF_SEVERAL = 24, 40
"""Most parts of a picture, and of one with several people."""

BACKGROUND_LEAVES = (3, 12)
"""Fewest and most parts that the background of people is split into."""

NATURAL_COUNTS = (4, 12)
"""Fewest and most parts shown where nobody asked for a number."""

STANDS_OUT = 0.62
"""A part stands out where its split costs this share of the most costly one."""

SMALL_PEOPLE_SHARE, MOST_AROUND_SMALL = 0.25, 6
"""People that cover less of the picture are small; so many regions at most come before their parts."""

CLEAR_COST, MOST_CLEAR = 45.0, 3
"""Cost of the split above which a region stands out behind people, and how many of them are shown unasked."""


def find_part_tree(
    pixels: RGB8,
    *,
    look: SceneLook | None = None,
    portraits: PortraitParts | None = None,
    language: str = "en",
) -> PartTree:
    """Return the parts of a picture at every count; the same for the same picture.

    pixels: (H, W, 3) uint8 sRGB, any size.
    look: what the scene network saw in it. portraits: the people in it; their parts stay as they are, and the
    background is split when all of them are.
    language: that of the names.
    """
    small, is_reduced = at_work_size(pixels)
    sight = None if look is None else sight_at(look, *small.shape[:2])
    if portraits is None:
        regions = _find_regions(pixels, small, is_reduced, sight, MAX_LEAVES, None)
        parts = _Parts(
            leaves=regions.leaves,
            parents=regions.numbering.parents,
            people=(),
            natural_count=_natural_count(regions.numbering),
        )
    else:
        parts = _with_people(pixels, small, is_reduced, sight, portraits)
    cuts = describe_cuts(
        parts.leaves, parts.parents, small, sight=sight, people=parts.people, language=language
    )
    return PartTree(leaves=parts.leaves, parents=parts.parents, cuts=cuts, natural_count=parts.natural_count)


def at_work_size(pixels: RGB8) -> tuple[RGB8, bool]:
    """Return the picture at the size it is looked at, and whether it was reduced to that."""
    height, width = work_size(*pixels.shape[:2])
    is_reduced = height <= pixels.shape[0] and width <= pixels.shape[1]
    method = cv2.INTER_AREA if is_reduced else cv2.INTER_NEAREST
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=method), dtype=np.uint8), is_reduced


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Regions:
    """Ids of the regions, (H, W), 1..n, and which splits off which."""

    leaves: Labels
    numbering: Numbering


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Parts:
    """All of a tree but what its parts are called."""

    leaves: Labels
    parents: tuple[int, ...]
    people: tuple[KnownPart, ...]
    natural_count: int


def _find_regions(
    pixels: RGB8,
    small: RGB8,
    is_reduced: bool,
    sight: Sight | None,
    max_leaves: int,
    outside: npt.NDArray[np.bool_] | None,
) -> _Regions:
    """Return the regions of a picture, or of what is not `outside`, a (H, W) mask."""
    small_outside = None
    if outside is not None:
        size = small.shape[1], small.shape[0]
        small_outside = cv2.resize(outside.view(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
        if small_outside.all():
            return _one_region(pixels)
    superpixels = find_superpixels(small, has_texture=is_reduced, outside=small_outside)
    borders = find_borders(superpixels, None if sight is None else sight.ends)
    kinds = None if sight is None else patch_means(sight.kinds, superpixels.patches)[: superpixels.count]
    merging = RegionMerger(superpixels, borders, kinds).merge(max_leaves)
    num_leaves = int(merging.leaves.max()) + 1
    leaf_of = np.append(merging.leaves, num_leaves)
    labels = refine_labels((leaf_of[superpixels.patches] + 1).astype(np.uint8), pixels)
    if outside is not None:
        labels = fill_from_nearest(labels, labels > num_leaves)
        return _numbered(labels, merging.joins, np.bincount(labels[~outside], minlength=num_leaves + 1)[1:])
    return _numbered(labels, merging.joins, np.bincount(labels.ravel(), minlength=num_leaves + 1)[1:])


def _numbered(labels: Labels, joins: tuple[Join, ...], area_px: npt.NDArray[np.intp]) -> _Regions:
    numbering = number_leaves(joins, area_px)
    return _Regions(leaves=np.append(np.uint8(0), numbering.ids)[labels], numbering=numbering)


def _one_region(pixels: RGB8) -> _Regions:
    numbering = number_leaves((), np.ones(1, dtype=np.intp))
    return _Regions(leaves=np.ones(pixels.shape[:2], dtype=np.uint8), numbering=numbering)


def _with_people(
    pixels: RGB8, small: RGB8, is_reduced: bool, sight: Sight | None, portraits: PortraitParts
) -> _Parts:
    """Return the background, then each person, then their parts, then the regions of the background.

    Where the people are small in the picture, what stands out around them comes before their parts.
    """
    persons = [label for label, parent in enumerate(portraits.parents, start=1) if parent == 0]
    inner = [label for label, parent in enumerate(portraits.parents, start=1) if parent]
    most = MAX_LEAVES if len(persons) == 1 else MAX_LEAVES_OF_SEVERAL
    num_regions = int(np.clip(most - len(persons) - len(inner), *BACKGROUND_LEAVES))
    is_person = portraits.labels > 0
    regions = _find_regions(pixels, small, is_reduced, sight, num_regions, is_person)
    num_first = 0
    if is_person.mean() < SMALL_PEOPLE_SHARE:
        costs = regions.numbering.costs
        num_first = sum(cost >= STANDS_OUT * max(costs) for cost in costs[1 : MOST_AROUND_SMALL + 1])
    splits = [-region for region in range(2, len(regions.numbering.parents) + 1)]
    order = [*persons, *splits[:num_first], *inner, *splits[num_first:]]
    return _in_order(portraits, regions, order, num_first)


def _in_order(portraits: PortraitParts, regions: _Regions, order: list[int], num_first: int) -> _Parts:
    """Return people and regions as one tree.

    order: what is split off the background, one after the other: the parts of people by their label, the
    regions behind them by their number, negative. num_first: regions that come before the people's parts.
    """
    id_of = {0: 1, -1: 1, **{part: part_id for part_id, part in enumerate(order, start=2)}}
    num_labels, num_regions = len(portraits.kinds), len(regions.numbering.parents)
    before = np.array([id_of[label] for label in range(num_labels + 1)], dtype=np.uint8)
    behind = np.array([1, *(id_of[-region] for region in range(1, num_regions + 1))], dtype=np.uint8)
    parents = [
        id_of[portraits.parents[part - 1]] if part > 0 else id_of[-regions.numbering.parents[-part - 1]]
        for part in order
    ]
    people = tuple(
        KnownPart(
            id=id_of[label],
            kind=portraits.kinds[label - 1],
            person=portraits.persons[label - 1],
            place=portraits.order.index(label),
        )
        for label in range(1, num_labels + 1)
    )
    is_person = portraits.labels > 0
    num_clear = sum(cost >= CLEAR_COST for cost in regions.numbering.costs[1 : MOST_CLEAR + 1])
    return _Parts(
        leaves=np.where(is_person, before[portraits.labels], behind[regions.leaves]).astype(np.uint8),
        parents=(0, *parents),
        people=people,
        natural_count=1 + num_labels + max(num_first, num_clear),
    )


def _natural_count(numbering: Numbering) -> int:
    """Return how many parts a picture seems to have.

    That is as many as stand out, but for the place near by where the next part would differ
    least from the one it is split off.
    """
    fewest, most = (min(len(numbering.parents), bound) for bound in NATURAL_COUNTS)
    # A part that is told apart as well as one that comes later is not kept back by one that comes sooner.
    costs = np.maximum.accumulate([*numbering.costs[1:], 1e-3][::-1])[::-1]
    clear = int(np.clip((costs >= STANDS_OUT * costs.max()).sum() + 1, fewest, most))
    near = range(max(fewest, clear - 1), min(most, clear + 1) + 1)
    return max(near, key=lambda count: (_jump(costs, count), -count))


def _jump(costs: npt.NDArray[np.float64], count: int) -> float:
    """Return how much more the last of `count` parts stands out than the next one would."""
    return float(np.log(max(costs[count - 2], 1e-3) / max(costs[count - 1], 1e-3))) if count > 1 else 0.0
