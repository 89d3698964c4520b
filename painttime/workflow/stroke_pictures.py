"""Pictures of canvases painted with strokes; unlike those of the step model they need no preparing."""

import os
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import Brushwork, StrokeCanvas
from painttime.core.canvas import AnyCanvas
from painttime.core.image import RGB8, fitted_size
from painttime.core.project import Project

if TYPE_CHECKING:
    from painttime.strokes.player import StrokePlayer

PREVIEW_LONG_SIDE_PX = 256

_MAX_FULL_BYTES = 256 * 1024 * 1024
_MAX_PREVIEW_BYTES = 32 * 1024 * 1024
"""What the canvases kept of one brushwork may hold."""

_MAX_PLAYERS = 2
"""One brushwork may be written to a file while another is painted and shown."""


class StrokePictures:
    """Draws the stroke canvases of one painting, part map and ground; may be asked by several threads."""

    def __init__(self, project: Project) -> None:
        height_px, width_px = project.parts.labels.shape
        small_px = fitted_size(height_px, width_px, PREVIEW_LONG_SIDE_PX)
        self.project = project
        self._full = _SizedPictures(project, height_px, width_px, _MAX_FULL_BYTES)
        self._small = _SizedPictures(project, *small_px, _MAX_PREVIEW_BYTES)

    def fits(self, project: Project) -> bool:
        """Return whether these are pictures of the project's painting, part labels and ground."""
        return shows_the_same(self.project, project)

    def preview(self, canvas: AnyCanvas) -> RGB8:
        """Return a stroke canvas in small. Raises LookupError for one of the step model."""
        return self._small.picture(_stroke_canvas(canvas))

    def frame(self, canvas: AnyCanvas) -> RGB8:
        """Return a stroke canvas at the painting's own size. Raises LookupError for one of the step model."""
        return self._full.picture(_stroke_canvas(canvas))


def shows_the_same(one: Project, other: Project) -> bool:
    """Return whether two projects have the same painting, part labels and ground."""
    return (
        one.painting is other.painting
        and one.parts.labels is other.parts.labels
        and one.ground == other.ground
    )


class _SizedPictures:
    """The pictures at one size."""

    def __init__(self, project: Project, height_px: int, width_px: int, max_bytes: int) -> None:
        self._project = project
        self._height_px = height_px
        self._width_px = width_px
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._painting: RGB8 | None = None
        self._players: list[StrokePlayer] = []
        self._finished: tuple[frozenset[int], npt.NDArray[np.bool_]] | None = None

    def picture(self, canvas: StrokeCanvas) -> RGB8:
        with self._lock:
            painting = self._sized_painting()
            if canvas.is_finished:
                return painting
            player = self._player(canvas.brushwork)
            mask = self._finished_mask(canvas.finished_parts) if canvas.finished_parts else None
        frame = player.frame(canvas.count)
        if mask is None:
            return frame
        frame = frame.copy()
        np.copyto(frame, painting, where=mask[..., None])
        return frame

    def _sized_painting(self) -> RGB8:
        if self._painting is None:
            import cv2

            size = self._width_px, self._height_px
            pixels = self._project.painting.pixels
            is_same = pixels.shape[:2] == size[::-1]
            resized = pixels if is_same else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
            self._painting = np.asarray(resized, dtype=np.uint8)
        return self._painting

    def _player(self, brushwork: Brushwork) -> "StrokePlayer":
        from painttime.strokes.player import StrokePlayer

        player = next((one for one in self._players if one.brushwork.strokes is brushwork.strokes), None)
        others = [other for other in self._players if other is not player]
        if player is None:
            brushwork = replace(brushwork, ground=self._project.ground)
            former = max(others, key=lambda other: other.num_shared(brushwork), default=None)
            player = StrokePlayer(
                brushwork,
                self._height_px,
                self._width_px,
                max_bytes=self._max_bytes,
                # One core stays free for the window.
                num_threads=max(1, (os.cpu_count() or 1) - 1),
                former=former,
            )
            if former is not None and former.num_shared(brushwork) == former.num_strokes:
                # A painting in progress has grown: what was kept of it serves on in its successor.
                others.remove(former)
        # The one shown last stands last and goes last.
        self._players = [*others, player][-_MAX_PLAYERS:]
        return player

    def _finished_mask(self, part_ids: frozenset[int]) -> npt.NDArray[np.bool_]:
        if self._finished is None or self._finished[0] != part_ids:
            labels = self._project.parts.resized(self._height_px, self._width_px)
            self._finished = part_ids, np.isin(labels, list(part_ids))
        return self._finished[1]


def _stroke_canvas(canvas: AnyCanvas) -> StrokeCanvas:
    if not isinstance(canvas, StrokeCanvas):
        raise LookupError("a canvas of the step model has to be prepared before it is shown")
    return canvas
