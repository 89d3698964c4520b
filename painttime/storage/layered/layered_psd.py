"""Layers of Photoshop files (PSD, PSB)."""

import io
import json
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt
from psd_tools import ParseLimits, PSDImage
from psd_tools.api.layers import AdjustmentLayer, FillLayer
from psd_tools.api.layers import Layer as PsdLayer
from psd_tools.compression import PSDDecompressionWarning
from psd_tools.constants import BlendMode, ChannelID, Resource

from painttime.core.image import RGB8
from painttime.core.part import MAX_PARTS
from painttime.errors import PaintingError
from painttime.storage.colour import to_srgb
from painttime.storage.json_fields import Fields
from painttime.storage.layered.layered_stack import Coverage, Layer, LayeredDocument, LayerRole, PartMark
from painttime.storage.painting_file import DAMAGED, MAX_PIXELS, check_size, damaged
from painttime.storage.part_names import one_line

PARTS_TAG = "{urn:painttime:parts:1}parts"

_MAX_MEMORY_BYTES = 3 * 2**30
_LIMITS = ParseLimits(max_objects=500_000, max_nesting_depth=32)
_HEADER = struct.Struct(">4sH6xHII")
_PLAIN_MODES = (BlendMode.NORMAL, BlendMode.PASS_THROUGH, BlendMode.DISSOLVE)
_UNREADABLE = (*DAMAGED, AssertionError, AttributeError, OverflowError, RecursionError, NotImplementedError)
"""What psd-tools raises on damaged files."""


