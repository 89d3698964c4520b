"""Parts cut out for layered files: soft at their edges, continued behind what hides them, exact together.

The layers lie back to front. Each goes on, opaque, under those in front of it, so that hiding one shows what
may lie behind; it is soft only where it lies over others, on its own side of the edge. There its colours are
freed of what shines through from below, so that the whole stack gives the painting again, pixel by pixel.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32
from painttime.core.part import Part, PartMap
from painttime.segmentation.behind.inpainting import Continuations, continuations, continue_part

DEFAULT_EDGE_PX = 2
MAX_EDGE_PX = 50

RGBA8 = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_LEAST_ALPHA = 128
"""A layer has at least half of every pixel of its part: the topmost such layer tells whose a pixel is."""

_LARGEST_SHIFT = 48.0
"""Freed of what shines through, a colour moves by no more levels than this; the edge is harder instead."""

_OPAQUE = 217
_LEAST_OPAQUE_SHARE = 0.25


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Cutout:
    """One part as a layer.

    left, top: of its upper left pixel in the picture. pixels: (h, w, 4) uint8 with straight alpha; (0, 0, 4)
    for a part without pixels.
    """

    part: Part
    left: int
    top: int
    pixels: RGBA8


def cutouts(picture: RGB8, parts: PartMap, *, edge_px: int = DEFAULT_EDGE_PX) -> Iterator[Cutout]:
    """Yield the parts of a picture (H, W, 3) as layers, back to front.

    edge_px: how wide the soft edge is; 0 for hard ones. Laid over each other, rounded at every layer, they
    give the picture bit by bit.
    """
    known = continuations(parts.labels, parts.ids)
    below = np.zeros_like(picture)
    for part in parts.parts:
        yield _cutout(picture, known, part, below, edge_px)


def _cutout(picture: RGB8, known: Continuations, part: Part, below: RGB8, edge_px: int) -> Cutout:
    """Return one layer and lay it on `below`, the layers behind it."""
    own = known.labels == part.id
    if not own.any():
        return Cutout(part=part, left=0, top=0, pixels=np.zeros((0, 0, 4), dtype=np.uint8))
    extent = known.extent(part.id)
    top, left, bottom, right = _box(extent)
    window = (slice(top, bottom), slice(left, right))
    colours = picture[window].copy()
    bare = extent & ~own
    if bare.any():
        filled = continue_part(picture, own, bare)
        height, width = filled.pixels.shape[:2]
        inside = (
            slice(filled.top - top, filled.top - top + height),
            slice(filled.left - left, filled.left - left + width),
        )
        colours[inside][bare[window][inside]] = filled.pixels[bare[window][inside]]
    alpha = _soft_alpha(extent, (top, left, bottom, right), own[window], edge_px)
    _free_of_below(colours, alpha, own[window], below[window])
    below[window] = laid_over(below[window], colours, alpha)
    colours[alpha == 0] = 0
    return Cutout(part=part, left=left, top=top, pixels=np.dstack([colours, alpha]))


def laid_over(below: RGB8, colours: RGB8, alpha: npt.NDArray[np.uint8]) -> RGB8:
    """Return what a layer (h, w, 3) with alpha (h, w) shows over others, rounded."""
    result = below.copy()
    result[alpha == 255] = colours[alpha == 255]
    soft = (alpha > 0) & (alpha < 255)
    share = alpha[soft].astype(np.float32)[:, None] / np.float32(255)
    result[soft] = np.rint(share * colours[soft] + (1 - share) * below[soft])
    return result


def _soft_alpha(
    extent: Mask, box: tuple[int, int, int, int], own: Mask, edge_px: int
) -> npt.NDArray[np.uint8]:
    """Return the alpha of a layer within its box: the mask blurred, but inside it only and at least half."""
    top, left, bottom, right = box
    inside = extent[top:bottom, left:right]
    hard = inside.astype(np.uint8) * np.uint8(255)
    if edge_px == 0 or extent.all():
        return hard
    height, width = extent.shape
    # The picture's own border is no edge of the part: what lies beyond is as what lies there.
    margin = 2 * edge_px
    y, x = max(0, top - margin), max(0, left - margin)
    around = extent[y : min(height, bottom + margin), x : min(width, right + margin)]
    blurred = cv2.GaussianBlur(
        around.astype(np.float32), (0, 0), edge_px / 2, borderType=cv2.BORDER_REPLICATE
    )[top - y : top - y + inside.shape[0], left - x : left - x + inside.shape[1]]
    soft = np.clip(np.rint(blurred * 258), _LEAST_ALPHA, 255).astype(np.uint8)
    soft = np.where(inside, soft, np.uint8(0))
    # Of a part of threads and dots nothing would be left that covers.
    return soft if (soft[own] >= _OPAQUE).mean() >= _LEAST_OPAQUE_SHARE else hard


def _free_of_below(colours: RGB8, alpha: npt.NDArray[np.uint8], own: Mask, below: RGB8) -> None:
    """Change colours, in place, so that they give themselves as they were when laid over `below`.

    alpha is raised, in place, where that asks for a colour that is none or lies far off.
    """
    soft = own & (alpha < 255)
    wanted, under = colours[soft].astype(np.float32), below[soft].astype(np.float32)
    share = np.maximum(alpha[soft] / np.float32(255), _least_share(wanted, under))
    steps = np.ceil(share * 255 - 1e-3).clip(_LEAST_ALPHA, 255)
    share = (steps / np.float32(255))[:, None]
    alpha[soft] = steps
    colours[soft] = np.clip(np.rint((wanted - (1 - share) * under) / share), 0, 255)


def _least_share(wanted: Float32, under: Float32) -> Float32:
    """Return the least alpha 0..1 of each pixel with which a colour near `wanted` gives it over `under`."""
    off = np.abs(wanted - under)
    room = np.where(wanted < under, wanted, 255 - wanted)
    return np.asarray((off / np.maximum(off + np.minimum(room, _LARGEST_SHIFT), 1)).max(axis=1), np.float32)


def _box(mask: Mask) -> tuple[int, int, int, int]:
    """Return (top, left, bottom, right) of what is set."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1


def group_steps(before: Sequence[str], after: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Return how many groups end between two layers that lie in these, and which begin."""
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))))
    return len(before) - shared, tuple(after[shared:])
