"""Layers of OpenRaster files (https://www.openraster.org/baseline/layer-stack-spec.html)."""

import io
import math
import re
import warnings
from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element

import numpy as np
from PIL import Image

from painttime.core.image import RGB8
from painttime.core.part import MAX_PARTS
from painttime.storage.layered.layered_archive import LayeredArchive, dimmed
from painttime.storage.layered.layered_stack import Coverage, Layer, LayeredDocument, LayerRole, PartMark
from painttime.storage.painting_file import MAX_PIXELS
from painttime.storage.part_names import one_line

NAMESPACE = "{urn:painttime:parts:1}"

_STACK = "stack.xml"
_PLAIN = "svg:src-over"
_CLIPPED = ("svg:src-atop", "svg:dst-in", "svg:dst-out", "svg:dst-atop")
_MAX_DEPTH = 32
_FAR_PX = 10**6
_COLOUR = re.compile("#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")


class OraFile:
    """An OpenRaster file that is open; raises PaintingError with a sentence where it cannot be read."""

    def __init__(self, data: bytes, name: str) -> None:
        self._archive = LayeredArchive(data, name)
        self._image = self._archive.tree(_STACK)
        self._height_px, self._width_px = self._archive.size_px(self._image.get("w"), self._image.get("h"))

    def picture(self) -> RGB8:
        """Return what all layers show together, (H, W, 3) uint8 sRGB."""
        return self._archive.picture()

    def document(self) -> LayeredDocument:
        """Return its layers; their pixels are read when they are asked for."""
        with self._archive.explaining():
            stack = self._image.find("stack")
            layers = () if stack is None else tuple(self._layers(stack, (), (), True, 1.0, LayerRole.COVERS))
        return LayeredDocument(
            name=self._archive.name, height_px=self._height_px, width_px=self._width_px, layers=layers
        )

    def _layers(
        self,
        parent: Element,
        group: tuple[str, ...],
        places: tuple[int, ...],
        is_visible: bool,
        opacity: float,
        role: LayerRole,
    ) -> Iterator[Layer]:
        """Yield the layers of a stack from the lowest up; the file lists them from the top."""
        if len(group) > _MAX_DEPTH:
            raise ValueError("groups are nested too deeply")
        for place, element in enumerate(reversed(list(parent))):
            shown = is_visible and element.get("visibility", "visible") != "hidden"
            inner = _role(element) if role is LayerRole.COVERS else role
            share = opacity * _number(element, "opacity", 1.0)
            name = one_line(element.get("name", ""))
            if element.tag == "stack":
                yield from self._layers(
                    element, (*group, name or "group"), (*places, place), shown, share, inner
                )
            elif element.tag == "layer":
                yield Layer(
                    name=name,
                    group=group,
                    places=places,
                    is_visible=shown,
                    role=inner,
                    read=partial(self._coverage, element, share),
                    mark=_mark(element),
                )

    def _coverage(self, element: Element, opacity: float) -> Coverage:
        with self._archive.explaining(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data = self._archive.member(element.get("src", ""))
            image = Image.open(io.BytesIO(data), formats=["PNG"])
            if image.width * image.height > 2 * MAX_PIXELS:
                raise ValueError("a layer claims to be enormous")
            if not image.has_transparency_data:
                image.verify()
                alpha = np.full((image.height, image.width), 255, dtype=np.uint8)
            else:
                alpha = np.asarray(image.convert("RGBA").getchannel("A"))
            left, top = (int(_number(element, name, 0.0)) for name in ("x", "y"))
        return dimmed(Coverage(left=left, top=top, alpha=alpha), opacity)


def _role(element: Element) -> LayerRole:
    mode = element.get("composite-op", _PLAIN)
    if mode in _CLIPPED:
        return LayerRole.CLIPPED
    return LayerRole.COVERS if mode == _PLAIN else LayerRole.TINTS


def _number(element: Element, name: str, default: float) -> float:
    value = float(element.get(name, default))
    if not math.isfinite(value) or abs(value) > _FAR_PX:
        raise ValueError(f"{name} is {value}")
    return value


def _mark(element: Element) -> PartMark | None:
    """Return what painttime wrote about a layer; None for a layer of another program."""
    number, kind = element.get(f"{NAMESPACE}id", ""), one_line(element.get(f"{NAMESPACE}kind", ""))
    colour = _COLOUR.fullmatch(element.get(f"{NAMESPACE}colour", ""))
    if not number.isdecimal() or not 1 <= int(number) <= MAX_PARTS or not kind or colour is None:
        return None
    red, green, blue = (int(value, 16) for value in colour.groups())
    return PartMark(id=int(number), kind=kind, colour=(red, green, blue))
