"""The brush: draws strokes at any size, in tiles, bit by bit the same however the work is cut."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import Brushwork, StrokeList
from painttime.core.image import RGB8, Labels, fitted_size
from painttime.strokes.brushes import brush_table
from painttime.strokes.drawing_kernels import draw_colours, draw_paint, windows_of

TILE_PX = 512
"""Side of a tile: what a thread works on at once; its scratch takes 3 MB."""

_BORDER_SIGMA_PX = 0.8
"""How much borders of parts are rounded where they are enlarged, in pixels of the part map."""

RGBA8 = npt.NDArray[np.uint8]

TileWork = tuple[tuple[int, int, int, int], npt.NDArray[np.intp]]
"""A tile (left, top, right, bottom) and the strokes that touch it."""


Bytes = npt.NDArray[np.uint8]
KernelArrays = tuple[
    npt.NDArray[np.float32], Bytes, Bytes, Bytes, Bytes, npt.NDArray[np.uint32], npt.NDArray[np.float64]
]
"""Geometry, colours, opacities, brushes, part ids and textures of strokes, and the table of brushes."""


def draw_strokes(
    canvas: RGB8,
    strokes: StrokeList,
    *,
    first: int = 0,
    last: int | None = None,
    labels: Labels | None = None,
    num_threads: int = 1,
) -> None:
    """Draw strokes [first, last) over a canvas (H, W, 3) of any size, in place.

    labels: (H, W) part ids; with them a stroke of part_id > 0 leaves no paint outside its part.
    """
    chosen = strokes.selected(slice(first, last))
    height, width = canvas.shape[:2]
    allowed = np.zeros((0, 0), dtype=np.uint8) if labels is None else np.array(labels)
    if labels is not None and labels.shape != (height, width):
        raise ValueError(f"labels {labels.shape} do not fit a canvas of {height} x {width}")
    arrays = _arrays(chosen)

    def draw(tile: TileWork) -> None:
        draw_colours(canvas, allowed, tile[0], tile[1], *arrays)

    _over_tiles(chosen, height, width, draw, num_threads)


def paint(
    brushwork: Brushwork, *, long_side_px: int | None = None, count: int | None = None, num_threads: int = 1
) -> RGB8:
    """Return the picture that the first `count` strokes (None = all) leave on the ground, (H, W, 3).

    long_side_px: the size to paint at; None = the size it was painted at.
    """
    height, width = painted_size(brushwork, long_side_px)
    canvas = np.empty((height, width, 3), dtype=np.uint8)
    canvas[:] = brushwork.ground
    draw_strokes(
        canvas,
        brushwork.strokes,
        last=count,
        labels=labels_at(brushwork.labels, height, width),
        num_threads=num_threads,
    )
    return canvas


def draw_layer(
    strokes: StrokeList,
    height_px: int,
    width_px: int,
    *,
    labels: Labels | None = None,
    num_threads: int = 1,
) -> RGBA8:
    """Return strokes on transparency, (H, W, 4) with straight alpha.

    Laid over a ground, layers give what draw_strokes gives on it, up to rounding.
    """
    layer = np.zeros((height_px, width_px, 4), dtype=np.float32)
    allowed = np.zeros((0, 0), dtype=np.uint8) if labels is None else np.array(labels)
    arrays = _arrays(strokes)

    def draw(tile: TileWork) -> None:
        draw_paint(layer, allowed, tile[0], tile[1], *arrays)

    _over_tiles(strokes, height_px, width_px, draw, num_threads)
    layer[..., :3] /= np.maximum(layer[..., 3:], 1e-6)
    layer[..., 3] *= 255
    return np.asarray(np.rint(layer), dtype=np.uint8)


def stroke_bounds(strokes: StrokeList, height_px: int, width_px: int) -> npt.NDArray[np.int32]:
    """Return left, top, right, bottom (exclusive) of what each stroke can touch in a picture, (n, 4)."""
    return windows_of(geometry_of(strokes), max(height_px, width_px), height_px, width_px)


def painted_size(brushwork: Brushwork, long_side_px: int | None) -> tuple[int, int]:
    """Return (height, width) at a long side; None = the size it was painted at."""
    if long_side_px is None:
        return brushwork.height_px, brushwork.width_px
    return fitted_size(brushwork.height_px, brushwork.width_px, long_side_px)


def labels_at(labels: Labels | None, height_px: int, width_px: int) -> Labels | None:
    """Return part ids at another size, (height_px, width_px).

    Smaller: the nearest pixel. Larger: the part that covers most of a pixel's surroundings, so that borders
    are smooth lines and no stairs.
    """
    if labels is None or labels.shape == (height_px, width_px):
        return labels
    if height_px > labels.shape[0] and width_px > labels.shape[1]:
        return _enlarged_labels(labels, height_px, width_px)
    rows = ((np.arange(height_px) + 0.5) * labels.shape[0] / height_px).astype(np.intp)
    columns = ((np.arange(width_px) + 0.5) * labels.shape[1] / width_px).astype(np.intp)
    return np.ascontiguousarray(labels[rows[:, None], columns[None, :]])


def _enlarged_labels(labels: Labels, height_px: int, width_px: int) -> Labels:
    enlarged = np.zeros((height_px, width_px), dtype=np.uint8)
    most = np.full((height_px, width_px), -1.0, dtype=np.float32)
    for part_id in np.unique(labels).tolist():
        mask = (labels == part_id).astype(np.float32)
        cover = cv2.GaussianBlur(mask, (0, 0), _BORDER_SIGMA_PX, borderType=cv2.BORDER_REPLICATE)
        cover = cv2.resize(cover, (width_px, height_px), interpolation=cv2.INTER_LINEAR)
        covers_more = cover > most
        enlarged[covers_more] = part_id
        most[covers_more] = cover[covers_more]
    return enlarged


def geometry_of(strokes: StrokeList) -> npt.NDArray[np.float32]:
    """Return begin, control, end and widths of strokes as the kernels read them, (n, 8)."""
    return np.concatenate([strokes.curves.reshape(-1, 6), strokes.widths], axis=1)


def _arrays(strokes: StrokeList) -> KernelArrays:
    # Copies: machine code made for read-only arrays would have to be made again for others.
    return (
        geometry_of(strokes),
        strokes.colours.copy(),
        strokes.opacities.copy(),
        strokes.brushes.copy(),
        strokes.part_ids.copy(),
        strokes.textures.copy(),
        brush_table(),
    )


def _over_tiles(
    strokes: StrokeList, height_px: int, width_px: int, draw: Callable[[TileWork], None], num_threads: int
) -> None:
    """Call draw for every tile that strokes touch, in up to num_threads threads."""
    if not len(strokes):
        return
    bounds = stroke_bounds(strokes, height_px, width_px)
    work: list[TileWork] = []
    for top in range(0, height_px, TILE_PX):
        in_rows = (bounds[:, 1] < top + TILE_PX) & (bounds[:, 3] > top)
        for left in range(0, width_px, TILE_PX):
            touching = np.flatnonzero(in_rows & (bounds[:, 0] < left + TILE_PX) & (bounds[:, 2] > left))
            if touching.size:
                tile = (left, top, min(left + TILE_PX, width_px), min(top + TILE_PX, height_px))
                work.append((tile, touching))
    if num_threads <= 1 or len(work) == 1:
        for tile_work in work:
            draw(tile_work)
        return
    with ThreadPoolExecutor(min(num_threads, len(work), os.cpu_count() or 1)) as pool:
        list(pool.map(draw, work))
