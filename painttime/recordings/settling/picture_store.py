"""Settled pictures kept on the disk until the pass that goes back over them."""

from pathlib import Path

import cv2
import numpy as np

from painttime.errors import RecordingError
from painttime.recordings.settling.settling import Mask, Settled

_PACKING = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE]


class PictureStore:
    """A folder of settled pictures by number, lossless: PNG, alpha 255 where they are trusted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, number: int, settled: Settled) -> None:
        """Keep a picture; raises OSError where it cannot be written."""
        red, green, blue = cv2.split(settled.pixels)
        alpha = settled.trusted.astype(np.uint8) * np.uint8(255)
        done, data = cv2.imencode(".png", cv2.merge([blue, green, red, alpha]), _PACKING)
        if not done:
            raise AssertionError("OpenCV packs every picture")
        self._path(number).write_bytes(data.tobytes())

    def take(self, number: int) -> tuple[np.ndarray, Mask]:
        """Return a picture (h, w, 3) uint8 with where it is trusted, (h, w) bool; it is kept no longer."""
        path = self._path(number)
        packed = cv2.imdecode(np.fromfile(path, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
        if packed is None:
            raise RecordingError(f'The file "{path}" was damaged while it was needed. Is the disk full?')
        path.unlink()
        blue, green, red, alpha = cv2.split(packed)
        return np.asarray(cv2.merge([red, green, blue]), dtype=np.uint8), np.asarray(alpha > 0)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06d}.png"
