"""Where the pictures of a process come from, one at a time."""

from typing import Protocol

from painttime.core.image import RGB8


class FrameSource(Protocol):
    """Pictures of one size, made when they are asked for, so that a process never lies in memory whole."""

    @property
    def num_frames(self) -> int: ...

    @property
    def height_px(self) -> int: ...

    @property
    def width_px(self) -> int: ...

    def frame(self, index: int) -> RGB8:
        """Return picture `index` (0 = earliest) as (height_px, width_px, 3) uint8 sRGB."""
        ...
