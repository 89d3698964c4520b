"""Pixels of Krita's layers: tiles of 64 x 64 pixels, each packed by itself ("VERSION 2" of its tile files).

After a head of four lines each tile has a line of its own, LEFT,TOP,LZF,BYTES, and then BYTES bytes: 1 and
LZF data that unpack to all first bytes of the pixels, then all second ones, and so on; or 0 and the pixels as
they are. Where there is no tile, all pixels are the default pixel.
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.strokes.compiled import compiled

_LINE = re.compile(rb"(-?\d{1,9}),(-?\d{1,9}),LZF,(\d{1,9})\n")
_HEAD = re.compile(
    rb"VERSION 2\nTILEWIDTH (\d{1,4})\nTILEHEIGHT (\d{1,4})\nPIXELSIZE (\d{1,3})\nDATA (\d{1,9})\n"
)
_MAX_LINE_BYTES = 64
_PACKED, _PLAIN = 1, 0

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tile:
    left: int
    top: int
    data: bytes


def read_last_channel(
    data: bytes, default_pixel: bytes, kind: str, *, height_px: int, width_px: int, left: int, top: int
) -> npt.NDArray[np.uint8]:
    """Return the last channel of a layer, its alpha, within a picture: (height_px, width_px) uint8.

    data: the tile file. default_pixel: the pixel where there are no tiles. kind: how a channel is stored,
    "U8", "U16", "F16" or "F32". left, top: where the layer's origin lies in the picture. Raises ValueError
    for damaged data.
    """
    head = _HEAD.match(data)
    if head is None:
        raise ValueError("not a file of tiles")
    width, height, pixel_size, count = (int(value) for value in head.groups())
    size = {"U8": 1, "U16": 2, "F16": 2, "F32": 4}[kind]
    if not (0 < width <= 1024 and 0 < height <= 1024 and size <= pixel_size <= 64):
        raise ValueError("tiles of a strange size")
    default = np.frombuffer(default_pixel.ljust(pixel_size, b"\0")[:pixel_size], dtype=np.uint8)
    value = _as_bytes(default[None, -size:], kind)[0]
    result = np.full((height_px, width_px), value, dtype=np.uint8)
    position = head.end()
    for _ in range(count):
        tile, position = _next_tile(data, position)
        x, y = tile.left + left, tile.top + top
        if x >= width_px or y >= height_px or x + width <= 0 or y + height <= 0:
            continue
        pixels = _pixels(tile.data, width * height, pixel_size)
        alpha = _as_bytes(pixels[:, -size:], kind).reshape(height, width)
        rows, columns = slice(max(0, y), y + height), slice(max(0, x), x + width)
        target = result[rows, columns]
        from_top, from_left = max(0, -y), max(0, -x)
        target[:] = alpha[from_top:, from_left:][: target.shape[0], : target.shape[1]]
    return result


def _next_tile(data: bytes, position: int) -> tuple[_Tile, int]:
    line = _LINE.match(data, position, position + _MAX_LINE_BYTES)
    if line is None:
        raise ValueError("a tile has no head")
    left, top, size = (int(value) for value in line.groups())
    end = line.end() + size
    if size < 1 or end > len(data):
        raise ValueError("a tile is cut off")
    return _Tile(left=left, top=top, data=data[line.end() : end]), end


def _pixels(data: bytes, num_pixels: int, pixel_size: int) -> Bytes:
    """Return the pixels of a tile, (num_pixels, pixel_size)."""
    if data[0] == _PLAIN:
        if len(data) != 1 + num_pixels * pixel_size:
            raise ValueError("a tile is shorter or longer than it says")
        return np.frombuffer(data, dtype=np.uint8, offset=1).reshape(num_pixels, pixel_size)
    if data[0] != _PACKED:
        raise ValueError("a tile is packed in an unknown way")
    planes = np.empty(num_pixels * pixel_size, dtype=np.uint8)
    if not _unpack_lzf(np.frombuffer(data, dtype=np.uint8, offset=1), planes):
        raise ValueError("a tile is damaged")
    return planes.reshape(pixel_size, num_pixels).T


def _as_bytes(stored: Bytes, kind: str) -> npt.NDArray[np.uint8]:
    """Return channel values, (n, size) bytes, little-endian, as (n,) uint8."""
    if kind == "U8":
        return stored[:, 0]
    dtype = {"U16": "<u2", "F16": "<f2", "F32": "<f4"}[kind]
    values = np.ascontiguousarray(stored).view(dtype)[:, 0]
    scale = 255 / 65535 if kind == "U16" else 255
    return np.asarray(np.rint(np.clip(np.nan_to_num(values.astype(np.float32)) * scale, 0, 255)), np.uint8)


@compiled
def _unpack_lzf(packed: Bytes, result: Bytes) -> bool:
    """Unpack LZF data (Marc Lehmann's liblzf) into `result`, which it must fill; returns whether it did."""
    source, target = 0, 0
    while source < len(packed):
        control = int(packed[source])
        source += 1
        if control < 32:
            count = control + 1
            if source + count > len(packed) or target + count > len(result):
                return False
            for _ in range(count):
                result[target] = packed[source]
                source += 1
                target += 1
            continue
        count = (control >> 5) + 2
        if count == 9:
            if source >= len(packed):
                return False
            count += int(packed[source])
            source += 1
        if source >= len(packed):
            return False
        back = target - ((control & 31) << 8) - int(packed[source]) - 1
        source += 1
        if back < 0 or target + count > len(result):
            return False
        for _ in range(count):
            result[target] = result[back]
            back += 1
            target += 1
    return target == len(result)
