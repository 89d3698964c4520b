"""Animated pictures: GIF, WebP and PNG."""

import logging
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from PIL.PngImagePlugin import PngImageFile

from painttime.core.image import RGB8, read_only
from painttime.errors import RecordingError
from painttime.recordings.source import SourceFrame
from painttime.recordings.sources import problems
from painttime.recordings.sources.animation_structure import AnimationStructure, animation_structure
from painttime.recordings.sources.kinds import ANIMATION
from painttime.recordings.sources.shrinking import shrunk
from painttime.storage.colour import to_srgb
from painttime.storage.painting_file import DAMAGED

_log = logging.getLogger(__name__)

_FORMATS = ("GIF", "PNG", "WEBP")
# What a picture without a time is shown for; browsers do the same.
_DEFAULT_MS = 100
_MAX_FILE_BYTES = 2**29


@dataclass(frozen=True, kw_only=True, slots=True)
class AnimationRecording:
    """An animated GIF, WebP or PNG, its pictures laid on white; see `RecordingSource`."""

    path: Path
    width_px: int
    height_px: int
    structure: AnimationStructure
    is_partial: bool

    @property
    def kind(self) -> str:
        return ANIMATION

    @property
    def num_frames(self) -> int:
        return self.structure.num_pictures

    def frames(
        self, *, wanted: Callable[[int], bool] | None = None, long_side_px: int | None = None
    ) -> Iterator[SourceFrame]:
        with self.path.open("rb") as file, _image(file, self.path.name) as image:
            # Of some PNG files the first picture is for readers that know no animations.
            num_before = int(isinstance(image, PngImageFile) and bool(image.default_image))
            time_ms = 0.0
            index = 0
            while True:
                try:
                    image.seek(index + num_before)
                    # Later pictures are drawn over this one, wanted or not.
                    image.load()
                    pixels = _pixels(image) if wanted is None or wanted(index) else None
                except EOFError:
                    break
                except DAMAGED as error:
                    _log.debug("%s, picture %d: %s", self.path.name, index, error)
                    if not self.is_partial:
                        raise problems.damaged_at(self.path.name, index) from None
                    break
                if pixels is not None:
                    yield SourceFrame(
                        index=index, time_s=time_ms / 1000, pixels=read_only(shrunk(pixels, long_side_px))
                    )
                time_ms += float(image.info.get("duration") or _DEFAULT_MS)
                index += 1
            self._check_count(index)

    def _check_count(self, num_read: int) -> None:
        num_there = max(self.structure.num_pictures, self.structure.num_declared)
        if num_read >= num_there and self.structure.is_whole:
            return
        if not self.is_partial:
            raise problems.incomplete(self.path.name, f"{num_read:,} of {num_there:,} pictures")
        _log.warning('"%s" is damaged: %d of %d frames were read.', self.path.name, num_read, num_there)


def open_animation(path: Path, *, partial: bool = False) -> AnimationRecording:
    """Return an animation as a recording; raises RecordingError where it does not move or cannot be read."""
    if path.stat().st_size > _MAX_FILE_BYTES:
        raise RecordingError(f'"{path.name}" is too large for an animation. Convert it to a video.')
    with path.open("rb") as file:
        structure = animation_structure(file)
        if structure.num_declared == 1 or (structure.is_whole and structure.num_pictures == 1):
            raise problems.single_frame(path.name)
        file.seek(0)
        with _image(file, path.name) as image:
            problems.check_size(path.name, image.width, image.height)
            recording = AnimationRecording(
                path=path,
                width_px=image.width,
                height_px=image.height,
                structure=structure,
                is_partial=partial,
            )
    if structure.num_pictures == 0:
        raise problems.damaged(path.name)
    if not structure.is_whole and not partial:
        of_all = f"{structure.num_pictures:,}"
        if structure.num_declared:
            of_all += f" of {structure.num_declared:,}"
        raise problems.incomplete(path.name, f"{of_all} whole pictures")
    return recording


def _image(file: object, name: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(file, formats=_FORMATS)  # type: ignore[arg-type]
    except (Image.DecompressionBombError, UnidentifiedImageError, *DAMAGED):
        raise problems.damaged(name) from None


def _pixels(image: Image.Image) -> RGB8:
    # A copy: reading the next picture draws into this one's pixels.
    return to_srgb(image.copy(), image.info.get("icc_profile"))
