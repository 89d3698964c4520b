"""Members of a zip archive, read only after what they claim to be has been checked."""

import zipfile
from typing import Any

import numpy as np
import numpy.typing as npt

from painttime.storage.lossless_arrays import array_from_npy, pixels_from_png

# What a member may need beyond its raw values: headers, filter bytes, incompressible noise.
_SLACK_BYTES = 2**20


def read_member(archive: zipfile.ZipFile, name: str, max_bytes: int) -> bytes:
    """Return a member; the size the archive claims is checked first, and zipfile reads no more than that.

    Raises KeyError where it is missing, ValueError where it is too large or packed in an unknown way.
    """
    info = archive.getinfo(name)
    if info.file_size > max_bytes:
        raise ValueError(f"{name} claims to have {info.file_size} bytes")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(f"{name} is packed in a way painttime does not use")
    return archive.read(info)


def read_pixels(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...]) -> npt.NDArray[np.uint8]:
    """Return the pixels of a PNG member, which must have this shape, (H, W) or (H, W, 3)."""
    # PNG may grow what it cannot pack, by a filter byte a row and little more.
    most = int(np.prod(shape)) * 9 // 8 + _SLACK_BYTES
    return pixels_from_png(read_member(archive, name, most), shape)


def read_array(
    archive: zipfile.ZipFile, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike
) -> npt.NDArray[Any]:
    """Return the values of a .npy member, which must have this shape and type."""
    most = np.dtype(dtype).itemsize * int(np.prod(shape)) + _SLACK_BYTES
    return array_from_npy(read_member(archive, name, most), shape, dtype)


def read_floats(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """Return the values of a .npy member of float32, which must have this shape."""
    return np.asarray(read_array(archive, name, shape, np.float32), dtype=np.float32)
