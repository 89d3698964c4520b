"""Writes layered PSD files (Adobe Photoshop File Formats Specification, version 1).

Layers are compressed as they come and wait in a spool file, so that a document costs memory by the layer and
can be stopped between two of them. Kept to what every reader understands: 8-bit RGB, each layer cropped to
what it holds, normal blending, all opacities 255, a colour profile, an id for each layer.
"""

import io
import struct
import zlib
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt
from PIL import ImageCms

from painttime.core.image import RGB8
from painttime.errors import ExportError

MAX_SIDE_PX = 30_000
MAX_BYTES = 2 * 10**9
"""Readers count bytes with 31 bits; a larger file is written without a word and opens nowhere."""

FIRST_FREE_ID = 256
"""Layers without a number of their own get one from here on."""

PARTS_NAMESPACE = "urn:painttime:parts:1"
"""Of the metadata that say which part a layer is."""

_CHANNEL_IDS = (-1, 0, 1, 2)
_RAW, _ZIP_WITH_PREDICTION = 0, 3
_ZLIB_LEVEL = 6
_HIDDEN = 2
_OPEN_FOLDER, _FOLDER_END = 1, 3
_RGB_MODE = 3
_MAX_NAME_CHARACTERS = 200

Rectangle = tuple[int, int, int, int]
"""(top, left, bottom, right), bottom and right exclusive."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Record:
    """One entry of the layer list; folders have two, their end coming first."""

    name: str
    rectangle: Rectangle = (0, 0, 0, 0)
    channel_bytes: tuple[int, ...] = (2, 2, 2, 2)
    is_visible: bool = True
    folder: int | None = None
    layer_id: int | None = None


class PsdDocument:
    """A document in the making: add layers from the bottom to the top, then write it once."""

    def __init__(self, *, height_px: int, width_px: int, spool: IO[bytes]) -> None:
        if max(height_px, width_px) > MAX_SIDE_PX:
            raise ExportError(
                f"A PSD file can have {MAX_SIDE_PX:,} pixels a side, not {max(height_px, width_px):,}. "
                "Export at a smaller size or as frames."
            )
        self._height_px = height_px
        self._width_px = width_px
        self._spool = spool
        self._records: list[_Record] = []
        self._num_bytes = 3 * height_px * width_px

    def begin_group(self) -> None:
        """Let the following layers belong to a group, up to end_group."""
        self._add(_Record(name="</Layer group>", folder=_FOLDER_END))

    def end_group(self, name: str) -> None:
        """Close the group begun last and name it."""
        self._add(_Record(name=name, folder=_OPEN_FOLDER))

    def add_layer(
        self, name: str, picture: RGB8, mask: npt.NDArray[np.bool_], *, is_visible: bool = True
    ) -> bool:
        """Add what `picture` (H, W, 3) shows where `mask` (H, W) is set, opaque; cropped to that.

        Returns False and adds nothing where the mask is empty. Raises ExportError where the file would grow
        beyond what the format can hold.
        """
        rectangle = bounding_box(mask)
        if rectangle is None:
            return False
        top, left, bottom, right = rectangle
        cut = mask[top:bottom, left:right]
        alpha = cut.astype(np.uint8) * np.uint8(255)
        colours = np.where(cut[..., None], picture[top:bottom, left:right], np.uint8(0))
        pixels = np.dstack([colours, alpha])
        self.add_cutout(name, pixels, left=left, top=top, is_visible=is_visible)
        return True

    def add_cutout(
        self,
        name: str,
        pixels: npt.NDArray[np.uint8],
        *,
        left: int,
        top: int,
        layer_id: int | None = None,
        is_visible: bool = True,
    ) -> None:
        """Add a layer, (h, w, 4) with straight alpha, at this place; (0, 0, 4) is a layer without pixels.

        layer_id: a number below FIRST_FREE_ID that other programs keep; one layer of the document has it.
        Raises ExportError where the file would grow beyond what the format can hold.
        """
        height, width = pixels.shape[:2]
        sizes = _Record(name=name).channel_bytes
        if pixels.size:
            planes = (pixels[..., channel] for channel in (3, 0, 1, 2))
            sizes = tuple(self._spool.write(_compressed(plane)) for plane in planes)
        else:
            self._spool.write(struct.pack(">4H", _RAW, _RAW, _RAW, _RAW))
        rectangle = (top, left, top + height, left + width)
        self._add(
            _Record(
                name=name, rectangle=rectangle, channel_bytes=sizes, is_visible=is_visible, layer_id=layer_id
            )
        )

    def write(self, file: IO[bytes], merged: RGB8, description: str, parts: str = "") -> None:
        """Write the document.

        merged: (H, W, 3), what readers show that know no layers. description: goes into the metadata.
        parts: what is known of the parts that the layers are, as JSON; it goes there too.
        """
        if merged.shape != (self._height_px, self._width_px, 3):
            raise ValueError(f"the merged picture {merged.shape} does not fit the document")
        file.write(struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, self._height_px, self._width_px, 8, _RGB_MODE))
        file.write(struct.pack(">I", 0))
        _write_sized(file, _resources(description, parts))
        self._write_layers(file)
        file.write(struct.pack(">H", _RAW))
        for channel in range(3):
            file.write(np.ascontiguousarray(merged[..., channel]).data)

    def _add(self, record: _Record) -> None:
        self._records.append(record)
        self._num_bytes += sum(record.channel_bytes) + 200 + 3 * len(record.name)
        if self._num_bytes > MAX_BYTES:
            raise ExportError(
                "This PSD file would grow beyond 2 GB, which no program opens. "
                "Export at a smaller size, fewer canvases, or as frames."
            )

    def _write_layers(self, file: IO[bytes]) -> None:
        records = b"".join(
            _layer_record(record, record.layer_id or FIRST_FREE_ID + index)
            for index, record in enumerate(self._records)
        )
        num_layer_bytes = sum(sum(record.channel_bytes) for record in self._records)
        info_bytes = 2 + len(records) + num_layer_bytes
        padding = -info_bytes % 4
        info_bytes += padding
        # Layer info, then an empty global mask.
        file.write(struct.pack(">II", 4 + info_bytes + 4, info_bytes))
        file.write(struct.pack(">h", len(self._records)) + records)
        self._spool.seek(0)
        for record in self._records:
            if record.folder is not None:
                file.write(struct.pack(">4H", _RAW, _RAW, _RAW, _RAW))
            else:
                _copy(self._spool, file, sum(record.channel_bytes))
        file.write(b"\0" * padding + struct.pack(">I", 0))


def bounding_box(mask: npt.NDArray[np.bool_]) -> Rectangle | None:
    """Return the smallest rectangle around what is set, None where nothing is."""
    rows = np.flatnonzero(mask.any(axis=1))
    if rows.size == 0:
        return None
    columns = np.flatnonzero(mask[rows[0] : rows[-1] + 1].any(axis=0))
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1


def _compressed(plane: npt.NDArray[np.uint8]) -> bytes:
    """Return a channel as ZIP with prediction: each value as its difference from its left neighbour."""
    delta = np.array(plane, order="C")
    delta[:, 1:] -= plane[:, :-1]
    return struct.pack(">H", _ZIP_WITH_PREDICTION) + zlib.compress(delta.data, _ZLIB_LEVEL)


def _layer_record(record: _Record, layer_id: int) -> bytes:
    channels = b"".join(
        struct.pack(">hI", channel, size)
        for channel, size in zip(_CHANNEL_IDS, record.channel_bytes, strict=True)
    )
    name = record.name[:_MAX_NAME_CHARACTERS]
    mode = b"pass" if record.folder == _OPEN_FOLDER else b"norm"
    flags = 8 | (0 if record.is_visible else _HIDDEN) | (0 if record.folder is None else 16)
    extra = struct.pack(">II", 0, 0) + _pascal_name(name)
    extra += _block(b"luni", _unicode(name)) + _block(b"lyid", struct.pack(">I", layer_id))
    if record.folder is not None:
        extra += _block(b"lsct", struct.pack(">I4s4s", record.folder, b"8BIM", mode))
    head = struct.pack(">4iH", *record.rectangle, len(_CHANNEL_IDS))
    tail = struct.pack(">4s4sBBBxI", b"8BIM", mode, 255, 0, flags, len(extra))
    return head + channels + tail + extra


def _pascal_name(name: str) -> bytes:
    """The name for old readers: ASCII, length first, padded to 4 bytes; `luni` holds the real one."""
    text = name.encode("ascii", errors="replace")
    padded = bytes([len(text)]) + text
    return padded + b"\0" * (-len(padded) % 4)


def _unicode(text: str) -> bytes:
    encoded = text.encode("utf-16-be", errors="replace")
    return struct.pack(">I", len(encoded) // 2) + encoded


def _block(key: bytes, body: bytes) -> bytes:
    body += b"\0" * (-len(body) % 4)
    return b"8BIM" + key + struct.pack(">I", len(body)) + body


def _resources(description: str, parts: str) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    resolution = struct.pack(">IHHIHH", 72 << 16, 1, 1, 72 << 16, 1, 1)
    # "The merged picture is real", who wrote it, and the version of the file.
    version = struct.pack(">IB", 1, 1) + _unicode("painttime") + _unicode("painttime") + struct.pack(">I", 1)
    resources = ((1005, resolution), (1039, profile), (1057, version), (1060, _xmp(description, parts)))
    return b"".join(
        struct.pack(">4sHHI", b"8BIM", key, 0, len(body)) + body + b"\0" * (len(body) % 2)
        for key, body in resources
    )


def _xmp(description: str, parts: str) -> bytes:
    text = escape(description)
    own = f'<painttime:parts xmlns:painttime="{PARTS_NAMESPACE}">{escape(parts)}</painttime:parts>'
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmp:CreatorTool="painttime"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{text}</rdf:li></rdf:Alt></dc:description>{own if parts else ''}</rdf:Description></rdf:RDF>"
        "</x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()


def _write_sized(file: IO[bytes], body: bytes) -> None:
    file.write(struct.pack(">I", len(body)) + body)


def _copy(source: IO[bytes], target: IO[bytes], num_bytes: int) -> None:
    while num_bytes > 0:
        piece = source.read(min(num_bytes, io.DEFAULT_BUFFER_SIZE * 64))
        if not piece:
            raise OSError("the spool file is shorter than what was written to it")
        target.write(piece)
        num_bytes -= len(piece)
