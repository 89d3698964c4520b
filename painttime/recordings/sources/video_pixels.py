"""Decoded frames of a video as upright sRGB pixels of the size that is wanted."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from av import VideoFrame
from av.sidedata.sidedata import Type
from av.video.reformatter import Colorspace, Interpolation, VideoReformatter

from painttime.core.image import RGB8, fitted_size, read_only

_UNSPECIFIED = 2
# Smaller films without a tag are taken for standard definition (BT.601), as players do.
_HD_WIDTH_PX, _HD_HEIGHT_PX = 1280, 720
# Pixels stretched by more are a mistake of the header.
_MOST_STRETCH = 4.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Turning:
    """How stored pixels are to be turned: first transposed, then mirrored."""

    transposed: bool = False
    mirrored_x: bool = False
    mirrored_y: bool = False

    def apply(self, pixels: RGB8) -> RGB8:
        """Return (h, w, 3) pixels turned."""
        turned: npt.NDArray[np.uint8] = pixels.transpose(1, 0, 2) if self.transposed else pixels
        rows = slice(None, None, -1 if self.mirrored_y else 1)
        columns = slice(None, None, -1 if self.mirrored_x else 1)
        return turned[rows, columns]


def turning_of(frame: VideoFrame) -> Turning:
    """Return how a frame is to be shown, from its display matrix; angles between right ones count as none."""
    # PyAV's own types take a frame for one with motion vectors only.
    side_data: Any = frame.side_data
    if Type.DISPLAYMATRIX not in side_data:
        return Turning()
    # A pixel at (x, y) is shown at (a x + c y, b x + d y).
    a, b, _, c, d, *_ = (
        int(value) for value in np.frombuffer(side_data[Type.DISPLAYMATRIX], dtype="<i4")[:9]
    )
    if max(abs(b), abs(c)) > max(abs(a), abs(d)):
        return Turning(transposed=True, mirrored_x=c < 0, mirrored_y=b < 0)
    return Turning(mirrored_x=a < 0, mirrored_y=d < 0)


def shown_size(frame: VideoFrame, turning: Turning, stretch: float) -> tuple[int, int]:
    """Return (width, height) of a frame as it is shown.

    stretch: width of a pixel over its height.
    """
    width_px, height_px = frame.width, frame.height
    if 1 / _MOST_STRETCH <= stretch <= _MOST_STRETCH:
        width_px = max(1, round(width_px * stretch))
    return (height_px, width_px) if turning.transposed else (width_px, height_px)


class PixelReader:
    """Converts frames of one film; keeps what the scaler has prepared."""

    def __init__(self, size_px: tuple[int, int], turning: Turning, long_side_px: int | None) -> None:
        """Prepare for frames shown at `size_px` (width, height); larger ones shrink to `long_side_px`."""
        width_px, height_px = size_px
        if long_side_px is not None and max(size_px) > long_side_px:
            height_px, width_px = fitted_size(height_px, width_px, long_side_px)
        self._stored_size = (height_px, width_px) if turning.transposed else (width_px, height_px)
        self._turning = turning
        self._reformatter = VideoReformatter()

    def read(self, frame: VideoFrame) -> RGB8:
        """Return the pixels of a frame, (h, w, 3) uint8 sRGB."""
        width_px, height_px = self._stored_size
        converted = self._reformatter.reformat(
            frame,
            width=width_px,
            height=height_px,
            format="rgb24",
            src_colorspace=_colorspace(frame),
            interpolation=Interpolation.AREA if width_px < frame.width else Interpolation.BICUBIC,
            threads=1,
        )
        return read_only(self._turning.apply(np.asarray(converted.to_ndarray(), dtype=np.uint8)))


def _colorspace(frame: VideoFrame) -> Colorspace | None:
    if frame.colorspace != _UNSPECIFIED:
        return None
    is_hd = frame.width >= _HD_WIDTH_PX or frame.height >= _HD_HEIGHT_PX
    return Colorspace.ITU709 if is_hd else Colorspace.ITU601
