"""The timeline's thumbnails, asked for one at a time when the window has nothing better to do."""

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from painttime.core.image import RGB8

ThumbnailSource = Callable[[int], RGB8 | None]
"""Index of a canvas -> its picture at any size, (h, w, 3) uint8, or None where there is none yet."""


class ThumbnailStrip(QObject):
    """Pictures of canvases at thumbnail size.

    ready: a picture came that was asked for before; who shows it may ask again.
    """

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: ThumbnailSource | None = None
        self._contents: tuple[object | None, ...] = ()
        self._keeps_former = False
        self._pictures: dict[int, tuple[object, QSize, QPixmap]] = {}
        self._waiting: deque[tuple[int, QSize]] = deque()
        self._refused: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fetch_one)

    def set_source(self, source: ThumbnailSource | None) -> None:
        """Take pictures from another source from now on."""
        self._source = source
        self._pictures.clear()
        self.refresh()

    def set_contents(self, contents: Sequence[object | None], *, keeps_former: bool = False) -> None:
        """Set what each canvas is; a picture is kept as long as its canvas is the same object.

        keeps_former: until a new picture comes, too: of a painting in progress the former one is near enough.
        """
        self._keeps_former = keeps_former
        if len(contents) != len(self._contents):
            self._pictures.clear()
        self._contents = tuple(contents)
        self.refresh()

    def refresh(self) -> None:
        """Ask again for what the source did not have."""
        self._refused.clear()
        self._stop()
        self.ready.emit()

    def picture(self, index: int, size: QSize) -> QPixmap | None:
        """Return canvas `index` scaled to fit `size` in device pixels, or None and have it fetched."""
        content = self._contents[index] if index < len(self._contents) else None
        if content is None:
            return None
        known = self._pictures.get(index)
        is_right = known is not None and known[0] is content
        if not (is_right and known is not None and known[1] == size):
            self._ask(index, size)
        return known[2] if known is not None and (is_right or self._keeps_former) else None

    def _ask(self, index: int, size: QSize) -> None:
        if self._source is None or index in self._refused or (index, size) in self._waiting:
            return
        self._waiting.append((index, size))
        self._timer.start()

    def _fetch_one(self) -> None:
        if not self._waiting or self._source is None:
            self._stop()
            return
        index, size = self._waiting.popleft()
        content = self._contents[index] if index < len(self._contents) else None
        pixels = self._source(index) if content is not None else None
        if pixels is None or content is None:
            self._refused.add(index)
            return
        self._pictures[index] = (content, size, _scaled(pixels, size))
        self.ready.emit()

    def _stop(self) -> None:
        self._waiting.clear()
        self._timer.stop()


def _scaled(pixels: RGB8, size: QSize) -> QPixmap:
    # Every n-th pixel first: smooth scaling of a full-size frame would take longer than the eye forgives.
    step = max(1, min(pixels.shape[0] // (2 * size.height()), pixels.shape[1] // (2 * size.width())))
    data = np.ascontiguousarray(pixels[::step, ::step])
    height, width = data.shape[:2]
    image = QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return QPixmap.fromImage(
        image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    )
