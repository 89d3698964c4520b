"""A folder of masks: each picture in it says where one part is, white on black or by what is see-through."""

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from painttime.core.part import MAX_PARTS, Part, PartMap
from painttime.errors import PaintingError, PartsError
from painttime.segmentation.description.naming import marking_colour
from painttime.storage.file_bytes import read_file_bytes
from painttime.storage.layered.layered_stack import GROUND_NAME, PartsRead, Reading
from painttime.storage.painting_file import SUFFIXES, decode_image
from painttime.storage.part_names import kind_of_name, listed, one_line
from painttime.storage.parts_fitting import fitted_mask

_LEADING_NUMBER = re.compile(r"^\d+[\s._-]*(?=\S)")
_DIGITS = re.compile(r"(\d+)")
_HALF = 128
_GREY_LEVELS = 32
_MOST_COLOURED = 0.01


def read_mask_folder(folder: Path, *, height_px: int, width_px: int) -> Reading[PartsRead]:
    """Read parts from a folder of masks, for a painting of this size; yields masks read of all.

    The order of the file names (2 before 10) is that from back to front: where masks overlap, the later one
    counts. A part is called as its file without a leading number and ending. What no mask covers is the
    background. Raises PartsError with a sentence for the user.
    """
    paths = _masks_in(folder)
    labels = np.ones((height_px, width_px), dtype=np.uint8)
    for done, path in enumerate(paths):
        yield done, len(paths)
        mask = fitted_mask(_read_mask(path), path.name, height_px=height_px, width_px=width_px)
        labels[mask] = done + 2
    yield len(paths), len(paths)
    areas = np.bincount(labels.ravel(), minlength=len(paths) + 2)
    names = [GROUND_NAME, *(_name(path) for path in paths)]
    kept = [place for place in range(len(names)) if areas[place + 1]]
    ids = np.zeros(256, dtype=np.uint8)
    ids[[place + 1 for place in kept]] = np.arange(1, len(kept) + 1)
    parts = tuple(
        Part(id=number + 1, name=names[place], kind=kind_of_name(names[place]), colour=marking_colour(number))
        for number, place in enumerate(kept)
    )
    hidden = [names[place] for place in range(1, len(names)) if not areas[place + 1]]
    notes = (f"Masks that cover nothing, or are covered, were left out: {listed(hidden)}.",) if hidden else ()
    return PartsRead(parts=PartMap(labels=ids[labels], parts=parts), notes=notes)


def _masks_in(folder: Path) -> list[Path]:
    try:
        found = [
            path
            for path in folder.iterdir()
            if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
        ]
    except OSError as error:
        raise PartsError(f'The folder "{folder}" could not be read: {error.strerror}.') from error
    if not found:
        raise PartsError(f'The folder "{folder}" holds no masks. Put a picture for each part into it.')
    if len(found) >= MAX_PARTS:
        raise PartsError(
            f'The folder "{folder}" holds {len(found)} pictures; painttime takes {MAX_PARTS - 1} at most.'
        )
    return sorted(found, key=lambda path: (_natural(path.stem), path.name))


def _natural(text: str) -> list[tuple[int, str]]:
    """Return a key by which 2 comes before 10."""
    pieces = _DIGITS.split(text.casefold())
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces]


def _name(path: Path) -> str:
    return one_line(_LEADING_NUMBER.sub("", path.stem).replace("_", " ")) or one_line(path.stem) or "part"


def _read_mask(path: Path) -> npt.NDArray[np.bool_]:
    data = read_file_bytes(path, kind="mask", error=PartsError)
    try:
        image, _ = decode_image(data, path.name)
    except PaintingError as error:
        raise PartsError(str(error)) from error
    if image.has_transparency_data:
        alpha = np.asarray(image.convert("RGBA").getchannel("A"))
        if alpha.min() < _HALF:
            return np.asarray(alpha >= _HALF)
    return _white(image.convert("RGB"), path.name)


def _white(image: Image.Image, name: str) -> npt.NDArray[np.bool_]:
    """Return where a grey picture is light; raises PartsError for one in colours."""
    pixels = np.asarray(image)
    spread = pixels.max(axis=2) - pixels.min(axis=2)
    if (spread > _GREY_LEVELS).mean() > _MOST_COLOURED:
        raise PartsError(
            f'"{name}" is no mask but a picture in colours. Leave only masks in the folder: white where the '
            "part is and black elsewhere, or see-through elsewhere."
        )
    return np.asarray(pixels[..., 1] >= _HALF)
