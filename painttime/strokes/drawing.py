"""Drawing stroke passes at any size, and the maps of which stroke lies on top."""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.canvas import Renditions
from painttime.core.image import RGB8, Labels, RGBColour
from painttime.core.strokes import StrokeMaps, StrokePass
from painttime.strokes.bristles import bristle_shading

_SHIFT = 3
_SUBPIXELS = 1 << _SHIFT
_SEGMENT_CODES = 16


def draw_pass(strokes: StrokePass, canvas: RGB8, labels: Labels) -> RGB8:
    """Return canvas (H, W, 3) with a pass drawn over it, each stroke inside its own part of labels (H, W)."""
    drawn = canvas.copy()
    colours = strokes.colours.tolist()
    for part_id, window, indices in _strokes_by_part(strokes, labels):
        layer = canvas[window].copy()
        for index, segments in _segments(strokes, indices, labels.shape, window):
            for _, start, end, thickness_px in segments:
                cv2.line(layer, start, end, colours[index], thickness_px, cv2.LINE_AA, _SHIFT)
        inside = labels[window] == part_id
        drawn[window][inside] = layer[inside]
    return drawn


def stroke_maps(passes: tuple[StrokePass, ...], labels: Labels) -> StrokeMaps:
    """Return which stroke lies on top at every pixel after each pass, at the size of labels (h, w)."""
    ids = np.full((len(passes), *labels.shape), -1, dtype=np.int32)
    along = np.zeros((len(passes), *labels.shape), dtype=np.uint8)
    for number, strokes in enumerate(passes):
        for part_id, window, indices in _strokes_by_part(strokes, labels):
            layer = np.full(labels[window].shape, -1, dtype=np.int32)
            for index, segments in _segments(strokes, indices, labels.shape, window):
                for segment, start, end, thickness_px in segments:
                    code = index * _SEGMENT_CODES + segment
                    cv2.line(layer, start, end, code, thickness_px, cv2.LINE_8, _SHIFT)
            inside = (labels[window] == part_id) & (layer >= 0)
            ids[number][window][inside] = layer[inside] // _SEGMENT_CODES
            along[number][window][inside] = (layer[inside] % _SEGMENT_CODES) * (255 // _SEGMENT_CODES)
    return StrokeMaps(ids=ids, along=along)


def draw_renditions(
    passes: tuple[StrokePass, ...], pixels: RGB8, labels: Labels, *, ground: RGBColour
) -> Iterator[Renditions | float]:
    """Draw ground, block-in, modelling and detail at the painting's size; the finish is the painting itself.

    pixels: (H, W, 3). labels: (H, W). Yields the share done, 0..1, after each pass, and last the Renditions.
    """
    canvas = np.empty_like(pixels)
    canvas[:] = ground
    images = [canvas]
    colour_passes = passes[:-1]
    for number, strokes in enumerate(colour_passes):
        below = images[-1]
        drawn = draw_pass(strokes, below, labels)
        radius_px = float(strokes.radius.mean()) * max(labels.shape) if len(strokes) else 1.0
        images.append(bristle_shading(drawn, below, radius_px, seed=number))
        yield (number + 1) / len(colour_passes)
    yield Renditions(images=np.stack([*images, pixels]))


Window = tuple[slice, slice]
Segment = tuple[int, tuple[int, int], tuple[int, int], int]


def _strokes_by_part(
    strokes: StrokePass, labels: Labels
) -> Iterator[tuple[int, Window, npt.NDArray[np.intp]]]:
    """Yield (part id, the rows and columns it lies in, its strokes in order) for parts with strokes."""
    for part_id in np.unique(strokes.part_ids).tolist():
        inside = labels == part_id
        rows = np.flatnonzero(inside.any(axis=1))
        columns = np.flatnonzero(inside.any(axis=0))
        # A small part can have no pixel at a smaller size.
        if rows.size:
            window = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
            yield part_id, window, np.flatnonzero(strokes.part_ids == part_id)


def _segments(
    strokes: StrokePass, indices: npt.NDArray[np.intp], shape: tuple[int, ...], window: Window
) -> Iterator[tuple[int, list[Segment]]]:
    """Yield (stroke, its segments) in a window: segment number, start and end in 1/8 px, thickness in px."""
    long_side = max(shape)
    offset = np.array([window[1].start, window[0].start], dtype=np.float32)
    # Half a pixel: OpenCV counts from the middle of the first pixel, strokes from the picture's corner.
    centred = strokes.points[indices] * long_side - 0.5 - offset
    points = np.rint(centred * _SUBPIXELS).astype(np.int32).tolist()
    widths = _thicknesses(strokes.radius[indices] * long_side, strokes.num_points[indices])
    counts = strokes.num_points[indices].tolist()
    for stroke, corners, count, thickness in zip(indices.tolist(), points, counts, widths, strict=True):
        yield (
            stroke,
            [
                (segment, corners[segment], corners[segment + 1], thickness[segment])
                for segment in range(count - 1)
            ],
        )


def _thicknesses(radius_px: npt.NDArray[np.float32], num_points: npt.NDArray[np.uint8]) -> list[list[int]]:
    """Return the width of every segment: the brush is set down, pressed, and lifted towards the end."""
    segments = np.arange(_SEGMENT_CODES - 1, dtype=np.float32)[None, :]
    position = np.clip(segments / np.maximum(num_points[:, None].astype(np.float32) - 2, 1), 0, 1)
    profile = 1.0 - 0.45 * position**2 - 0.15 * (1 - position) ** 4
    widths: list[list[int]] = (
        np.maximum(1, np.rint(2 * radius_px[:, None] * profile)).astype(np.int32).tolist()
    )
    return widths
