"""Shows any moment of a painting made of strokes, to the single stroke, in bounded time and memory.

Strokes cover each other, so that a canvas follows from the ones before it. The player keeps canvases on the
way (keys), as many as its memory allows, laid out so that drawing from one to the next is the same work
everywhere: late fine strokes are many to a key, early broad ones few.
"""

import threading
from bisect import bisect_right

import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import Brushwork, StrokeList
from painttime.core.image import RGB8, read_only
from painttime.strokes.engine import draw_strokes, labels_at, stroke_bounds

DEFAULT_MAX_BYTES = 256 * 1024 * 1024

_PX_PER_STROKE = 200.0
"""What a stroke costs besides its pixels, in pixels."""

_FINEST_SEGMENT_PX = 500_000.0
"""Less work than this, some milliseconds, is not worth another key."""

_LARGEST_SHARE = 0.75
"""The keys' share of the memory; the rest is for canvases being drawn."""


class StrokePlayer:
    """Draws the first `count` strokes of a brushwork at one size; may be asked by several threads at once."""

    def __init__(
        self,
        brushwork: Brushwork,
        height_px: int,
        width_px: int,
        painting: RGB8 | None = None,
        max_bytes: int = DEFAULT_MAX_BYTES,
        *,
        num_threads: int = 1,
        former: "StrokePlayer | None" = None,
    ) -> None:
        """height_px, width_px: of the frames, any size of the brushwork's proportions.

        painting: (height_px, width_px, 3), what a finished canvas shows; without it the last stroke.
        max_bytes: what the kept canvases may hold together; two are always kept.
        num_threads: to draw with, on large canvases.
        former: the player of a brushwork that begins like this one, at this size; what it kept is taken over.
        Raises ValueError where the painting has another size.
        """
        if painting is not None and painting.shape != (height_px, width_px, 3):
            raise ValueError(f"a painting {painting.shape} is not shown at {height_px} x {width_px}")
        self.brushwork = brushwork
        self.height_px = height_px
        self.width_px = width_px
        self._painting = painting
        self._labels = labels_at(brushwork.labels, height_px, width_px)
        self._num_threads = num_threads
        self._places = _key_places(brushwork.strokes, height_px, width_px, max_bytes)
        self._lock = threading.Lock()
        ground = np.empty((height_px, width_px, 3), dtype=np.uint8)
        ground[:] = brushwork.ground
        self._keys: dict[int, RGB8] = {0: read_only(ground)}
        self._latest: tuple[int, RGB8] = (0, self._keys[0])
        if former is not None:
            self._take_over(former)

    @property
    def num_strokes(self) -> int:
        return len(self.brushwork.strokes)

    @property
    def num_bytes(self) -> int:
        """What the kept canvases hold."""
        with self._lock:
            kept = {id(canvas): canvas.nbytes for canvas in (*self._keys.values(), self._latest[1])}
        return sum(kept.values())

    def num_shared(self, brushwork: Brushwork) -> int:
        """Return how many strokes another brushwork begins with in common, drawn in the same way."""
        own = self.brushwork
        if own.ground != brushwork.ground or own.labels is not brushwork.labels:
            return 0
        return _shared_strokes(own.strokes, brushwork.strokes)

    def frame(self, count: int, is_finished: bool = False) -> RGB8:
        """Return the first `count` strokes on the ground, (height_px, width_px, 3) uint8, read-only.

        Bit by bit what drawing them on bare ground gives. is_finished: return the painting itself where there
        is one. Raises ValueError where there are not so many strokes.
        """
        if is_finished and self._painting is not None:
            return self._painting
        if not 0 <= count <= self.num_strokes:
            raise ValueError(f"there is no stroke {count} in a painting of {self.num_strokes}")
        with self._lock:
            reached, canvas = self._nearest(count)
        while reached < count:
            # A key on the way is kept; going on from it costs one copy.
            following = min(count, self._next_place(reached))
            canvas = self._drawn(canvas, reached, following)
            reached = following
            with self._lock:
                if reached in self._places:
                    canvas = self._keys.setdefault(reached, canvas)
                self._latest = (reached, canvas)
        return canvas

    # ----------------------------------------------------------------------------------------------------

    def _nearest(self, count: int) -> tuple[int, RGB8]:
        """Return the furthest kept canvas that does not go beyond `count`."""
        best = max(place for place in self._keys if place <= count)
        reached, latest = self._latest
        return (reached, latest) if best < reached <= count else (best, self._keys[best])

    def _next_place(self, count: int) -> int:
        following = bisect_right(self._places, count)
        return self._places[following] if following < len(self._places) else self.num_strokes

    def _drawn(self, canvas: RGB8, first: int, last: int) -> RGB8:
        own = canvas.copy()
        draw_strokes(
            own,
            self.brushwork.strokes,
            first=first,
            last=last,
            labels=self._labels,
            num_threads=self._num_threads,
        )
        return read_only(own)

    def _take_over(self, former: "StrokePlayer") -> None:
        """Keep what the player of a list that begins like this one drew, as far as there is room for it."""
        shared = former.num_shared(self.brushwork)
        if not shared or (former.height_px, former.width_px) != (self.height_px, self.width_px):
            return
        with former._lock:
            kept = {**former._keys, former._latest[0]: former._latest[1]}
        furthest_first = sorted((count for count in kept if count <= shared), reverse=True)
        reached = furthest_first[0]
        later = [place for place in self._places if place > reached]
        room = max(1, len(self._places) - len(later))
        every = -(-len(furthest_first) // room)
        self._keys |= {count: kept[count] for count in furthest_first[::every]}
        self._places = tuple(sorted({*self._keys, *later}))
        self._latest = (reached, kept[reached])


def _key_places(strokes: StrokeList, height_px: int, width_px: int, max_bytes: int) -> tuple[int, ...]:
    """Return the numbers of strokes at which to keep a canvas, 0 first, with equal work between them."""
    room = int(max_bytes * _LARGEST_SHARE) // (3 * height_px * width_px) - 1
    if room < 1 or not len(strokes):
        return (0,)
    bounds = stroke_bounds(strokes, height_px, width_px).astype(np.float64)
    areas_px = np.maximum(0, bounds[:, 2] - bounds[:, 0]) * np.maximum(0, bounds[:, 3] - bounds[:, 1])
    work: npt.NDArray[np.float64] = np.cumsum(areas_px + _PX_PER_STROKE)
    num_segments = int(min(room + 1, np.ceil(work[-1] / _FINEST_SEGMENT_PX)))
    wanted = np.linspace(0, work[-1], num_segments + 1)[1:-1]
    places = np.searchsorted(work, wanted, side="right")
    return tuple(sorted({0, *places.tolist()}))


def _shared_strokes(one: StrokeList, other: StrokeList) -> int:
    """Return how many strokes two lists begin with in common."""
    count = min(len(one), len(other))
    differs = np.zeros(count, dtype=np.bool_)
    for name in ("curves", "widths", "colours", "opacities", "brushes", "part_ids", "textures"):
        first, second = getattr(one, name)[:count], getattr(other, name)[:count]
        differs |= (first != second).reshape(count, -1).any(axis=1)
    return int(differs.argmax()) if differs.any() else count
