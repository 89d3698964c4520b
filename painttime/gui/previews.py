"""Small pictures of canvases: those of the step model at once, those of strokes as soon as they are drawn."""

from PySide6.QtCore import QObject, Signal

from painttime.core.canvas import AnyCanvas, Canvas
from painttime.core.image import RGB8
from painttime.gui.display_image import rgb
from painttime.gui.frame_cache import FrameCache, Key, frame_key, small
from painttime.workflow.preparing import Pictures

MAX_MB = 96


class Previews(QObject):
    """Mixing a small canvas takes a millisecond; drawing thousands of strokes would hold the window up.

    came(canvas): a picture asked for is there now.
    failed(error): one could not be drawn.
    """

    came = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache = FrameCache(self, MAX_MB, small)
        self._pictures: Pictures | None = None
        self._awaited: dict[Key, AnyCanvas] = {}
        self._cache.frame_ready.connect(self._receive)
        self._cache.failed.connect(self.failed)

    def set_pictures(self, pictures: Pictures | None) -> None:
        """Draw from now on with this; what was asked of the former one is forgotten."""
        if pictures is not self._pictures:
            self._pictures = pictures
            self._awaited.clear()
            self._cache.set_pictures(pictures)

    def picture(self, canvas: AnyCanvas) -> RGB8 | None:
        """Return a canvas at preview size, or None and have it drawn; the one asked for last comes first."""
        if self._pictures is None:
            return None
        if isinstance(canvas, Canvas):
            return self._pictures.preview(canvas)
        drawn = self._cache.frame(canvas)
        if drawn is not None:
            return rgb(drawn)
        self._awaited.pop(frame_key(canvas), None)
        others = list(self._awaited.values())
        self._awaited[frame_key(canvas)] = canvas
        self._cache.request(canvas, others)
        return None

    def forget_awaited(self) -> None:
        """Give up what is not drawn yet: other canvases are looked at."""
        self._awaited.clear()

    def shutdown(self) -> bool:
        """End the thread; return whether it ended in time."""
        return self._cache.shutdown()

    def _receive(self, canvas: AnyCanvas) -> None:
        self._awaited.pop(frame_key(canvas), None)
        self.came.emit(canvas)
