"""Pictures of a report, as data that stands in the page itself."""

import base64
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.canvas import RENDITION_NAMES
from painttime.core.frames import FrameSource
from painttime.core.image import RGB8, Float32, RGBColour, fitted_size
from painttime.core.part import PartMap
from painttime.recordings.labelling.labels import SettledMap
from painttime.storage.lossless_arrays import png_bytes

THUMBNAIL_PX, MAP_PX, CUT_PX = 200, 420, 160

STAGE_COLOURS: tuple[RGBColour, ...] = (
    (222, 217, 205),
    (190, 160, 120),
    (120, 160, 170),
    (70, 110, 160),
    (45, 60, 100),
)

# Light to dark, in steps the eye sees as even (the ends of matplotlib's "cividis", by hand).
_SCALE = np.array(
    [[253, 245, 214], [224, 201, 94], [142, 136, 118], [72, 85, 108], [0, 32, 76]], dtype=np.float32
)
_JPEG_QUALITY = 85
_MARGIN = 0.15


def photograph(pixels: RGB8, long_side_px: int = THUMBNAIL_PX) -> str:
    """Return a picture, shrunk to this long side where it is larger, as a data URI."""
    encoded = cv2.imencode(
        ".jpg",
        cv2.cvtColor(_shrunk(pixels, long_side_px), cv2.COLOR_RGB2BGR),
        [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY],
    )[1]
    return _uri("image/jpeg", encoded.tobytes())


def part_overlay(painting: RGB8, parts: PartMap) -> str:
    """Return a painting under the colours of its parts, which are parted by dark lines."""
    height, width = _fitted(painting, MAP_PX)
    labels = parts.resized(height, width)
    colours = np.zeros((256, 3), dtype=np.float32)
    for part in parts.parts:
        colours[part.id] = part.colour
    mixed = 0.5 * _shrunk(painting, MAP_PX) + 0.5 * colours[labels]
    lines = np.zeros(labels.shape, dtype=bool)
    lines[1:] |= labels[1:] != labels[:-1]
    lines[:, 1:] |= labels[:, 1:] != labels[:, :-1]
    mixed[lines] = 25
    return photograph(np.rint(mixed).astype(np.uint8), MAP_PX)


def settled_picture(settled: SettledMap, num_frames: int) -> str:
    """Return when each pixel was done: early light, late dark."""
    height, width = _fitted(settled, MAP_PX)
    small = cv2.resize(settled, (width, height), interpolation=cv2.INTER_NEAREST)
    return _uri("image/png", png_bytes(_coloured(small / np.float32(max(1, num_frames - 1)))))


def heat_row(values: Float32) -> str:
    """Return one row of degrees, (T - 1,), one pixel a step; the page stretches it."""
    return _uri("image/png", png_bytes(_coloured(values[None, :])))


def stage_row(stages: Sequence[str]) -> str:
    """Return the stages of frames, one pixel each."""
    row = np.array([[STAGE_COLOURS[RENDITION_NAMES.index(stage)] for stage in stages]], dtype=np.uint8)
    return _uri("image/png", png_bytes(row))


def scale_row() -> str:
    """Return the colours of 0 to 1."""
    return heat_row(np.linspace(0, 1, 64, dtype=np.float32))


def cut_of_part(pictures: FrameSource, parts: PartMap, part_id: int, frame: int) -> str:
    """Return a part in a frame, with some of what is about it, paler."""
    left, top, right, bottom = parts.bbox(part_id)
    margin = round(_MARGIN * max(right - left, bottom - top)) + 4
    rows = slice(max(0, top - margin), bottom + margin)
    columns = slice(max(0, left - margin), right + margin)
    cut = pictures.frame(frame)[rows, columns]
    inside = parts.labels[rows, columns, None] == part_id
    return photograph(np.where(inside, cut, 170 + cut // 4).astype(np.uint8), CUT_PX)


def _coloured(values: npt.NDArray[np.floating]) -> RGB8:
    places = np.linspace(0, 1, len(_SCALE))
    channels = [np.interp(np.clip(values, 0, 1), places, _SCALE[:, channel]) for channel in range(3)]
    return np.asarray(np.rint(np.stack(channels, axis=-1)), dtype=np.uint8)


def _fitted(pixels: npt.NDArray[np.generic], long_side_px: int) -> tuple[int, int]:
    height, width = pixels.shape[:2]
    return fitted_size(height, width, min(long_side_px, max(height, width)))


def _shrunk(pixels: RGB8, long_side_px: int) -> RGB8:
    height, width = _fitted(pixels, long_side_px)
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _uri(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
