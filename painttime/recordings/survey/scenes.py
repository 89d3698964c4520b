"""Sorts the frames of a recording into scenes while they come: cuts, zooms, title cards, and the way back."""

from itertools import islice

from painttime.core.image import RGB8
from painttime.recordings.survey.following import Followed
from painttime.recordings.survey.looks import Scene
from painttime.recordings.survey.relocating import relocated
from painttime.recordings.survey.watching import SceneWatch, may_show, moved_far

EXPLAINED_SHARE = 0.5
"""Of a frame, what has to look like a scene for the frame to belong to it; the rest may be a hand."""
_INSIDE_SHARE = 0.55
_DETAIL_SHARE = 0.4
_SAME_SHARE = 0.97
_NUM_REMEMBERED = 6
_TRIED_LOST = 4
_TRIES = (3, 6, 12)


class SceneSorter:
    """Gives every frame to the scene it belongs to; remembers some scenes, so that they can go on."""

    def __init__(self) -> None:
        self._watches: list[SceneWatch] = []
        self._finished: list[Scene] = []
        self._num_scenes = 0
        self._first: RGB8 | None = None
        # Whether the first frame shows what the painting is like in the end; known once it has ended.
        self.begins_finished = False
        # Frames in a row that showed nothing seen before.
        self._num_lost = 0

    def add(self, index: int, pixels: RGB8) -> None:
        """Take the next frame, (h, w, 3) uint8 of one size."""
        if self._first is None:
            self._first = pixels
        if self._watches and self._goes_on(index, pixels):
            self._num_lost = 0
            return
        # Another film between two looks at the painting is all cuts; it is not searched for long.
        is_tried = self._num_lost < _TRIED_LOST or self._num_lost % _TRIED_LOST == 0
        group = self._group_of_zoomed(pixels) if is_tried else None
        self._num_lost = self._num_lost + 1 if group is None else 0
        self._begin(index, pixels, group)

    def finish(self) -> list[Scene]:
        """Return all scenes, in the order in which they begin."""
        if self._watches and self._first is not None:
            # The latest that somebody painted in is as good as any: a card at the end resembles nothing.
            longest = max(self._watches, key=lambda watch: watch.num_looks)
            followed = longest.reference.follow(self._first)
            self.begins_finished = followed.explained_share >= _SAME_SHARE
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
                self._try_again(watch)
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

    def _group_of_zoomed(self, pixels: RGB8, *, beside: SceneWatch | None = None) -> int | None:
        """Return the group of a scene that a frame shows from nearer or farther, None if there is none."""
        longest_first = sorted(self._watches, key=lambda watch: -watch.num_looks)
        for watch in islice((watch for watch in longest_first if watch is not beside), 2):
            if relocated(pixels, watch.reference) is not None:
                return watch.scene.group
        return None

    def _try_again(self, watch: SceneWatch) -> None:
        """Look once more for what a scene may be a part of, now that a hand is gone from its reference."""
        is_alone = watch.scene.group == watch.scene.number
        is_shorter = any(other.num_looks > watch.num_looks for other in self._watches)
        if is_alone and is_shorter and watch.num_looks in _TRIES:
            group = self._group_of_zoomed(watch.reference.pixels, beside=watch)
            watch.scene.group = watch.scene.group if group is None else group


def shows(followed: Followed) -> bool:
    """Return whether a frame shows what it was compared with."""
    return (
        followed.explained_share >= EXPLAINED_SHARE
        and followed.explained_detail_share >= _DETAIL_SHARE
        and float(followed.inside.mean()) >= _INSIDE_SHARE
    )
