"""From the finished painting back to the beginning, taking only what really was different.

The last settled picture is the painting. Each earlier one is moved onto it and evened in light; where it
shows the same as the canvas after it, the canvas's own pixels stay, bit by bit; where it shows something
else, it gives its own. What a hand hides is taken from the moments before, or from the canvas after.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np

from painttime.core.change import changed_pixels
from painttime.core.image import RGB8
from painttime.core.similarity import IDENTITY, Similarity
from painttime.recordings.options import BringInOptions
from painttime.recordings.registration.lighting import Light, find_light
from painttime.recordings.settling.filling import enlarged, filled
from painttime.recordings.settling.glimpse import Glimpse, shrunk
from painttime.recordings.settling.hand_colours import HandColours
from painttime.recordings.settling.hiding import hidden_by_hand, is_covered
from painttime.recordings.settling.picture_store import PictureStore
from painttime.recordings.settling.placing import Placed, Placer
from painttime.recordings.settling.real_changes import in_clumps, real_changes, specks_about
from painttime.recordings.settling.settling import Mask
from painttime.recordings.survey.findings import Moment

LOOK_BACK = 12
"""Moments before one that are known when it is decided what it showed."""

NUM_DISTANT = 6
"""Besides, so many moments spread over the whole recording are known in small."""

HIDDEN_SHARE = 0.6
"""A moment of which the hand hides more says too little."""

MIN_CHANGED_SHARE = 4e-4
"""With a smaller share of its pixels changed in clumps a canvas is the one after it."""


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
        distant = self._distant(canvas)
        following = iter(range(self._last - 1, -1, -1))
        ahead = deque(self._first_ones(following, canvas))
        with ThreadPoolExecutor(max_workers=1) as placers:
            while ahead:
                number = next(following, None)
                # Placed on the canvas known before this moment's, so that both can be worked on at once.
                task = None if number is None else placers.submit(self._placer.placed, number, canvas)
                now = ahead.popleft()
                nearest = ahead[-1].number if ahead else 0
                glimpses = [placed.glimpse for placed in ahead]
                glimpses += [glimpse for earlier, glimpse in distant if earlier < nearest]
                traced = self._traced(now, tuple(ahead), glimpses, canvas)
                if task is not None and (placed := task.result()) is not None:
                    ahead.append(placed)
                canvas = traced.pixels
                yield traced

    def _distant(self, canvas: RGB8) -> list[tuple[int, Glimpse]]:
        """Return moments spread over the recording with their numbers: what a resting hand hides for long."""
        if not (self._options.repair_hands and self._colours.is_known):
            return []
        spread = np.linspace(0, self._last, NUM_DISTANT + 1)[:-1].astype(int)
        found = [(int(number), self._placer.glimpsed(int(number), canvas)) for number in sorted(set(spread))]
        return [(number, glimpse) for number, glimpse in found if glimpse is not None]

    def _first_ones(self, following: Iterator[int], canvas: RGB8) -> Iterator[Placed]:
        for number in islice(following, LOOK_BACK + 1):
            placed = self._placer.placed(number, canvas)
            if placed is not None:
                yield placed

    def _traced(
        self, now: Placed, before: Sequence[Placed], glimpses: Sequence[Glimpse], canvas: RGB8
    ) -> Traced:
        """Decide what of a moment's picture differs from the canvas after it."""
        small = shrunk(canvas)
        hidden = self._hidden(now, small, glimpses)
        light = self._light(now, canvas, ~hidden)
        lit = light.apply(now.pixels)
        unknown = hidden
        if hidden.any():
            lit, unknown = filled(lit, light, now, before, canvas, hidden, self._colours)
        unseen = ~now.inside | hidden
        origin = Origin(number=now.number, to_last=now.to_last, repaired_share=float(unseen.mean()))
        too_much = hidden.sum() > HIDDEN_SHARE * now.inside.sum()
        if too_much or is_covered(now.glimpse, small, glimpses):
            return Traced(origin=origin, pixels=canvas, is_new=False, is_hidden=True)
        changed = real_changes(lit, canvas, now.inside & (now.trusted | hidden)).mask
        if hidden.any():
            changed &= ~specks_about(changed, hidden)
        pixels = canvas.copy()
        cv2.copyTo(lit, changed.view(np.uint8), pixels)
        differing = changed_pixels(pixels, canvas)
        num_changed = int(np.count_nonzero(differing))
        # What is only supposed to have been different, under a hand, does not make another canvas.
        if np.count_nonzero(in_clumps(differing & ~unknown)) < MIN_CHANGED_SHARE * changed.size:
            return Traced(origin=origin, pixels=canvas, is_new=False)
        return Traced(origin=origin, pixels=pixels, num_changed_px=num_changed)

    def _hidden(self, now: Placed, small: RGB8, before: Sequence[Glimpse]) -> Mask:
        if not (self._options.repair_hands and self._colours.is_known):
            return np.zeros(now.inside.shape, dtype=np.bool_)
        hidden = hidden_by_hand(now.glimpse, small, before, self._colours)
        return enlarged(hidden, now.inside.shape) & now.inside

    def _light(self, placed: Placed, canvas: RGB8, usable: Mask) -> Light:
        if not self._options.even_light:
            return Light.unchanged()
        return find_light(placed.pixels, canvas, placed.trusted & usable)
