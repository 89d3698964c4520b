"""How many pictures an animation holds and whether it is whole, from its structure, nothing decoded.

Pillow ends quietly where a file does. GIF: the GIF89a specification; PNG and its animation chunks: W3C PNG,
third edition; WebP: RFC 9649.
"""

import os
from dataclasses import dataclass
from typing import BinaryIO

_GIF_EXTENSION, _GIF_PICTURE, _GIF_END = b"\x21", b"\x2c", b"\x3b"
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class AnimationStructure:
    """What a file holds.

    num_pictures: found whole. num_declared: as the file says, 0 where it does not. is_whole: nothing
    is cut off.
    """

    num_pictures: int
    num_declared: int
    is_whole: bool


def is_animation_format(head: bytes) -> bool:
    """Return whether a file that begins so (12 bytes) is a GIF, PNG or WebP, moving or not."""
    return head[:6] in (b"GIF87a", b"GIF89a") or head[:8] == _PNG_MAGIC or _is_webp(head)


def animation_structure(file: BinaryIO) -> AnimationStructure:
    """Walk through a GIF, PNG or WebP file."""
    head = file.read(12)
    if head[:3] == b"GIF":
        return _gif(file)
    return _webp(file) if _is_webp(head) else _png(file)


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _gif(file: BinaryIO) -> AnimationStructure:
    file.seek(10)
    _skip_palette(file, file.read(3))
    num_pictures = 0
    is_whole = False
    while block := file.read(1):
        if block == _GIF_END:
            is_whole = True
            break
        if block == _GIF_EXTENSION:
            file.read(1)
        elif block == _GIF_PICTURE:
            _skip_palette(file, file.read(9)[8:])
            # The width of the codes.
            file.read(1)
        elif block != b"\0":
            break
        else:
            continue
        if not _skip_blocks(file):
            break
        num_pictures += block == _GIF_PICTURE
    return AnimationStructure(num_pictures=num_pictures, num_declared=0, is_whole=is_whole)


def _skip_palette(file: BinaryIO, packed: bytes) -> None:
    if packed and packed[0] & 0x80:
        file.seek(3 * 2 ** ((packed[0] & 7) + 1), os.SEEK_CUR)


def _skip_blocks(file: BinaryIO) -> bool:
    """Skip data in blocks to the empty one at their end; return whether that was there."""
    while length := file.read(1):
        if length == b"\0":
            return True
        file.seek(length[0], os.SEEK_CUR)
    return False


def _png(file: BinaryIO) -> AnimationStructure:
    size_bytes = file.seek(0, os.SEEK_END)
    start = len(_PNG_MAGIC)
    num_declared = num_pictures = 0
    is_whole = False
    while start + 12 <= size_bytes:
        file.seek(start)
        head = file.read(12)
        length = int.from_bytes(head[:4], "big")
        start += 12 + length
        if start > size_bytes:
            break
        if head[4:8] == b"acTL":
            num_declared = int.from_bytes(head[8:12], "big")
        num_pictures += head[4:8] == b"fcTL"
        if head[4:8] == b"IEND":
            is_whole = True
            break
    if not num_declared:
        return AnimationStructure(num_pictures=1, num_declared=1, is_whole=is_whole)
    return AnimationStructure(
        num_pictures=num_pictures,
        num_declared=num_declared,
        is_whole=is_whole and num_pictures >= num_declared,
    )


def _webp(file: BinaryIO) -> AnimationStructure:
    size_bytes = file.seek(0, os.SEEK_END)
    file.seek(4)
    end = 8 + int.from_bytes(file.read(4), "little")
    start = 12
    num_pictures = 0
    while start + 8 <= size_bytes:
        file.seek(start)
        head = file.read(8)
        length = int.from_bytes(head[4:8], "little")
        start += 8 + length + length % 2
        if start > size_bytes:
            break
        num_pictures += head[:4] in (b"ANMF", b"VP8 ", b"VP8L")
    return AnimationStructure(num_pictures=num_pictures, num_declared=0, is_whole=end <= size_bytes)
