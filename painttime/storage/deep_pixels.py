"""Pictures with 16 bits a channel, which Pillow would cut to 8 or not open at all."""

import io
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import tifffile
from PIL import Image

from painttime.errors import PaintingError

DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
    EOFError,
    struct.error,
    zlib.error,
)
"""What reading a damaged TIFF raises, besides the reader's own error (a ValueError)."""

_TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_MIN_IS_WHITE, _MIN_IS_BLACK, _RGB, _CMYK = 0, 1, 2, 5
_ICC_TAG, _ORIENTATION_TAG = 34675, 274
_ASSOCIATED_ALPHA, _UNASSOCIATED_ALPHA = 1, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A picture taken from its file, not yet turned upright or converted to sRGB.

    image: 8 bits a channel. orientation: the EXIF value 1..8, 1 where the picture is upright.
    """

    image: Image.Image
    icc_profile: bytes | None
    orientation: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class TiffHeader:
    """What must be known of a TIFF before its pixels are read."""

    width_px: int
    height_px: int
    is_deep: bool


def unknown_pixels(name: str) -> PaintingError:
    """Return the error for a picture whose kind of pixels is not known."""
    return PaintingError(
        f'"{name}" stores its pixels in a form painttime does not know. '
        "Save it as RGB with 8 or 16 bits a channel."
    )


def is_tiff(data: bytes) -> bool:
    return data[:4] in _TIFF_MAGIC


def is_deep_png(data: bytes) -> bool:
    """Return whether the file is a PNG with 16 bits a channel, from its header."""
    return data[:8] == _PNG_MAGIC and len(data) > 24 and data[24] == 16


def eight_bits(deep: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint8]:
    """Return 16-bit values on the 8-bit scale, rounded: 65535 is 255, not 256."""
    return np.asarray((deep.astype(np.uint32) * 255 + 32767) // 65535, dtype=np.uint8)


def decode_deep_png(data: bytes) -> npt.NDArray[np.uint8]:
    """Return the pixels of a 16-bit PNG as 8 bits, (H, W) or (H, W, C) in RGB(A) order.

    The file must have been decoded once by a strict reader: OpenCV accepts damaged ones.
    """
    pixels = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise ValueError("not a PNG")
    if pixels.dtype == np.uint16:
        pixels = eight_bits(np.asarray(pixels, dtype=np.uint16))
    return _colours_first(np.asarray(pixels, dtype=np.uint8))


def tiff_header(data: bytes) -> TiffHeader:
    """Return size and depth of a TIFF's first page; raises one of DAMAGED."""
    page = _first_page(data)
    bits = page.bitspersample
    deep = max(bits) if isinstance(bits, tuple) else int(bits)
    return TiffHeader(width_px=int(page.imagewidth), height_px=int(page.imagelength), is_deep=deep == 16)


def decode_deep_tiff(data: bytes, name: str) -> Decoded:
    """Return the first page of a TIFF with 16 bits a channel; raises one of DAMAGED or PaintingError."""
    page = _first_page(data)
    photometric = int(page.photometric)
    if page.dtype != np.uint16 or photometric not in (_MIN_IS_WHITE, _MIN_IS_BLACK, _RGB, _CMYK):
        raise unknown_pixels(name)
    pixels = eight_bits(_tiff_pixels(page, data))
    icc = page.tags.get(_ICC_TAG)
    orientation = page.tags.get(_ORIENTATION_TAG)
    return Decoded(
        image=_image(pixels, photometric, tuple(page.extrasamples)),
        icc_profile=bytes(icc.value) if icc is not None else None,
        orientation=int(orientation.value) if orientation is not None else 1,
    )


def _first_page(data: bytes) -> Any:
    return tifffile.TiffFile(io.BytesIO(data)).pages.first


def _tiff_pixels(page: Any, data: bytes) -> npt.NDArray[np.uint16]:
    """Return (H, W) or (H, W, C) values of a page."""
    try:
        pixels = np.asarray(page.asarray())
        if pixels.ndim == 3 and page.planarconfig == 2:
            pixels = np.moveaxis(pixels, 0, 2)
    except (ValueError, ImportError):
        # A compression tifffile does not unpack by itself, LZW above all; OpenCV has libtiff in it.
        decoded = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
        if decoded is None:
            raise
        pixels = _colours_first(np.asarray(decoded))
    if pixels.dtype != np.uint16 or pixels.shape[:2] != (page.imagelength, page.imagewidth):
        raise ValueError("the pixels do not fit the header")
    return pixels


def _colours_first(bgr: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """OpenCV's channel order to RGB(A)."""
    if bgr.ndim == 3 and bgr.shape[2] == 3:
        return np.ascontiguousarray(bgr[..., ::-1])
    if bgr.ndim == 3 and bgr.shape[2] == 4:
        return np.ascontiguousarray(bgr[..., (2, 1, 0, 3)])
    return bgr


def _image(pixels: npt.NDArray[np.uint8], photometric: int, extra: tuple[int, ...]) -> Image.Image:
    """Return the picture of a page; of channels beyond the colours the first may be its alpha."""
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    num_colours = {_RGB: 3, _CMYK: 4}.get(photometric, 1)
    if pixels.shape[2] < num_colours:
        raise ValueError("colour channels are missing")
    colours = pixels[..., :num_colours]
    if photometric == _MIN_IS_WHITE:
        colours = 255 - colours
    kind = int(extra[0]) if extra and pixels.shape[2] > num_colours else 0
    if photometric == _CMYK or kind not in (_ASSOCIATED_ALPHA, _UNASSOCIATED_ALPHA):
        plain = colours[..., 0] if num_colours == 1 else colours
        return Image.fromarray(np.ascontiguousarray(plain), mode={1: "L", 3: "RGB", 4: "CMYK"}[num_colours])
    alpha = pixels[..., num_colours : num_colours + 1]
    if kind == _ASSOCIATED_ALPHA:
        # The colours are multiplied by the alpha already.
        opaque = colours.astype(np.uint32) * 255 // np.maximum(alpha, 1).astype(np.uint32)
        colours = np.minimum(opaque, 255).astype(np.uint8)
    return Image.fromarray(np.concatenate([colours, alpha], axis=2), mode={1: "LA", 3: "RGBA"}[num_colours])
