"""Arrays as bytes and back, bit by bit; nothing is unpacked before its size is known to be right."""

import io
import warnings

import numpy as np
import numpy.typing as npt
from PIL import Image

_FAST, _SMALL = 1, 6
_LARGE_PX = 1_000_000
_NPY_MAGIC = b"\x93NUMPY\1\0"


def png_bytes(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Return (H, W) or (H, W, 3) uint8 as PNG; large pictures are packed quickly, small ones tightly."""
    buffer = io.BytesIO()
    level = _FAST if pixels.shape[0] * pixels.shape[1] > _LARGE_PX else _SMALL
    Image.fromarray(pixels).save(buffer, format="PNG", compress_level=level)
    return buffer.getvalue()


def thumbnail_png(pixels: npt.NDArray[np.uint8], long_side_px: int) -> bytes:
    """Return a PNG of an (H, W, 3) picture, reduced to fit into a square of this size."""
    image = Image.fromarray(pixels)
    image.thumbnail((long_side_px, long_side_px))
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def pixels_from_png(data: bytes, shape: tuple[int, ...]) -> npt.NDArray[np.uint8]:
    """Return the pixels of a PNG, which must have this shape, (H, W) or (H, W, 3).

    Raises ValueError for another shape, and what Pillow raises for damaged files (OSError, SyntaxError, ...).
    """
    with warnings.catch_warnings():
        # The caller has checked the size; Pillow's own limit is lower.
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data), formats=["PNG"])
        except Image.DecompressionBombError as error:
            raise ValueError("a picture claims to be enormous") from error
        expected = "RGB" if len(shape) == 3 else "L"
        if (image.height, image.width) != shape[:2] or image.mode != expected:
            raise ValueError(f"a picture is {image.mode} {image.size}, not {expected} {shape}")
        image.load()
    return np.asarray(image)


def npy_bytes(values: npt.NDArray[np.generic]) -> bytes:
    """Return float32, uint32 or uint8 values as .npy, little-endian."""
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<")), allow_pickle=False)
    return buffer.getvalue()


def array_from_npy(data: bytes, shape: tuple[int, ...], dtype: npt.DTypeLike) -> npt.NDArray[np.generic]:
    """Return the values of a .npy, which must have this shape and type; raises ValueError otherwise.

    The header is compared with the one expected, not evaluated.
    """
    stored = np.dtype(dtype).newbyteorder("<")
    length = int.from_bytes(data[8:10], "little")
    header, body = data[10 : 10 + length], data[10 + length :]
    expected = f"{{'descr': '{stored.str}', 'fortran_order': False, 'shape': {shape!r}, }}".encode()
    if data[:8] != _NPY_MAGIC or header.strip() != expected:
        raise ValueError(f"an array is not {shape} {np.dtype(dtype)}")
    if len(body) != stored.itemsize * int(np.prod(shape)):
        raise ValueError("an array is shorter or longer than it says")
    return np.asarray(np.frombuffer(body, dtype=stored).reshape(shape).astype(np.dtype(dtype)))
