"""Pictures of canvases, rendered off the GUI thread and kept while there is room."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, Signal

from painttime.core.brushwork import StrokeCanvas
from painttime.core.canvas import AnyCanvas
from painttime.core.image import RGB8
from painttime.gui.display_image import BGRX, bgrx
from painttime.gui.log_file import unexpected
from painttime.workflow.preparing import Pictures

DEFAULT_MAX_MB = 512

Key = tuple[object, ...]


def full_size(pictures: Pictures, canvas: AnyCanvas) -> RGB8:
    """Return a canvas at the painting's own size."""
    return pictures.frame(canvas)


def small(pictures: Pictures, canvas: AnyCanvas) -> RGB8:
    """Return a canvas at preview size."""
    return pictures.preview(canvas)


def frame_key(canvas: AnyCanvas) -> Key:
    """Return what tells canvases apart: strokes by how many are laid, those of the step model by identity."""
    if isinstance(canvas, StrokeCanvas):
        return id(canvas.brushwork), canvas.count, canvas.is_finished, canvas.finished_parts
    return (id(canvas),)


class _Renderer(QObject):
    """Renders the newest wish first, in its own thread; the signal is received in the GUI thread."""

    rendered = Signal(int, object, object)  # generation, canvas, BGRX
    failed = Signal(int, object)

    def __init__(self, render: Callable[[Pictures, AnyCanvas], RGB8]) -> None:
        super().__init__()
        self._render = render
        self._ready = threading.Condition()
        self._wishes: list[AnyCanvas] = []
        self._pictures: Pictures | None = None
        self._generation = 0
        self._is_closed = False

    def ask(self, pictures: Pictures, generation: int, wishes: list[AnyCanvas]) -> None:
        """Put other wishes in the place of those not yet begun."""
        with self._ready:
            self._pictures, self._generation, self._wishes = pictures, generation, wishes
            self._ready.notify()

    def close(self) -> None:
        with self._ready:
            self._wishes, self._is_closed = [], True
            self._ready.notify()

    def work(self) -> None:
        while (job := self._next()) is not None:
            pictures, generation, canvas = job
            # A thread that dies would leave every later frame at preview size without a word.
            try:
                pixels = bgrx(self._render(pictures, canvas))
            except Exception as error:
                self.failed.emit(generation, unexpected(error))
                continue
            self.rendered.emit(generation, canvas, pixels)

    def _next(self) -> tuple[Pictures, int, AnyCanvas] | None:
        with self._ready:
            self._ready.wait_for(lambda: self._wishes or self._is_closed)
            if self._is_closed or self._pictures is None:
                return None
            return self._pictures, self._generation, self._wishes.pop(0)


class FrameCache(QObject):
    """Least recently used frames go first when the memory limit is reached.

    A frame belongs to one canvas of one Pictures; another Pictures (other parts, other ground) empties the
    cache. Canvases are told apart by frame_key, whose objects the cache keeps alive.

    render: makes the pictures; `small` for those at preview size.

    frame_ready(Canvas): a frame asked for has come and `frame(canvas)` returns it.
    """

    frame_ready = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        max_mb: int = DEFAULT_MAX_MB,
        render: Callable[[Pictures, AnyCanvas], RGB8] = full_size,
    ) -> None:
        super().__init__(parent)
        self._max_bytes = max_mb * 1024 * 1024
        self._bytes = 0
        self._frames: OrderedDict[Key, tuple[AnyCanvas, BGRX]] = OrderedDict()
        self._pictures: Pictures | None = None
        self._generation = 0
        self._renderer = _Renderer(render)
        self._renderer.rendered.connect(self._on_rendered, Qt.ConnectionType.QueuedConnection)
        self._renderer.failed.connect(self._on_failed, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._renderer.work, name="painttime-frames", daemon=True)
        self._thread.start()

    @property
    def max_bytes(self) -> int:
        return self._max_bytes

    @property
    def bytes_used(self) -> int:
        return self._bytes

    def set_pictures(self, pictures: Pictures | None) -> None:
        """Render from now on with this; frames of the former one are dropped."""
        if pictures is self._pictures:
            return
        self._pictures = pictures
        self._generation += 1
        self._frames.clear()
        self._bytes = 0

    def frame(self, canvas: AnyCanvas) -> BGRX | None:
        """Return a frame that is there, as (H, W, 4) for Qt; None where it has yet to be rendered."""
        entry = self._frames.get(frame_key(canvas))
        if entry is None:
            return None
        self._frames.move_to_end(frame_key(canvas))
        return entry[1]

    def request(self, canvas: AnyCanvas, then: Iterable[AnyCanvas] = ()) -> None:
        """Render a frame before anything asked for earlier; `then` are those likely to be shown next."""
        if self._pictures is None:
            return
        wishes = [wish for wish in (canvas, *then) if frame_key(wish) not in self._frames]
        self._renderer.ask(self._pictures, self._generation, wishes)

    def shutdown(self, timeout_s: float = 5.0) -> bool:
        """End the thread; return whether it ended in time."""
        self._renderer.close()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # ----------------------------------------------------------------------------------------------------

    def _on_rendered(self, generation: int, canvas: AnyCanvas, pixels: BGRX) -> None:
        if generation != self._generation or frame_key(canvas) in self._frames:
            return
        self._frames[frame_key(canvas)] = (canvas, pixels)
        self._bytes += pixels.nbytes
        while self._bytes > self._max_bytes and len(self._frames) > 1:
            _, (_, oldest) = self._frames.popitem(last=False)
            self._bytes -= oldest.nbytes
        self.frame_ready.emit(canvas)

    def _on_failed(self, generation: int, error: object) -> None:
        if generation == self._generation:
            self.failed.emit(error)
