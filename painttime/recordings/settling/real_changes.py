"""Telling what was painted from what a camera makes of the same picture twice.

Two pictures of one state differ: by noise, by what compression leaves of it, along edges where they are a
part of a pixel off each other or one is softer than the other. Paint differs in another way: whole spots
have colours that nothing about them had before.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8
from painttime.recordings.settling.temporal_median import difference, strongest_channel

Uint8 = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

USUAL_LONG_SIDE_PX = 1280
"""Distances below are meant for pictures of this size; larger ones are blurred more, by the same camera."""

BLUR_PX = 0.8
EDGE_SHARE = 0.3
"""Share of the local contrast that a difference may be and still come of another sharpness."""

SURE_LEVELS = 9
"""What no neighbourhood explains and is more than this, on top of noise, was painted."""

LIKELY_LEVELS = 5
"""What differs by this, on top of noise, and adjoins what was painted was painted with it: soft edges."""

NEAR_PX = 4
NOISE_LEVELS = 14
"""Noise is never taken to be more than this: then much was painted."""

MIN_SURE_PX, MIN_CHANGE_PX = 5, 12


CLUMP_PX, SPECK_PX = 40, 60
"""Smaller spots do not make another canvas; smaller ones about a hand are of the hand."""

RIM_PX = 24
"""How far from what a hand hides specks are of the hand."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Changes:
    """Spots that differ. labels: (h, w) int32, 0 where nothing does, else the spot's number 1..num."""

    labels: npt.NDArray[np.int32]
    num: int

    @property
    def mask(self) -> Mask:
        return np.asarray(self.labels > 0)

    def kept(self, wanted: Mask) -> "Changes":
        """Return only the spots for which wanted, (num,), is true."""
        table = np.zeros(self.num + 1, dtype=np.int32)
        table[1:][wanted] = np.arange(1, int(wanted.sum()) + 1)
        return Changes(labels=table[self.labels], num=int(wanted.sum()))

    def shares(self, marked: Mask) -> npt.NDArray[np.float64]:
        """Return the share of each spot that is marked, (num,)."""
        areas = np.bincount(self.labels.ravel(), minlength=self.num + 1)[1:]
        hits = np.bincount(self.labels[marked], minlength=self.num + 1)[1:]
        return np.asarray(hits / np.maximum(areas, 1))


def real_changes(earlier: RGB8, later: RGB8, comparable: Mask) -> Changes:
    """Return the spots in which two pictures of the same view show something else.

    earlier, later: (h, w, 3) uint8 in the same light, at most a pixel off each other. comparable: (h, w)
    bool, where both are known. Spots are found by hysteresis (Canny's two thresholds): they hold pixels whose
    colour is not found about the same place in the other picture, and reach as far as pixels differ.
    """
    unit = _unit(comparable)
    one, other = (
        np.asarray(cv2.GaussianBlur(picture, (0, 0), BLUR_PX * unit), dtype=np.uint8)
        for picture in (earlier, later)
    )
    apart = difference(one, other)
    noise = _noise_levels(apart, comparable)
    unexplained, varied = _unexplained(one, other, radius_px=round(unit))
    allowed = (EDGE_SHARE * varied).astype(np.uint8) + np.uint8(SURE_LEVELS + noise)
    sure = (unexplained > allowed) & comparable
    reach = 2 * round(NEAR_PX * unit) + 1
    near = cv2.dilate(sure.view(np.uint8), np.ones((reach, reach), dtype=np.uint8)) > 0
    likely = LIKELY_LEVELS + noise
    differing = (apart > likely) & (near | (unexplained > likely)) & comparable
    return _spots(differing, sure, unit)


def _unexplained(one: RGB8, other: RGB8, *, radius_px: int) -> tuple[Uint8, Uint8]:
    """Return by how much pixels lie outside of what the other picture shows about them, (h, w) uint8.

    Also how much the pictures vary about each pixel, (h, w) uint8.
    """
    kernel = np.ones((2 * radius_px + 1, 2 * radius_px + 1), dtype=np.uint8)
    low_one, high_one = cv2.erode(one, kernel), cv2.dilate(one, kernel)
    low_other, high_other = cv2.erode(other, kernel), cv2.dilate(other, kernel)
    outside = cv2.max(
        cv2.max(cv2.subtract(one, high_other), cv2.subtract(low_other, one)),
        cv2.max(cv2.subtract(other, high_one), cv2.subtract(low_one, other)),
    )
    varied = cv2.max(cv2.subtract(high_one, low_one), cv2.subtract(high_other, low_other))
    return strongest_channel(np.asarray(outside, np.uint8)), strongest_channel(np.asarray(varied, np.uint8))


def _noise_levels(apart: Uint8, comparable: Mask) -> int:
    """Return how far pixels that were not painted usually differ, rounded up."""
    step = 3
    seen = apart[::step, ::step][comparable[::step, ::step]]
    if seen.size == 0:
        return 0
    # Of the half that differs least, nearly all was left as it was; three times its median is at its end.
    return int(min(NOISE_LEVELS, np.ceil(2.0 * float(np.quantile(seen, 0.3)))))


def _spots(differing: Mask, sure: Mask, unit: float) -> Changes:
    num, labels, stats, _ = cv2.connectedComponentsWithStats(differing.view(np.uint8), connectivity=8)
    numbers = np.asarray(labels, dtype=np.int32)
    seeds = np.bincount(numbers[sure & differing], minlength=num)
    wanted = (seeds >= MIN_SURE_PX * unit**2) & (stats[:, cv2.CC_STAT_AREA] >= MIN_CHANGE_PX * unit**2)
    return Changes(labels=numbers, num=num - 1).kept(np.asarray(wanted[1:]))


def in_clumps(changed: Mask) -> Mask:
    """Return what of a change, (h, w) bool, is neither thin nor in small spots."""
    opened = _opened(changed, 3)
    return opened & ~_small_spots(opened, CLUMP_PX * _unit(changed) ** 2)


def specks_about(changed: Mask, hidden: Mask) -> Mask:
    """Return what of a change lies about what was hidden and is thin or small: rims, shadows."""
    unit = _unit(changed)
    reach = 2 * round(RIM_PX * unit) + 1
    about = cv2.dilate(hidden.view(np.uint8), np.ones((reach, reach), dtype=np.uint8)) > 0
    broad = _opened(changed, 2 * round(2 * unit) + 1)
    return np.asarray(about & changed & (~broad | _small_spots(broad, SPECK_PX * unit**2)))


def _unit(mask: Mask) -> float:
    long_side_px: int = max(mask.shape)
    return max(1.0, long_side_px / USUAL_LONG_SIDE_PX)


def _opened(mask: Mask, size_px: int) -> Mask:
    kernel = np.ones((size_px, size_px), dtype=np.uint8)
    return np.asarray(cv2.morphologyEx(mask.view(np.uint8), cv2.MORPH_OPEN, kernel) > 0)


def _small_spots(mask: Mask, area_px: float) -> Mask:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] < area_px
    small[0] = False
    return np.asarray(small[labels])
