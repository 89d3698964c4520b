"""Pictures of a folder that were scaled or scanned at different sizes, brought to the size of the last."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from painttime.core.image import RGB8, fitted_size
from painttime.errors import PaintingError, RecordingError
from painttime.recordings.source import RecordingSource, SourceFrame
from painttime.storage.file_bytes import read_file_bytes
from painttime.storage.painting_file import decode_picture
from painttime.workflow.job import Job, Progress

MAX_STRETCH = 1.05
"""Pictures whose shapes differ by more show different views, not one at different sizes."""

_RATE_HZ = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class ScaledPictures:
    """The pictures of a folder, all at one size (a recordings.source.RecordingSource)."""

    path: Path
    kind: str
    files: tuple[Path, ...]
    width_px: int
    height_px: int

    @property
    def num_frames(self) -> int:
        return len(self.files)

    def frames(
        self, *, wanted: Callable[[int], bool] | None = None, long_side_px: int | None = None
    ) -> Iterator[SourceFrame]:
        """Read from the beginning; raises RecordingError where a picture is damaged or of another shape."""
        size = self.height_px, self.width_px
        if long_side_px is not None and long_side_px < max(size):
            size = fitted_size(*size, long_side_px)
        for index, file in enumerate(self.files):
            if wanted is None or wanted(index):
                pixels = _read(file)
                self._check_shape(pixels, file)
                yield SourceFrame(index=index, time_s=index / _RATE_HZ, pixels=_resized(pixels, *size))

    def _check_shape(self, pixels: RGB8, file: Path) -> None:
        height_px, width_px = pixels.shape[:2]
        stretch = (width_px / height_px) / (self.width_px / self.height_px)
        if not 1 / MAX_STRETCH <= stretch <= MAX_STRETCH:
            raise RecordingError(
                f'"{file.name}" in "{self.path.name}" has {width_px} x {height_px} pixels, the last picture'
                f" {self.width_px} x {self.height_px}: their shapes differ. Cut them to one view first."
            )


def differ_in_size(files: Sequence[Path]) -> bool:
    """Return whether pictures have different sizes, by what they say of themselves; damaged ones do not
    count."""
    sizes = set()
    for file in files:
        try:
            with Image.open(file) as image:
                sizes.add(frozenset(image.size))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            continue
        if len(sizes) > 1:
            return True
    return False


def scaled_pictures(path: Path, kind: str, files: tuple[Path, ...]) -> ScaledPictures:
    """Return the pictures of a folder at the size of the last; raises RecordingError for a damaged one."""
    height_px, width_px = _read(files[-1]).shape[:2]
    return ScaledPictures(path=path, kind=kind, files=files, width_px=width_px, height_px=height_px)


def at_one_size(source: RecordingSource) -> Job[RecordingSource]:
    """Return the recording; pictures of a folder that differ in size are brought to that of the last."""
    from painttime.recordings.sources.picture_folder import FolderRecording

    if not isinstance(source, FolderRecording) or not differ_in_size(source.files):
        return source
    scaled = scaled_pictures(source.path, source.kind, source.files)
    note = (
        f"The pictures in {source.path.name} differ in size; all are scaled to that of the last,"
        f" {scaled.width_px} x {scaled.height_px}."
    )
    yield Progress(done=0, total=1, message=f"Reading {source.path.name}", note=note)
    return scaled


def _read(file: Path) -> RGB8:
    try:
        return decode_picture(read_file_bytes(file, kind="picture file", error=PaintingError), file.name)
    except PaintingError as error:
        raise RecordingError(str(error)) from error


def _resized(pixels: RGB8, height_px: int, width_px: int) -> RGB8:
    if pixels.shape[:2] == (height_px, width_px):
        return pixels
    import cv2

    shrinks = height_px * width_px < pixels.shape[0] * pixels.shape[1]
    kind = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width_px, height_px), interpolation=kind), dtype=np.uint8)
