"""Layers of Krita files (.kra): maindoc.xml in a zip archive, and a file of tiles for each layer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from xml.etree.ElementTree import Element

import numpy as np

from painttime.core.image import RGB8
from painttime.storage.layered.layered_archive import LayeredArchive, dimmed
from painttime.storage.layered.layered_kra_tiles import read_last_channel
from painttime.storage.layered.layered_stack import Coverage, Layer, LayeredDocument, LayerRole
from painttime.storage.part_names import one_line

_MAIN = "maindoc.xml"
_ANY_NAMESPACE = "{*}"
_PAINT, _GROUP, _FILL = "paintlayer", "grouplayer", "generatorlayer"
_CHANGES_ALL_BELOW = "adjustmentlayer"
_MASK = "transparencymask"
_PLAIN = ("normal", "", None)
_SELECTION = ".pixelselection"
_MAX_DEPTH = 32
_CHANNEL = re.compile("(F16|F32|16)$")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Around:
    """What the groups around a layer do to it. masks: their transparency masks."""

    group: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    is_visible: bool = True
    opacity: float = 1.0
    role: LayerRole = LayerRole.COVERS
    masks: tuple[Element, ...] = ()


class KraFile:
    """A Krita file that is open; raises PaintingError with a sentence where it cannot be read."""

    def __init__(self, data: bytes, name: str) -> None:
        self._archive = LayeredArchive(data, name)
        with self._archive.explaining():
            image = self._archive.tree(_MAIN).find(f"{_ANY_NAMESPACE}IMAGE")
            if image is None:
                raise ValueError("no picture in it")
        self._image = image
        self._height_px, self._width_px = self._archive.size_px(image.get("width"), image.get("height"))

    def picture(self) -> RGB8:
        """Return what all layers show together, (H, W, 3) uint8 sRGB."""
        return self._archive.picture()

    def document(self) -> LayeredDocument:
        """Return its layers; their pixels are read when they are asked for."""
        with self._archive.explaining():
            layers = tuple(self._layers(self._image, _Around()))
        return LayeredDocument(
            name=self._archive.name, height_px=self._height_px, width_px=self._width_px, layers=layers
        )

    def _layers(self, parent: Element, around: _Around) -> Iterator[Layer]:
        """Yield the layers of a group from the lowest up; the file lists them from the top."""
        if len(around.group) > _MAX_DEPTH:
            raise ValueError("groups are nested too deeply")
        for place, element in enumerate(
            reversed(parent.findall(f"{_ANY_NAMESPACE}layers/{_ANY_NAMESPACE}layer"))
        ):
            kind, name = element.get("nodetype"), one_line(element.get("name", ""))
            if kind == _CHANGES_ALL_BELOW:
                continue
            within = _Around(
                group=around.group,
                places=around.places,
                is_visible=around.is_visible and element.get("visible") != "0",
                opacity=around.opacity * int(element.get("opacity", "255")) / 255,
                role=_role(element) if around.role is LayerRole.COVERS else around.role,
                masks=(*around.masks, *_masks(element)),
            )
            if kind == _GROUP:
                inside = _Around(
                    group=(*around.group, name or "group"),
                    places=(*around.places, place),
                    is_visible=within.is_visible,
                    opacity=within.opacity,
                    role=within.role,
                    masks=within.masks,
                )
                yield from self._layers(element, inside)
            else:
                yield Layer(
                    name=name,
                    group=around.group,
                    places=around.places,
                    is_visible=within.is_visible,
                    role=within.role,
                    read=partial(self._coverage, element, within),
                )

    def _coverage(self, element: Element, within: _Around) -> Coverage:
        with self._archive.explaining():
            if element.get("nodetype") == _FILL:
                alpha = self._tiles(element, _SELECTION, "U8", default=255)
            else:
                alpha = self._tiles(element, "", _channel_kind(element), default=0)
            for mask in within.masks:
                shares = self._tiles(mask, _SELECTION, "U8", default=255)
                alpha = np.rint(alpha * (shares / np.float32(255))).astype(np.uint8)
        return dimmed(Coverage(left=0, top=0, alpha=alpha), within.opacity)

    def _tiles(self, element: Element, ending: str, kind: str, *, default: int) -> np.ndarray:
        """Return the last channel of a layer's or a mask's tiles, (H, W) uint8; `default` without tiles."""
        member = f"{self._image.get('name')}/layers/{element.get('filename')}{ending}"
        if not self._archive.has(member):
            return np.full((self._height_px, self._width_px), default, dtype=np.uint8)
        pixel = f"{member}.defaultpixel"
        return read_last_channel(
            self._archive.member(member),
            self._archive.member(pixel) if self._archive.has(pixel) else b"",
            kind,
            height_px=self._height_px,
            width_px=self._width_px,
            left=int(element.get("x", "0")),
            top=int(element.get("y", "0")),
        )


def _role(element: Element) -> LayerRole:
    """Return what a layer or a group does by itself."""
    if element.get("nodetype") not in (_PAINT, _GROUP, _FILL):
        return LayerRole.UNREADABLE
    # "Inherit alpha" is a channel flag: what is painted shows only where there is something below.
    if element.get("channelflags", "").endswith("0"):
        return LayerRole.CLIPPED
    return LayerRole.COVERS if element.get("compositeop") in _PLAIN else LayerRole.TINTS


def _masks(element: Element) -> list[Element]:
    """Return the masks that hide some of a layer."""
    masks = element.findall(f"{_ANY_NAMESPACE}masks/{_ANY_NAMESPACE}mask")
    return [mask for mask in masks if mask.get("nodetype") == _MASK and mask.get("visible") != "0"]


def _channel_kind(element: Element) -> str:
    """Return how a channel of the layer's colour space is stored."""
    found = _CHANNEL.search(element.get("colorspacename", "RGBA"))
    return "U8" if found is None else {"16": "U16"}.get(found.group(1), found.group(1))
