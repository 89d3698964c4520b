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

INSIDE_LOG = -1.5
"""Within what is a hand on the whole, colours count as its own unless they are so much likelier the painting's."""

KNOWS_BEFORE = 3
"""With fewer moments before, colours alone may say what is a hand."""

CERTAIN_LOG = 1.0
"""Logarithm of how many times likelier a colour must be the hand's to say so without anything seen before."""

MIN_HAND_SHARE = 0.0008
"""Of the picture: smaller spots are no hands."""

GROWN_SHARE = 0.008
"""By how much of the long side a hand is taken to reach further than it is seen: soft edges, shadow."""

ABOUT_SHARE = 0.03
"""Up to so far from a hand, as a share of the long side, its shadow falls."""

DARKEST_SHADE, SHADE_TINT, SHADE_NOISE = 0.6, 0.07, np.float32(4)
"""A shadow leaves this factor of the light at least, with channels no further apart than the second."""

BORDER_PX = 3
MIN_SPECK_PX = 12


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Glimpse:
    """A settled picture seen small, in the view and light of the last.

    pixels: (h, w, 3) uint8. inside: (h, w) bool, what the frame shows of the view. trusted: (h, w) bool.
    other: (h, w, 3) uint8, what single frames of its window show instead where, (h, w) bool, something moves.
    is_brief: whether its window is too short to tell what moves.
    """

    pixels: RGB8
    inside: Mask
    trusted: Mask
    other: RGB8
    moving: Mask
    is_brief: bool

    def __post_init__(self) -> None:
        for name in ("pixels", "inside", "trusted", "other", "moving"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    @classmethod
    def of(
        cls,
        pixels: RGB8,
        inside: Mask,
        trusted: Mask,
        other: RGB8 | None,
        moving: Mask | None,
        *,
        is_brief: bool,
    ) -> "Glimpse":
        """Shrink pictures (H, W, 3) uint8 and masks (H, W) bool.

        A small pixel is inside and trusted where all it is made of is, and moves where most of it does.
        """
        small = shrunk(pixels)
        if other is None or moving is None:
            other, moving = pixels, np.zeros(inside.shape, dtype=np.bool_)
        return cls(
            pixels=small,
            inside=_small_share(inside) >= 250,
            trusted=_small_share(trusted) >= 250,
            other=shrunk(other),
            moving=_small_share(moving) >= 128,
            is_brief=is_brief,
        )


def shrunk(pixels: RGB8) -> RGB8:
    """Return a picture as small as hands are looked for in, (h, w, 3) uint8."""
    return np.asarray(_resized(pixels), dtype=np.uint8)


def _small_share(mask: Mask) -> Uint8:
    return _resized(mask.astype(np.uint8) * np.uint8(255))


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
    tolerance = np.asarray(cv2.add(varied, RETURNS_LEVELS), dtype=np.uint8)
    as_later, as_now = (times_seen(pixels, before, tolerance) for pixels in (later, now.pixels))
    as_later += ((difference(now.other, later) <= tolerance) & now.moving).view(np.uint8)
    returns, stays = differs & (as_later > as_now), differs & (as_now > as_later)
    likelihood = colours.likelihood(now.pixels)
    alike = likelihood > INSIDE_LOG
    either = _closed(differs | now.moving)
    num, labels = cv2.connectedComponents(either.view(np.uint8), connectivity=8)
    labels[~differs] = 0
    area = np.maximum(np.bincount(labels.ravel(), minlength=num), 1)
    at_border = _counts(labels, differs & _border(now.inside), num) > 0
    returning = _counts(labels, returns, num) / area
    logs = np.bincount(labels.ravel(), weights=np.clip(likelihood, -3, 3).ravel(), minlength=num) / area
    is_hand = at_border & (area >= MIN_HAND_SHARE * later.shape[0] * later.shape[1])
    is_hand &= ((returning >= RETURNS_SHARE) & (logs > -1.0)) | (logs > CERTAIN_LOG)
    # A piece of a hand cut off by what has its colour.
    is_hand |= (returning >= 0.6) & (logs > CERTAIN_LOG)
    is_hand[0] = False
    doubtful, moving = differs & ~now.trusted, differs & now.moving
    hand = (doubtful & (returns | alike)) | (moving & (returns & alike | (likelihood > 0)) & ~stays)
    hand |= is_hand[labels] & returns & alike
    if len(before) < KNOWS_BEFORE:
        hand |= is_hand[labels] & (likelihood > CERTAIN_LOG)
    if DEBUG is not None:
        DEBUG.append((is_hand[labels], returns, likelihood, differs, now.moving, now.trusted, hand))
    hand = _closed(_without_specks(hand))
    if DEBUG is not None:
        DEBUG.append((is_hand[labels], returns, likelihood, differs, now.moving, now.trusted, hand))
    painted = _broad(differs & now.trusted & ~(returns & alike) & (likelihood <= 0))
    hidden = _grown(hand, GROWN_SHARE) & ~painted
    if before:
        # About a hand lie its shadow and its rim: there only what was seen before as well is paint, or broad.
        about = _grown(hand | _without_specks(differs & now.moving), ABOUT_SHARE) | now.is_brief
        still = painted & ~now.moving & (not now.is_brief)
        hidden |= about & (((as_now == 0) & ~still) | (as_later > as_now))
    return hidden & now.inside


DEBUG = None


def times_seen(pixels: RGB8, before: Sequence[Glimpse], tolerance: Uint8) -> Uint8:
    """Return at how many moments before each pixel looked as in a small picture, (h, w) uint8."""
    times = np.zeros(pixels.shape[:2], dtype=np.uint8)
    for glimpse in before:
        seen = (difference(glimpse.pixels, pixels) <= tolerance) & glimpse.inside
        seen |= (difference(glimpse.other, pixels) <= tolerance) & glimpse.moving
        times += seen.view(np.uint8)
    return times


def shaded(pixels: RGB8, plain: RGB8) -> Mask:
    """Return where pixels are what `plain` shows, as light or in the shadow of a hand; both (h, w, 3) uint8."""
    channels = zip(cv2.split(pixels), cv2.split(plain), strict=True)
    factors = [(one.astype(np.float32) + SHADE_NOISE) / (other + SHADE_NOISE) for one, other in channels]
    low = np.minimum(np.minimum(*factors[:2]), factors[2])
    high = np.maximum(np.maximum(*factors[:2]), factors[2])
    return np.asarray((low >= DARKEST_SHADE) & (high <= 1.04) & (high - low <= SHADE_TINT))


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


def _broad(mask: Mask) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    return np.asarray(cv2.morphologyEx(mask.view(np.uint8), cv2.MORPH_OPEN, kernel) > 0)


def _without_specks(mask: Mask) -> Mask:
    num, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    broad = stats[:, cv2.CC_STAT_AREA] >= MIN_SPECK_PX
    broad[0] = False
    return np.asarray(broad[labels])


def _grown(mask: Mask, share: float) -> Mask:
    size = 2 * round(share * max(mask.shape)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.dilate(mask.view(np.uint8), kernel) > 0)
