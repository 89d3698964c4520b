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
import numpy.typing as npt

from painttime.core.change import changed_pixels
from painttime.core.image import RGB8
from painttime.core.similarity import IDENTITY, Similarity
from painttime.recordings.options import BringInOptions
from painttime.recordings.registration.lighting import even_out
from painttime.recordings.registration.registering import Registrar
from painttime.recordings.registration.warping import warp
from painttime.recordings.settling.hand_colours import HandColours
from painttime.recordings.settling.hiding import Glimpse, hidden_by_hand, shrunk
from painttime.recordings.settling.picture_store import PictureStore
from painttime.recordings.settling.real_changes import real_changes
from painttime.recordings.settling.temporal_median import difference

Mask = npt.NDArray[np.bool_]

LOOK_BACK = 8
"""Moments before one that are known when it is decided what it showed."""

FILL_FROM = 3
"""Of them, those a hidden spot is filled from."""

HIDDEN_SHARE = 0.6
"""A moment of which the hand hides more says too little."""

MIN_CHANGED_PX = 16
"""With fewer pixels changed a canvas is the one after it."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Placed:
    """A settled picture in the view of the last.

    number: of the moment. pixels: (h, w, 3) uint8 in its own light. inside: (h, w) bool, what its frame shows
    of the view; trusted: (h, w) bool, where it can be believed. glimpse: small, in the light of the last.
    """

    number: int
    pixels: RGB8
    inside: Mask
    trusted: Mask
    to_last: Similarity
    glimpse: Glimpse


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

    views: number of the view of each moment. A few pictures are in memory, whatever the number of moments.
    """

    def __init__(
        self, store: PictureStore, views: Sequence[int], options: BringInOptions, colours: HandColours
    ) -> None:
        self._store = store
        self._views = views
        self._options = options
        self._colours = colours
        self._ahead: deque[Placed] = deque()
        self._starts: dict[int, Similarity] = {}

    def canvases(self) -> Iterator[Traced]:
        """Give the canvas of every moment, the last first; what cannot be placed is left out."""
        last = len(self._views) - 1
        canvas, _ = self._store.take(last)
        self._starts[self._views[last]] = IDENTITY
        yield Traced(origin=Origin(number=last, to_last=IDENTITY, repaired_share=0.0), pixels=canvas)
        following = iter(range(last - 1, -1, -1))
        registrar = Registrar(canvas)
        for _ in range(last):
            while len(self._ahead) <= LOOK_BACK and (number := next(following, None)) is not None:
                placed = self._placed(number, canvas, registrar)
                if placed is not None:
                    self._ahead.append(placed)
            if not self._ahead:
                return
            traced = self._traced(self._ahead.popleft(), canvas)
            if traced.is_new:
                canvas = traced.pixels
                registrar = Registrar(canvas)
            yield traced

    def _placed(self, number: int, canvas: RGB8, registrar: Registrar) -> Placed | None:
        """Bring a moment's picture to the view of the last; None where it shows something else altogether."""
        pixels, trusted = self._store.take(number)
        height_px, width_px = canvas.shape[:2]
        to_last = self._registered(number, pixels, trusted, registrar)
        if to_last is None:
            return None
        moved, inside = warp(pixels, to_last, (width_px, height_px))
        known = warp(trusted.astype(np.uint8) * np.uint8(255), to_last, (width_px, height_px))[0] > 250
        lit = even_out(moved, canvas, inside & known) if self._options.even_light else moved
        glimpse = Glimpse.of(lit, inside, inside & known)
        return Placed(
            number=number,
            pixels=moved,
            inside=inside,
            trusted=inside & known,
            to_last=to_last,
            glimpse=glimpse,
        )

    def _registered(
        self, number: int, pixels: RGB8, trusted: Mask, registrar: Registrar
    ) -> Similarity | None:
        if not self._options.register:
            return IDENTITY
        view = self._views[number]
        start = self._starts.get(view)
        found = registrar.register(pixels, trusted, start or IDENTITY)
        if not found.is_reliable and self._ahead and start is not None:
            # Hardly anything may be painted yet: then the moment after it, already in place, is most alike.
            nearest = self._ahead[-1]
            found = Registrar(nearest.pixels, nearest.trusted).register(pixels, trusted, start)
        if found.is_reliable:
            self._starts[view] = found.similarity
            return found.similarity
        return start

    def _traced(self, now: Placed, canvas: RGB8) -> Traced:
        """Decide what of a moment's picture differs from the canvas after it."""
        small = shrunk(canvas)
        before = [placed.glimpse for placed in self._ahead]
        hidden = self._hidden(now, small, before)
        lit = self._lit(now, canvas, ~hidden)
        if hidden.any():
            lit = self._filled(lit, now, canvas, hidden, small)
        comparable = now.inside & (now.trusted | hidden)
        unseen = ~now.inside | hidden
        origin = Origin(number=now.number, to_last=now.to_last, repaired_share=float(unseen.mean()))
        if hidden.sum() > HIDDEN_SHARE * now.inside.sum():
            return Traced(origin=origin, pixels=canvas, is_new=False, is_hidden=True)
        changed = real_changes(lit, canvas, comparable).mask
        pixels = canvas.copy()
        cv2.copyTo(lit, changed.view(np.uint8), pixels)
        num_changed = int(np.count_nonzero(changed_pixels(pixels, canvas)))
        if num_changed < MIN_CHANGED_PX:
            return Traced(origin=origin, pixels=canvas, is_new=False)
        return Traced(origin=origin, pixels=pixels, num_changed_px=num_changed)

    def _hidden(self, now: Placed, small: RGB8, before: Sequence[Glimpse]) -> Mask:
        if not (self._options.repair_hands and self._colours.is_known):
            return np.zeros(now.inside.shape, dtype=np.bool_)
        hidden = hidden_by_hand(now.glimpse, small, before, self._colours)
        height_px, width_px = now.inside.shape
        grown = cv2.resize(hidden.view(np.uint8), (width_px, height_px), interpolation=cv2.INTER_NEAREST)
        return np.asarray((grown > 0) & now.inside)

    def _lit(self, placed: Placed, canvas: RGB8, usable: Mask) -> RGB8:
        if not self._options.even_light:
            return placed.pixels
        return even_out(placed.pixels, canvas, placed.trusted & usable)

    def _filled(self, lit: RGB8, now: Placed, canvas: RGB8, hidden: Mask, small: RGB8) -> RGB8:
        """Return a picture with what is hidden taken from before, where that was seen, or else from after."""
        filled = lit.copy()
        cv2.copyTo(canvas, hidden.view(np.uint8), filled)
        left = shrunk_any(hidden, small.shape)
        height_px, width_px = hidden.shape
        for placed in list(self._ahead)[:FILL_FROM]:
            glimpse = placed.glimpse
            seen = left & glimpse.inside & glimpse.trusted
            seen &= difference(glimpse.pixels, now.glimpse.pixels) > 12
            seen &= (self._colours.likelihood(glimpse.pixels) < 0) | (difference(glimpse.pixels, small) <= 9)
            if not seen.any():
                continue
            left &= ~seen
            source = self._lit(placed, canvas, ~hidden)
            mask = cv2.resize(seen.view(np.uint8), (width_px, height_px), interpolation=cv2.INTER_NEAREST)
            cv2.copyTo(source, mask * hidden, filled)
        return filled


def shrunk_any(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """Return a mask at a small size (h, w); a small pixel is in where any of it is."""
    small = cv2.resize(
        mask.astype(np.uint8) * np.uint8(255), (shape[1], shape[0]), interpolation=cv2.INTER_AREA
    )
    return np.asarray(small > 0)
