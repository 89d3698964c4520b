"""From the finished painting back to the beginning, taking only what really was different.

The last settled picture is the painting. Each earlier one is moved onto it and evened in light; where it
shows the same as the canvas after it, the canvas's own pixels stay, bit by bit; where it shows something
else, it gives its own. What a hand hides is taken from the moments before, or from the canvas after.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from painttime.core.change import changed_pixels
from painttime.core.image import RGB8
from painttime.core.similarity import IDENTITY, Similarity
from painttime.recordings.options import BringInOptions
from painttime.recordings.registration.lighting import Light, find_light
from painttime.recordings.settling.hand_colours import HandColours
from painttime.recordings.settling.hiding import Glimpse, hidden_by_hand, shaded, shrunk, times_seen
from painttime.recordings.settling.picture_store import PictureStore
from painttime.recordings.settling.placing import Placed, Placer
from painttime.recordings.settling.real_changes import USUAL_LONG_SIDE_PX, real_changes
from painttime.recordings.settling.settling import Mask
from painttime.recordings.settling.temporal_median import difference
from painttime.recordings.survey.findings import Moment


LOOK_BACK = 8
"""Moments before one that are known when it is decided what it showed."""

FILL_FROM = 5
"""Of them, those a hidden spot is filled from."""

NUM_DOUBTED = 4
"""What has a hand's colours has to be seen at more moments than this to be believed."""

HIDDEN_SHARE = 0.6
"""A moment of which the hand hides more says too little."""

APART_LEVELS = 12
"""Small pictures that differ by more show different things."""

RIM_PX, THIN_PX = 8, 4
"""About what is hidden, up to the first distance, what is no wider than the second was not painted."""

MIN_CHANGED_SHARE = 1.5e-4
"""With a smaller share of its pixels changed a canvas is the one after it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a canvas comes from: the number of its moment, how that lies in the view of the last, and the
    share of its pixels that the moment itself did not show."""

    number: int
    to_last: Similarity
    repaired_share: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Traced:
    """What a moment's canvas was.

    pixels: (h, w, 3) uint8. num_changed_px: how many of them differ from the canvas after it. is_new: whether
    they are enough to make it another one. is_hidden: whether too much was hidden to say.
    """

    origin: Origin
    pixels: RGB8
    num_changed_px: int = 0
    is_new: bool = True
    is_hidden: bool = False


