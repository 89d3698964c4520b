"""Plays canvases of model size at the painting's own size, along its edges.

Every rendition exists at full size; a canvas only says where each one lies. Those borders are enlarged within
each part alone, so that nothing crosses from part to part, and sampled where the painting's colours agree, so
that they keep to its edges (joint bilateral upsampling, Kopf et al., SIGGRAPH 2007, folded into the sampling
positions, which are worked out once a painting). A frame needs no other frame.
"""

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.canvas import NUM_RENDITIONS, Canvas, Renditions
from painttime.core.image import RGB8, Labels

_COLOUR_SIGMA = 18.0
_SOFT_BORDER_PX = 1.5
_ROUNDING_SIGMA_PX = 0.6
_NUM_LAYERS = NUM_RENDITIONS - 1

Cover = npt.NDArray[np.uint8]
"""How far each layer covers a pixel, (..., K - 1), 0..255: layer k is everything from rendition k + 1 on."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _PartWindow:
    """What enlarging one part needs: rows and columns at full size, its mask there, and for every pixel of
    model size the nearest one inside the part, as a flat index."""

    window: tuple[slice, slice]
    inside: npt.NDArray[np.uint8]
    nearest: npt.NDArray[np.intp]
    own: npt.NDArray[np.bool_]


class FrameRenderer:
    """Composes canvases at full size; holds the renditions and no frame."""

    def __init__(self, renditions: Renditions, labels: Labels, small: RGB8, small_labels: Labels) -> None:
        """renditions, labels: at full size. small, small_labels: the painting and its parts at model size."""
        self._images = renditions.images
        self._labels = labels
        self._small = small, small_labels
        self._positions = _sampling_positions(renditions.images[-1], small)
        self._parts = tuple(_part_windows(labels, small_labels))
        scale = max(labels.shape) / max(small_labels.shape)
        self._sharpen = _sharpening_table(max(1.0, scale / _SOFT_BORDER_PX))

    def frame(self, canvas: Canvas) -> RGB8:
        """Return the canvas at the painting's size, (H, W, 3) uint8; the painting exactly where finished."""
        cover = self._full_cover(canvas)
        frame: RGB8 = self._images[0].copy()
        mixed = np.zeros(cover.shape[:2], dtype=np.bool_)
        for layer in range(_NUM_LAYERS):
            own = np.ascontiguousarray(cover[..., layer])
            cv2.copyTo(self._images[layer + 1], (own == 255).view(np.uint8), frame)
            mixed |= (own > 0) & (own < 255)
        _mix_into(frame, self._images, cover, np.flatnonzero(mixed))
        return frame

    def resized(self, labels: Labels) -> "FrameRenderer":
        """Return a renderer of the same canvases at the size of `labels`, which is not larger than this."""
        size = labels.shape[1], labels.shape[0]
        images = [cv2.resize(image, size, interpolation=cv2.INTER_AREA) for image in self._images]
        return FrameRenderer(Renditions(images=np.stack(images).astype(np.uint8)), labels, *self._small)

    def _full_cover(self, canvas: Canvas) -> Cover:
        """Return the cover of every layer at full size, (H, W, K - 1)."""
        shares = canvas.mix[..., ::-1].cumsum(axis=2, dtype=np.uint16)[..., ::-1]
        small: Cover = np.minimum(shares[..., 1:], 255).astype(np.uint8)
        cover = np.zeros((*self._labels.shape, _NUM_LAYERS), dtype=np.uint8)
        for part in self._parts:
            own = small[part.own]
            target = cover[part.window]
            if len(own) and (own == own[0]).all():
                if own[0].any():
                    target[part.inside > 0] = own[0]
                continue
            self._enlarge_into(target, small, part)
        return cover

    def _enlarge_into(self, target: Cover, small: Cover, part: _PartWindow) -> None:
        """Write the cover of one part, enlarged from its own pixels only, into the part's window."""
        # Rounds the steps of single pixels; what is left of a pixel alone is too little to show.
        extended = cv2.GaussianBlur(small.reshape(-1, _NUM_LAYERS)[part.nearest], (3, 3), _ROUNDING_SIGMA_PX)
        x, y = (np.ascontiguousarray(position[part.window]) for position in self._positions)
        enlarged = cv2.remap(extended, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        sharp = cv2.LUT(enlarged, self._sharpen)
        cv2.copyTo(sharp, part.inside, target)


def _mix_into(frame: RGB8, images: npt.NDArray[np.uint8], cover: Cover, pixels: npt.NDArray[np.intp]) -> None:
    """Write into the frame the pixels (flat indices) at which several renditions lie, in place."""
    layers = cover.reshape(-1, _NUM_LAYERS)[pixels].astype(np.float32) / 255
    # The cover from one rendition on, less the cover from the next one on.
    borders = [np.float32(1), *np.ascontiguousarray(layers.T), np.float32(0)]
    mixed = np.zeros((len(pixels), 3), dtype=np.float32)
    for image, (own, above) in zip(images, itertools.pairwise(borders), strict=True):
        mixed += (own - above)[:, None] * image.reshape(-1, 3)[pixels]
    frame.reshape(-1, 3)[pixels] = np.rint(mixed).astype(np.uint8)


def _sharpening_table(gain: float) -> npt.NDArray[np.uint8]:
    """Return a table that steepens an enlarged border around one half, 0 and 255 staying what they are."""
    levels = np.arange(256, dtype=np.float32)
    return np.asarray(np.rint(np.clip((levels - 127.5) * gain + 127.5, 0, 255)), dtype=np.uint8)


def _sampling_positions(
    full: npt.NDArray[np.uint8], small: RGB8
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return for every full-size pixel where in the small picture to sample, (H, W) each for x and y.

    The mean position of the four neighbours, each weighted as in joint bilateral upsampling: by distance and
    by likeness of colour. In a flat area that is the plain bilinear position; at an edge it moves to the
    pixel's own side.
    """
    height, width = full.shape[:2]
    rows, columns = small.shape[:2]
    x = np.clip((np.arange(width, dtype=np.float32) + 0.5) * columns / width - 0.5, 0, columns - 1)
    y = np.clip((np.arange(height, dtype=np.float32) + 0.5) * rows / height - 0.5, 0, rows - 1)
    left, top = np.minimum(x.astype(np.intp), columns - 1), np.minimum(y.astype(np.intp), rows - 1)
    total = np.full((height, width), 1e-6, dtype=np.float32)
    sum_x, sum_y = total * x[None, :], total * y[:, None]
    guide = full.astype(np.int16)
    for down in (0, 1):
        row = np.minimum(top + down, rows - 1)
        near_y = 1 - np.abs(y - (top + down))
        for right in (0, 1):
            column = np.minimum(left + right, columns - 1)
            near_x = 1 - np.abs(x - (left + right))
            apart = np.abs(guide - small[row[:, None], column[None, :]]).sum(axis=2, dtype=np.int32)
            likeness = np.exp(-(apart.astype(np.float32) ** 2) / (2 * (3 * _COLOUR_SIGMA) ** 2)) + 1e-3
            weight = np.maximum(near_y, 0)[:, None] * np.maximum(near_x, 0)[None, :] * likeness
            total += weight
            sum_x += weight * column[None, :]
            sum_y += weight * row[:, None]
    return (sum_x / total).astype(np.float32), (sum_y / total).astype(np.float32)


def _part_windows(labels: Labels, small_labels: Labels) -> list[_PartWindow]:
    """Return the windows of all parts of a map at full and at model size."""
    windows = []
    for part_id in np.unique(labels).tolist():
        inside = labels == part_id
        rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        window = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
        own = small_labels == part_id
        windows.append(
            _PartWindow(
                window=window,
                inside=np.ascontiguousarray(inside[window]).astype(np.uint8) * np.uint8(255),
                nearest=_nearest_inside(own),
                own=own,
            )
        )
    return windows


def _nearest_inside(own: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Return for every pixel the flat index of the nearest one that is set, (h, w); its own if none is."""
    indices = np.arange(own.size, dtype=np.intp).reshape(own.shape)
    if not own.any():
        return indices
    outside = (~own).astype(np.uint8)
    _, numbers = cv2.distanceTransformWithLabels(outside, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    by_number = np.zeros(int(numbers.max()) + 1, dtype=np.intp)
    by_number[numbers[own]] = indices[own]
    return np.asarray(by_number[numbers], dtype=np.intp)
