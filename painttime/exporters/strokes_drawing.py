"""Draws strokes for results: the whole picture a little at a time, or one moment after the other."""

from collections.abc import Generator

import numpy as np

from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8
from painttime.strokes.engine import draw_strokes, labels_at, stroke_bounds

_PX_AT_ONCE = 2e7
"""Pixels under strokes drawn between two yields: some tenths of a second."""

_PX_PER_STROKE = 200.0
"""What a stroke costs besides its pixels, in pixels."""


class GrowingCanvas:
    """The picture the strokes leave, at one size, as far as it is drawn. num_drawn: strokes laid so far."""

    def __init__(self, brushwork: Brushwork, *, height_px: int, width_px: int, num_threads: int = 1) -> None:
        self.pixels: RGB8 = np.empty((height_px, width_px, 3), dtype=np.uint8)
        self.num_drawn = 0
        self._brushwork = brushwork
        self._labels = labels_at(brushwork.labels, height_px, width_px)
        self._num_threads = num_threads
        self.clear()

    def clear(self) -> None:
        """Go back to the bare ground."""
        self.pixels[:] = self._brushwork.ground
        self.num_drawn = 0

    def draw_to(self, count: int) -> None:
        """Draw on until `count` strokes are laid; what is laid already costs nothing."""
        if count < self.num_drawn:
            self.clear()
        draw_strokes(
            self.pixels,
            self._brushwork.strokes,
            first=self.num_drawn,
            last=count,
            labels=self._labels,
            num_threads=self._num_threads,
        )
        self.num_drawn = count


def drawing(
    brushwork: Brushwork, *, height_px: int, width_px: int, num_threads: int = 1
) -> Generator[int, None, RGB8]:
    """Draw all strokes; yields the number laid so far, returns the picture (height_px, width_px, 3)."""
    canvas = GrowingCanvas(brushwork, height_px=height_px, width_px=width_px, num_threads=num_threads)
    for count in _cuts(brushwork, height_px, width_px):
        canvas.draw_to(count)
        yield count
    return canvas.pixels


def _cuts(brushwork: Brushwork, height_px: int, width_px: int) -> list[int]:
    """Return numbers of strokes, the last one all of them, with about _PX_AT_ONCE to draw between them."""
    bounds = stroke_bounds(brushwork.strokes, height_px, width_px).astype(np.float64)
    areas_px = (bounds[:, 2] - bounds[:, 0]) * (bounds[:, 3] - bounds[:, 1])
    work = np.cumsum(areas_px + _PX_PER_STROKE) // _PX_AT_ONCE
    return [*(np.flatnonzero(np.diff(work)) + 1).tolist(), len(brushwork.strokes)]
