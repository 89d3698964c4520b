"""What a painting looked like at a moment: the frames about it, without what moves over them."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, read_only
from painttime.recordings.settling.temporal_median import contrast, difference, temporal_median
from painttime.recordings.settling.window_alignment import WindowAlignment

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
    the window show it so. moved: colours (n, 3) uint8 of what was seen moving over it, a sample.
    """

    pixels: RGB8
    trusted: Mask
    moved: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        for name in ("pixels", "trusted", "moved"):
            object.__setattr__(self, name, read_only(getattr(self, name)))


def settle(frames: Sequence[RGB8], centre: int, *, align: bool = True, even_light: bool = True) -> Settled:
    """Return what frames (h, w, 3) uint8 of one state show in common, in the view and light of frames[centre].

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
        return Settled(pixels=own, trusted=everywhere, moved=np.zeros((0, 3), dtype=np.uint8))
    pixels = temporal_median(aligned) if len(aligned) > 2 else own
    tolerance = cv2.add(np.uint8(CONTRAST_SHARE * contrast(pixels)), AGREES_LEVELS)
    agreeing = np.zeros(own.shape[:2], dtype=np.uint8)
    for picture in aligned:
        agreeing += (difference(picture, pixels) <= tolerance).view(np.uint8)
    trusted = agreeing >= len(aligned) // 2 + 1
    return Settled(pixels=pixels, trusted=trusted, moved=_moved_colours(aligned, pixels))


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
