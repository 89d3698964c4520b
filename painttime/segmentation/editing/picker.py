"""Taking an object by clicks: what every way of doing it offers to the window."""

from collections.abc import Sequence
from typing import Protocol

from painttime.segmentation.editing.area import Area
from painttime.segmentation.editing.masks import Point

Box = tuple[float, float, float, float]
"""left, top, right, bottom in picture coordinates, the way the user drew them or not."""


class Picker(Protocol):
    """A picture made ready for clicks. Places are picture coordinates (x, y), areas at the picture's size.

    May be asked from any thread, by one at a time.
    """

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of the picture it was made for, in pixels."""

    @property
    def is_quick(self) -> bool:
        """Whether an answer comes within a tenth of a second, so that a window may wait for it."""

    def hover(self, x: float, y: float) -> Area:
        """Return what a click at a place would take, drawn less exactly where that is faster.

        Empty outside of the picture.
        """

    def pick(self, inside: Sequence[Point], outside: Sequence[Point] = (), box: Box | None = None) -> Area:
        """Return the object that has the places inside and not those outside.

        inside: clicked to add, in the order of the clicks, the first one on the object that is meant.
        outside: clicked to take away.
        box: nothing outside of it belongs to the object; a box alone takes the object that fills it.
        Empty without a place inside and without a box.
        """
