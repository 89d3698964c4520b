"""Writes OpenRaster documents (.ora), which Krita, MyPaint and GIMP read: a zip of PNG layers and stack.xml.

Written here and not by pyora: that has had no release since 2021 and keeps every layer in memory; what is
needed of the format is this page (https://www.openraster.org/baseline/layer-stack-spec.html).
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt
from PIL import Image, PngImagePlugin

from painttime.core.image import RGB8
from painttime.files.atomic import replacing_file

VERSION = "0.0.5"
THUMBNAIL_PX = 256

RGBA8 = npt.NDArray[np.uint8]
"""Layer, (H, W, 4), sRGB with straight alpha, 0..255."""

PARTS_NAMESPACE = "urn:painttime:parts:1"
"""Of the attributes that say which part a layer is."""

_PREFIX = "painttime"
_MIME_TYPE = "image/openraster"
_COMPRESS_LEVEL = 4
_RELATIVE_COLORIMETRIC = b"\1"
# Zip dates begin here; a date of its own would make each file another one.
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class OraLayer:
    """What stands in the stack of a layer besides its pixels.

    left, top: of its upper left pixel in the document. opacity: 0..1. own: attributes of painttime's own,
    which other programs pass over.
    """

    name: str
    left: int = 0
    top: int = 0
    is_visible: bool = True
    opacity: float = 1.0
    own: Mapping[str, str] = field(default_factory=dict)


class OraDocument:
    """A document being written: layers from the lowest up, then the merged picture."""

    def __init__(self, archive: zipfile.ZipFile, *, height_px: int, width_px: int, notice: str) -> None:
        self._archive = archive
        self._height_px = height_px
        self._width_px = width_px
        self._notice = notice
        self._num_layers = 0
        self._stack = ElementTree.Element("stack", {"name": notice})
        self._open = [self._stack]
        # The first member, not packed: how programs tell the file from any other zip.
        self._add("mimetype", _MIME_TYPE.encode("ascii"))

    def add_layer(self, layer: OraLayer, pixels: RGBA8) -> None:
        """Add a layer above those there are; a layer without pixels becomes one clear pixel."""
        if pixels.size == 0:
            pixels = np.zeros((1, 1, 4), dtype=np.uint8)
        source = f"data/layer{self._num_layers}.png"
        self._num_layers += 1
        self._add(source, self._png(pixels))
        attributes = {
            "name": layer.name,
            "src": source,
            "x": str(layer.left),
            "y": str(layer.top),
            "opacity": f"{layer.opacity:g}",
            "visibility": "visible" if layer.is_visible else "hidden",
            "composite-op": "svg:src-over",
            **{f"{_PREFIX}:{key}": value for key, value in layer.own.items()},
        }
        self._open[-1].insert(0, ElementTree.Element("layer", attributes))

    def begin_group(self, name: str) -> None:
        """Let the following layers belong to a group, up to end_group."""
        group = ElementTree.Element("stack", {"name": name, "opacity": "1", "visibility": "visible"})
        self._open[-1].insert(0, group)
        self._open.append(group)

    def end_group(self) -> None:
        """Close the group begun last."""
        self._open.pop()

    def finish(self, merged: RGB8) -> None:
        """Add the stack and what the layers show together, (height_px, width_px, 3)."""
        if merged.shape != (self._height_px, self._width_px, 3):
            raise ValueError(f"a document of {self._height_px} x {self._width_px} shows {merged.shape}")
        self._add("stack.xml", self._stack_xml())
        self._add("mergedimage.png", self._png(merged))
        thumbnail = Image.fromarray(merged)
        thumbnail.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX), Image.Resampling.BOX, reducing_gap=2.0)
        self._add("Thumbnails/thumbnail.png", self._png(np.asarray(thumbnail)))

    def _stack_xml(self) -> bytes:
        image = ElementTree.Element(
            "image",
            {
                f"xmlns:{_PREFIX}": PARTS_NAMESPACE,
                "version": VERSION,
                "w": str(self._width_px),
                "h": str(self._height_px),
                "xres": "72",
                "yres": "72",
            },
        )
        image.append(self._stack)
        return bytes(ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True))

    def _png(self, pixels: npt.NDArray[np.uint8]) -> bytes:
        info = PngImagePlugin.PngInfo()
        info.add(b"sRGB", _RELATIVE_COLORIMETRIC)
        info.add_text("Comment", self._notice)
        info.add_text("Software", "painttime")
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, format="PNG", pnginfo=info, compress_level=_COMPRESS_LEVEL)
        return buffer.getvalue()

    def _add(self, name: str, data: bytes) -> None:
        # PNG is packed already.
        self._archive.writestr(zipfile.ZipInfo(name, date_time=_DATE), data, zipfile.ZIP_STORED)


@contextmanager
def writing_ora(out: Path, *, height_px: int, width_px: int, notice: str) -> Iterator[OraDocument]:
    """Give a document to add layers to and to finish; it becomes `out` at the end of the block.

    notice: what the file's metadata say it is. Raises ExportError where it cannot be written; `out` is then
    what it was before.
    """
    with replacing_file(out) as partial, zipfile.ZipFile(partial, "w") as archive:
        yield OraDocument(archive, height_px=height_px, width_px=width_px, notice=notice)


def cropped(pixels: RGBA8) -> tuple[RGBA8, int, int]:
    """Return the smallest rectangle that holds all paint of a layer, and its left and top."""
    painted = pixels[..., 3] > 0
    rows = np.flatnonzero(painted.any(axis=1))
    if rows.size == 0:
        return pixels[:0, :0], 0, 0
    columns = np.flatnonzero(painted.any(axis=0))
    top, left = int(rows[0]), int(columns[0])
    return pixels[top : rows[-1] + 1, left : columns[-1] + 1], left, top
