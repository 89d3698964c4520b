"""What the painter does when: bouts of work on areas, each from broad to fine."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, Labels, luminance

NOT_YET = 0.04
"""What a pixel's error counts while its area has not had its turn: strokes may run into it."""

_NUM_BANDS = 4
_FINISHING_SHARE = 0.15
_LEVEL_RATIO = 1.5
_CELL_STROKES = 6.0
"""Strokes that find room in a cell, on average: sets how small the smallest cells are for a budget."""

_FINER_GET_MORE = 0.8
"""Power of the number of cells by which a level's share of the budget grows."""

_SMALLEST_CELL_PX = 9.0
_LARGEST_SHARE = 0.66


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Bout:
    """Work on one area.

    own: (H, W) bool, where strokes begin. weight: (H, W) float32, how much errors count.
    num_strokes: its budget. part_id: the part it is for, 0 for several. is_fine: fine brushes only.
    """

    own: npt.NDArray[np.bool_]
    weight: Float32
    num_strokes: int
    part_id: int = 0
    is_fine: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """One look at cells of side_px; level counts sizes from broad to fine, of num_levels."""

    side_px: float
    num_strokes: int
    level: int
    num_levels: int

    @property
    def stage(self) -> int:
        """0 = broad, 1 = middle, 2 = fine."""
        return min(2, 3 * self.level // max(1, self.num_levels))


def plan_bouts(
    order: str, target: RGB8, labels: Labels | None, part_ids: tuple[int, ...], num_strokes: int
) -> list[Bout]:
    """Return the bouts of an order (core.brush_settings.ORDER_NAMES), in the order they are painted."""
    masks = _areas(order, target, labels, part_ids)
    height, width = target.shape[:2]
    everywhere = np.ones((height, width), dtype=np.bool_)
    if len(masks) < 2:
        return [Bout(own=everywhere, weight=everywhere.astype(np.float32), num_strokes=num_strokes)]
    finishing = int(num_strokes * _FINISHING_SHARE)
    shares = _shares(target, [mask for _, mask in masks])
    bouts = []
    weight = np.full((height, width), NOT_YET, dtype=np.float32)
    for (part_id, mask), share in zip(masks, shares, strict=True):
        weight = np.where(mask, np.float32(1), weight)
        budget = int((num_strokes - finishing) * share)
        bouts.append(Bout(own=mask, weight=weight, num_strokes=budget, part_id=part_id))
    last = Bout(own=everywhere, weight=everywhere.astype(np.float32), num_strokes=num_strokes, is_fine=True)
    return [*bouts, last]


def plan_rounds(
    bout: Bout, budget: int, smallest_width_px: float | None, largest_width_px: float | None
) -> list[Round]:
    """Return the rounds of a bout for a budget of strokes, from broad to fine."""
    area_px = float(bout.own.sum())
    if area_px < 1 or budget < 1:
        return []
    smallest = max(_SMALLEST_CELL_PX, (area_px * _CELL_STROKES / budget) ** 0.5)
    if smallest_width_px is not None:
        smallest = max(smallest, smallest_width_px / 0.12)
    largest = min(_LARGEST_SHARE * max(bout.own.shape), 1.2 * area_px**0.5)
    if largest_width_px is not None:
        largest = min(largest, largest_width_px / 0.2)
    if bout.is_fine:
        largest = 2 * smallest
    num_levels = 1 + max(0, round(np.log(max(1.0, largest / smallest)) / np.log(_LEVEL_RATIO)))
    sides = np.geomspace(max(largest, smallest), smallest, num_levels) if num_levels > 1 else [smallest]
    cells = np.array([area_px / side**2 for side in sides]) ** (_FINER_GET_MORE / 2)
    shares = cells / cells.sum()
    rounds = []
    for level, (side, share) in enumerate(zip(sides, shares, strict=True)):
        repeats = 2 if level < num_levels - 1 else 4
        for _ in range(repeats):
            strokes = max(1, round(budget * share / repeats))
            rounds.append(Round(side_px=float(side), num_strokes=strokes, level=level, num_levels=num_levels))
    return rounds


def _areas(
    order: str, target: RGB8, labels: Labels | None, part_ids: tuple[int, ...]
) -> list[tuple[int, npt.NDArray[np.bool_]]]:
    """Return (part id, mask) of the areas an order goes through; none where it goes over everything."""
    if order == "back-to-front" and labels is not None:
        masks = [(part_id, labels == part_id) for part_id in part_ids]
        return [(part_id, np.asarray(mask)) for part_id, mask in masks if mask.any()]
    if order in ("dark-to-light", "light-to-dark"):
        bands = _luminance_bands(target)
        numbers = range(_NUM_BANDS) if order == "dark-to-light" else reversed(range(_NUM_BANDS))
        return [(0, bands == number) for number in numbers if (bands == number).any()]
    return []


def _luminance_bands(target: RGB8) -> npt.NDArray[np.intp]:
    """Return the band of lightness of every pixel, (H, W), 0 = darkest; bands have equal areas."""
    sigma_px = max(1.0, 0.008 * max(target.shape[:2]))
    smooth = cv2.GaussianBlur(luminance(target), (0, 0), sigma_px)
    borders = np.quantile(smooth, np.arange(1, _NUM_BANDS) / _NUM_BANDS)
    return np.searchsorted(borders, smooth.ravel()).reshape(smooth.shape)


def _shares(target: RGB8, masks: list[npt.NDArray[np.bool_]]) -> Float32:
    """Return each area's share of the strokes: by its size and by how much goes on in it."""
    sigma_px = max(1.0, 0.01 * max(target.shape[:2]))
    detail = np.abs(target.astype(np.float32) - cv2.GaussianBlur(target, (0, 0), sigma_px)).sum(axis=2)
    effort = np.array([float((detail[mask] + 6.0).sum()) for mask in masks])
    return np.asarray(effort / effort.sum(), dtype=np.float32)
