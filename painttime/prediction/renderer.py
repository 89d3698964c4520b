"""Plays low-resolution canvases at the painting's own size."""

from painttime.core.canvas import Canvas, Renditions
from painttime.core.image import RGB8


class FrameRenderer:
    """Composes canvases at full resolution, along the painting's edges."""

    def __init__(self, renditions: Renditions) -> None:
        self._renditions = renditions

    def frame(self, canvas: Canvas) -> RGB8:
        """Return the canvas at the painting's own size, (H, W, 3) uint8; the last canvas is exact."""
        raise NotImplementedError
