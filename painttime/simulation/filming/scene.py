"""What stands before the camera: a canvas on a table."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.frames import FrameSource
from painttime.core.image import RGB8
from painttime.core.similarity import Similarity

TABLE_COLOURS = ((112, 84, 62), (92, 96, 100), (150, 128, 104), (70, 62, 58))
BEYOND_SHARE = 0.35
"""How far the table goes on beyond each side of the frame."""


def placement(canvases: FrameSource, size_px: tuple[int, int], table_share: float) -> Similarity:
    """Return where points of a canvas (its own pixels) lie in a scene of size_px (width, height).

    As large as fits, in the middle, with table_share of each side left free.
    """
    width_px, height_px = size_px
    scale = (1 - 2 * table_share) * min(width_px / canvases.width_px, height_px / canvases.height_px)
    return Similarity(
        scale=scale,
        dx_px=(width_px - 1) / 2 - scale * (canvases.width_px - 1) / 2,
        dy_px=(height_px - 1) / 2 - scale * (canvases.height_px - 1) / 2,
    )


class Scene:
    """A table with a canvas in the middle, in pixels of a frame of size_px (width, height) without drift."""

    def __init__(
        self, canvases: FrameSource, size_px: tuple[int, int], canvas_to_scene: Similarity, *, seed: int
    ) -> None:
        self.canvases = canvases
        self.size_px = size_px
        self.canvas_to_scene = canvas_to_scene
        self._table = _table(size_px, seed)
        self._recent: tuple[int, RGB8] | None = None

    def seen(self, canvas: int, view: Similarity) -> RGB8:
        """Return a canvas on the table as a camera sees it, (h, w, 3) uint8. view: scene to frame."""
        width_px, height_px = self.size_px
        corner = Similarity(dx_px=-BEYOND_SHARE * width_px, dy_px=-BEYOND_SHARE * height_px)
        table = _warped(self._table, corner.then(view), self.size_px)
        pixels = self._softened(canvas)
        move = self.canvas_to_scene.then(view)
        picture = _warped(pixels, move, self.size_px)
        # Half a pixel beyond the outermost centres the canvas ends; what lies across it is mixed.
        covered = _warped(np.full(pixels.shape[:2], 255, dtype=np.uint8), move, self.size_px, constant=True)
        if covered.all():
            return picture
        share = covered[..., None].astype(np.float32) / 255
        return np.rint(picture * share + table * (1 - share)).astype(np.uint8)

    def _softened(self, canvas: int) -> RGB8:
        """Return a canvas at its own size, without what is too fine for the scene to show."""
        if self._recent is None or self._recent[0] != canvas:
            pixels = self.canvases.frame(canvas)
            scale = self.canvas_to_scene.scale
            if scale < 1:
                # Blurred so, shrinking by sampling does as well as shrinking by areas.
                pixels = np.asarray(
                    cv2.GaussianBlur(pixels, (0, 0), 0.5 * math.sqrt(scale**-2 - 1)), dtype=np.uint8
                )
            self._recent = canvas, pixels
        return self._recent[1]


def _warped(
    pixels: npt.NDArray[np.uint8], move: Similarity, size_px: tuple[int, int], *, constant: bool = False
) -> RGB8:
    border = cv2.BORDER_CONSTANT if constant else cv2.BORDER_REPLICATE
    warped = cv2.warpAffine(pixels, move.matrix, size_px, flags=cv2.INTER_CUBIC, borderMode=border)
    return np.asarray(warped, dtype=np.uint8)


def _table(size_px: tuple[int, int], seed: int) -> RGB8:
    """Return a wooden table larger than the frame, with its grain along x and some spots of paint."""
    rng = np.random.default_rng([seed, 5])
    width_px, height_px = (round(length * (1 + 2 * BEYOND_SHARE)) for length in size_px)
    unit_px = max(size_px) / 1280
    grain = rng.standard_normal((height_px, width_px), dtype=np.float32)
    fine = cv2.GaussianBlur(grain, (0, 0), sigmaX=40 * unit_px, sigmaY=max(0.8, 1.2 * unit_px))
    broad = cv2.GaussianBlur(grain, (0, 0), sigmaX=120 * unit_px, sigmaY=12 * unit_px)
    light = 9 * fine / fine.std() + 8 * broad / broad.std()
    colour = np.array(TABLE_COLOURS[rng.integers(len(TABLE_COLOURS))], dtype=np.float32)
    table = colour * (1 + light[..., None] / 110)
    for _ in range(24):
        centre = rng.integers(0, (width_px, height_px)).tolist()
        spot = rng.integers(30, 220, 3).tolist()
        cv2.circle(table, centre, max(1, round(rng.uniform(2, 9) * unit_px)), spot, -1, cv2.LINE_AA)
    return np.asarray(np.rint(np.clip(table, 0, 255)), dtype=np.uint8)
