"""Full-size frames, rendered off the GUI thread and kept while there is room."""

import threading
from collections import OrderedDict
from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Signal

from painttime.core.canvas import Canvas
from painttime.gui.display_image import BGRX, bgrx
from painttime.gui.log_file import unexpected
from painttime.workflow.preparing import Prepared

DEFAULT_MAX_MB = 512


class _Renderer(QObject):
    """Renders the newest wish first, in its own thread; the signal is received in the GUI thread."""

    rendered = Signal(int, object, object)  # generation, canvas, BGRX
    failed = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._ready = threading.Condition()
        self._wishes: list[Canvas] = []
        self._prepared: Prepared | None = None
        self._generation = 0
        self._is_closed = False

    def ask(self, prepared: Prepared, generation: int, wishes: list[Canvas]) -> None:
        """Put other wishes in the place of those not yet begun."""
        with self._ready:
            self._prepared, self._generation, self._wishes = prepared, generation, wishes
            self._ready.notify()

    def close(self) -> None:
        with self._ready:
            self._wishes, self._is_closed = [], True
            self._ready.notify()

    def work(self) -> None:
        while (job := self._next()) is not None:
            prepared, generation, canvas = job
            # A thread that dies would leave every later frame at preview size without a word.
            try:
                pixels = bgrx(prepared.frame(canvas))
            except Exception as error:
                self.failed.emit(generation, unexpected(error))
                continue
            self.rendered.emit(generation, canvas, pixels)

    def _next(self) -> tuple[Prepared, int, Canvas] | None:
        with self._ready:
            self._ready.wait_for(lambda: self._wishes or self._is_closed)
            if self._is_closed or self._prepared is None:
                return None
            return self._prepared, self._generation, self._wishes.pop(0)


class FrameCache(QObject):
    """Least recently used frames go first when the memory limit is reached.

    A frame belongs to one canvas of one Prepared; another Prepared (other parts, other ground) empties the
    cache. Canvases are told apart by identity, which the cache keeps alive.

    frame_ready(Canvas): a frame asked for has come and `frame(canvas)` returns it.
    """

    frame_ready = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None, max_mb: int = DEFAULT_MAX_MB) -> None:
        super().__init__(parent)
        self._max_bytes = max_mb * 1024 * 1024
        self._bytes = 0
        self._frames: OrderedDict[int, tuple[Canvas, BGRX]] = OrderedDict()
        self._prepared: Prepared | None = None
        self._generation = 0
        self._renderer = _Renderer()
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

    def set_prepared(self, prepared: Prepared | None) -> None:
        """Render from now on with this; frames of the former one are dropped."""
        if prepared is self._prepared:
            return
        self._prepared = prepared
        self._generation += 1
        self._frames.clear()
        self._bytes = 0

    def frame(self, canvas: Canvas) -> BGRX | None:
        """Return a frame that is there, as (H, W, 4) for Qt; None where it has yet to be rendered."""
        entry = self._frames.get(id(canvas))
        if entry is None:
            return None
        self._frames.move_to_end(id(canvas))
        return entry[1]

    def request(self, canvas: Canvas, then: Iterable[Canvas] = ()) -> None:
        """Render a frame before anything asked for earlier; `then` are those likely to be shown next."""
        if self._prepared is None:
            return
        wishes = [wish for wish in (canvas, *then) if id(wish) not in self._frames]
        self._renderer.ask(self._prepared, self._generation, wishes)

    def shutdown(self, timeout_s: float = 5.0) -> bool:
        """End the thread; return whether it ended in time."""
        self._renderer.close()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # ----------------------------------------------------------------------------------------------------

    def _on_rendered(self, generation: int, canvas: Canvas, pixels: BGRX) -> None:
        if generation != self._generation or id(canvas) in self._frames:
            return
        self._frames[id(canvas)] = (canvas, pixels)
        self._bytes += pixels.nbytes
        while self._bytes > self._max_bytes and len(self._frames) > 1:
            _, (_, oldest) = self._frames.popitem(last=False)
            self._bytes -= oldest.nbytes
        self.frame_ready.emit(canvas)

    def _on_failed(self, generation: int, error: object) -> None:
        if generation == self._generation:
            self.failed.emit(error)
