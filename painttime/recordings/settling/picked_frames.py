"""Some of the pictures of a source, in an order of their own, cut to what is wanted."""

from collections.abc import Sequence

from painttime.core.frames import FrameSource
from painttime.core.image import RGB8, read_only

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels."""


class PickedFrames:
    """A frame source over another one."""

    def __init__(self, source: FrameSource, numbers: Sequence[int], crop: Box) -> None:
        self._source = source
        self._numbers = tuple(numbers)
        self._crop = crop

    @property
    def num_frames(self) -> int:
        return len(self._numbers)

    @property
    def height_px(self) -> int:
        return self._crop[3]

    @property
    def width_px(self) -> int:
        return self._crop[2]

    def frame(self, index: int) -> RGB8:
        """Return picture `index`, (height_px, width_px, 3) uint8."""
        if not 0 <= index < len(self._numbers):
            raise IndexError(index)
        x, y, width_px, height_px = self._crop
        return read_only(self._source.frame(self._numbers[index])[y : y + height_px, x : x + width_px])
