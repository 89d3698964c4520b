"""Frames of a process side by side, as one picture."""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from painttime.core.image import RGB8

STRIP_HEIGHT_PX = 150
GAP_PX = 4
_JPEG_QUALITY = 90


def strip_picture(frames: RGB8, num_places: int, *, height_px: int = STRIP_HEIGHT_PX) -> RGB8:
    """Return frames (k, h, w, 3) side by side, each where it stands in the time, (height_px, W, 3).

    num_places: how many the row has room for; where there are fewer frames the rest stays white.
    """
    width_px = max(1, round(height_px * frames.shape[2] / frames.shape[1]))
    row = np.full((height_px, num_places * (width_px + GAP_PX) - GAP_PX, 3), 255, dtype=np.uint8)
    for frame, place in zip(frames, places(len(frames), num_places), strict=True):
        left = place * (width_px + GAP_PX)
        small = Image.fromarray(frame).resize((width_px, height_px), Image.Resampling.LANCZOS)
        row[:, left : left + width_px] = np.asarray(small)
    return row


def places(num_frames: int, num_places: int) -> list[int]:
    """Return the place of each of `num_frames` frames in a row: first and last at its ends, even between."""
    if num_frames == 1:
        return [num_places - 1]
    return [round(index * (num_places - 1) / (num_frames - 1)) for index in range(num_frames)]


def stacked(rows: Sequence[RGB8], *, gap_px: int = GAP_PX) -> RGB8:
    """Return rows (h, W, 3) of one width or less below each other, on white."""
    width_px = max(row.shape[1] for row in rows)
    height_px = sum(row.shape[0] for row in rows) + gap_px * (len(rows) - 1)
    sheet = np.full((height_px, width_px, 3), 255, dtype=np.uint8)
    top = 0
    for row in rows:
        sheet[top : top + row.shape[0], : row.shape[1]] = row
        top += row.shape[0] + gap_px
    return sheet


def as_jpeg(pixels: RGB8) -> bytes:
    """Return a picture as JPEG: good enough to look at, and a page of many stays small."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format="JPEG", quality=_JPEG_QUALITY)
    return file.getvalue()


def as_png(pixels: RGB8) -> bytes:
    """Return a picture as PNG."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format="PNG", optimize=True)
    return file.getvalue()
