"""How long a video file says it is, told from its outermost structure, to notice one that was cut off.

Decoders end quietly where the data end. MP4 and QuickTime (ISO 14496-12) consist of boxes, Matroska and WebM
(RFC 9559) of EBML elements, AVI of RIFF chunks: each says how long it is.
"""

import os
from pathlib import Path
from typing import BinaryIO

_EBML_MAGIC = b"\x1a\x45\xdf\xa3"
_SEGMENT_ID = b"\x18\x53\x80\x67"
# Boxes that an ISO file may begin with; anything else is another format.
_FIRST_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp")


def declared_size_bytes(path: Path) -> int | None:
    """Return the size in bytes the file should have at least, None where its format does not say."""
    with path.open("rb") as file:
        size_bytes = file.seek(0, os.SEEK_END)
        file.seek(0)
        head = file.read(12)
        if head[4:8] in _FIRST_BOXES:
            return _end_of_boxes(file, size_bytes)
        if head[:4] == _EBML_MAGIC:
            return _end_of_segment(file)
        if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
            return _end_of_chunks(file, size_bytes)
    return None


def _end_of_boxes(file: BinaryIO, size_bytes: int) -> int:
    """Return where the last box ends; one that is cut off ends behind the file."""
    start = 0
    while start + 8 <= size_bytes:
        file.seek(start)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length < 8:
            # 0: to the end of the file. Others: padding that players ignore, too.
            return size_bytes
        start += length
    return start


def _end_of_segment(file: BinaryIO) -> int | None:
    file.seek(4)
    header_bytes = _read_length(file)
    if header_bytes is None:
        return None
    file.seek(header_bytes, os.SEEK_CUR)
    if file.read(4) != _SEGMENT_ID:
        return None
    segment_bytes = _read_length(file)
    return None if segment_bytes is None else file.tell() + segment_bytes


def _read_length(file: BinaryIO) -> int | None:
    """Return a length as EBML writes it (RFC 8794, 6.1), None for an unknown one, as live streams have."""
    first = file.read(1)
    if not first or first[0] == 0:
        return None
    num_bytes = 9 - first[0].bit_length()
    value = int.from_bytes(first + file.read(num_bytes - 1), "big")
    value &= (1 << (7 * num_bytes)) - 1
    return None if value == (1 << (7 * num_bytes)) - 1 else value


def _end_of_chunks(file: BinaryIO, size_bytes: int) -> int:
    """Return where the last RIFF chunk ends; large AVI files have several (OpenDML)."""
    start = 0
    while start + 12 <= size_bytes:
        file.seek(start)
        head = file.read(12)
        if head[:4] != b"RIFF":
            return size_bytes
        length = int.from_bytes(head[4:8], "little")
        start += 8 + length + length % 2
        if length == 0:
            return size_bytes
    # The padding byte of the last chunk is often left out.
    return start - 1 if start == size_bytes + 1 else start
