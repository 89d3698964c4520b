"""Strokes from JSON objects, checked value by value; raises ValueError that says what is wrong."""

import base64
import re
from typing import Any

import numpy as np

from painttime.core.brushwork import BRUSH_NAMES, MAX_PASSES, StrokeList
from painttime.core.image import Labels, RGBColour, fitted_size
from painttime.core.part import MAX_PARTS
from painttime.core.stroke_lines import MAX_LENGTH
from painttime.storage.json_fields import Fields, checked_integer
from painttime.storage.lossless_arrays import pixels_from_png
from painttime.storage.painting_file import DAMAGED, MAX_PIXELS, MAX_SIDE_PX

_COLOUR_CODE = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
_BRUSHES = {name: index for index, name in enumerate(BRUSH_NAMES)}
_MAX_TEXTURE = 2**32 - 1

# Where a PNG keeps bits a channel and colour type: 8 bits of grey, or Pillow's values are no ids.
_PNG_KIND = slice(24, 26)
_GREY_8_BIT = b"\x08\x00"


class StrokeColumns:
    """Strokes as they are read, field by field."""

    def __init__(self) -> None:
        self._curves: list[list[list[float]]] = []
        self._widths: list[list[float]] = []
        self._colours: list[RGBColour] = []
        self._opacities: list[int] = []
        self._brushes: list[int] = []
        self._part_ids: list[int] = []
        self._passes: list[int] = []
        self._textures: list[int] = []

    def __len__(self) -> int:
        return len(self._curves)

    def add(self, fields: Fields) -> None:
        """Add one stroke."""
        begin, control, end = _triple(fields.get("curve"))
        self._curves.append([_numbers(point, 2, "curve") for point in (begin, control, end)])
        widths = _numbers(fields.get("widths"), 2, "widths")
        if min(widths) < 0:
            raise ValueError("a width is negative")
        self._widths.append(widths)
        self._colours.append(colour_from_code(fields.get("colour")))
        self._opacities.append(_integer(fields, "opacity", 255, 255))
        self._brushes.append(_brush(fields.get("brush")))
        self._part_ids.append(_integer(fields, "part", MAX_PARTS, 0))
        self._passes.append(_integer(fields, "pass", MAX_PASSES - 1, 0))
        self._textures.append(_integer(fields, "texture", _MAX_TEXTURE, 0))

    def strokes(self) -> StrokeList:
        """Return the strokes added."""
        count = len(self)
        return StrokeList(
            curves=np.array(self._curves, dtype=np.float32).reshape(count, 3, 2),
            widths=np.array(self._widths, dtype=np.float32).reshape(count, 2),
            colours=np.array(self._colours, dtype=np.uint8).reshape(count, 3),
            opacities=np.array(self._opacities, dtype=np.uint8),
            brushes=np.array(self._brushes, dtype=np.uint8),
            part_ids=np.array(self._part_ids, dtype=np.uint8),
            passes=np.array(self._passes, dtype=np.uint8),
            textures=np.array(self._textures, dtype=np.uint32),
        )


def colour_from_code(value: Any) -> RGBColour:
    """Return the sRGB colour, 0..255, of a text #rrggbb."""
    match = _COLOUR_CODE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("a colour such as #7f3f10 was expected")
    red, green, blue = (int(code, 16) for code in match.groups())
    return red, green, blue


def labels_from_fields(fields: Fields, *, height_px: int, width_px: int) -> Labels:
    """Return the part of every pixel, in the proportions of a picture of this size."""
    size = fields.integer("height_px", 1, MAX_SIDE_PX), fields.integer("width_px", 1, MAX_SIDE_PX)
    fitted = fitted_size(height_px, width_px, max(size))
    if max(abs(own - other) for own, other in zip(size, fitted, strict=True)) > 1:
        raise ValueError("the labels have other proportions than the picture")
    if size[0] * size[1] > MAX_PIXELS:
        raise ValueError("the labels are too large")
    try:
        data = base64.b64decode(fields.text("png"), validate=True)
    except ValueError:
        raise ValueError("the labels are no base64") from None
    if data[_PNG_KIND] != _GREY_8_BIT:
        raise ValueError("the labels are no greyscale PNG of 8 bits")
    try:
        return pixels_from_png(data, size)
    except DAMAGED as error:
        raise ValueError(f"the labels are damaged, {error}") from error


def _triple(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) != 3:
        raise ValueError("a curve has three points")
    return value


def _numbers(value: Any, count: int, name: str) -> list[float]:
    if not isinstance(value, list) or len(value) != count:
        raise ValueError(f"{count} numbers were expected in {name}")
    for number in value:
        # Not isinstance: True is an int.
        if type(number) not in (int, float) or not -MAX_LENGTH <= number <= MAX_LENGTH:
            raise ValueError(f"a number from {-MAX_LENGTH:g} to {MAX_LENGTH:g} was expected in {name}")
    return value


def _integer(fields: Fields, name: str, most: int, default: int) -> int:
    value = fields.get(name)
    return default if value is None else checked_integer(value, 0, most)


def _brush(value: Any) -> int:
    if value is None:
        return 0
    if not isinstance(value, str) or value not in _BRUSHES:
        raise ValueError(f"there is no such brush; brushes are {', '.join(BRUSH_NAMES)}")
    return _BRUSHES[value]
