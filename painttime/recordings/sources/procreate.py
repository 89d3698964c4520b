"""Procreate's files: a zip that holds the time-lapse as short films, video/segments/segment-N.mp4."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from painttime.errors import RecordingError
from painttime.recordings.source import SourceFrame
from painttime.recordings.sources import problems
from painttime.recordings.sources.kinds import PROCREATE
from painttime.recordings.sources.safe_archive import opened_archive, unpacked_member
from painttime.recordings.sources.video import VideoReading
from painttime.recordings.sources.video_stream import VideoHeader, decode, read_header

_SEGMENT = re.compile(r"video/segments/segment-(\d{1,9})\.(?:mp4|mov|m4v)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcreateRecording:
    """The time-lapse of a Procreate file, its segments one after the other; see `RecordingSource`.

    header: of the first segment. num_frames: of all.
    """

    path: Path
    header: VideoHeader
    num_frames: int
    is_partial: bool

    @property
    def kind(self) -> str:
        return PROCREATE

    @property
    def width_px(self) -> int:
        return self.header.size_px[0]

    @property
    def height_px(self) -> int:
        return self.header.size_px[1]

    def frames(
        self, *, wanted: Callable[[int], bool] | None = None, long_side_px: int | None = None
    ) -> Iterator[SourceFrame]:
        reading = VideoReading(
            name=self.path.name, header=self.header, wanted=wanted, long_side_px=long_side_px
        )
        with opened_archive(self.path) as archive:
            for segment in _segments(archive, self.path.name):
                name = f"{self.path.name}: {segment.filename}"
                reading.begin_file()
                with unpacked_member(archive, segment, self.path.name) as file:
                    for frame in decode(file, name, partial=self.is_partial):
                        given = reading.read(frame)
                        if given is not None:
                            yield given


def open_procreate(path: Path, *, partial: bool = False) -> ProcreateRecording:
    """Return the time-lapse of a Procreate file; every segment is checked.

    Raises RecordingError where it has none or cannot be read.
    """
    headers: list[VideoHeader] = []
    with opened_archive(path) as archive:
        for segment in _segments(archive, path.name):
            with unpacked_member(archive, segment, path.name) as file:
                header = read_header(
                    file, f"{path.name}: {segment.filename}", partial=partial, single_is_fine=True
                )
            if header.size_px != (first := headers[0] if headers else header).size_px:
                raise RecordingError(
                    f'"{path.name}" changes its size: {segment.filename} is {_in_words(header.size_px)}, '
                    f"those before it are {_in_words(first.size_px)}. Export its time-lapse as a video."
                )
            headers.append(header)
    num_frames = sum(header.num_frames for header in headers)
    if num_frames == 1:
        raise problems.single_frame(path.name)
    return ProcreateRecording(path=path, header=headers[0], num_frames=num_frames, is_partial=partial)


def _segments(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """Return the films in the order of their numbers."""
    numbered = [
        (int(match[1]), member)
        for member in archive.infolist()
        if (match := _SEGMENT.fullmatch(member.filename))
    ]
    if not numbered:
        raise RecordingError(
            f'"{name}" holds no time-lapse. Procreate keeps one only where recording was on while painting: '
            "choose a file with video/segments in it, or the exported video."
        )
    return [member for _, member in sorted(numbered, key=lambda pair: pair[0])]


def _in_words(size_px: tuple[int, int]) -> str:
    return f"{size_px[0]} x {size_px[1]} pixels"
