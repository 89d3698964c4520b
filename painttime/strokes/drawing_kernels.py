"""Drawing many strokes into one tile of a picture, compiled.

tile      left, top, right, bottom (exclusive) of what may be drawn on
chosen    (m,) the strokes that touch it, in the order they are laid
labels    (H, W) part ids, or (0, 0) where strokes go where they go
"""

import numpy as np
import numpy.typing as npt

from painttime.strokes.compiled import compiled
from painttime.strokes.kernels import (
    Geometry,
    composite,
    keep_inside_part,
    stroke_alpha,
    stroke_window,
)

Bytes = npt.NDArray[np.uint8]
Tile = tuple[int, int, int, int]


@compiled
def windows_of(geometry: Geometry, long_side_px: int, height_px: int, width_px: int) -> npt.NDArray[np.int32]:
    """Return the window of every stroke (n, 8), (n, 4)."""
    windows = np.empty((len(geometry), 4), dtype=np.int32)
    for index in range(len(geometry)):
        left, top, right, bottom = stroke_window(geometry[index], long_side_px, height_px, width_px)
        windows[index, 0], windows[index, 1] = left, top
        windows[index, 2], windows[index, 3] = right, bottom
    return windows


@compiled
def _alpha_in_tile(
    index: int,
    size: tuple[int, int],
    labels: Bytes,
    tile: Tile,
    geometry: Geometry,
    opacities: Bytes,
    brushes: Bytes,
    part_ids: Bytes,
    textures: npt.NDArray[np.uint32],
    table: npt.NDArray[np.float64],
    scratch: npt.NDArray[np.float32],
) -> Tile:
    """Write the alpha of one stroke in a tile into scratch[0]; return where in the picture that is."""
    height, width = size
    long_side = max(height, width)
    left, top, right, bottom = stroke_window(geometry[index], long_side, height, width)
    left, top = max(left, tile[0]), max(top, tile[1])
    window = (left, top, max(left, min(right, tile[2])), max(top, min(bottom, tile[3])))
    opacity = opacities[index] / 255.0
    brush = table[brushes[index]]
    stroke_alpha(geometry[index], brush, opacity, int(textures[index]), long_side, window, scratch)
    if labels.size > 0 and part_ids[index] > 0:
        keep_inside_part(labels, part_ids[index], window, scratch)
    return window


@compiled
def draw_colours(
    canvas: Bytes,
    labels: Bytes,
    tile: Tile,
    chosen: npt.NDArray[np.intp],
    geometry: Geometry,
    colours: Bytes,
    opacities: Bytes,
    brushes: Bytes,
    part_ids: Bytes,
    textures: npt.NDArray[np.uint32],
    table: npt.NDArray[np.float64],
) -> None:
    """Draw strokes over a canvas (H, W, 3) inside a tile, in place."""
    scratch = np.empty((3, tile[3] - tile[1], tile[2] - tile[0]), dtype=np.float32)
    size = (canvas.shape[0], canvas.shape[1])
    for index in chosen:
        window = _alpha_in_tile(
            index, size, labels, tile, geometry, opacities, brushes, part_ids, textures, table, scratch
        )
        composite(canvas, colours[index], window, scratch)


@compiled
def draw_paint(
    layer: npt.NDArray[np.float32],
    labels: Bytes,
    tile: Tile,
    chosen: npt.NDArray[np.intp],
    geometry: Geometry,
    colours: Bytes,
    opacities: Bytes,
    brushes: Bytes,
    part_ids: Bytes,
    textures: npt.NDArray[np.uint32],
    table: npt.NDArray[np.float64],
) -> None:
    """Draw strokes over a layer (H, W, 4) of colours times alpha (0..255) and alpha (0..1), in place."""
    scratch = np.empty((3, tile[3] - tile[1], tile[2] - tile[0]), dtype=np.float32)
    size = (layer.shape[0], layer.shape[1])
    for index in chosen:
        left, top, right, bottom = _alpha_in_tile(
            index, size, labels, tile, geometry, opacities, brushes, part_ids, textures, table, scratch
        )
        for row in range(bottom - top):
            for column in range(right - left):
                alpha = scratch[0, row, column]
                for channel in range(3):
                    below = layer[row + top, column + left, channel]
                    layer[row + top, column + left, channel] = (
                        below * (1 - alpha) + alpha * colours[index, channel]
                    )
                layer[row + top, column + left, 3] += alpha * (1 - layer[row + top, column + left, 3])
