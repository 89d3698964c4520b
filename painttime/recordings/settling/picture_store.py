"""Settled pictures kept on the disk until the pass that goes back over them."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from painttime.core.image import RGB8
from painttime.errors import RecordingError
from painttime.recordings.settling.settling import Mask, Settled, Uint8

ROOMY_PX = 250_000_000
"""Up to so many pixels in all (about 1 GB) pictures are not packed, which takes longer than all else."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class StoredPicture:
    """A settled picture as it is read back; see Settled for the arrays."""

    pixels: RGB8
    trusted: Mask
    other: Uint8 | None


class PictureStore:
    """A folder of settled pictures by number, lossless, alpha 255 where they are trusted.

    They are PNGs, or arrays as they are where there is room. num_px: of all pictures to come.
    """

    def __init__(self, folder: Path, *, num_px: int) -> None:
        self._is_packing = num_px > ROOMY_PX
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, number: int, settled: Settled) -> None:
        """Keep a picture; raises OSError where it cannot be written."""
        red, green, blue = cv2.split(settled.pixels)
        alpha = settled.trusted.astype(np.uint8) * np.uint8(255)
        self._write(self._path(number), np.asarray(cv2.merge([red, green, blue, alpha])))
        if settled.other is not None:
            self._write(self._other_path(number), settled.other)

    def take(self, number: int) -> StoredPicture:
        """Return a picture, which is kept no longer; raises RecordingError where its file was damaged."""
        picture = self.look_at(number)
        self._path(number).unlink()
        self._other_path(number).unlink(missing_ok=True)
        return picture

    def look_at(self, number: int) -> StoredPicture:
        """Return a picture, which stays; raises RecordingError where its file was damaged."""
        pixels = self._read(self._path(number))
        other = self._other_path(number)
        return StoredPicture(
            pixels=np.ascontiguousarray(pixels[..., :3]),
            trusted=np.asarray(pixels[..., 3] > 0),
            other=self._read(other) if other.exists() else None,
        )

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06d}.{self._suffix}"

    def _other_path(self, number: int) -> Path:
        return self._folder / f"{number:06d}-other.{self._suffix}"

    @property
    def _suffix(self) -> str:
        return "png" if self._is_packing else "npy"

    def _write(self, path: Path, pixels: Uint8) -> None:
        if self._is_packing:
            path.write_bytes(_packed(pixels))
        else:
            np.save(path, pixels)

    def _read(self, path: Path) -> Uint8:
        try:
            pixels = _unpacked(path) if self._is_packing else np.load(path)
        except (ValueError, EOFError, cv2.error):
            pixels = None
        if pixels is None:
            raise RecordingError(f'The file "{path}" was damaged while it was needed. Is the disk full?')
        return np.asarray(pixels, dtype=np.uint8)


def _packed(pixels: Uint8) -> bytes:
    # OpenCV takes the channels for blue, green, red; nobody else reads these files.
    packing = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE]
    done, data = cv2.imencode(".png", pixels, packing)
    if not done:
        raise AssertionError("OpenCV packs every picture")
    return data.tobytes()


def _unpacked(path: Path) -> Uint8 | None:
    pixels = cv2.imdecode(np.fromfile(path, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    return None if pixels is None else np.asarray(pixels, dtype=np.uint8)
