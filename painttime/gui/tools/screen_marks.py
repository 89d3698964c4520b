"""Parts and areas drawn at the resolution of the screen: their outlines are equally thin at every zoom."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from painttime.core.image import Labels, RGBColour
from painttime.gui.view_transform import ViewTransform

if TYPE_CHECKING:
    from painttime.segmentation.editing.area import Area

Flags = npt.NDArray[np.bool_]
Ink = npt.NDArray[np.uint32]

LIGHT, DARK = (255, 255, 255, 235), (0, 0, 0, 170)
FAINT_LIGHT, FAINT_DARK = (255, 255, 255, 120), (0, 0, 0, 90)
"""Red, green, blue and opacity, 0..255. A light line beside a dark one is seen on every ground."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScreenMarks:
    """An image in device pixels and where it lies in the view."""

    left: int
    top: int
    ink: Ink

    def draw(self, painter: QPainter) -> None:
        """Draw it; the painter counts device pixels."""
        height, width = self.ink.shape
        image = QImage(
            self.ink.data, width, height, self.ink.strides[0], QImage.Format.Format_ARGB32_Premultiplied
        )
        painter.drawImage(QPointF(self.left, self.top), image)


def part_marks(
    labels: Labels,
    transform: ViewTransform,
    pixel_ratio: float,
    *,
    tints: dict[int, tuple[int, int, int, int]],
    chosen: frozenset[int],
) -> ScreenMarks | None:
    """Return tinted parts with their borders, those of the chosen ones stronger; None out of sight.

    labels: (H, W) of the picture. tints: red, green, blue, opacity of some parts.
    """
    place = _place(transform, (0, 0, labels.shape[1], labels.shape[0]))
    if place is None:
        return None
    seen = labels[place.rows[:, None], place.columns[None, :]]
    table = np.zeros(256, dtype=np.uint32)
    for part_id, tint in tints.items():
        table[part_id] = _premultiplied(tint)
    ink = table[seen]
    is_chosen = np.zeros(256, dtype=np.bool_)
    is_chosen[list(chosen)] = True
    _draw_border(ink, _changes(seen), round(pixel_ratio), FAINT_LIGHT, FAINT_DARK)
    _draw_border(ink, _changes(is_chosen[seen]), round(1.3 * pixel_ratio), LIGHT, DARK)
    return ScreenMarks(left=place.left, top=place.top, ink=ink)


def area_marks(
    area: "Area", transform: ViewTransform, pixel_ratio: float, *, colour: RGBColour, opacity: int
) -> ScreenMarks | None:
    """Return an area tinted in one colour, with its outline; None where it is empty or out of sight."""
    # A margin without pixels closes the outline.
    mask = np.pad(area.mask, 1)
    left, top = area.left - 1, area.top - 1
    place = _place(transform, (left, top, left + mask.shape[1], top + mask.shape[0]))
    if place is None:
        return None
    seen = mask[(place.rows - top)[:, None], (place.columns - left)[None, :]]
    ink = np.where(seen, np.uint32(_premultiplied((*colour, opacity))), np.uint32(0))
    _draw_border(ink, _changes(seen), round(1.5 * pixel_ratio), LIGHT, DARK)
    return ScreenMarks(left=place.left, top=place.top, ink=ink)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Which picture column and row each device pixel of a rectangle of the view shows."""

    left: int
    top: int
    columns: npt.NDArray[np.intp]
    rows: npt.NDArray[np.intp]


def _place(transform: ViewTransform, window: tuple[int, int, int, int]) -> _Place | None:
    """Return where a window (left, top, right, bottom) of the picture is seen; None out of sight."""
    # The picture is drawn on whole device pixels; what lies over it must not be moved by a fraction.
    shown_left, shown_top = round(transform.left), round(transform.top)
    scale_x = transform.picture_width_px / round(transform.width_px)
    scale_y = transform.picture_height_px / round(transform.height_px)
    columns = np.floor((np.arange(round(transform.view_width_px)) - shown_left + 0.5) * scale_x).astype(
        np.intp
    )
    rows = np.floor((np.arange(round(transform.view_height_px)) - shown_top + 0.5) * scale_y).astype(np.intp)
    if transform.mirrored:
        columns = transform.picture_width_px - 1 - columns
    left, top, right, bottom = window
    across = np.flatnonzero((columns >= left) & (columns < right))
    down = np.flatnonzero((rows >= top) & (rows < bottom))
    if across.size == 0 or down.size == 0:
        return None
    return _Place(left=int(across[0]), top=int(down[0]), columns=columns[across], rows=rows[down])


def _changes(seen: Labels | Flags) -> Flags:
    """Return the pixels whose right or lower neighbour is another one's."""
    changes = np.zeros(seen.shape, dtype=np.bool_)
    changes[:, :-1] = seen[:, 1:] != seen[:, :-1]
    changes[:-1] |= seen[1:] != seen[:-1]
    return changes


def _draw_border(
    ink: Ink,
    border: Flags,
    thickness_px: int,
    light: tuple[int, int, int, int],
    dark: tuple[int, int, int, int],
) -> None:
    """Draw a light line with a dark one around it."""
    line = _widened(border, max(1, thickness_px) - 1)
    ink[_widened(line, 1, both_ways=True) & ~line] = _premultiplied(dark)
    ink[line] = _premultiplied(light)


def _widened(flags: Flags, distance_px: int, *, both_ways: bool = False) -> Flags:
    """Return flags that reach some pixels further right and down, and left and up too."""
    for _ in range(distance_px):
        wide = flags.copy()
        wide[:, 1:] |= flags[:, :-1]
        wide[1:] |= flags[:-1]
        if both_ways:
            wide[:, :-1] |= flags[:, 1:]
            wide[:-1] |= flags[1:]
        flags = wide
    return flags


def _premultiplied(colour: tuple[int, int, int, int]) -> int:
    """Return a colour as Qt keeps it in ARGB32_Premultiplied."""
    red, green, blue, opacity = colour
    red, green, blue = (channel * opacity // 255 for channel in (red, green, blue))
    return opacity << 24 | red << 16 | green << 8 | blue
