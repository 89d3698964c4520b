"""Settled pictures kept on the disk until the pass that goes back over them."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from painttime.core.image import RGB8
from painttime.errors import RecordingError
from painttime.recordings.settling.settling import Mask, Settled, Uint8

ROOMY_PX = 250_000_000
"""Up to so many pixels in all (about 1 GB) pictures are not packed: that takes longer than all else."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class StoredPicture:
    """A settled picture as it is read back; see Settled for the arrays."""

    pixels: RGB8
    trusted: Mask
    other: Uint8 | None


class PictureStore:
    """A folder of settled pictures by number, lossless: PNG, alpha 255 where they are trusted.

    num_px: of all pictures to come.
    """

    def __init__(self, folder: Path, *, num_px: int) -> None:
        level = 0 if num_px <= ROOMY_PX else 1
        strategy = cv2.IMWRITE_PNG_STRATEGY_RLE
        self._packing = [cv2.IMWRITE_PNG_COMPRESSION, level, cv2.IMWRITE_PNG_STRATEGY, strategy]
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, number: int, settled: Settled) -> None:
        """Keep a picture; raises OSError where it cannot be written."""
        red, green, blue = cv2.split(settled.pixels)
        alpha = settled.trusted.astype(np.uint8) * np.uint8(255)
        self._path(number).write_bytes(self._packed(np.asarray(cv2.merge([red, green, blue, alpha]))))
        if settled.other is not None:
            self._other_path(number).write_bytes(self._packed(settled.other))

    def take(self, number: int) -> StoredPicture:
        """Return a picture, which is kept no longer; raises RecordingError where its file was damaged."""
        picture = self.look_at(number)
        self._path(number).unlink()
        self._other_path(number).unlink(missing_ok=True)
        return picture

    def look_at(self, number: int) -> StoredPicture:
        """Return a picture, which stays; raises RecordingError where its file was damaged."""
        pixels = _unpacked(self._path(number))
        other = self._other_path(number)
        return StoredPicture(
            pixels=np.ascontiguousarray(pixels[..., :3]),
            trusted=np.asarray(pixels[..., 3] > 0),
            other=_unpacked(other) if other.exists() else None,
        )

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06d}.png"

    def _other_path(self, number: int) -> Path:
        return self._folder / f"{number:06d}-other.png"

    def _packed(self, pixels: Uint8) -> bytes:
        # OpenCV takes the channels for blue, green, red; nobody else reads these files.
        done, data = cv2.imencode(".png", pixels, self._packing)
        if not done:
            raise AssertionError("OpenCV packs every picture")
        return data.tobytes()


def _unpacked(path: Path) -> Uint8:
    pixels = cv2.imdecode(np.fromfile(path, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise RecordingError(f'The file "{path}" was damaged while it was needed. Is the disk full?')
    return np.asarray(pixels, dtype=np.uint8)
