"""What exporters write: the pictures of a process and what is known about them."""

from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from painttime.core.frames import FrameSource
from painttime.core.image import RGB8, fitted_size
from painttime.core.part import PartMap
from painttime.errors import ExportError
from painttime.exporters.caption import captioned
from painttime.exporters.options import ExportOptions

Writing = Generator[tuple[int, int], None, None]
"""A running export: yields (done, total) of its own unit of work; closing it leaves nothing behind."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ProcessFrames:
    """The canvases of a complete process as pictures, earliest first.

    frames: the pictures; the last one is the painting where the whole process is exported.
    stages: for every picture the name of the stage its canvas is in.
    parts: the painting's parts; their labels may have another size than the pictures.
    first_index: the number of the first picture's canvas in its process.
    """

    frames: FrameSource
    stages: tuple[str, ...]
    parts: PartMap
    first_index: int = 0

    def __post_init__(self) -> None:
        if len(self.stages) != self.frames.num_frames:
            raise ValueError(f"{self.frames.num_frames} pictures need as many stages, not {len(self.stages)}")

    def selected(self, options: ExportOptions) -> "ProcessFrames":
        """Return the canvases and the size asked for; raises ExportError where there are no such canvases."""
        count = self.frames.num_frames
        last = count - 1 if options.last is None else options.last
        if last >= count:
            raise ExportError(f"This process has canvases 0 to {count - 1}; there is no canvas {last}.")
        if options.first > last:
            raise ExportError("The first canvas exported must not come after the last one.")
        frames: FrameSource = self.frames
        if (options.first, last) != (0, count - 1):
            frames = FrameRange(frames, first=options.first, last=last)
        if options.long_side_px not in (None, max(frames.height_px, frames.width_px)):
            frames = ResizedFrames(frames, long_side_px=options.long_side_px or 0)
        return replace(
            self,
            frames=frames,
            stages=self.stages[options.first : last + 1],
            first_index=self.first_index + options.first,
        )


class FrameRange:
    """Some consecutive pictures of a source."""

    def __init__(self, source: FrameSource, *, first: int, last: int) -> None:
        self._source = source
        self._first = first
        self.num_frames = last - first + 1
        self.height_px = source.height_px
        self.width_px = source.width_px

    def frame(self, index: int) -> RGB8:
        return self._source.frame(self._first + index)


class ResizedFrames:
    """The pictures of a source at another size."""

    def __init__(self, source: FrameSource, *, long_side_px: int) -> None:
        self._source = source
        self.num_frames = source.num_frames
        self.height_px, self.width_px = fitted_size(source.height_px, source.width_px, long_side_px)

    def frame(self, index: int) -> RGB8:
        picture = Image.fromarray(self._source.frame(index))
        size = (self.width_px, self.height_px)
        return np.asarray(picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0))


class CaptionedFrames:
    """The pictures of a source with a notice written into them."""

    def __init__(self, source: FrameSource, notice: str) -> None:
        self._source = source
        self._notice = notice
        self.num_frames = source.num_frames
        self.height_px = source.height_px
        self.width_px = source.width_px

    def frame(self, index: int) -> RGB8:
        return captioned(self._source.frame(index), self._notice)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """One picture of a film and how often it stands in it."""

    index: int
    num_pictures: int


RESULT_FIRST_S = 1.0
"""How long the finished painting is shown at the beginning, where that is asked for."""


def film_frames(process: ProcessFrames, options: ExportOptions) -> FrameSource:
    """Return the pictures of a film or of a folder of frames."""
    return CaptionedFrames(process.frames, options.notice) if options.caption else process.frames


def shots(num_frames: int, options: ExportOptions) -> tuple[Shot, ...]:
    """Return the order in which a film shows the canvases; every canvas is seen at least once."""

    def pictures(seconds: float) -> int:
        return max(1, round(seconds * options.fps))

    last = num_frames - 1
    order = [Shot(index=index, num_pictures=1) for index in range(num_frames)]
    order[0] = Shot(index=0, num_pictures=pictures(options.hold_first_s))
    order[last] = Shot(index=last, num_pictures=pictures(options.hold_last_s))
    if options.show_result_first:
        order.insert(0, Shot(index=last, num_pictures=pictures(RESULT_FIRST_S)))
    return tuple(order)
