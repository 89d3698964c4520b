"""What a painting looked like at a moment: the frames about it, without what moves over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, read_only
from painttime.recordings.settling.temporal_median import contrast, difference, temporal_median
from painttime.recordings.settling.window_alignment import WindowAlignment

Uint8 = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

MAX_WINDOW = 9
"""More frames of one state than this tell little more, and each costs time and memory."""

AGREES_LEVELS = 14
CONTRAST_SHARE = 0.5
"""A frame agrees with the median where it differs by no more levels than this, and by that share of what the
picture varies by about the pixel: edges move by parts of a pixel."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Settled:
    """A moment's picture.

    pixels: (h, w, 3) uint8, in the view of the moment's own frame. trusted: (h, w) bool, where most frames of
    the window show it so. other: (h, w, 4) uint8, what other frames show where they do not agree, alpha 255
    there and 0 elsewhere; None where all agree. moved: colours (n, 3) uint8 of what was seen moving over it.
    """

    pixels: RGB8
    trusted: Mask
    other: Uint8 | None
    moved: Uint8

    def __post_init__(self) -> None:
        for name in ("pixels", "trusted", "moved"):
            object.__setattr__(self, name, read_only(getattr(self, name)))
        if self.other is not None:
            object.__setattr__(self, "other", read_only(self.other))


def settle(frames: Sequence[RGB8], centre: int, *, align: bool = True, even_light: bool = True) -> Settled:
    """Return what frames (h, w, 3) uint8 of one state show in common, in view and light of frames[centre].

    align: take small moves of the camera out. even_light: take flicker out.
    """
    own = frames[centre]
    near = _nearest(len(frames), centre)
    alignment = WindowAlignment(own) if len(near) > 1 else None
    aligned = [own]
    for index in near:
        if index != centre and alignment is not None:
            aligned.append(alignment.aligned(frames[index], move=align, even_light=even_light))
    if len(aligned) == 1:
        everywhere = np.ones(own.shape[:2], dtype=np.bool_)
        return Settled(pixels=own, trusted=everywhere, other=None, moved=np.zeros((0, 3), dtype=np.uint8))
    pixels = temporal_median(aligned) if len(aligned) > 2 else own
    tolerance = _tolerance(pixels)
    agreeing = [difference(picture, pixels) <= tolerance for picture in aligned]
    trusted = _counted(agreeing) >= len(aligned) // 2 + 1
    return Settled(
        pixels=pixels,
        trusted=trusted,
        other=_other(aligned, agreeing),
        moved=_moved_colours(aligned, pixels),
    )


def _tolerance(pixels: RGB8) -> Uint8:
    return (CONTRAST_SHARE * contrast(pixels)).astype(np.uint8) + np.uint8(AGREES_LEVELS)


def _counted(masks: Sequence[Mask]) -> Uint8:
    """Return in how many masks each pixel is, (h, w) uint8."""
    return np.asarray(np.sum([mask.view(np.uint8) for mask in masks], axis=0, dtype=np.uint8))


def _other(aligned: Sequence[RGB8], agreeing: Sequence[Mask]) -> Uint8 | None:
    """Return what most of the frames show that do not agree with the median, (h, w, 4); see Settled."""
    apart = [_broad(~agree) for agree in agreeing]
    x, y, width_px, height_px = cv2.boundingRect(_counted(apart))
    if width_px == 0:
        return None
    inside = np.s_[y : y + height_px, x : x + width_px]
    windows = [np.ascontiguousarray(picture[inside]) for picture in aligned]
    apart = [np.ascontiguousarray(mask[inside]) for mask in apart]
    support = [mask.astype(np.uint8) for mask in apart]
    for first, second in combinations(range(len(windows)), 2):
        alike = (difference(windows[first], windows[second]) <= AGREES_LEVELS) & apart[first] & apart[second]
        support[first] += alike.view(np.uint8)
        support[second] += alike.view(np.uint8)
    best = np.zeros(support[0].shape, dtype=np.uint8)
    chosen = np.zeros((*best.shape, 3), dtype=np.uint8)
    for window, backing in zip(windows, support, strict=True):
        # Where two say different things with equal right, the nearer frame is heard.
        cv2.copyTo(window, (backing > best).view(np.uint8), chosen)
        cv2.max(best, backing, dst=best)
    other = np.zeros((*aligned[0].shape[:2], 4), dtype=np.uint8)
    other[inside] = np.dstack([chosen, np.where(best > 0, np.uint8(255), np.uint8(0))])
    return other


def _broad(mask: Mask) -> Mask:
    """Return a mask without what is thin: edges that moved by a part of a pixel."""
    opened = cv2.morphologyEx(mask.view(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), dtype=np.uint8))
    return np.asarray(opened > 0)


def _nearest(num_frames: int, centre: int) -> list[int]:
    """Return an odd number of frames about the centre, at most MAX_WINDOW; two where there are only two."""
    by_distance = sorted(range(num_frames), key=lambda index: (abs(index - centre), index))[:MAX_WINDOW]
    if len(by_distance) % 2 == 0 and len(by_distance) > 2:
        by_distance.pop()
    return sorted(by_distance)


MOVED_LEVELS = 36
_SAMPLE_STEP_PX = 6


def _moved_colours(aligned: Sequence[RGB8], pixels: RGB8) -> npt.NDArray[np.uint8]:
    """Return colours, (n, 3), seen in single frames only: of the hand, nearly always."""
    step = _SAMPLE_STEP_PX
    few = pixels[step // 2 :: step, step // 2 :: step]
    found = [np.zeros((0, 3), dtype=np.uint8)]
    for picture in aligned:
        sampled = np.ascontiguousarray(picture[step // 2 :: step, step // 2 :: step])
        apart = difference(sampled, np.ascontiguousarray(few)) > MOVED_LEVELS
        # Thin lines come from moving edges: what moves over the picture is broad.
        apart = cv2.erode(apart.astype(np.uint8), np.ones((3, 3), dtype=np.uint8)) > 0
        found.append(sampled[apart])
    return np.concatenate(found)
