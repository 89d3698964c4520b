"""What a hand hides, taken from where it was seen."""

from collections.abc import Sequence

import cv2
import numpy as np

from painttime.core.image import RGB8
from painttime.recordings.registration.lighting import Light
from painttime.recordings.settling.glimpse import Glimpse, Mask, shaded, shrunk, times_seen
from painttime.recordings.settling.hand_colours import HandColours
from painttime.recordings.settling.placing import Placed
from painttime.recordings.settling.temporal_median import difference

FILL_FROM = 5
"""A hidden spot is filled from so many moments before."""

NUM_DOUBTED = 4
"""What has a hand's colours has to be seen at more moments than this to be believed, other colours at two."""

FEW_PX = 64
"""So few hidden pixels are not looked for any further."""

APART_LEVELS = 12
"""Pictures that differ by more show different things."""


def filled(
    lit: RGB8,
    light: Light,
    now: Placed,
    before: Sequence[Placed],
    canvas: RGB8,
    hidden: Mask,
    colours: HandColours,
) -> tuple[RGB8, Mask]:
    """Return a moment's picture without a hand, and where none of its own frames says what is there.

    lit: the moment's picture in the light of the canvas, (h, w, 3) uint8; light: what brought it there.
    before: earlier moments, the nearest first. canvas: of the moment after it. hidden: (h, w) bool.
    A hidden spot shows what single frames of the moment show, if that is known from elsewhere; else what the
    moment before shows: a hand hides above all what it is about to paint; else what earlier ones show, where
    shadows or single frames confirm it; else what the canvas after it does.
    """
    picture = lit.copy()
    cv2.copyTo(canvas, hidden.view(np.uint8), picture)
    small, glimpses = shrunk(canvas), [placed.glimpse for placed in before]
    left = hidden & (difference(lit, canvas) > APART_LEVELS)
    unknown = hidden
    if now.other is not None and now.has_other is not None:
        other = light.apply(now.other)
        known = _is_known(shrunk(other), small, glimpses, colours)
        seen = left & now.has_other & enlarged(known, left.shape)
        cv2.copyTo(other, seen.view(np.uint8), picture)
        left, unknown = left & ~seen, unknown & ~seen
    for number, placed in enumerate(before[:FILL_FROM]):
        usable = _shows(now.glimpse, placed.glimpse.pixels) & ~_shows(now.glimpse, small)
        if number == 0:
            usable |= difference(placed.glimpse.pixels, now.glimpse.pixels) > APART_LEVELS
        usable &= placed.glimpse.inside & placed.glimpse.trusted
        seen = left & enlarged(usable, left.shape)
        if np.count_nonzero(seen) >= FEW_PX:
            seen &= enlarged(_is_known(placed.glimpse.pixels, small, glimpses, colours), left.shape)
            cv2.copyTo(placed.light.apply(placed.pixels), seen.view(np.uint8), picture)
            left &= ~seen
    return picture, unknown


def _shows(now: Glimpse, picture: RGB8) -> Mask:
    """Return where a moment shows a small picture, in a shadow or in single frames."""
    return np.asarray(shaded(now.pixels, picture) | (shaded(now.other, picture) & now.moving))


def _is_known(pixels: RGB8, canvas: RGB8, before: Sequence[Glimpse], colours: HandColours) -> Mask:
    """Return where a small picture shows what the canvas does, or what was seen before and is no hand."""
    alike = difference(pixels, canvas) <= APART_LEVELS
    times = times_seen(pixels, before, np.full(alike.shape, APART_LEVELS, dtype=np.uint8))
    often = (times > NUM_DOUBTED) | ((times >= 2) & (colours.likelihood(pixels) < 0))
    return np.asarray(cv2.medianBlur((alike | often).view(np.uint8), 5) > 0)


def enlarged(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """Return a small mask at a full size (h, w)."""
    size = shape[1], shape[0]
    return np.asarray(cv2.resize(mask.view(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0)
