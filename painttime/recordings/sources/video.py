"""Recordings that are one video file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av

from painttime.recordings.source import SourceFrame
from painttime.recordings.sources import problems
from painttime.recordings.sources.kinds import VIDEO
from painttime.recordings.sources.video_pixels import PixelReader, shown_size
from painttime.recordings.sources.video_stream import VideoHeader, decode, read_header

# Where a frame says no time.
_RATE_HZ = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoRecording:
    """One video file; see `RecordingSource`."""

    path: Path
    header: VideoHeader
    is_partial: bool

    @property
    def kind(self) -> str:
        return VIDEO

    @property
    def width_px(self) -> int:
        return self.header.size_px[0]

    @property
    def height_px(self) -> int:
        return self.header.size_px[1]

    @property
    def num_frames(self) -> int:
        return self.header.num_frames

    def frames(
        self, *, wanted: Callable[[int], bool] | None = None, long_side_px: int | None = None
    ) -> Iterator[SourceFrame]:
        reading = VideoReading(
            name=self.path.name, header=self.header, wanted=wanted, long_side_px=long_side_px
        )
        for frame in decode(self.path, self.path.name, partial=self.is_partial):
            given = reading.read(frame)
            if given is not None:
                yield given


class VideoReading:
    """Reads decoded frames one after the other, also of several files that follow on each other."""

    def __init__(
        self,
        *,
        name: str,
        header: VideoHeader,
        wanted: Callable[[int], bool] | None,
        long_side_px: int | None,
    ) -> None:
        self._name = name
        self._header = header
        self._wanted = wanted
        self._reader = PixelReader(header.size_px, header.turning, long_side_px)
        self._index = 0
        self._start_s: float | None = None
        # Where the file being read begins in the recording.
        self._offset_s = 0.0
        self._time_s = 0.0

    def begin_file(self) -> None:
        """Let the times of what comes now follow on what came before."""
        if self._index:
            self._offset_s = self._time_s + 1 / _RATE_HZ
        self._start_s = None

    def read(self, frame: av.VideoFrame) -> SourceFrame | None:
        """Return the frame if it is wanted; raises RecordingError where its size is another."""
        index = self._index
        size_px = shown_size(frame, self._header.turning, self._header.stretch)
        problems.check_same_size(self._name, index, self._header.size_px, size_px)
        self._time_s = self._time_of(frame)
        self._index += 1
        if self._wanted is not None and not self._wanted(index):
            return None
        return SourceFrame(index=index, time_s=self._time_s, pixels=self._reader.read(frame))

    def _time_of(self, frame: av.VideoFrame) -> float:
        if frame.pts is None:
            return self._time_s + 1 / _RATE_HZ if self._index else 0.0
        if self._start_s is None:
            self._start_s = frame.time
        # Times of broken files run backwards now and then.
        return max(self._time_s, self._offset_s + frame.time - self._start_s)


def open_video(path: Path, *, partial: bool = False) -> VideoRecording:
    """Return a video file as a recording; raises RecordingError where it cannot be read."""
    return VideoRecording(path=path, header=read_header(path, path.name, partial=partial), is_partial=partial)
