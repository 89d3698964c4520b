"""Reads the parts of a painting from pictures and lists, as exporters.parts_files writes them.

A part map is two files with one name: NAME.png, one channel of 8 bits in which the value of a pixel is the id
of its part, and NAME.json, which says what the parts are called and which lies behind which. A picture of
another kind, without a list, is one of flat colours (storage.mask_picture).
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from painttime.core.image import Labels
from painttime.core.part import MAX_PARTS, Part, PartMap
from painttime.errors import PartsError
from painttime.files.presence import is_file, is_there
from painttime.segmentation.description.naming import marking_colour
from painttime.storage.file_bytes import read_file_bytes
from painttime.storage.json_fields import Fields
from painttime.storage.lossless_arrays import pixels_from_png
from painttime.storage.mask_picture import parts_of_colours, read_mask_picture
from painttime.storage.painting_file import DAMAGED, MAX_SIDE_PX, SUFFIXES
from painttime.storage.part_names import one_line
from painttime.storage.parts_fitting import fitted_parts

PICTURE_SUFFIX, LIST_SUFFIX = ".png", ".json"
SIDECAR_ENDING = ".parts"
DEFAULT_KIND = "region"

_MAX_LIST_BYTES = 2**20
_MAX_ORDER = 2**31
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_HEADER_BYTES = 33


def sidecar_of(painting: Path) -> Path | None:
    """Return the list of parts beside a picture, jug.parts.json for jug.jpg; None where there is none.

    It counts only together with its picture of parts, jug.parts.png.
    """
    listing = painting.with_name(f"{painting.stem}{SIDECAR_ENDING}{LIST_SUFFIX}")
    return listing if is_file(listing) and is_file(listing.with_suffix(PICTURE_SUFFIX)) else None


def read_parts(path: Path, *, height_px: int, width_px: int) -> PartMap:
    """Read the parts of a painting of this size from NAME.png or NAME.json; the other is found beside it.

    Parts come in the "order" of the list, or as it lists them. A picture without a list gives parts named
    "part 1", "part 2", ... in the order of their ids; one that is no 8-bit grey PNG, or in which 0 occurs,
    a part for each of its colours. Raises PartsError with a sentence for the user.
    """
    suffix = path.suffix.lower()
    if suffix not in (*SUFFIXES, LIST_SUFFIX):
        raise PartsError(
            f'Parts cannot be read from "{path.name}". Give a picture in which every part has its own '
            f"colour, a {LIST_SUFFIX} beside one, a file with layers, or a folder of masks."
        )
    picture, listing = path, path.with_suffix(LIST_SUFFIX)
    if suffix == LIST_SUFFIX:
        picture, listing = path.with_suffix(PICTURE_SUFFIX), path
        # The file that was named is told about first.
        parts = _read_list(listing, height_px=height_px, width_px=width_px)
        if not is_there(picture):
            raise PartsError(
                f'"{path.name}" has no picture of its parts beside it. Put "{picture.name}" into the same '
                "folder: painttime parts writes both."
            )
        return _part_map(_read_labels(picture, height_px=height_px, width_px=width_px), parts, picture)
    if is_there(listing):
        parts = _read_list(listing, height_px=height_px, width_px=width_px)
        return _part_map(_read_labels(picture, height_px=height_px, width_px=width_px), parts, picture)
    if not _is_label_picture(picture):
        return fitted_parts(read_mask_picture(picture), picture.name, height_px=height_px, width_px=width_px)
    labels = _read_labels(picture, height_px=height_px, width_px=width_px)
    if not labels.all():
        return parts_of_colours(np.dstack([labels] * 3), picture.name)
    return _part_map(labels, _plain_parts(labels), picture)


def _is_label_picture(picture: Path) -> bool:
    """Return whether a file is a PNG with one channel of 8 bits; False where it cannot be read either."""
    try:
        with picture.open("rb") as file:
            head = file.read(_HEADER_BYTES)
    except OSError:
        return False
    return _is_png(head) and (head[24], head[25]) == (8, 0)


def _is_png(data: bytes) -> bool:
    return data.startswith(_PNG_MAGIC) and len(data) >= _HEADER_BYTES and data[12:16] == b"IHDR"


def _part_map(labels: Labels, parts: tuple[Part, ...], picture: Path) -> PartMap:
    unknown = sorted(set(np.unique(labels).tolist()) - {part.id for part in parts})
    if unknown:
        listed = ", ".join(str(value) for value in unknown[:5]) + (", ..." if len(unknown) > 5 else "")
        raise PartsError(
            f'"{picture.name}" has pixels that belong to no part: the value {listed} is the id of none. '
            f"Every pixel needs the id of a part, 1 to {MAX_PARTS}, that is in the list."
        )
    return PartMap(labels=labels, parts=parts)


def _plain_parts(labels: Labels) -> tuple[Part, ...]:
    ids = [value for value in np.unique(labels).tolist() if value > 0]
    return tuple(
        Part(id=part_id, name=f"part {place + 1}", kind=DEFAULT_KIND, colour=marking_colour(place))
        for place, part_id in enumerate(ids)
    )


def _read_labels(picture: Path, *, height_px: int, width_px: int) -> Labels:
    """Return the (height_px, width_px) ids of a part picture."""
    # Even noise takes no more than a byte a pixel and little besides.
    max_bytes = height_px * width_px * 9 // 8 + 2**20
    data = read_file_bytes(picture, kind="picture of parts", error=PartsError, max_bytes=max_bytes)
    _check_header(data, picture, height_px=height_px, width_px=width_px)
    try:
        return pixels_from_png(data, (height_px, width_px))
    except DAMAGED as error:
        raise PartsError(
            f'"{picture.name}" is damaged or incomplete. Copy or write it again: painttime parts makes one.'
        ) from error


def _check_header(data: bytes, picture: Path, *, height_px: int, width_px: int) -> None:
    """Check kind and size before anything is unpacked.

    Fewer bits than 8, a palette, colours: readers turn all of these into grey values that are no ids.
    """
    if not _is_png(data) or (data[24], data[25]) != (8, 0):
        raise PartsError(
            f'"{picture.name}" is no picture of parts. It must be a PNG with one channel of 8 bits '
            "(greyscale), in which the value of a pixel is the id of its part."
        )
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if (height, width) != (height_px, width_px):
        raise _wrong_size(picture, (width, height), (width_px, height_px))


def _wrong_size(path: Path, found: tuple[int, int], wanted: tuple[int, int]) -> PartsError:
    return PartsError(
        f'"{path.name}" is made for a painting of {found[0]:,} x {found[1]:,} pixels, not of '
        f"{wanted[0]:,} x {wanted[1]:,}. Give parts made for this one; painttime parts writes them."
    )


def _read_list(listing: Path, *, height_px: int, width_px: int) -> tuple[Part, ...]:
    """Return the parts of a list, back to front."""
    data = read_file_bytes(listing, kind="list of parts", error=PartsError, max_bytes=_MAX_LIST_BYTES)
    try:
        fields = Fields(json.loads(data.decode("utf-8-sig")))
        size = _size(fields, (width_px, height_px))
        parts = _parts(fields.array("parts"))
    except (ValueError, RecursionError) as error:
        raise PartsError(
            f'"{listing.name}" is damaged or is no list of parts ({_reason(error)}). '
            "Mend it, or write it again: painttime parts makes one."
        ) from error
    if size != (width_px, height_px):
        raise _wrong_size(listing, size, (width_px, height_px))
    return parts


def _reason(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno} is not JSON"
    if isinstance(error, UnicodeDecodeError):
        return "it is not a text in UTF-8"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _size(fields: Fields, default: tuple[int, int]) -> tuple[int, int]:
    """Return (width, height) of the painting the list was made for; a list written by hand may not say."""
    names = ("width_px", "height_px")
    width, height = (
        value if fields.get(name) is None else fields.integer(name, 1, MAX_SIDE_PX)
        for name, value in zip(names, default, strict=True)
    )
    return width, height


def _parts(entries: list[Any]) -> tuple[Part, ...]:
    if not entries:
        raise ValueError("it lists no part")
    if len(entries) > MAX_PARTS:
        raise ValueError(f"it lists more than {MAX_PARTS} parts")
    fields = [Fields(entry) for entry in entries]
    if all(part.get("order") is not None for part in fields):
        fields.sort(key=lambda part: part.integer("order", 0, _MAX_ORDER))
    parts = tuple(_part(part, place) for place, part in enumerate(fields))
    ids = [part.id for part in parts]
    if len(set(ids)) != len(ids):
        raise ValueError("two parts have one id")
    return parts


def _part(fields: Fields, place: int) -> Part:
    return Part(
        id=fields.integer("id", 1, MAX_PARTS),
        name=_name(fields.text("name")),
        kind=DEFAULT_KIND if fields.get("kind") is None else _name(fields.text("kind")),
        colour=marking_colour(place) if fields.get("colour") is None else fields.colour("colour"),
        group=() if fields.get("group") is None else fields.texts("group"),
    )


def _name(text: str) -> str:
    """Return a name that fits on a line."""
    name = one_line(text)
    if not name:
        raise ValueError("a part has no name")
    return name
