"""Looking at a large mask only where something can change: in the tiles near its outline."""

from collections.abc import Callable, Iterator

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import Labels
from painttime.segmentation.editing.area import Area, Mask, Window, window_around

TILE_PX = 256

SEAM_PX = 16
"""What is this near to a pixel is looked at first."""


def tiles(shape: tuple[int, ...], *, side_px: int = TILE_PX) -> Iterator[Window]:
    """Yield square windows that together cover a picture once."""
    height, width = shape[:2]
    for top in range(0, height, side_px):
        for left in range(0, width, side_px):
            yield slice(top, min(height, top + side_px)), slice(left, min(width, left + side_px))


def near_outline(mask: Mask, reach_px: int, decide: Callable[[Mask], Mask]) -> Mask:
    """Return what `decide` says of a mask, worked out tile by tile with `reach_px` pixels around each.

    False in tiles where the mask is the same all over within reach: nothing is decided there.
    """
    decided = np.zeros(mask.shape, dtype=np.bool_)
    # Tiles much smaller than what is seen around them would be looked at over and over.
    for tile in tiles(mask.shape, side_px=max(TILE_PX, 2 * reach_px)):
        around = window_around(tile, reach_px, *mask.shape)
        seen = mask[around]
        if seen.any() and not seen.all():
            decided[tile] = decide(seen)[_inner(tile, around)]
    return decided


def filled_from_nearest(values: Labels, wanted: Mask, giving: Mask) -> Labels | None:
    """Return values in which wanted pixels are as the giving pixel nearest to each; None where none gives.

    Distances are right within two in a hundred (Borgefors 1986).
    """
    if not giving.any():
        return None
    filled, missing = values.copy(), wanted.copy()
    for tile in tiles(values.shape):
        if wanted[tile].any():
            # Most of what is given away is a thin seam.
            _fill(filled, missing, giving, tile, margin_px=SEAM_PX)
    margin_px = SEAM_PX
    while missing.any():
        _fill(filled, missing, giving, Area.of(missing).window, margin_px=margin_px)
        margin_px *= 8
    return filled


def _fill(filled: Labels, missing: Mask, giving: Mask, window: Window, *, margin_px: int) -> None:
    """Fill the missing pixels of a window whose nearest giving one is sure to be seen in it or around it."""
    around = window_around(window, margin_px, *filled.shape)
    gives = giving[around]
    if not gives.any():
        return
    distance, nearest = cv2.distanceTransformWithLabels(
        (~gives).view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    sure = missing[around] & (distance <= _to_unseen(around, filled.shape))
    # The labels count the giving pixels row by row, from 1.
    known = filled[around][gives]
    filled[around][sure] = known[np.asarray(nearest)[sure] - 1]
    missing[around][sure] = False


def _to_unseen(window: Window, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """Return how far each pixel of a window lies from the picture outside of it, (h, w)."""
    rows, columns = (_steps_out(part, whole) for part, whole in zip(window, shape, strict=True))
    return np.minimum(rows[:, None], columns[None, :])


def _steps_out(part: slice, whole: int) -> npt.NDArray[np.float32]:
    """Return how far each place of a range 0..whole lies from what the range leaves out of it."""
    places = np.arange(part.start, part.stop, dtype=np.float32)
    before = places - part.start + 1 if part.start > 0 else np.full_like(places, np.inf)
    after = part.stop - places if part.stop < whole else np.full_like(places, np.inf)
    return np.asarray(np.minimum(before, after), dtype=np.float32)


def _inner(tile: Window, around: Window) -> Window:
    """Return where a tile lies in the window around it."""
    rows, columns = (
        slice(part.start - whole.start, part.stop - whole.start)
        for part, whole in zip(tile, around, strict=True)
    )
    return rows, columns
