"""Frames here and there of a long video, by going to its key frames in place of decoding everything.

An hour of film is decoded in minutes, and glimpsed at in seconds. It is for looking: what is damaged between
the glimpses goes unnoticed.
"""

from bisect import bisect_left
from collections.abc import Iterator

import av
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream

from painttime.recordings.source import SourceFrame
from painttime.recordings.sources import problems
from painttime.recordings.sources.video import VideoRecording
from painttime.recordings.sources.video_pixels import PixelReader
from painttime.recordings.sources.video_stream import opened


class VideoGlimpses:
    """The key frames nearest to `num` frames spread evenly over a video, each once, and its last frame.

    num_frames: how many there are; 0 for a file that does not list its frames.
    """

    def __init__(self, recording: VideoRecording, num: int) -> None:
        """Raises RecordingError where the file cannot be opened any more."""
        self._recording = recording
        with opened(recording.path, recording.path.name) as (_container, stream):
            entries = stream.index_entries
            is_listed = 0 < recording.num_frames == len(entries)
            self._timestamps = [entry.timestamp for entry in entries] if is_listed else []
            keys = np.array(
                [i for i in range(len(self._timestamps)) if entries[i].is_keyframe], dtype=np.int64
            )
        wanted = np.linspace(0, recording.num_frames - 1, num)
        nearest = {int(np.abs(keys - place).argmin()) for place in wanted} if keys.size else set()
        ends = np.append(keys[1:], len(self._timestamps))
        # Key frames, each with the frame at which the next one follows.
        self._groups = [(int(keys[key]), int(ends[key])) for key in sorted(nearest)]
        self.num_frames = len(nearest) + bool(keys.size and keys[-1] < recording.num_frames - 1)

    def read(self, *, long_side_px: int | None = None) -> Iterator[SourceFrame]:
        """Read them in order, passing over damaged ones; raises RecordingError where nothing can be read."""
        name, header = self._recording.path.name, self._recording.header
        reader = PixelReader(header.size_px, header.turning, long_side_px)
        former = -1
        # Files list when frames are decoded, which is a little before they are shown.
        delay: int | None = None
        with opened(self._recording.path, name) as (container, stream):
            for group in [*self._groups, None]:
                timestamp = self._timestamps[-1] if group is None else self._inside(group, delay or 0)
                frame = self._frame_at(container, stream, timestamp, is_last=group is None)
                shown = (frame.pts or 0) - self._timestamps[0]
                delay = shown if delay is None else delay
                index = bisect_left(self._timestamps, self._timestamps[0] + shown - delay)
                if former < index < len(self._timestamps):
                    former = index
                    time_s = float((shown - delay) * (frame.time_base or 0))
                    yield SourceFrame(index=index, time_s=time_s, pixels=reader.read(frame))

    def _inside(self, group: tuple[int, int], delay: int) -> int:
        """Return a time at which the key frame of a group is the latest shown."""
        first, end = group
        if end >= len(self._timestamps):
            return self._timestamps[first] + delay
        middle = self._timestamps[(first + end) // 2]
        return min(max(self._timestamps[first] + delay, middle), self._timestamps[end] + delay - 1)

    def _frame_at(
        self, container: InputContainer, stream: VideoStream, timestamp: int, *, is_last: bool
    ) -> av.VideoFrame:
        """Return the key frame at or before a time, or the last frame of all."""
        found: av.VideoFrame | None = None
        try:
            container.seek(timestamp, stream=stream)
            for frame in container.decode(stream):
                if frame.pts is None or frame.is_corrupt:
                    continue
                if not is_last and frame.key_frame:
                    return frame
                if is_last and (found is None or frame.pts > (found.pts or 0)):
                    found = frame
        except (av.error.FFmpegError, ValueError):
            found = None
        if found is None:
            raise problems.damaged(self._recording.path.name)
        return found
