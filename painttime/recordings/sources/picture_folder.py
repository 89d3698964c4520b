"""Folders of numbered pictures, among them those Krita's recorder leaves (0000000.jpg or .png)."""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from painttime.core.image import RGB8, read_only
from painttime.errors import PaintingError, RecordingError
from painttime.recordings.source import SourceFrame
from painttime.recordings.sources import problems
from painttime.recordings.sources.kinds import FRAMES, KRITA, is_recording
from painttime.recordings.sources.shrinking import shrunk
from painttime.storage.file_bytes import read_file_bytes
from painttime.storage.painting_file import SUFFIXES, decode_picture

_log = logging.getLogger(__name__)

_RATE_HZ = 30
_MAX_PICTURES = 1_000_000
# As RecorderConst::snapshotFilePatternFor in Krita 5.
_KRITA_NAME = re.compile(r"[0-9]{7}\.(?:png|jpe?g)")
_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderRecording:
    """The pictures of a folder in the order of the numbers in their names; see `RecordingSource`."""

    path: Path
    kind: str
    width_px: int
    height_px: int
    files: tuple[Path, ...]
    is_partial: bool

    @property
    def num_frames(self) -> int:
        return len(self.files)

    def frames(
        self, *, wanted: Callable[[int], bool] | None = None, long_side_px: int | None = None
    ) -> Iterator[SourceFrame]:
        num_damaged = 0
        for index, file in enumerate(self.files):
            if wanted is not None and not wanted(index):
                continue
            try:
                pixels = _read(file)
            except RecordingError:
                # The number stays taken, so that a picture has the same one whether it is asked for or not.
                if not self.is_partial:
                    raise
                num_damaged += 1
                continue
            self._check_size(index, file, pixels)
            yield SourceFrame(
                index=index, time_s=index / _RATE_HZ, pixels=read_only(shrunk(pixels, long_side_px))
            )
        if num_damaged:
            _log.warning('"%s": %d of %d pictures are damaged.', self.path.name, num_damaged, self.num_frames)

    def _check_size(self, index: int, file: Path, pixels: RGB8) -> None:
        first = self.width_px, self.height_px
        if problems.size_of(pixels) != first:
            width_px, height_px = problems.size_of(pixels)
            raise RecordingError(
                f'The pictures in "{self.path.name}" differ in size: "{file.name}" (frame {index + 1}) is '
                f"{width_px} x {height_px} pixels, the first is {first[0]} x {first[1]}. Take away what "
                "does not belong, or scale all to one size."
            )


def open_folder(path: Path, *, partial: bool = False) -> FolderRecording:
    """Return the pictures of a folder, or of the one folder in it that has some, as a recording.

    Raises RecordingError where there are none, or several folders to choose from.
    """
    files = _pictures(path) or _pictures_of_only_folder(path)
    if len(files) == 1:
        raise problems.single_frame(path.name)
    if len(files) > _MAX_PICTURES:
        raise RecordingError(f'"{path.name}" holds more than {_MAX_PICTURES:,} pictures. Choose fewer.')
    pixels = _first_readable(files, partial=partial)
    width_px, height_px = problems.size_of(pixels)
    is_krita = all(_KRITA_NAME.fullmatch(file.name) for file in files)
    return FolderRecording(
        path=path,
        kind=KRITA if is_krita else FRAMES,
        width_px=width_px,
        height_px=height_px,
        files=files,
        is_partial=partial,
    )


def natural_key(name: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Return what sorts names by the numbers in them: frame2 before frame10."""
    pieces = tuple(
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece.casefold())
        for piece in _DIGITS.split(name)
        if piece
    )
    return pieces, name


def _pictures(folder: Path) -> tuple[Path, ...]:
    return tuple(
        sorted(
            (
                file
                for file in _entries(folder)
                if file.suffix.lower() in SUFFIXES and not file.name.startswith(".") and not file.is_dir()
            ),
            key=lambda file: natural_key(file.name),
        )
    )


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except PermissionError:
        raise RecordingError(
            f'You may not look into "{folder}". Change its permissions or copy it elsewhere.'
        ) from None
    except OSError as error:
        raise RecordingError(f'"{folder}" could not be read: {error.strerror or error}.') from None


def _pictures_of_only_folder(path: Path) -> tuple[Path, ...]:
    """Return the pictures of the one folder inside that has some: Krita keeps one a painting."""
    inside = [
        (folder, files)
        for folder in sorted(entry for entry in _entries(path) if entry.is_dir())
        if (files := _pictures(folder))
    ]
    if len(inside) == 1:
        return inside[0][1]
    if inside:
        names = ", ".join(f'"{folder.name}"' for folder, _ in inside[:3])
        more = f" and {len(inside) - 3} more" if len(inside) > 3 else ""
        raise RecordingError(
            f'"{path.name}" holds several recordings: choose one of its folders {names}{more}.'
        )
    if any(entry.is_file() and is_recording(entry) for entry in _entries(path)):
        raise RecordingError(f'"{path.name}" is a folder of recordings. Choose the files in it.')
    if not _entries(path):
        raise RecordingError(
            f'The folder "{path.name}" is empty. Choose one with the pictures of a recording.'
        )
    known = ", ".join(suffix[1:].upper() for suffix in SUFFIXES if suffix not in (".jpeg", ".tiff"))
    raise RecordingError(f'There are no pictures in the folder "{path.name}". painttime reads {known}.')


def _first_readable(files: tuple[Path, ...], *, partial: bool) -> RGB8:
    for file in files:
        try:
            return _read(file)
        except RecordingError:
            if not partial:
                raise
    raise RecordingError(f'None of the pictures in "{files[0].parent.name}" can be read. Copy them again.')


def _read(file: Path) -> RGB8:
    try:
        return decode_picture(read_file_bytes(file, kind="picture file", error=PaintingError), file.name)
    except PaintingError as error:
        raise RecordingError(str(error)) from error
