"""Finding what a hand hides, by what is seen at the same place before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, read_only
from painttime.recordings.settling.hand_colours import HandColours
from painttime.recordings.settling.temporal_median import contrast, difference

Uint8 = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

GLIMPSE_LONG_SIDE_PX = 480
"""Hands are broad: they are looked for in small pictures."""

DIFFERS_LEVELS, RETURNS_LEVELS = 13, 9
CONTRAST_SHARE = 0.35
RETURNS_SHARE = 0.4
"""A spot of which so much looks before as it looks after was something in the way."""

CERTAIN_LOG = 1.0
"""Logarithm of how many times likelier a colour must be the hand's to say so without anything seen before."""

MIN_HAND_SHARE = 0.0008
"""Of the picture: smaller spots are no hands."""

GROWN_SHARE = 0.008
"""By how much of the long side a hand is taken to reach further than it is seen: soft edges, shadow."""

BORDER_PX = 3


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Glimpse:
    """A settled picture seen small, in the view and light of the last.

    pixels: (h, w, 3) uint8. inside: (h, w) bool, what the frame shows of the view. trusted: (h, w) bool.
    """

    pixels: RGB8
    inside: Mask
    trusted: Mask

    def __post_init__(self) -> None:
        for name in ("pixels", "inside", "trusted"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    @classmethod
    def of(cls, pixels: RGB8, inside: Mask, trusted: Mask) -> "Glimpse":
        """Shrink a picture (H, W, 3) uint8 and its masks (H, W) bool; a small pixel counts where all of it does."""
        return cls(pixels=shrunk(pixels), inside=_all_of(inside), trusted=_all_of(trusted))


def shrunk(pixels: RGB8) -> RGB8:
    """Return a picture as small as hands are looked for in, (h, w, 3) uint8."""
    return np.asarray(_resized(pixels), dtype=np.uint8)


def _all_of(mask: Mask) -> Mask:
    return np.asarray(_resized(mask.astype(np.uint8) * np.uint8(255)) >= 250)


def _resized(pixels: Uint8) -> Uint8:
    factor = GLIMPSE_LONG_SIDE_PX / max(pixels.shape[:2])
    if factor >= 1:
        return pixels
    size = max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def hidden_by_hand(now: Glimpse, later: RGB8, before: Sequence[Glimpse], colours: HandColours) -> Mask:
    """Return where something in the way hides the painting now, (h, w) bool.

    later: what the painting looks like afterwards, without hands. before: glimpses of earlier moments, the
    nearest first.
    A hand comes in over the border of the frame; most of what it covers looks before as it looks after, or
    has colours that were seen moving over the picture. Strokes that are taken back again look the same before
    and after, too, but lie within the picture.
    """
    varied = np.uint8(CONTRAST_SHARE * contrast(later))
    differs = (difference(now.pixels, later) > cv2.add(varied, DIFFERS_LEVELS)) & now.inside
    differs = _closed(differs)
    returns = _returns(differs, later, before, cv2.add(varied, RETURNS_LEVELS))
    likelihood = colours.likelihood(now.pixels)
    alike = likelihood > 0
    num, labels, stats, _ = cv2.connectedComponentsWithStats(differs.view(np.uint8), connectivity=8)
    area = np.maximum(stats[:, cv2.CC_STAT_AREA], 1)
    at_border = _counts(labels, differs & _border(now.inside), num) > 0
    returning = _counts(labels, returns, num) / area
    logs = np.bincount(labels.ravel(), weights=np.clip(likelihood, -3, 3).ravel(), minlength=num) / area
    is_hand = at_border & (area >= MIN_HAND_SHARE * later.shape[0] * later.shape[1])
    is_hand &= ((returning >= RETURNS_SHARE) & (logs > -1.0)) | (logs > CERTAIN_LOG)
    # A piece of a hand cut off by what has its colour.
    is_hand |= (returning >= 0.6) & (logs > CERTAIN_LOG)
    is_hand[0] = False
    hand = is_hand[labels] & (returns | alike)
    hand |= differs & ~now.trusted
    return _grown(_closed(hand), later.shape) & now.inside


def _returns(differs: Mask, later: RGB8, before: Sequence[Glimpse], tolerance: Uint8) -> Mask:
    """Return where one of the moments before looks as the painting does afterwards."""
    returned = np.zeros(differs.shape, dtype=np.bool_)
    for glimpse in before:
        returned |= (difference(glimpse.pixels, later) <= tolerance) & glimpse.inside
    return returned & differs


def _border(inside: Mask) -> Mask:
    """Return the outermost pixels of what a frame shows."""
    size = 2 * BORDER_PX + 1
    kernel = np.ones((size, size), dtype=np.uint8)
    inner = cv2.erode(inside.view(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(inside & (inner == 0))


def _counts(labels: npt.NDArray[np.int32], marked: Mask, num: int) -> npt.NDArray[np.intp]:
    return np.bincount(labels[marked], minlength=num)


def _closed(mask: Mask) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0)


def _grown(mask: Mask, shape: tuple[int, ...]) -> Mask:
    size = 2 * round(GROWN_SHARE * max(shape[:2])) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.dilate(mask.view(np.uint8), kernel) > 0)
