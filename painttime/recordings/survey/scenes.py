"""Sorts the frames of a recording into scenes while they come: cuts, zooms, title cards, and the way back."""

from itertools import islice

import cv2
import numpy as np

from painttime.core.image import RGB8
from painttime.core.similarity import Similarity
from painttime.recordings.survey.following import Followed, Reference
from painttime.recordings.survey.looks import Scene
from painttime.recordings.survey.watching import SceneWatch, may_show, moved_far

EXPLAINED_SHARE = 0.5
"""Of a frame, what has to look like a scene for the frame to belong to it; the rest may be a hand."""
_INSIDE_SHARE = 0.55
_NUM_REMEMBERED = 6
_LEAST_MATCHES = 10


class SceneSorter:
    """Gives every frame to the scene it belongs to; remembers some scenes, so that they can go on."""

    def __init__(self) -> None:
        self._watches: list[SceneWatch] = []
        self._finished: list[Scene] = []
        self._num_scenes = 0

    def add(self, index: int, pixels: RGB8) -> None:
        """Take the next frame, (h, w, 3) uint8 of one size."""
        if self._watches and self._goes_on(index, pixels):
            return
        self._begin(index, pixels, self._group_of_zoomed(pixels))

    def finish(self) -> list[Scene]:
        """Return all scenes, in the order in which they begin."""
        scenes = self._finished + [watch.finish() for watch in self._watches]
        self._watches = []
        return sorted(scenes, key=lambda scene: scene.number)

    def _goes_on(self, index: int, pixels: RGB8) -> bool:
        """Give a frame to a scene that it goes on with, if there is one."""
        # The latest is the likeliest.
        for watch in reversed(self._watches):
            is_latest = watch is self._watches[-1]
            if not is_latest and not may_show(watch.reference, pixels):
                continue
            followed = watch.follow(pixels)
            if not shows(followed):
                continue
            height_px, width_px = pixels.shape[:2]
            if moved_far(followed.to_reference, width_px, height_px):
                self._begin(index, pixels, watch.scene.group, has_moved_in=True)
            else:
                watch.add(index, followed)
                self._watches.remove(watch)
                self._watches.append(watch)
            return True
        return False

    def _begin(self, index: int, pixels: RGB8, group: int | None, *, has_moved_in: bool = False) -> None:
        number = self._num_scenes
        self._num_scenes += 1
        group = number if group is None else group
        self._watches.append(SceneWatch(number, group, index, pixels, has_moved_in=has_moved_in))
        if len(self._watches) > _NUM_REMEMBERED:
            # Long scenes are kept before short ones, and the last two in any case.
            shortest = min(self._watches[:-2], key=lambda watch: watch.num_looks)
            self._watches.remove(shortest)
            self._finished.append(shortest.finish())

    def _group_of_zoomed(self, pixels: RGB8) -> int | None:
        """Return the group of a scene that a frame shows from nearer or farther, None if there is none."""
        longest_first = sorted(self._watches, key=lambda watch: -watch.num_looks)
        for watch in islice(longest_first, 2):
            start = _matched(pixels, watch.reference.pixels)
            if start is not None and _shows_part(watch.reference, pixels, start):
                return watch.scene.group
        return None


def shows(followed: Followed) -> bool:
    """Return whether a frame shows what it was compared with."""
    return followed.explained_share >= EXPLAINED_SHARE and float(followed.inside.mean()) >= _INSIDE_SHARE


def _shows_part(reference: Reference, pixels: RGB8, start: Similarity) -> bool:
    followed = reference.compare(pixels, start)
    return followed.explained_share >= EXPLAINED_SHARE and float(followed.inside.mean()) >= 0.05


def _matched(pixels: RGB8, other: RGB8) -> Similarity | None:
    """Return the move from one picture to another found from their features, None where too few fit.

    SIFT (Lowe, 2004) and RANSAC, both OpenCV's; large changes of scale included.
    """
    sift = cv2.SIFT.create(nfeatures=400, contrastThreshold=0.02)
    grays = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (pixels, other)]
    (points, marks), (other_points, other_marks) = (sift.detectAndCompute(gray, None) for gray in grays)
    if marks is None or other_marks is None or min(len(marks), len(other_marks)) < _LEAST_MATCHES:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(marks, other_marks, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < 0.75 * pair[1].distance]
    if len(good) < _LEAST_MATCHES:
        return None
    source = np.array([points[match.queryIdx].pt for match in good], dtype=np.float32)
    target = np.array([other_points[match.trainIdx].pt for match in good], dtype=np.float32)
    matrix, fits = cv2.estimateAffinePartial2D(source, target, ransacReprojThreshold=2.0)
    if matrix is None or int(fits.sum()) < _LEAST_MATCHES:
        return None
    return Similarity.from_matrix(matrix)
