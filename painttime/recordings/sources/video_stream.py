"""Decoding the one video stream of a file, and noticing where it is not whole."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from painttime.errors import RecordingError
from painttime.recordings.sources import problems
from painttime.recordings.sources.video_pixels import Turning, shown_size, turning_of
from painttime.recordings.sources.video_structure import declared_size_bytes

_log = logging.getLogger(__name__)

# What holds moving pictures. Playlists are left out: they make FFmpeg open other files and addresses.
# Sound alone is in, to be told from what is no recording at all.
_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,ivf,dv,nut,mxf,rm,"
    "h264,hevc,av1,obu,mp3,wav,flac,aac"
)
# Formats whose index lists every frame.
_INDEXED = ("mov", "avi")
# These refuse what is damaged and may be decoded by several threads, at the cost of a few frames of memory.
# Others, above all H.264, make something up and flag the frame, which with threads they do only now and then.
_REFUSING_CODECS = ("hevc", "vp9", "av1", "libdav1d")
_NUM_THREADS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoHeader:
    """What a video shows before it is decoded.

    size_px: (width, height) upright. num_frames: 0 where nothing says.
    stretch: width of a pixel over its height.
    """

    size_px: tuple[int, int]
    num_frames: int
    turning: Turning
    stretch: float


def read_header(file: Path, name: str, *, partial: bool = False, single_is_fine: bool = False) -> VideoHeader:
    """Return what is known of a video once its first two frames are decoded.

    name: of the file, for sentences. partial: a file that was cut off will do. single_is_fine: one frame is
    enough, because the file is a part of a recording.
    Raises RecordingError for a file that is no video, has no stream of pictures, is cut off or too large, or
    has one frame only.
    """
    if not partial and (there := _missing(file)):
        raise problems.incomplete(name, there)
    with opened(file, name) as (container, stream):
        problems.check_size(name, stream.codec_context.width, stream.codec_context.height)
        num_frames = _num_frames(container, stream)
        frames = _decoded(container, stream, name, partial=partial)
        frame = next(frames, None)
        if frame is None:
            raise problems.damaged(name)
        if not single_is_fine and next(frames, None) is None:
            raise problems.single_frame(name)
        stretch = float(stream.sample_aspect_ratio or 1)
        turning = turning_of(frame)
        size_px = shown_size(frame, turning, stretch)
        problems.check_size(name, *size_px)
        return VideoHeader(size_px=size_px, num_frames=num_frames, turning=turning, stretch=stretch)


def decode(file: Path, name: str, *, partial: bool = False) -> Iterator[av.VideoFrame]:
    """Yield the frames of a video as they are stored, in the order they are shown.

    Raises RecordingError where one cannot be decoded or the file holds fewer than it says; with `partial`
    passes over such frames and says in the log how many there were.
    """
    with opened(file, name) as (container, stream):
        yield from _decoded(container, stream, name, partial=partial)
    if partial and (there := _missing(file)):
        _log.warning('"%s" is incomplete: it has only %s.', name, there)


@contextmanager
def opened(file: Path, name: str) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a video, of which nothing is decoded yet; raises RecordingError as `read_header`."""
    try:
        # The protocol keeps names like "http:x" from being taken for addresses.
        container = av.open(f"file:{file.absolute()}", container_options={"format_whitelist": _FORMATS})
    except PermissionError:
        raise RecordingError(
            f'You may not read "{file}". Change its permissions or copy it elsewhere.'
        ) from None
    except av.error.ArgumentError:
        raise problems.not_a_recording(name) from None
    except (av.error.FFmpegError, OSError, ValueError) as error:
        _log.debug("cannot open %s: %s", file, error)
        is_known = declared_size_bytes(file) is not None
        raise (problems.damaged(name) if is_known else problems.damaged_or_none(name)) from None
    with container:
        if not container.streams.video and _missing(file):
            raise problems.damaged(name)
        stream = _first_video(container, name)
        stream.codec_context.thread_type = "AUTO"
        is_refusing = stream.codec_context.name in _REFUSING_CODECS
        stream.codec_context.thread_count = _NUM_THREADS if is_refusing else 1
        stream.codec_context.options = {"max_pixels": str(problems.MAX_PIXELS * 2)}
        yield container, stream


def _first_video(container: InputContainer, name: str) -> VideoStream:
    for stream in container.streams.video:
        # The picture on the cover of a piece of music is a video stream to FFmpeg.
        if not stream.disposition & Disposition.attached_pic:
            if stream.codec_context is None:
                raise RecordingError(
                    f'"{name}" is coded in a way painttime cannot read. Convert it to MP4 (H.264).'
                )
            return stream
    raise RecordingError(f'"{name}" holds no video. Choose a recording of the screen or of a camera.')


def _missing(file: Path) -> str:
    """Return how much there is of a file that was cut off, "" of one that is whole."""
    size_bytes = file.stat().st_size
    declared_bytes = declared_size_bytes(file) or 0
    return f"{size_bytes:,} of {declared_bytes:,} bytes" if declared_bytes > size_bytes else ""


def _num_listed(container: InputContainer, stream: VideoStream) -> int:
    """Return how many frames the index of the file lists, 0 for formats that list some or none."""
    return len(stream.index_entries) if container.format.name.startswith(_INDEXED) else 0


def _num_frames(container: InputContainer, stream: VideoStream) -> int:
    """Return how many frames there seem to be: listed, or by length and rate."""
    if num_listed := _num_listed(container, stream):
        return num_listed
    if container.duration and stream.average_rate:
        return max(0, round(container.duration / av.time_base * float(stream.average_rate)))
    return 0


def _decoded(
    container: InputContainer, stream: VideoStream, name: str, *, partial: bool
) -> Iterator[av.VideoFrame]:
    num_listed = _num_listed(container, stream)
    num_packets = num_given = num_broken = 0
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                break
            num_packets += packet.size > 0
            frames = packet.decode()
        except (av.error.FFmpegError, ValueError) as error:
            _log.debug("%s, packet %d: %s", name, num_packets, error)
            if not partial:
                raise problems.damaged_at(name, num_given) from None
            num_broken += 1
            continue
        for frame in frames:
            if frame.is_corrupt:
                if not partial:
                    raise problems.damaged_at(name, num_given)
                num_broken += 1
                continue
            num_given += 1
            yield frame
    if num_packets < num_listed or num_broken:
        if not partial:
            raise problems.incomplete(name, f"{num_packets:,} of {num_listed:,} frames")
        of_all = f" of {num_listed:,}" if num_listed else ""
        _log.warning('"%s" is damaged: %d%s frames were read.', name, num_given, of_all)
