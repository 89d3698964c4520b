"""Cutting a picture into the cells for which strokes are proposed."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, Scalar

PATCH_PX = 32
"""Side of a cell as it is looked at, whatever its size in the picture."""

MARGIN_PX = 8
"""Seen of the target around a cell."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Cells:
    """Square windows of a picture, all of one size.

    corners: (n, 2) float32 (x, y) of their top left corners, in pixels of the picture; may lie outside.
    side_px: their side in pixels of the picture.
    target: (n, p + 2m, p + 2m, 3) uint8 with margins. canvas: (n, p, p, 3) uint8. weight: (n, p, p) float32.
    """

    corners: Float32
    side_px: float
    target: npt.NDArray[np.uint8]
    canvas: npt.NDArray[np.uint8]
    weight: Float32

    def __len__(self) -> int:
        return len(self.corners)


def grid_corners(height_px: int, width_px: int, side_px: float, offset: tuple[float, float]) -> Float32:
    """Return corners of a grid of cells that covers a picture, (n, 2); offset (x, y) in cells, 0..1."""
    columns = np.arange(-offset[0] * side_px, width_px, side_px)
    rows = np.arange(-offset[1] * side_px, height_px, side_px)
    x, y = np.meshgrid(columns, rows)
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


def errors_in(corners: Float32, side_px: float, errors: Float32) -> Float32:
    """Return the summed error (H, W) inside each cell, (n,)."""
    height, width = errors.shape
    sums = cv2.integral(errors)
    left, top = (
        np.clip(np.rint(corners[:, axis]), 0, (width, height)[axis]).astype(np.intp) for axis in (0, 1)
    )
    right, bottom = (
        np.clip(np.rint(corners[:, axis] + side_px), 0, (width, height)[axis]).astype(np.intp)
        for axis in (0, 1)
    )
    inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return np.asarray(np.maximum(inside, 0), dtype=np.float32)


def cut_cells(target: RGB8, canvas: RGB8, weight: Float32, corners: Float32, side_px: float) -> Cells:
    """Look at cells of a picture (H, W, 3); beyond its border its edge goes on."""
    scale = PATCH_PX / side_px
    height, width = weight.shape
    size = max(1, round(width * scale)), max(1, round(height * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    at = np.rint(corners * scale).astype(np.intp)
    seen_target = np.asarray(cv2.resize(target, size, interpolation=method), dtype=np.uint8)
    seen_canvas = np.asarray(cv2.resize(canvas, size, interpolation=method), dtype=np.uint8)
    seen_weight = np.asarray(cv2.resize(weight, size, interpolation=method), dtype=np.float32)
    whole = PATCH_PX + 2 * MARGIN_PX
    return Cells(
        corners=corners,
        side_px=side_px,
        target=_windows(seen_target, at - MARGIN_PX, whole),
        canvas=_windows(seen_canvas, at, PATCH_PX),
        weight=_windows(seen_weight, at, PATCH_PX) * _is_inside(seen_weight, at, PATCH_PX),
    )


def _is_inside(picture: Float32, at: npt.NDArray[np.intp], side: int) -> Float32:
    """Return 1 where windows at (x, y) lie in a picture (h, w), else 0, (n, side, side)."""
    rows, columns = at[:, 1, None] + np.arange(side), at[:, 0, None] + np.arange(side)
    in_rows = (rows >= 0) & (rows < picture.shape[0])
    in_columns = (columns >= 0) & (columns < picture.shape[1])
    return np.asarray(in_rows[:, :, None] & in_columns[:, None, :], dtype=np.float32)


def _windows(picture: npt.NDArray[Scalar], at: npt.NDArray[np.intp], side: int) -> npt.NDArray[Scalar]:
    """Return windows of a picture (h, w, ...) at (x, y), (n, side, side, ...); outside its edge goes on."""
    rows = np.clip(at[:, 1, None] + np.arange(side), 0, picture.shape[0] - 1)
    columns = np.clip(at[:, 0, None] + np.arange(side), 0, picture.shape[1] - 1)
    windows: npt.NDArray[Scalar] = picture[rows[:, :, None], columns[:, None, :]]
    return windows
