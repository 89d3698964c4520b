"""Footage: frames of a recording to look at, few enough and small enough to lie in memory."""

import io
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from painttime.core.image import RGB8, RGBColour
from painttime.core.similarity import Similarity

MAX_FRAMES = 300
MAX_BYTES = 256 * 2**20
_QUALITY = 95
"""JPEG without subsampled colours: what it changes is less than what the film's own compression did."""

BEYOND: RGBColour = (96, 96, 96)
"""Stands where a recording shows nothing of the painting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FootageFrame:
    """One frame.

    index: its number in the recording, 0 = first. time_s: when it is shown. data: the picture as JPEG.
    """

    index: int
    time_s: float
    data: bytes

    def pixels(self) -> RGB8:
        """Return the picture, (h, w, 3) uint8 sRGB; takes some milliseconds."""
        with Image.open(io.BytesIO(self.data), formats=["JPEG"]) as image:
            return np.asarray(image, dtype=np.uint8)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a painting is found in the frames of a recording.

    move: takes points of the frames to a view of the painting, size_px = (width, height) in pixels.
    """

    move: Similarity
    size_px: tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Footage:
    """Frames of a recording, evenly spread over it, the first and the last among them; at least two.

    name: of the recording. num_frames: how many it has itself. place: where the painting it is seen beside is
    in its last frame; None where that was not found.
    """

    name: str
    num_frames: int
    frames: tuple[FootageFrame, ...]
    place: Place | None = None

    def __post_init__(self) -> None:
        if len(self.frames) < 2:
            raise ValueError("a recording has two frames or more")

    def at(self, share: float) -> FootageFrame:
        """Return the frame nearest to a share of the recording's time, 0 = the first, 1 = the last."""
        first_s, last_s = self.frames[0].time_s, self.frames[-1].time_s
        if last_s <= first_s:
            # A file that says no times.
            return self.frames[round(min(1.0, max(0.0, share)) * (len(self.frames) - 1))]
        time_s = first_s + share * (last_s - first_s)
        after = min(len(self.frames) - 1, bisect_left(self.frames, time_s, key=lambda frame: frame.time_s))
        before = max(0, after - 1)
        is_nearer = time_s - self.frames[before].time_s < self.frames[after].time_s - time_s
        return self.frames[before if is_nearer else after]

    def laid(self, frame: FootageFrame) -> RGB8:
        """Return what a frame shows where the painting is, (h, w, 3), of the size and shape of `place`.

        What lies beyond the frame is BEYOND. Raises LookupError without a place; takes some milliseconds.
        """
        # It takes a while to import.
        import cv2

        if self.place is None:
            raise LookupError("nobody knows where the painting is")
        # Linear: it is done while somebody drags the playhead, and looks the same as cubic here.
        drawn = cv2.warpAffine(
            frame.pixels(),
            self.place.move.matrix,
            self.place.size_px,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=BEYOND,
        )
        return np.asarray(drawn, dtype=np.uint8)


class FootageChoice:
    """Chooses which frames of a recording are kept while it is read, however long it turns out to be.

    Of one that is longer than it says, or says nothing, every second frame kept goes as often as there are
    too many of them or they take too many bytes.
    """

    def __init__(
        self, num_expected: int, *, max_frames: int = MAX_FRAMES, max_bytes: int = MAX_BYTES
    ) -> None:
        """num_expected: how many frames the recording says it has, 0 where it does not."""
        self._max_frames, self._max_bytes = max_frames, max_bytes
        # Frame i is kept where i * steps // span goes up.
        self._steps = max_frames - 1
        self._span = max(self._steps, num_expected - 1)
        self._kept: list[FootageFrame] = []
        self._num_bytes = 0

    @property
    def kept(self) -> Sequence[FootageFrame]:
        return self._kept

    def wants(self, index: int) -> bool:
        """Return whether frame `index` of the recording is to be kept, as things are now."""
        return index == 0 or index * self._steps // self._span != (index - 1) * self._steps // self._span

    def add(self, frame: FootageFrame) -> None:
        """Keep a frame that is wanted; they come in order."""
        self._kept.append(frame)
        self._num_bytes += len(frame.data)
        while len(self._kept) > self._max_frames or (
            self._num_bytes > self._max_bytes and len(self._kept) > 2
        ):
            self._kept = self._kept[::2]
            self._num_bytes = sum(len(kept.data) for kept in self._kept)
            self._span *= 2

    def end_with(self, frame: FootageFrame) -> None:
        """Let the recording end with this frame, wanted or not; it may take the place of the one before."""
        if self._kept and self._kept[-1].index == frame.index:
            return
        if len(self._kept) >= self._max_frames:
            self._kept.pop()
        self._kept.append(frame)


def footage_frame(index: int, time_s: float, pixels: RGB8) -> FootageFrame:
    """Return a frame of (h, w, 3) pixels."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format="JPEG", quality=_QUALITY, subsampling=0)
    return FootageFrame(index=index, time_s=time_s, data=buffer.getvalue())
