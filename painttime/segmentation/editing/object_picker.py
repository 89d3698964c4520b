"""Taking an object by clicks: patches are scored by what the clicks say of them, and the painting's own edges
give the outline.

How well this does beside other ways: scripts/click_measures.py measures it, models/clicks/CARD.md tells it.
"""

from collections.abc import Callable, Generator, Sequence
from functools import lru_cache

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32, fitted_size
from painttime.segmentation.editing.area import NOTHING, Area, Mask
from painttime.segmentation.editing.click_features import DistancesFrom, click_features
from painttime.segmentation.editing.edge_guide import EdgeGuide
from painttime.segmentation.editing.masks import Point
from painttime.segmentation.editing.patch_graph import PatchGraph
from painttime.segmentation.editing.picker import Box

WORK_SIDE_PX = 448
"""Long side of the copy that is looked at: paint texture of a larger one only hides its objects."""

REMEMBERED_PLACES = 48

EDGE_REACH_PX = 3
"""How far from the outline of the patches the painting's own edge may lie, in pixels of the copy."""

ClickScoring = Callable[[Float32], Float32]
"""Says how sure it is that patches belong to the object, 0..1: (n, NUM_FEATURES) -> (n,)."""


class ObjectPicker:
    """A picture made ready for clicks; see `Picker`."""

    def __init__(
        self, size: tuple[int, int], graph: PatchGraph, guide: EdgeGuide, score: ClickScoring
    ) -> None:
        """size: (height, width) of the picture; graph and guide: of it."""
        self._height, self._width = size
        self._graph, self._guide, self._score = graph, guide, score
        self._distances_from = lru_cache(maxsize=REMEMBERED_PLACES)(graph.distances_from)

    @property
    def size(self) -> tuple[int, int]:
        return self._height, self._width

    @property
    def is_quick(self) -> bool:
        return True

    def hover(self, x: float, y: float) -> Area:
        if not self._is_on_picture(x, y):
            return NOTHING
        return self._guide.roughly(self._taken([self._patch(x, y)], []))

    def pick(self, inside: Sequence[Point], outside: Sequence[Point] = (), box: Box | None = None) -> Area:
        if not all(self._is_on_picture(x, y) for x, y in inside):
            return NOTHING
        wanted = [self._patch(x, y) for x, y in inside]
        left = [self._patch(x, y) for x, y in outside]
        if box is None:
            return self._guide.along_edges(self._taken(wanted, left)) if wanted else NOTHING
        limits = self._limits(box)
        if limits.is_empty:
            return NOTHING
        if not wanted:
            wanted = [self._patch((limits.left + limits.right) / 2, (limits.top + limits.bottom) / 2)]
        return self._guide.along_edges(self._taken(wanted, left + self._beside(limits))).common(limits)

    def _is_on_picture(self, x: float, y: float) -> bool:
        return 0 <= x < self._width and 0 <= y < self._height

    def _patch(self, x: float, y: float) -> int:
        return self._graph.at(x / self._width, y / self._height)

    def _taken(self, wanted: Sequence[int], left: Sequence[int]) -> Mask:
        return patches_taken(self._graph, self._distances_from, self._score, wanted, left)

    def _limits(self, box: Box) -> Area:
        """Return the area of a box, as far as it lies in the picture."""
        left, right = sorted(min(max(0, round(x)), self._width) for x in (box[0], box[2]))
        top, bottom = sorted(min(max(0, round(y)), self._height) for y in (box[1], box[3]))
        return Area.of(np.ones((bottom - top, right - left), dtype=np.bool_), left=left, top=top)

    def _beside(self, limits: Area) -> list[int]:
        """Return patches just outside of a box, around it: what is there is not meant."""
        margin = max(self.size) / 40
        left, right = limits.left - margin, limits.right + margin
        top, bottom = limits.top - margin, limits.bottom + margin
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        places = [(x, y) for x in (left, middle_x, right) for y in (top, middle_y, bottom)]
        del places[4]
        return [self._patch(x, y) for x, y in places if self._is_on_picture(x, y)]


def patches_taken(
    graph: PatchGraph,
    distances_from: DistancesFrom,
    score: ClickScoring,
    wanted: Sequence[int],
    left: Sequence[int],
) -> Mask:
    """Return the object that has some wanted patches and none of those to leave, as a mask (h, w).

    All of it hangs together with a wanted patch.
    """
    features = click_features(graph, distances_from, wanted, left)
    taken = graph.evened(score(features).astype(np.float64)) > 0.5
    taken[list(left)] = False
    taken[list(wanted)] = True
    return np.take(graph.hanging_together(taken, wanted), graph.patches)


def work_copy(pixels: RGB8) -> RGB8:
    """Return the copy of a picture that is looked at: no larger than WORK_SIDE_PX, (h, w, 3) uint8."""
    side_px = min(WORK_SIDE_PX, max(pixels.shape[:2]))
    height, width = fitted_size(pixels.shape[0], pixels.shape[1], side_px)
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def prepare_object_picker(pixels: RGB8, score: ClickScoring) -> Generator[float, None, ObjectPicker]:
    """Make a picture ready for clicks; yields the share that is done, 0..1, and returns the picker.

    pixels: (H, W, 3) uint8 sRGB. score: see `click_model.load_click_model`.
    """
    yield 0.0
    small = work_copy(pixels)
    yield 0.1
    graph = PatchGraph(small)
    yield 0.6
    guide = EdgeGuide(pixels, small.shape[:2], reach_px=EDGE_REACH_PX)
    return ObjectPicker((pixels.shape[0], pixels.shape[1]), graph, guide, score)
