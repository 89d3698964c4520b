"""Watches one scene: what changes for good from look to look, and what is hidden for a while.

A pixel of a painting stays what it is for long and then is something else; a hand passes. So what counts as
change is where the median of the looks before differs from the median of those after, and the very two looks
at the step already show it. Nine looks on either side outvote a hand that is in the way for up to four.
"""

from collections import deque

import cv2
import numpy as np

from painttime.core.image import RGB8
from painttime.core.similarity import IDENTITY, Similarity, largest_distance_px
from painttime.recordings.survey.differing import (
    differs,
    in_groups,
    panel_in,
    uniform_share,
)
from painttime.recordings.survey.following import Followed, Reference, tolerance_of
from painttime.recordings.survey.looks import Look, Scene, Step
from painttime.recordings.survey.medians import NUM_PICTURES, median_picture

LEAST_CHANGED_SHARE = 0.00016
"""Of the pixels, what has to change for a step to count: six at 256 x 144."""


class SceneWatch:
    """Keeps the last looks of a scene, in the view and light of its first, and notes down its steps."""

    def __init__(
        self, number: int, group: int, index: int, pixels: RGB8, *, has_moved_in: bool = False
    ) -> None:
        """Begin with the look (h, w, 3) uint8 at frame `index`."""
        self.scene = Scene(
            number=number, group=group, uniform_share=uniform_share(pixels), has_moved_in=has_moved_in
        )
        self.pose = IDENTITY
        self._recent: deque[RGB8] = deque(maxlen=2 * NUM_PICTURES)
        # Medians of the nine looks up to each of the last ones.
        self._medians: deque[RGB8] = deque(maxlen=NUM_PICTURES + 1)
        self._held = pixels
        self.reference = Reference(pixels)
        self._keep(index, pixels, gain=1.0, moved_share=0.0)

    @property
    def num_looks(self) -> int:
        return len(self.scene.looks)

    def follow(self, pixels: RGB8) -> Followed:
        """Find a frame in this scene; nothing is kept."""
        return self.reference.follow(pixels, self.pose)

    def add(self, index: int, followed: Followed) -> None:
        """Take a frame that was followed and shows this scene."""
        # Where the frame has no pixels nothing is known to change.
        pixels = np.where(followed.inside[..., None], followed.pixels, self.reference.pixels)
        height_px, width_px = pixels.shape[:2]
        moved_px = largest_distance_px(
            self.pose, followed.to_reference, width_px=width_px, height_px=height_px
        )
        self.pose = followed.to_reference
        self._keep(index, pixels, gain=followed.gain, moved_share=moved_px / max(height_px, width_px))

    def finish(self) -> Scene:
        """Return the scene with its last steps, for which fewer looks are left to compare with."""
        while len(self.scene.steps) < self.num_looks - 1:
            self._note_step()
        if self.num_looks:
            last = self._recent[-1]
            hidden = in_groups(differs(last, self.reference.pixels, self.reference.tolerance))
            self.scene.last_hidden_share = float(hidden.mean())
        return self.scene

    def _keep(self, index: int, pixels: RGB8, *, gain: float, moved_share: float) -> None:
        self._recent.append(pixels)
        self.scene.looks.append(Look(index=index, gain=gain, moved_share=moved_share))
        middle = median_picture(list(self._recent)[-NUM_PICTURES:])
        self._medians.append(middle)
        self.reference = Reference(middle)
        if self.num_looks - 1 - len(self.scene.steps) >= NUM_PICTURES:
            self._note_step()

    def _note_step(self) -> None:
        """Note what is different between looks `step` and `step + 1`."""
        step = len(self.scene.steps)
        oldest = self.num_looks - len(self._recent)
        here = step - oldest
        recent = list(self._recent)
        old, new = recent[here], recent[here + 1]
        # Of the looks before, those that are still kept; the first and last steps have fewer.
        before = self._median_up_to(step, recent[max(0, here + 1 - NUM_PICTURES) : here + 1])
        after_looks = recent[here + 1 : here + 1 + NUM_PICTURES]
        after = self._median_up_to(step + NUM_PICTURES, after_looks)
        tolerance = np.maximum(tolerance_of(before), tolerance_of(after))
        apart = differs(before, after, tolerance)
        old_is_old = ~differs(old, before, tolerance)
        new_is_new = ~differs(new, after, tolerance)
        changed = in_groups(apart & old_is_old & new_is_new)
        hidden = in_groups(~old_is_old & differs(old, after, tolerance))
        num_changed = int(changed.sum())
        grown = in_groups(differs(after, self._held, tolerance))
        if num_changed >= LEAST_CHANGED_SHARE * changed.size:
            self._held = after
        self.scene.steps.append(
            Step(
                num_changed_px=num_changed,
                num_different_px=int(in_groups(differs(old, new, tolerance)).sum()),
                num_grown_px=int(grown.sum()),
                hidden_share=float(hidden.mean()),
                coming_panel=panel_in(after, changed),
                going_panel=panel_in(before, changed),
            )
        )

    def _median_up_to(self, look: int, looks: list[RGB8]) -> RGB8:
        """Return the median of the looks up to `look`, from those kept where it is."""
        newest = self.num_looks - 1
        back = newest - look
        if len(looks) == NUM_PICTURES and 0 <= back < len(self._medians):
            return self._medians[-1 - back]
        return median_picture(looks)


def moved_far(pose: Similarity, width_px: int, height_px: int) -> bool:
    """Return whether a frame is seen from so much nearer, farther or beside that it is another view."""
    corners_px = largest_distance_px(pose, IDENTITY, width_px=width_px, height_px=height_px)
    is_zoomed = abs(np.log(pose.scale)) > 0.09
    return bool(is_zoomed or corners_px > 0.2 * max(width_px, height_px))


def may_show(reference: Reference, pixels: RGB8) -> bool:
    """Return whether it is worth looking for a reference in a frame: cheap, and rather too often yes."""
    one = cv2.resize(reference.pixels, (40, 24), interpolation=cv2.INTER_AREA).astype(np.float32)
    other = cv2.resize(pixels, (40, 24), interpolation=cv2.INTER_AREA).astype(np.float32)
    gain = float(np.median((other + 8) / (one + 8)))
    return bool((np.abs(other / max(gain, 0.2) - one).max(axis=2) < 32).mean() > 0.35)
