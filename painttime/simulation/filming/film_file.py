"""Writes films as video files."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream

from painttime.core.image import RGB8

H264, LOSSLESS = "libx264", "ffv1"


def write_film(
    frames: Iterable[RGB8],
    path: Path,
    *,
    fps: int = 30,
    crf: int = 20,
    codec: str = H264,
    preset: str = "fast",
) -> int:
    """Write frames (h, w, 3) uint8 of one even size to a video file and return how many there were.

    codec: H264, or LOSSLESS (FFV1 of RGB in Matroska; crf and preset do not count). The name's ending says
    the container.
    """
    num_frames = 0
    with av.open(str(path), "w") as container:
        stream: VideoStream | None = None
        for pixels in frames:
            if stream is None:
                stream = _stream(container, codec, fps, (pixels.shape[1], pixels.shape[0]))
                if codec == H264:
                    stream.options = {"crf": str(crf), "preset": preset}
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            if codec == H264:
                frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
            else:
                frame = frame.reformat(format="bgr0")
            frame.pts = num_frames
            container.mux(stream.encode(frame))
            num_frames += 1
        if stream is not None:
            container.mux(stream.encode())
    return num_frames


def _stream(container: OutputContainer, codec: str, fps: int, size_px: tuple[int, int]) -> VideoStream:
    stream = container.add_stream(codec, rate=Fraction(fps))
    if not isinstance(stream, VideoStream):
        raise ValueError(f"{codec} is no codec for video")
    stream.width, stream.height = size_px
    stream.codec_context.thread_count = 1
    stream.pix_fmt = "yuv420p" if codec == H264 else "bgr0"
    if codec == H264:
        # BT.709 at studio range, said in the file.
        stream.codec_context.color_range = 1
        stream.codec_context.colorspace = 1
    return stream
