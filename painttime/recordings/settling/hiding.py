"""Finding what a hand hides, by what is seen at the same place before and after."""

from collections.abc import Sequence

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32
from painttime.recordings.settling.glimpse import Glimpse, Mask, times_seen
from painttime.recordings.settling.hand_colours import HandColours
from painttime.recordings.settling.temporal_median import contrast, difference

DIFFERS_LEVELS, RETURNS_LEVELS = 13, 9
CONTRAST_SHARE = 0.35
RETURNS_SHARE, PIECE_SHARE = 0.4, 0.6
"""A spot of which so much looks before as it looks after was something in the way; the second holds for spots
that do not reach the border of the frame."""

INSIDE_LOG = -1.5
"""Within a hand, colours count as its own unless they are so much likelier the painting's."""

LIKELIER_LOG = 0.5
"""By so much a colour is likelier the hand's than another one."""

COVERED_SHARE = 0.15
"""Strokes that are taken back at once cover less of the picture."""

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

BORDER_PX = 3
MIN_SPECK_PX = 12


def hidden_by_hand(now: Glimpse, later: RGB8, before: Sequence[Glimpse], colours: HandColours) -> Mask:
    """Return where something in the way hides the painting now, (h, w) bool.

    later: what the painting looks like afterwards, without hands. before: glimpses of earlier moments, the
    nearest first.
    A hand comes in over the border of the frame; most of what it covers looks before as it looks after, or
    has colours that were seen moving over the picture. Strokes that are taken back again look the same before
    and after, too, but lie within the picture.
    """
    varied = (CONTRAST_SHARE * contrast(later)).astype(np.uint8)
    differs = _closed((difference(now.pixels, later) > varied + np.uint8(DIFFERS_LEVELS)) & now.inside)
    tolerance = varied + np.uint8(RETURNS_LEVELS)
    as_later, as_now = (times_seen(pixels, before, tolerance) for pixels in (later, now.pixels))
    as_later += ((difference(now.other, later) <= tolerance) & now.moving).view(np.uint8)
    likelihood = colours.likelihood(now.pixels)
    # A hand may rest at one place for long: then it is the colours that tell which of two states is the hand.
    likelier = likelihood > colours.likelihood(later) + LIKELIER_LOG
    returns = differs & ((as_later > as_now) | ((as_later >= 2) & likelier))
    stays = differs & (as_now > as_later) & ~returns
    alike = likelihood > INSIDE_LOG
    in_hand = _in_hand(now, differs, returns, likelihood)
    doubtful, moving = differs & ~now.trusted, differs & now.moving
    hand = (doubtful & (returns | alike)) | (moving & ((returns & alike) | (likelihood > 0)) & ~stays)
    hand |= in_hand & ((returns & alike) | (likelier & (likelihood > LIKELIER_LOG)))
    if len(before) < KNOWS_BEFORE:
        hand |= in_hand & (likelihood > CERTAIN_LOG)
    hand = _closed(_without_specks(hand))
    painted = _broad(differs & now.trusted & ~(returns & alike) & (likelihood <= 0))
    hidden = _grown(hand, GROWN_SHARE) & ~painted
    if before:
        # About a hand lie its shadow and its rim: there only what was seen before as well is paint, or broad.
        about = _grown(hand | _without_specks(moving), ABOUT_SHARE) | now.is_brief
        still = painted & ~now.moving & (not now.is_brief)
        hidden |= about & (((as_now == 0) & ~still) | returns | (~differs & (as_later > as_now)))
    return hidden & now.inside


def is_covered(now: Glimpse, later: RGB8, before: Sequence[Glimpse]) -> bool:
    """Say whether something other than the painting is seen for a moment: a dialog, a page turned.

    Much of the picture is then as it has not been before, and as it was before again afterwards.
    """
    tolerance = (CONTRAST_SHARE * contrast(later)).astype(np.uint8) + np.uint8(RETURNS_LEVELS)
    differs = (difference(now.pixels, later) > tolerance) & now.inside
    limit = COVERED_SHARE * np.count_nonzero(now.inside)
    if np.count_nonzero(differs) <= limit:
        return False
    as_later, as_now = (times_seen(pixels, before, tolerance) for pixels in (later, now.pixels))
    return bool(np.count_nonzero(differs & (as_later >= 2) & (as_now <= 1)) > limit)


def _in_hand(now: Glimpse, differs: Mask, returns: Mask, likelihood: Float32) -> Mask:
    """Return the spots of what differs that are a hand on the whole, (h, w) bool."""
    num, found = cv2.connectedComponents(_closed(differs | now.moving).view(np.uint8), connectivity=8)
    labels = np.asarray(found, dtype=np.int32)
    labels[~differs] = 0
    area = np.maximum(np.bincount(labels.ravel(), minlength=num), 1)
    at_border = np.bincount(labels[differs & _border(now.inside)], minlength=num) > 0
    returning = np.bincount(labels[returns], minlength=num) / area
    logs = np.bincount(labels.ravel(), weights=np.clip(likelihood, -3, 3).ravel(), minlength=num) / area
    is_hand = at_border & (area >= MIN_HAND_SHARE * differs.size)
    is_hand &= ((returning >= RETURNS_SHARE) & (logs > -1.0)) | (logs > CERTAIN_LOG)
    # A piece of a hand cut off by what has its colour.
    is_hand |= (returning >= PIECE_SHARE) & (logs > CERTAIN_LOG)
    is_hand[0] = False
    return np.asarray(is_hand[labels])


def _border(inside: Mask) -> Mask:
    """Return the outermost pixels of what a frame shows."""
    size = 2 * BORDER_PX + 1
    kernel = np.ones((size, size), dtype=np.uint8)
    inner = cv2.erode(inside.view(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(inside & (inner == 0))


def _closed(mask: Mask) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0)


def _broad(mask: Mask) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    return np.asarray(cv2.morphologyEx(mask.view(np.uint8), cv2.MORPH_OPEN, kernel) > 0)


def _without_specks(mask: Mask) -> Mask:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    broad = stats[:, cv2.CC_STAT_AREA] >= MIN_SPECK_PX
    broad[0] = False
    return np.asarray(broad[labels])


def _grown(mask: Mask, share: float) -> Mask:
    size = 2 * round(share * max(mask.shape)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.dilate(mask.view(np.uint8), kernel) > 0)
