"""Frames on the disk, lossless, by what changes from one to the next.

A folder holds frames.json and a PNG for every frame that differs from the one before it: a key frame is a
whole picture (RGB), every other one the smallest rectangle in which pixels change (RGBA): alpha 255 where a
pixel takes the colour given, 0 where it stays. docs/recordings.md shows how to read it without painttime.
"""

import io
import json
import warnings
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from painttime.core.image import RGB8, read_only
from painttime.errors import DatasetError
from painttime.files.atomic import replacing_file
from painttime.storage.file_bytes import read_file_bytes
from painttime.storage.json_fields import Fields
from painttime.storage.painting_file import DAMAGED, MAX_SIDE_PX

INDEX_NAME = "frames.json"
FORMAT, VERSION = "painttime frames", 1
KEY_INTERVAL = 16
"""A whole picture at least so often, which bounds what it takes to reach any frame."""

MAX_NUM_FRAMES = 1_000_000
_QUICK, _TIGHT = 1, 6
_CACHE_BYTES = 64 * 2**20
_MAX_INDEX_BYTES = 2**28
_SLACK_BYTES = 2**20

Box = tuple[int, int, int, int]
"""x, y, width, height."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """How one frame is kept: file None where it is as the one before; box None for a whole picture."""

    file: str | None
    box: Box | None


class FrameWriter:
    """Writes frames into a folder of their own, one at a time; two of them are in memory.

    The folder is made; what an earlier, broken attempt left in it is written over. Only `finish` makes it
    readable. is_temporary: packed quickly instead of tightly. Raises OSError where it cannot be written.
    """

    def __init__(self, folder: Path, *, is_temporary: bool = False) -> None:
        self._folder = folder
        self._compress_level = _QUICK if is_temporary else _TIGHT
        self._entries: list[_Entry] = []
        self._last: RGB8 | None = None
        self._last_key = 0
        folder.mkdir(parents=True, exist_ok=True)
        (folder / INDEX_NAME).unlink(missing_ok=True)

    @property
    def num_frames(self) -> int:
        return len(self._entries)

    def append(self, pixels: RGB8) -> None:
        """Add a frame, (H, W, 3) uint8; raises ValueError where its size is not that of the others."""
        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
            raise ValueError(f"a frame is (H, W, 3) uint8, not {pixels.shape} {pixels.dtype}")
        index, last = len(self._entries), self._last
        if last is not None and pixels.shape != last.shape:
            raise ValueError(f"frame {index} is {pixels.shape}, those before are {last.shape}")
        if last is None or index - self._last_key >= KEY_INTERVAL:
            self._last_key = index
            self._entries.append(_Entry(self._write(index, pixels), None))
        else:
            changed = _differing(pixels, last)
            box = _bounds(changed)
            file = None if box is None else self._write(index, _change(pixels, changed, box))
            self._entries.append(_Entry(file, box))
        # The caller may go on painting in the same array.
        self._last = pixels.copy()

    def finish(self) -> "StoredFrames":
        """Write the index, which makes the folder complete, and return the frames as they lie on the disk."""
        if self._last is None:
            raise ValueError("no frame was added")
        height_px, width_px = self._last.shape[:2]
        document = {
            "format": FORMAT,
            "version": VERSION,
            "width_px": width_px,
            "height_px": height_px,
            "frames": [{"file": entry.file, "box": entry.box} for entry in self._entries],
        }
        with replacing_file(self._folder / INDEX_NAME) as partial:
            partial.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        self._last = None
        return StoredFrames(self._folder)

    def _write(self, index: int, pixels: npt.NDArray[np.uint8]) -> str:
        name = f"{index:06d}.png"
        image = Image.fromarray(pixels)
        image.save(self._folder / name, format="PNG", compress_level=self._compress_level)
        return name


class StoredFrames:
    """Frames of a folder, a `core.frames.FrameSource`; any one is reached in at most KEY_INTERVAL pictures.

    What was read last is remembered, up to a fixed number of bytes: reading in order, forward or backward,
    reads each file about once. May be pickled. Raises DatasetError, with a sentence, where a file of the
    folder is missing or damaged: here for the index, in `frame` for a picture.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._width_px, self._height_px, self._entries = _read_index(folder / INDEX_NAME)
        self._recent: OrderedDict[int, RGB8] = OrderedDict()

    def __reduce__(self) -> tuple[type["StoredFrames"], tuple[Path]]:
        return StoredFrames, (self._folder,)

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def num_frames(self) -> int:
        return len(self._entries)

    @property
    def height_px(self) -> int:
        return self._height_px

    @property
    def width_px(self) -> int:
        return self._width_px

    def frame(self, index: int) -> RGB8:
        """Return a frame (height_px, width_px, 3) uint8, read-only; raises IndexError where there is none."""
        if not 0 <= index < len(self._entries):
            raise IndexError(index)
        start = index
        while start not in self._recent and not self._is_key(start):
            start -= 1
        pixels = self._recent[start] if start in self._recent else self._whole(start)
        self._remember(start, pixels)
        for later in range(start + 1, index + 1):
            pixels = self._changed(pixels, self._entries[later])
            self._remember(later, pixels)
        return pixels

    def files(self) -> tuple[str, ...]:
        """Return the names of all files of the folder that count, the index first."""
        return (INDEX_NAME, *(entry.file for entry in self._entries if entry.file is not None))

    def _is_key(self, index: int) -> bool:
        entry = self._entries[index]
        return entry.file is not None and entry.box is None

    def _remember(self, index: int, pixels: RGB8) -> None:
        self._recent[index] = pixels
        self._recent.move_to_end(index)
        while len(self._recent) > 1 and len(self._recent) * pixels.nbytes > _CACHE_BYTES:
            self._recent.popitem(last=False)

    def _whole(self, index: int) -> RGB8:
        name = self._entries[index].file
        if name is None:
            raise AssertionError("a key frame has a file")
        return read_only(self._read(name, self._width_px, self._height_px, "RGB"))

    def _changed(self, pixels: RGB8, entry: _Entry) -> RGB8:
        if entry.file is None or entry.box is None:
            return pixels
        x, y, width, height = entry.box
        change = self._read(entry.file, width, height, "RGBA")
        after = pixels.copy()
        window = after[y : y + height, x : x + width]
        np.copyto(window, change[..., :3], where=change[..., 3:] != 0)
        return read_only(after)

    def _read(self, name: str, width_px: int, height_px: int, mode: str) -> npt.NDArray[np.uint8]:
        path = self._folder / name
        # Even noise takes no more than its own bytes and little besides.
        max_bytes = width_px * height_px * len(mode) * 9 // 8 + _SLACK_BYTES
        data = read_file_bytes(path, kind="data set", error=DatasetError, max_bytes=max_bytes)
        try:
            return _decode(data, width_px, height_px, mode)
        except (*DAMAGED, Image.DecompressionBombError) as error:
            raise damaged(path) from error