class PsdFile:
    """A Photoshop file that is open; raises PaintingError with a sentence where it cannot be read."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        with self._explaining():
            signature, _, _, height, width = _HEADER.unpack_from(data)
            if signature != b"8BPS":
                raise ValueError("not a Photoshop file")
        check_size(width, height, name)
        with self._explaining():
            self._psd = PSDImage.open(
                io.BytesIO(data), max_alloc_bytes=_MAX_MEMORY_BYTES, parse_limits=_LIMITS
            )

    def picture(self) -> RGB8:
        """Return what all layers show together, (H, W, 3) uint8 sRGB."""
        with self._explaining():
            image = self._psd.topil(apply_icc=False) or self._psd.composite(force=True, apply_icc=False)
            if image is None:
                raise ValueError("no picture")
            profile = self._psd.image_resources.get_data(Resource.ICC_PROFILE)
            return to_srgb(image, profile if isinstance(profile, bytes) else None)

    def document(self) -> LayeredDocument:
        """Return its layers; their pixels are read when they are asked for."""
        with self._explaining():
            layers = tuple(self._layers(self._psd, (), (), True, LayerRole.COVERS, _marks(self._psd)))
        return LayeredDocument(
            name=self._name, height_px=self._psd.height, width_px=self._psd.width, layers=layers
        )

    def _layers(
        self,
        parent: Any,
        group: tuple[str, ...],
        places: tuple[int, ...],
        is_visible: bool,
        role: LayerRole,
        marks: dict[tuple[int, str], PartMark],
    ) -> Iterator[Layer]:
        for place, layer in enumerate(parent):
            shown = is_visible and layer.visible
            inner = _role(layer) if role is LayerRole.COVERS else role
            if layer.is_group():
                inside = (*group, one_line(layer.name) or "group")
                yield from self._layers(layer, inside, (*places, place), shown, inner, marks)
            elif not isinstance(layer, AdjustmentLayer):
                yield Layer(
                    name=layer.name,
                    group=group,
                    places=places,
                    is_visible=shown,
                    role=inner,
                    read=partial(self._coverage, layer),
                    mark=marks.get((layer.layer_id, one_line(layer.name))),
                )

    def _coverage(self, layer: PsdLayer) -> Coverage:
        with self._explaining():
            covered = _own_coverage(layer, self._psd)
            opacity = layer.opacity / 255
            alpha = _masked(covered, layer)
            parent: Any = layer.parent
            while parent is not None and parent is not self._psd:
                alpha = _masked(Coverage(left=covered.left, top=covered.top, alpha=alpha), parent)
                opacity *= parent.opacity / 255
                parent = parent.parent
            if opacity < 1:
                alpha = np.rint(alpha * np.float32(opacity)).astype(np.uint8)
        return Coverage(left=covered.left, top=covered.top, alpha=alpha)

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Turn what damaged files raise into a sentence."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Otherwise a channel that cannot be unpacked comes back black.
            warnings.simplefilter("error", PSDDecompressionWarning)
            try:
                yield
            except MemoryError:
                raise PaintingError(
                    f'There is not enough memory to open "{self._name}". Close other programs.'
                ) from None
            except (*_UNREADABLE, PSDDecompressionWarning) as error:
                raise damaged(self._name) from error


def _role(layer: PsdLayer) -> LayerRole:
    """Return what a layer or a group does by itself."""
    if layer.clipping:
        return LayerRole.CLIPPED
    if not layer.is_group() and not layer.has_pixels() and layer.has_vector_mask():
        return LayerRole.UNREADABLE
    return LayerRole.COVERS if layer.blend_mode in _PLAIN_MODES else LayerRole.TINTS


def _own_coverage(layer: PsdLayer, psd: PSDImage) -> Coverage:
    """Return what a layer covers by itself; fill layers cover everything."""
    if isinstance(layer, FillLayer) and not layer.has_pixels():
        return Coverage(left=0, top=0, alpha=np.full((psd.height, psd.width), 255, dtype=np.uint8))
    if layer.width * layer.height > 2 * MAX_PIXELS:
        raise ValueError("a layer claims to be enormous")
    alpha = layer.topil(ChannelID.TRANSPARENCY_MASK)
    if alpha is not None:
        return Coverage(left=layer.left, top=layer.top, alpha=np.asarray(alpha.convert("L")))
    # A background has colours and no alpha; a layer that nothing was painted on has neither.
    value = 255 if layer.has_pixels() else 0
    shape = (max(0, layer.height), max(0, layer.width))
    return Coverage(left=layer.left, top=layer.top, alpha=np.full(shape, value, dtype=np.uint8))


def _masked(covered: Coverage, layer: PsdLayer) -> npt.NDArray[np.uint8]:
    """Return the alpha that a layer's or a group's mask leaves."""
    mask = layer.mask
    if mask is None or mask.disabled:
        return covered.alpha
    height, width = covered.alpha.shape
    shares = np.full((height, width), mask.background_color, dtype=np.uint8)
    image = mask.topil()
    if image is not None:
        values = np.asarray(image.convert("L"))
        top, left = mask.top - covered.top, mask.left - covered.left
        rows = slice(max(0, top), max(0, min(height, top + values.shape[0])))
        columns = slice(max(0, left), max(0, min(width, left + values.shape[1])))
        theirs = values[max(0, -top) :, max(0, -left) :]
        shares[rows, columns] = theirs[: rows.stop - rows.start, : columns.stop - columns.start]
    return np.rint(covered.alpha * (shares / np.float32(255))).astype(np.uint8)


def _marks(psd: PSDImage) -> dict[tuple[int, str], PartMark]:
    """Return what painttime wrote about its layers, by number and name; nothing where that makes no sense.

    Programs that number layers anew keep the metadata: the name has to fit too.
    """
    data = psd.image_resources.get_data(Resource.XMP_METADATA)
    if not isinstance(data, bytes) or PARTS_TAG[1:-6].encode() not in data or b"<!" in data:
        return {}
    try:
        element = ElementTree.fromstring(data.strip(b"\0")).find(f".//{PARTS_TAG}")
        entries = [] if element is None else Fields(json.loads(element.text or "")).array("parts")
        marks = {}
        for fields in map(Fields, entries[:MAX_PARTS]):
            mark = PartMark(
                id=fields.integer("id", 1, MAX_PARTS),
                kind=one_line(fields.text("kind")),
                colour=fields.colour("colour"),
            )
            marks[fields.integer("layer", 1, 2**31), one_line(fields.text("name"))] = mark
    except (ValueError, ElementTree.ParseError, RecursionError):
        return {}
    return marks
