"""A picture of a few flat colours, or one with a palette: each colour is a part."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from painttime.core.image import RGB8, Labels, RGBColour
from painttime.core.part import MAX_PARTS, Part, PartMap
from painttime.errors import PaintingError, PartsError
from painttime.segmentation.description.naming import marking_colour
from painttime.storage.colour import to_srgb
from painttime.storage.file_bytes import read_file_bytes
from painttime.storage.painting_file import decode_image
from painttime.storage.part_names import kind_of_name

_FLAT_LEVELS = 24
"""Within a flat area colours differ by no more than this from pixel to pixel, as packing makes them."""

_SAME_COLOUR = 28.0
_EXACT = 8.0
_LEAST_SHARE, _LEAST_PX = 0.0002, 9
_MAX_SHADES = 4096
_LEAST_EXACT_SHARE = 0.6


def read_mask_picture(path: Path) -> PartMap:
    """Read parts from a picture of flat colours, the largest part at the back.

    With a palette each entry in use is a part, whatever its colour. Elsewhere the main colours are; the
    mixed colours of soft edges go to what lies beside them. Raises PartsError with a sentence for the user.
    """
    data = read_file_bytes(path, kind="picture of parts", error=PartsError)
    try:
        image, icc_profile = decode_image(data, path.name)
        if image.mode == "P" and "transparency" not in image.info:
            return _parts_of_palette(image, path.name)
        pixels = to_srgb(image, icc_profile)
    except PaintingError as error:
        raise PartsError(str(error)) from error
    return parts_of_colours(pixels, path.name)


def parts_of_colours(pixels: RGB8, name: str) -> PartMap:
    """Return the main colours of a picture (H, W, 3) as parts. Raises PartsError, which names it."""
    flat = _flat(pixels)
    colours = _main_colours(pixels[flat], pixels.shape[0] * pixels.shape[1])
    numbers = None
    if 2 <= len(colours) <= MAX_PARTS:
        numbers = _nearest_colours(pixels, flat, colours)
    if numbers is None:
        raise PartsError(
            f'"{name}" is no picture of parts: it has no flat colours that would tell them apart. Give one '
            f"with 2 to {MAX_PARTS} flat colours, one for each part."
        )
    return _part_map(numbers, colours)


def _parts_of_palette(image: Image.Image, name: str) -> PartMap:
    indices = np.asarray(image)
    used = np.unique(indices)
    if not 2 <= len(used) <= MAX_PARTS:
        raise PartsError(
            f'"{name}" uses {len(used)} colours of its palette. Give a picture with 2 to {MAX_PARTS}.'
        )
    palette = np.zeros((256, 3), dtype=np.uint8)
    entries = np.array(image.getpalette("RGB") or [], dtype=np.uint8).reshape(-1, 3)
    palette[: len(entries)] = entries
    numbers = np.zeros(256, dtype=np.uint8)
    numbers[used] = np.arange(len(used))
    return _part_map(numbers[indices], palette[used].astype(np.float32))


def _flat(pixels: RGB8) -> npt.NDArray[np.bool_]:
    """Return where a pixel and its neighbours have one colour."""
    block = np.ones((3, 3), np.uint8)
    spread = cv2.subtract(cv2.dilate(pixels, block), cv2.erode(pixels, block))
    return np.asarray((spread <= _FLAT_LEVELS).all(axis=2))


def _main_colours(flat: npt.NDArray[np.uint8], num_pixels: int) -> npt.NDArray[np.float32]:
    """Return the colours (n, 3) of flat areas (m, 3), most frequent first; near ones count as one."""
    packed = flat.astype(np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)
    shades, counts = np.unique(packed, return_counts=True)
    common = np.argsort(-counts, kind="stable")[:_MAX_SHADES]
    shades, counts = shades[common], counts[common]
    values = np.stack([shades >> 16, shades >> 8 & 255, shades & 255], axis=1).astype(np.float32)
    least = max(_LEAST_PX, _LEAST_SHARE * num_pixels)
    colours = []
    left = np.ones(len(values), dtype=np.bool_)
    while left.any():
        first = int(left.argmax())
        near = left & (np.linalg.norm(values - values[first], axis=1) <= _SAME_COLOUR)
        if counts[near].sum() >= least:
            colours.append(values[first])
        left &= ~near
    return np.array(colours, dtype=np.float32).reshape(-1, 3)


def _nearest_colours(
    pixels: RGB8, flat: npt.NDArray[np.bool_], colours: npt.NDArray[np.float32]
) -> Labels | None:
    """Return the number of the colour each pixel has, (H, W); mixed ones get that of the nearest sure pixel.

    By place and not by colour: halfway from red to blue lies no third part that is purple. None where most
    pixels have no colour exactly, as in a painting.
    """
    best = np.full(flat.shape, np.float32(np.inf))
    numbers = np.zeros(flat.shape, dtype=np.uint8)
    for number, colour in enumerate(colours):
        distance = np.linalg.norm(pixels.astype(np.float32) - colour, axis=2)
        numbers[distance < best] = number
        best = np.minimum(best, distance)
    sure = (best <= _EXACT) | (flat & (best <= _SAME_COLOUR))
    if (best <= _EXACT).mean() < _LEAST_EXACT_SHARE:
        return None
    if sure.all():
        return numbers
    _, nearest = cv2.distanceTransformWithLabels(
        (~sure).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    number_of_label = np.zeros(int(nearest.max()) + 1, dtype=np.uint8)
    number_of_label[nearest[sure]] = numbers[sure]
    return np.asarray(number_of_label[nearest])


def _part_map(numbers: Labels, colours: npt.NDArray[np.float32]) -> PartMap:
    """Return parts in the order of their size, the largest at the back, marked with their own colours."""
    areas = np.bincount(numbers.ravel(), minlength=len(colours))
    order = np.argsort(-areas, kind="stable")
    ids = np.zeros(256, dtype=np.uint8)
    ids[order] = np.arange(1, len(order) + 1)
    parts = []
    for place, number in enumerate(order.tolist()):
        name = f"part {place + 1}"
        red, green, blue = (round(float(value)) for value in colours[number])
        colour: RGBColour = (red, green, blue)
        if max(colour) - min(colour) < _FLAT_LEVELS:
            # Greys do not show on a painting.
            colour = marking_colour(place)
        parts.append(Part(id=place + 1, name=name, kind=kind_of_name(name), colour=colour))
    return PartMap(labels=ids[numbers], parts=tuple(parts))
