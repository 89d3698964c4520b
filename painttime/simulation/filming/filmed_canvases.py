"""The canvases a film shows: those given, and the detours on the way."""

from dataclasses import dataclass

import cv2
import numpy as np

from painttime.core.frames import FrameSource
from painttime.core.image import RGB8, read_only

Box = tuple[int, int, int, int]

NUM_STRAY_STROKES = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenInPart:
    """While canvases first + 1 .. last are painted the camera sees `box` (x, y, width, height) only."""

    first: int
    last: int
    box: Box


class FilmedCanvases:
    """A frame source: canvases 0..n-1 as given, then those painted and taken back.

    mistakes: canvas n + j is made of canvas mistakes[j] by strokes that are gone again in the next.
    parts_seen: stretches during which painting goes on within a box only; what the canvases given change
        elsewhere meanwhile comes with the first canvas after the stretch.
    """

    def __init__(
        self,
        canvases: FrameSource,
        *,
        mistakes: tuple[int, ...],
        parts_seen: tuple[SeenInPart, ...],
        seed: int,
    ) -> None:
        self._canvases = canvases
        self._mistakes = mistakes
        self._parts_seen = parts_seen
        self._seed = seed
        self.num_frames = canvases.num_frames + len(mistakes)
        self.height_px, self.width_px = canvases.height_px, canvases.width_px

    def frame(self, index: int) -> RGB8:
        """Return canvas `index`, (h, w, 3) uint8; see the class."""
        mistake = index - self._canvases.num_frames
        if mistake >= 0:
            return self._with_mistake(mistake)
        for part in self._parts_seen:
            if part.first < index <= part.last:
                x, y, width_px, height_px = part.box
                inside = np.s_[y : y + height_px, x : x + width_px]
                pixels = self._canvases.frame(part.first).copy()
                pixels[inside] = self._canvases.frame(index)[inside]
                return read_only(pixels)
        return self._canvases.frame(index)

    def _with_mistake(self, number: int) -> RGB8:
        rng = np.random.default_rng([self._seed, 10, number])
        pixels = self.frame(self._mistakes[number]).copy()
        middle = rng.uniform(0.25, 0.75, 2) * (self.width_px, self.height_px)
        colour = rng.integers(0, 256, 3).tolist()
        unit_px = min(self.width_px, self.height_px)
        for _ in range(NUM_STRAY_STROKES):
            ends = middle + rng.normal(0, 0.09, (2, 2)) * unit_px
            (x0, y0), (x1, y1) = np.rint(ends).astype(int).tolist()
            cv2.line(pixels, (x0, y0), (x1, y1), colour, max(2, round(0.035 * unit_px)), cv2.LINE_AA)
        return read_only(pixels)