def _differing(one: RGB8, other: RGB8) -> npt.NDArray[np.bool_]:
    """Return which pixels of two frames differ in any channel, (H, W); ten times as fast as `any` is."""
    red, green, blue = np.moveaxis(one != other, 2, 0)
    return np.asarray(red | green | blue)


def _bounds(changed: npt.NDArray[np.bool_]) -> Box | None:
    """Return the smallest rectangle that holds all of a mask; None where it is empty."""
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if rows.size == 0:
        return None
    x, y = int(columns[0]), int(rows[0])
    return x, y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1


def _change(pixels: RGB8, changed: npt.NDArray[np.bool_], box: Box) -> npt.NDArray[np.uint8]:
    """Return a rectangle of a frame as (h, w, 4): black and see-through where nothing changes."""
    x, y, width, height = box
    inside = changed[y : y + height, x : x + width] * np.uint8(255)
    change = cv2.merge([*cv2.split(pixels[y : y + height, x : x + width]), inside])
    return np.asarray(cv2.bitwise_and(change, change, mask=inside), dtype=np.uint8)


def _decode(data: bytes, width_px: int, height_px: int, mode: str) -> npt.NDArray[np.uint8]:
    with warnings.catch_warnings():
        # The size is checked here, before anything is unpacked; Pillow's own limit is lower.
        warnings.simplefilter("ignore")
        image = Image.open(io.BytesIO(data), formats=["PNG"])
        if image.size != (width_px, height_px) or image.mode != mode:
            raise ValueError(f"a picture is {image.mode} {image.size}, not {mode} {(width_px, height_px)}")
        image.load()
    return np.asarray(image)


def damaged(path: Path) -> DatasetError:
    """Return what to say of a file of a recording that is not what was written."""
    return DatasetError(
        f'"{path}" is damaged or incomplete. Copy it again, or add the recording again with --replace.'
    )


def _read_index(path: Path) -> tuple[int, int, tuple[_Entry, ...]]:
    """Return (width, height, entries) of a folder of frames."""
    data = read_file_bytes(path, kind="data set", error=DatasetError, max_bytes=_MAX_INDEX_BYTES)
    try:
        fields = Fields(json.loads(data.decode("utf-8")))
        fields.choice("format", (FORMAT,))
        fields.integer("version", VERSION, VERSION)
        width_px, height_px = (fields.integer(name, 1, MAX_SIDE_PX) for name in ("width_px", "height_px"))
        listed = fields.array("frames")
        if not 1 <= len(listed) <= MAX_NUM_FRAMES:
            raise ValueError("it lists no frame or too many")
        entries = tuple(_entry(Fields(entry), width_px, height_px) for entry in listed)
        if entries[0].file is None or entries[0].box is not None:
            raise ValueError("the first frame is not whole")
    except (ValueError, TypeError, RecursionError) as error:
        raise damaged(path) from error
    return width_px, height_px, entries


def _entry(fields: Fields, width_px: int, height_px: int) -> _Entry:
    file = None if fields.get("file") is None else fields.text("file")
    # Names are taken from files others may have written: none may lead out of the folder.
    if file is not None and (not file.endswith(".png") or not file[:-4].isalnum() or not file.isascii()):
        raise ValueError("a frame has an odd name")
    box: Any = fields.get("box")
    if box is None:
        return _Entry(file, None)
    x, y, width, height = Fields({"box": box}).array("box")
    checked = Fields({"x": x, "y": y, "width": width, "height": height})
    left, top = checked.integer("x", 0, width_px - 1), checked.integer("y", 0, height_px - 1)
    return _Entry(
        file,
        (
            left,
            top,
            checked.integer("width", 1, width_px - left),
            checked.integer("height", 1, height_px - top),
        ),
    )
