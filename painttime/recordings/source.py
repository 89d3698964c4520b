"""What every time-lapse file gives: frames, one at a time, from the first to the last."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from painttime.core.image import RGB8


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SourceFrame:
    """One frame of a recording.

    index: its number in the recording, 0 = first, counted over all frames whether wanted or not.
    time_s: when it is shown; for folders of frames index / 30.
    pixels: (h, w, 3) uint8 sRGB, upright.
    """

    index: int
    time_s: float
    pixels: RGB8


class RecordingSource(Protocol):
    """A time-lapse file that has been found to be readable; every call of `frames` reads it anew."""

    @property
    def path(self) -> Path: ...

    @property
    def kind(self) -> str:
        """ "video", "frames", "animation", "procreate" or "krita"."""
        ...

    @property
    def width_px(self) -> int: ...

    @property
    def height_px(self) -> int: ...

    @property
    def num_frames(self) -> int:
        """How many frames the file says it has, 0 where it does not say; `frames` may end elsewhere."""
        ...

    def frames(
        self, *, wanted: Callable[[int], bool] | None = None, long_side_px: int | None = None
    ) -> Iterator[SourceFrame]:
        """Read from the beginning, holding a bounded number of frames whatever the length.

        wanted: says by index which frames are given; others are passed over as cheaply as the format allows.
        long_side_px: frames come shrunk (area) to this long side where they are larger.
        Raises RecordingError, with a sentence, where the file turns out to be damaged or changes its size.
        """
        ...
