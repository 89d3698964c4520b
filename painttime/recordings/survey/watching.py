"""Watches one scene: follows frames into its view, and notes down what happens from one to the next."""

import cv2
import numpy as np

from painttime.core.image import RGB8
from painttime.core.similarity import IDENTITY, Similarity, largest_distance_px
from painttime.recordings.survey.differing import uniform_share
from painttime.recordings.survey.following import Followed, Reference
from painttime.recordings.survey.looks import Look, Scene
from painttime.recordings.survey.stepping import Stepper

# Levels; screens that are recorded do not even have noise.
_NO_DIFFERENCE = 0.1
_BETTER = 0.999


class SceneWatch:
    """Keeps the last looks of a scene, in the view and light of its first, and notes down its steps."""

    def __init__(
        self, number: int, group: int, index: int, pixels: RGB8, *, has_moved_in: bool = False
    ) -> None:
        """Begin with the look (h, w, 3) uint8 at frame `index`."""
        self.reference = Reference(pixels)
        self.scene = Scene(
            number=number,
            group=group,
            uniform_share=uniform_share(pixels),
            is_bare=not self.reference.has_details,
            has_moved_in=has_moved_in,
        )
        self.pose = IDENTITY
        self._stepper = Stepper()
        self._keep(index, pixels, gain=1.0, moved_share=0.0)

    @property
    def num_looks(self) -> int:
        return len(self.scene.looks)

    def follow(self, pixels: RGB8) -> Followed:
        """Find a frame in this scene; nothing is kept.

        What looks no better elsewhere stays where it was: paint that comes would pull it about otherwise.
        """
        stayed = self.reference.compare(pixels, self.pose)
        if stayed.difference < _NO_DIFFERENCE:
            return stayed
        moved = self.reference.follow(pixels, self.pose, stayed.gain)
        return moved if moved.difference < _BETTER * stayed.difference else stayed

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
        """Return the scene with its last steps."""
        self.scene.steps += self._stepper.finish()
        self.scene.last_hidden_share = self._stepper.last_hidden_share()
        return self.scene

    def _keep(self, index: int, pixels: RGB8, *, gain: float, moved_share: float) -> None:
        self.scene.looks.append(Look(index=index, gain=gain, moved_share=moved_share))
        self.scene.steps += self._stepper.add(pixels)
        self.reference = Reference(self._stepper.middle)


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
