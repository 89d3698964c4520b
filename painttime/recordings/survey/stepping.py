"""What changes for good from look to look, and what is hidden for a while.

A pixel of a painting stays what it is for long and then is something else; a hand passes. So what counts as
change is where the median of nine looks before differs from that of nine after, and the very two looks at the
step already show it. A hand in the way for up to four looks is outvoted; of one that stays longer, the pixels
come back to what they were, and count less: not nothing, since paint may be taken back as well.
"""

from collections import deque

import numpy as np

from painttime.core.image import RGB8
from painttime.recordings.survey.differing import (
    LEAST_PANEL_SHARE,
    Levels,
    Mask,
    box_of_most,
    differs,
    in_groups,
    largest_difference,
    panel_in,
)
from painttime.recordings.survey.following import tolerance_of
from painttime.recordings.survey.looks import Step
from painttime.recordings.survey.medians import NUM_PICTURES, median_picture

LEAST_CHANGED_SHARE = 0.0003
"""Of the pixels, what has to change for a step to count: eleven at 256 x 144."""
_RETURNING_WEIGHT = 0.25
# Looks behind a step that are waited for, to know whether what changes comes back.
_DELAY = 2 * NUM_PICTURES
_LEAST_LATER = 5
_NOISE_LEVELS, _LESS_IN_MEDIANS = 6.0, 2
# On a screen nothing changes by itself; films of it are coded with next to no noise where nothing moves.
_SAME_LEVELS, _TOUCHED_LEVELS = 1, 6


class Stepper:
    """Takes the looks of a scene, all in one view and light, and gives the steps between them, in order."""

    def __init__(self) -> None:
        self._num_looks = 0
        self._num_steps = 0
        self._recent: deque[RGB8] = deque(maxlen=_DELAY + 2)
        # Of the nine looks up to each of the last ones.
        self._medians: deque[RGB8] = deque(maxlen=_DELAY + NUM_PICTURES + 1)
        # What the painting was like when it last changed.
        self._held: RGB8 | None = None

    @property
    def middle(self) -> RGB8:
        """The median of the last nine looks: the painting without what passes over it."""
        return self._medians[-1]

    def add(self, pixels: RGB8) -> list[Step]:
        """Take a look, (h, w, 3) uint8, and return the steps that can be told by now."""
        self._recent.append(pixels)
        self._num_looks += 1
        self._medians.append(median_picture(list(self._recent)[-NUM_PICTURES:]))
        if self._held is None:
            self._held = pixels
        return [self._next_step()] if self._num_looks - 1 - self._num_steps > _DELAY else []

    def finish(self) -> list[Step]:
        """Return the steps that are left, for which fewer looks come after."""
        return [self._next_step() for _ in range(self._num_looks - 1 - self._num_steps)]

    def last_hidden_share(self) -> float:
        """Return how much of the last look is hidden."""
        hidden = in_groups(differs(self._recent[-1], self.middle, tolerance_of(self.middle)))
        return float(hidden.mean())

    def _next_step(self) -> Step:
        """Return what is different between looks `step` and `step + 1`."""
        step = self._num_steps
        self._num_steps += 1
        old, new = self._looks(step, step + 2)
        before = self._median_up_to(step)
        after = self._median_up_to(step + NUM_PICTURES, after=step)
        assert before is not None
        assert after is not None
        # Medians have less noise than what they are made of.
        tolerance = np.maximum(tolerance_of(before, _NOISE_LEVELS), tolerance_of(after, _NOISE_LEVELS))
        apart = differs(before, after, tolerance - np.uint8(_LESS_IN_MEDIANS))
        apart_levels = largest_difference(old, new)
        different = apart_levels > tolerance
        old_is_old = ~differs(old, before, tolerance)
        coming = apart & different & ~differs(new, after, tolerance)
        going = apart & different & old_is_old
        changed = in_groups(coming & going)
        num_changed = float(changed.sum())
        least = LEAST_CHANGED_SHARE * changed.size
        is_much = num_changed >= LEAST_PANEL_SHARE * changed.size
        if num_changed >= least:
            returning = changed & self._returning(step, before, after, tolerance)
            num_changed -= (1 - _RETURNING_WEIGHT) * float(returning.sum())
        grown = self._held is not None and in_groups(differs(after, self._held, tolerance))
        if num_changed >= least:
            self._held = after
        return Step(
            num_changed_px=round(num_changed),
            num_different_px=int(in_groups(different).sum()),
            num_touched_px=int(in_groups(apart_levels > _TOUCHED_LEVELS).sum()),
            same_share=float((apart_levels <= _SAME_LEVELS).mean()),
            num_grown_px=int(np.sum(grown)),
            hidden_share=float(in_groups(~old_is_old & differs(old, after, tolerance)).mean()),
            coming_panel=panel_in(after, apart, coming) if is_much else None,
            going_panel=panel_in(before, apart, going) if is_much else None,
            changed_box=box_of_most(changed) if is_much else None,
        )

    def _returning(self, step: int, before: RGB8, after: RGB8, tolerance: Levels) -> Mask:
        """Return the pixels that soon are again what they were, or were before what they become."""
        returning = np.zeros(tolerance.shape, dtype=np.bool_)
        for away in range(NUM_PICTURES, _DELAY, NUM_PICTURES):
            later = self._median_up_to(step + away + NUM_PICTURES, after=step + away)
            if later is not None:
                returning |= ~differs(before, later, tolerance)
            earlier = self._median_up_to(step - away) if step >= away else None
            if earlier is not None:
                returning |= ~differs(earlier, after, tolerance)
        return returning

    def _looks(self, first: int, end: int) -> list[RGB8]:
        oldest = self._num_looks - len(self._recent)
        return list(self._recent)[max(0, first - oldest) : max(0, end - oldest)]

    def _median_up_to(self, look: int, *, after: int | None = None) -> RGB8 | None:
        """Return the median of the nine looks up to `look`; at the end, of those there are `after` a look."""
        newest = self._num_looks - 1
        if look <= newest:
            back = newest - look
            return self._medians[-1 - back] if back < len(self._medians) else None
        looks = [] if after is None else self._looks(after + 1, self._num_looks)
        is_next = after == look - NUM_PICTURES and after == self._num_steps - 1
        return median_picture(looks) if len(looks) >= (1 if is_next else _LEAST_LATER) else None
