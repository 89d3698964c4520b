"""What OpenRaster and Krita files have in common: a zip archive with an XML list of layers.

Nothing is unpacked to the disk; members are found by the name the list gives and read after their size.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

import numpy as np

from painttime.core.image import RGB8
from painttime.errors import PaintingError
from painttime.storage.archive_members import read_member
from painttime.storage.layered.layered_stack import Coverage
from painttime.storage.painting_file import DAMAGED, check_size, damaged, decode_picture

MERGED_PICTURE = "mergedimage.png"

_MAX_LIST_BYTES = 2**23
_MAX_MEMBER_BYTES = 2**29
_UNREADABLE = (
    *DAMAGED,
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    RecursionError,
    OverflowError,
    NotImplementedError,
)


class LayeredArchive:
    """A zip archive of layers that is open in memory; raises PaintingError where it cannot be read."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        with self.explaining():
            self._archive = zipfile.ZipFile(io.BytesIO(data))

    def has(self, member: str) -> bool:
        return member in self._archive.NameToInfo

    def member(self, name: str) -> bytes:
        """Return a member; raises KeyError or ValueError where it is missing or too large."""
        return read_member(self._archive, name, _MAX_MEMBER_BYTES)

    def tree(self, member: str) -> ElementTree.Element:
        """Return an XML member."""
        with self.explaining():
            text = read_member(self._archive, member, _MAX_LIST_BYTES)
            if b"<!ENTITY" in text:
                raise ValueError("a list of layers has no entities")
            return ElementTree.fromstring(text)

    def picture(self) -> RGB8:
        """Return what all layers show together, (H, W, 3) uint8 sRGB."""
        if not self.has(MERGED_PICTURE):
            raise PaintingError(
                f'"{self.name}" holds no picture of all its layers together. '
                "Save it again in the program it was painted with."
            )
        with self.explaining():
            data = self.member(MERGED_PICTURE)
        return decode_picture(data, self.name)

    def size_px(self, width: str | None, height: str | None) -> tuple[int, int]:
        """Return the (height, width) that attributes give, checked."""
        with self.explaining():
            size = int(height or ""), int(width or "")
        check_size(size[1], size[0], self.name)
        return size

    @contextmanager
    def explaining(self) -> Iterator[None]:
        """Turn what damaged files raise into a sentence."""
        try:
            yield
        except MemoryError:
            raise PaintingError(
                f'There is not enough memory to open "{self.name}". Close other programs.'
            ) from None
        except _UNREADABLE as error:
            raise damaged(self.name) from error


def dimmed(covered: Coverage, opacity: float) -> Coverage:
    """Return what is left of a layer at this opacity, 0..1."""
    if opacity >= 1:
        return covered
    alpha = np.rint(covered.alpha * np.float32(max(0.0, opacity))).astype(np.uint8)
    return Coverage(left=covered.left, top=covered.top, alpha=alpha)
