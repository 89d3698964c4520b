"""What lies behind a part: how far the parts behind it go on under it, and what they look like there.

Parts are taken away from the front to the back. What each leaves bare goes to the parts behind that it
touches, each place to the one that a random walk from there meets first; and every part is continued by
itself, so that a sky goes on as sky and nothing of what was taken away shines through.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, Labels, fitted_size
from painttime.segmentation.behind.exemplar_fill import Coordinates, fill_texture
from painttime.segmentation.behind.push_pull import push_pull

Mask = npt.NDArray[np.bool_]

WORKING_PX = 256
"""Long side at which shapes and texture are continued; finer detail is copied from where texture is from."""

_MAX_CANDIDATES = 12
_PURE_SHARE = 300
"""The paint of neighbours mixes along a rim of this fraction of the long side."""

_ROWS_AT_ONCE = 256


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Window:
    """A part of a picture. left, top: of its upper left pixel. pixels: (h, w, 3) uint8."""

    left: int
    top: int
    pixels: RGB8


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Continuations:
    """How far each part goes on behind those in front of it.

    labels: (H, W) uint8, what is seen. order: part ids, back to front.
    small: (n, h, w) bool, by place in the order: where a part would show if all in front of it were gone.
    """

    labels: Labels
    order: tuple[int, ...]
    small: Mask

    def extent(self, part_id: int) -> Mask:
        """Return where a part is seen or goes on behind others, (H, W); the rearmost fills the picture."""
        place = self.order.index(part_id)
        height, width = self.labels.shape
        if place == 0:
            return np.ones((height, width), dtype=np.bool_)
        # A little further than it shows: no gap may open where it begins to be hidden.
        wide = cv2.dilate(self.small[place].astype(np.uint8), np.ones((3, 3), np.uint8))
        soft = cv2.GaussianBlur(wide * np.float32(1), (0, 0), 1)
        reach = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR) > 0.5
        in_front = np.zeros(256, dtype=np.bool_)
        in_front[list(self.order[place + 1 :])] = True
        return np.asarray((reach & in_front[self.labels]) | (self.labels == part_id))


def continuations(labels: Labels, order: Sequence[int]) -> Continuations:
    """Return how the parts go on behind each other.

    labels: (H, W) uint8. order: the ids of all parts, back to front.
    """
    height, width = _working_size(labels.shape[0], labels.shape[1])
    seen = cv2.resize(labels, (width, height), interpolation=cv2.INTER_NEAREST)
    small = np.zeros((len(order), height, width), dtype=np.bool_)
    for place in range(len(order) - 1, -1, -1):
        hole = seen == order[place]
        small[place] = hole
        if place and hole.any():
            seen = _given_away(np.asarray(seen), hole)
    return Continuations(labels=labels, order=tuple(order), small=small)


def _working_size(height_px: int, width_px: int) -> tuple[int, int]:
    return fitted_size(height_px, width_px, min(WORKING_PX, max(height_px, width_px)))


def _given_away(seen: Labels, hole: Mask) -> Labels:
    """Return the labels with those of the hole replaced by what surrounds it."""
    rim = cv2.dilate(hole.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.bool_) & ~hole
    ids, counts = np.unique(seen[rim if rim.any() else ~hole], return_counts=True)
    if ids.size == 0:
        return seen
    ids = ids[np.argsort(-counts, kind="stable")][:_MAX_CANDIDATES]
    top, left, bottom, right = _around(hole, 8)
    window = seen[top:bottom, left:right]
    shares = (window[..., None] == ids).astype(np.float32)
    nearest = ids[push_pull(shares, shares.any(axis=2)).argmax(axis=2)]
    result = seen.copy()
    result[hole] = nearest[hole[top:bottom, left:right]]
    return result


def fill_behind(pixels: RGB8, labels: Labels, order: Sequence[int], part_id: int) -> Window:
    """Return what is seen where a part lies once it is taken away, made up from the parts behind it.

    pixels: (H, W, 3) uint8. labels: (H, W) uint8. order: the ids of all parts, back to front. The window is
    the part's bounding box; outside the part it holds the picture as it is, and so it does everywhere for the
    rearmost part, which has nothing behind it, and for parts without pixels (an empty window).
    """
    place = tuple(order).index(part_id)
    hole = labels == part_id
    top, left, bottom, right = _around(hole, 0)
    result = pixels[top:bottom, left:right].copy()
    if not result.size:
        return Window(left=left, top=top, pixels=result)
    # What lies in front of the part stays and is no part of the matter.
    known = continuations(labels, order)
    for behind in order[:place]:
        bare = known.extent(behind) & hole
        if bare.any():
            filled = continue_part(pixels, labels == behind, bare)
            inside = bare[filled.top : filled.top + len(filled.pixels)]
            inside = inside[:, filled.left : filled.left + filled.pixels.shape[1]]
            rows, columns = np.nonzero(inside)
            result[rows + filled.top - top, columns + filled.left - left] = filled.pixels[rows, columns]
    return Window(left=left, top=top, pixels=result)


def continue_part(pixels: RGB8, own: Mask, bare: Mask) -> Window:
    """Return how a part looks where it is hidden, made up from where it is seen.

    pixels: (H, W, 3) uint8. own: (H, W), where the part is seen. bare: (H, W), where it goes on; disjoint
    from `own`. The window is the bounding box of `bare`; only its pixels in `bare` mean anything. Smooth
    planes go on smoothly, texture as texture. A part that is seen nowhere goes on in grey.
    """
    top, left, bottom, right = _around(bare, 0)
    if not own.any():
        return Window(left=left, top=top, pixels=np.full((bottom - top, right - left, 3), 128, np.uint8))
    height, width = _working_size(own.shape[0], own.shape[1])
    colours, known = _reduced(pixels, _pure(own, bare), height, width)
    wanted = (_shrunk(bare, height, width) > 0) & ~known
    low, from_where = fill_texture(colours, known, np.asarray(wanted))
    if known.shape == own.shape:
        filled = np.clip(np.rint(low[top:bottom, left:right]), 0, 255).astype(np.uint8)
        return Window(left=left, top=top, pixels=filled)
    return _at_full_size(pixels, own, low, from_where, (top, left, bottom, right))


def _pure(own: Mask, bare: Mask) -> Mask:
    """Return a part without its rim against what hides it, where the paint of both mixes."""
    size = 2 * max(1, max(own.shape) // _PURE_SHARE) + 1
    near = cv2.dilate(bare.astype(np.uint8), np.ones((size, size), np.uint8)).astype(np.bool_)
    pure = own & ~near
    return pure if pure.sum() * 4 > own.sum() else own


def _reduced(pixels: RGB8, own: Mask, height: int, width: int) -> tuple[Float32, Mask]:
    """Return the colours of a part at a smaller size, (h, w, 3) float32, and where they are known.

    Only its own pixels count, so that no colour of a neighbour gets in.
    """
    share = _shrunk(own, height, width)
    own_pixels = np.where(own[..., None], pixels, np.uint8(0))
    colours = cv2.resize(own_pixels, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    known = share > 0.5
    if not known.any():
        known = share >= share.max()
    return np.asarray(colours / np.maximum(share, 1e-3)[..., None], np.float32), np.asarray(known)


def _shrunk(mask: Mask, height: int, width: int) -> Float32:
    """Return the share of each small pixel that is set, (h, w) float32 in 0..1."""
    small = cv2.resize(mask.astype(np.uint8) * np.uint8(255), (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.float32) / np.float32(255)


def _at_full_size(
    pixels: RGB8, own: Mask, low: Float32, from_where: Coordinates, box: tuple[int, int, int, int]
) -> Window:
    """Return the filling at the size of the picture: smooth colours with the detail of their source."""
    top, left, bottom, right = box
    height, width = own.shape
    smooth = cv2.resize(np.clip(low, 0, 255).astype(np.uint8), (width, height), interpolation=cv2.INTER_CUBIC)
    scale = np.array([low.shape[0] / height, low.shape[1] / width])
    columns = np.arange(left, right)
    small_columns = ((columns + 0.5) * scale[1]).astype(np.intp)
    result: RGB8 = np.array(smooth[top:bottom, left:right], dtype=np.uint8)
    for first in range(top, bottom, _ROWS_AT_ONCE):
        rows = np.arange(first, min(bottom, first + _ROWS_AT_ONCE))
        small_rows = ((rows + 0.5) * scale[0]).astype(np.intp)
        cells = np.stack(np.meshgrid(small_rows, small_columns, indexing="ij"), axis=2)
        found = from_where[cells[..., 0], cells[..., 1]]
        away = np.rint((found - cells) / scale).astype(np.intp)
        source_rows = np.clip(rows[:, None] + away[..., 0], 0, height - 1)
        source_columns = np.clip(columns[None, :] + away[..., 1], 0, width - 1)
        usable = (found[..., 0] >= 0) & own[source_rows, source_columns]
        detail = pixels[source_rows, source_columns].astype(np.int16) - smooth[source_rows, source_columns]
        strip = result[first - top : first - top + len(rows)]
        strip[:] = np.clip(strip + np.where(usable[..., None], detail, 0), 0, 255)
    return Window(left=left, top=top, pixels=result)


def _around(mask: Mask, margin_px: int) -> tuple[int, int, int, int]:
    """Return (top, left, bottom, right) of what is set with a margin, within the picture; 0s for nothing."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return 0, 0, 0, 0
    height, width = mask.shape
    return (
        max(0, int(rows[0]) - margin_px),
        max(0, int(columns[0]) - margin_px),
        min(height, int(rows[-1]) + 1 + margin_px),
        min(width, int(columns[-1]) + 1 + margin_px),
    )
