"""Small pictures of single parts, cut out of the painting."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from painttime.core.image import RGB8, Labels
from painttime.core.painting import Painting
from painttime.core.part import PartMap

SAMPLE_SIZE_PX = 320
"""Long side of the painting that thumbnails are cut from; more cannot be seen in them."""

CONTEXT = 0.12
"""Border around a part, as a share of its long side."""

AROUND_ALPHA = 36
"""Opacity of what lies around the part, 0..255: enough to see where it belongs."""


def part_thumbnails(painting: Painting, parts: PartMap, size_px: int) -> dict[int, QImage]:
    """Return a picture of every part, at most size_px by size_px, premultiplied ARGB.

    What lies outside the part is nearly transparent. A part without pixels has no picture.
    """
    step = max(1, -(-max(painting.height_px, painting.width_px) // SAMPLE_SIZE_PX))
    pixels = painting.pixels[::step, ::step]
    labels = parts.labels[::step, ::step]
    pictures = {part_id: _cut_out(pixels, labels, part_id, size_px) for part_id in parts.ids}
    return {part_id: picture for part_id, picture in pictures.items() if picture is not None}


def _cut_out(pixels: RGB8, labels: Labels, part_id: int, size_px: int) -> QImage | None:
    mask = labels == part_id
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return None
    side = round((1 + 2 * CONTEXT) * max(np.ptp(rows), np.ptp(columns))) + 3
    window = (_around(rows, side, mask.shape[0]), _around(columns, side, mask.shape[1]))
    return _scaled(_with_alpha(pixels[window], mask[window]), size_px)


def _around(found: npt.NDArray[np.intp], side: int, limit: int) -> slice:
    """Return `side` pixels around the middle of the found ones, moved into 0..limit; all where it is less."""
    middle = (int(found[0]) + int(found[-1]) + 1) // 2
    start = min(max(0, middle - side // 2), max(0, limit - side))
    return slice(start, start + side)


def _with_alpha(pixels: RGB8, mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    alpha = np.where(mask, 255, AROUND_ALPHA).astype(np.uint8)
    return np.dstack([pixels, alpha])


def _scaled(rgba: npt.NDArray[np.uint8], size_px: int) -> QImage:
    height, width = rgba.shape[:2]
    data = np.ascontiguousarray(rgba)
    image = QImage(data.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    premultiplied = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    return premultiplied.scaled(
        size_px, size_px, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