class BackTracer:
    """Goes back over settled pictures, the latest first.

    A few pictures are in memory, whatever the number of moments.
    """

    def __init__(
        self, store: PictureStore, moments: Sequence[Moment], options: BringInOptions, colours: HandColours
    ) -> None:
        self._store = store
        self._last = len(moments) - 1
        self._options = options
        self._colours = colours
        self._placer = Placer(store, moments, options)

    def canvases(self) -> Iterator[Traced]:
        """Give the canvas of every moment, the last first; what cannot be placed is left out."""
        canvas = self._store.take(self._last).pixels
        yield Traced(origin=Origin(number=self._last, to_last=IDENTITY, repaired_share=0.0), pixels=canvas)
        following = iter(range(self._last - 1, -1, -1))
        ahead: deque[Placed] = deque()
        while True:
            while len(ahead) <= LOOK_BACK and (number := next(following, None)) is not None:
                placed = self._placer.placed(number, canvas)
                if placed is not None:
                    ahead.append(placed)
            if not ahead:
                return
            now = ahead.popleft()
            traced = self._traced(now, tuple(ahead), canvas)
            canvas = traced.pixels
            yield traced

    def _traced(self, now: Placed, before: Sequence[Placed], canvas: RGB8) -> Traced:
        """Decide what of a moment's picture differs from the canvas after it."""
        hidden = self._hidden(now, before, canvas)
        lit = self._light(now, canvas, ~hidden).apply(now.pixels)
        unknown = hidden
        if hidden.any():
            lit, unknown = self._filled(lit, now, before, canvas, hidden)
        unseen = ~now.inside | hidden
        origin = Origin(number=now.number, to_last=now.to_last, repaired_share=float(unseen.mean()))
        if hidden.sum() > HIDDEN_SHARE * now.inside.sum():
            return Traced(origin=origin, pixels=canvas, is_new=False, is_hidden=True)
        changed = real_changes(lit, canvas, now.inside & (now.trusted | hidden)).mask
        if hidden.any():
            changed &= ~_thin_near(changed, hidden)
        pixels = canvas.copy()
        cv2.copyTo(lit, changed.view(np.uint8), pixels)
        differing = changed_pixels(pixels, canvas)
        num_changed = int(np.count_nonzero(differing))
        # What is only supposed to have been different, under a hand, does not make another canvas.
        if np.count_nonzero(differing & ~unknown) < MIN_CHANGED_SHARE * changed.size:
            return Traced(origin=origin, pixels=canvas, is_new=False)
        return Traced(origin=origin, pixels=pixels, num_changed_px=num_changed)

    def _hidden(self, now: Placed, before: Sequence[Placed], canvas: RGB8) -> Mask:
        if not (self._options.repair_hands and self._colours.is_known):
            return np.zeros(now.inside.shape, dtype=np.bool_)
        glimpses = [placed.glimpse for placed in before]
        hidden = hidden_by_hand(now.glimpse, shrunk(canvas), glimpses, self._colours)
        return _enlarged(hidden, now.inside.shape) & now.inside

    def _light(self, placed: Placed, canvas: RGB8, usable: Mask) -> Light:
        if not self._options.even_light:
            return Light.unchanged()
        return find_light(placed.pixels, canvas, placed.trusted & usable)

    def _filled(self, lit: RGB8, now: Placed, before: Sequence[Placed], canvas: RGB8, hidden: Mask) -> RGB8:
        """Return a picture with what is hidden shown as single frames do, or moments before, or the canvas after."""
        filled = lit.copy()
        cv2.copyTo(canvas, hidden.view(np.uint8), filled)
        small = shrunk(canvas)
        glimpses = [placed.glimpse for placed in before]
        left = hidden & (difference(lit, canvas) > APART_LEVELS)
        src = np.zeros(hidden.shape, np.uint8)
        if now.other is not None and now.has_other is not None:
            other = self._light(now, canvas, ~hidden).apply(now.other)
            known = self._is_known(shrunk(other), small, glimpses)
            seen = left & now.has_other & _enlarged(known, left.shape)
            cv2.copyTo(other, seen.view(np.uint8), filled)
            left = left & ~seen
            src[seen] = 1
        unknown = hidden & (src == 0)
        for number, placed in enumerate(before[:FILL_FROM]):
            glimpse = placed.glimpse
            usable = glimpse.inside & glimpse.trusted & self._is_known(glimpse.pixels, small, glimpses)
            shows = self._shows(now.glimpse, glimpse.pixels) & ~self._shows(now.glimpse, small)
            if number == 0:
                shows |= difference(glimpse.pixels, now.glimpse.pixels) > APART_LEVELS
            usable &= shows
            seen = left & _enlarged(usable, left.shape)
            if seen.any():
                lit_before = self._light(placed, canvas, ~hidden).apply(placed.pixels)
                cv2.copyTo(lit_before, seen.view(np.uint8), filled)
                left = left & ~seen
                src[seen] = 2 + number
        if hasattr(BackTracer, "debug"):
            BackTracer.debug.append((now.number, hidden, src, filled))
        return filled, unknown

    def _shows(self, now: Glimpse, picture: RGB8) -> Mask:
        """Return where a moment shows a small picture, in a shadow or in single frames."""
        return shaded(now.pixels, picture) | (shaded(now.other, picture) & now.moving)

    def _is_known(self, pixels: RGB8, canvas: RGB8, before: Sequence[Glimpse]) -> Mask:
        """Return where a small picture shows what the canvas does, or what was seen before and is no hand."""
        alike = difference(pixels, canvas) <= APART_LEVELS
        times = times_seen(pixels, before, np.full(alike.shape, APART_LEVELS, dtype=np.uint8))
        often = times > NUM_DOUBTED
        often |= (times >= 2) & (self._colours.likelihood(pixels) < 0)
        return _without_specks(alike | often)


def _without_specks(mask: Mask) -> Mask:
    return np.asarray(cv2.medianBlur(mask.view(np.uint8), 5) > 0)


def _thin_near(changed: Mask, hidden: Mask) -> Mask:
    """Return what of a change is thin and lies by what was hidden: the rim of a hand and its shadow."""
    unit = max(1.0, max(hidden.shape) / USUAL_LONG_SIDE_PX)
    reach = 2 * round(RIM_PX * unit) + 1
    near = cv2.dilate(hidden.view(np.uint8), np.ones((reach, reach), dtype=np.uint8)) > 0
    size = 2 * round(THIN_PX * unit / 2) + 1
    broad = (
        cv2.morphologyEx(changed.view(np.uint8), cv2.MORPH_OPEN, np.ones((size, size), dtype=np.uint8)) > 0
    )
    return np.asarray(near & changed & ~broad)


def _enlarged(mask: Mask, shape: tuple[int, ...]) -> Mask:
    size = shape[1], shape[0]
    return np.asarray(cv2.resize(mask.view(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0)
