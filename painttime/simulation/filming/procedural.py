"""Canvases of nothing in particular, cheap to make."""

import cv2
import numpy as np

from painttime.core.image import RGB8
from painttime.simulation.filming.surface import GROUNDS, grain, with_grain

STROKES_PER_CANVAS = 14


def procedural_canvases(size_px: tuple[int, int], *, num_canvases: int, seed: int) -> "ProceduralCanvases":
    """Return canvases of size_px (width, height): strokes by the dozen on paper, broad ones first.

    Deterministic by seed; nothing is read and no network runs.
    """
    return ProceduralCanvases(size_px, num_canvases, seed)


class ProceduralCanvases:
    """Frame source that goes on from the last canvas asked for, or from the ground where that is later."""

    def __init__(self, size_px: tuple[int, int], num_canvases: int, seed: int) -> None:
        self.num_frames = num_canvases
        self.width_px, self.height_px = size_px
        self._seed = seed
        rng = np.random.default_rng([seed, 22])
        self._ground = GROUNDS[int(rng.integers(len(GROUNDS)))]
        # Colours go with the place, as they do in pictures.
        coarse = rng.uniform(15, 235, (3, 4, 3)).astype(np.float32)
        self._colours = cv2.resize(coarse, (64, 64), interpolation=cv2.INTER_LINEAR)
        self._grain = grain(size_px, seed)
        self._at = -1
        self._paint = np.empty((0, 0, 3), dtype=np.uint8)
        self._bare = np.empty((0, 0), dtype=np.uint8)

    def frame(self, index: int) -> RGB8:
        """Return canvas `index`, (h, w, 3) uint8."""
        if not 0 <= index < self.num_frames:
            raise IndexError(f"there are {self.num_frames} canvases, no number {index}")
        if self._at < 0 or self._at > index:
            self._paint = np.full((self.height_px, self.width_px, 3), self._ground, dtype=np.uint8)
            self._bare = np.ones((self.height_px, self.width_px), dtype=np.uint8)
            self._at = 0
        while self._at < index:
            self._at += 1
            self._lay(self._at)
        return with_grain(self._paint, self._bare.astype(np.bool_), self._grain)

    def _lay(self, index: int) -> None:
        """Lay the strokes that make canvas `index` of the one before."""
        rng = np.random.default_rng([self._seed, 23, index])
        done = index / max(1, self.num_frames - 1)
        unit_px = min(self.width_px, self.height_px)
        width_px = max(2, round(unit_px * (0.13 * (1 - done) ** 2 + 0.012)))
        # A painter stays at one place for a while.
        middle = np.random.default_rng([self._seed, 24, index // 3]).uniform(0.1, 0.9, 2)
        for _ in range(STROKES_PER_CANVAS):
            place = np.clip(middle + rng.normal(0, 0.16, 2), 0, 1)
            ends = (place + rng.normal(0, 0.05, (2, 2))) * (self.width_px - 1, self.height_px - 1)
            (x0, y0), (x1, y1) = np.rint(ends).astype(int).tolist()
            colour = self._colours[int(place[1] * 63), int(place[0] * 63)] + rng.normal(0, 30 + 30 * done)
            painted = np.clip(colour + rng.normal(0, 18, 3), 0, 255).tolist()
            cv2.line(self._paint, (x0, y0), (x1, y1), painted, width_px, cv2.LINE_AA)
            cv2.line(self._bare, (x0, y0), (x1, y1), 0, width_px)
