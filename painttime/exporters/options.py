"""What the user can choose about an export, and what every result says about itself."""

from dataclasses import dataclass
from enum import Enum

from painttime.errors import ExportError

NOTICE = "Predicted process made with painttime"
"""Stands in every result's metadata: a prediction must not pass for a record of real work."""

STROKES_NOTICE = "Rendition painted stroke by stroke with painttime"
"""The same for what the brush made of a picture: it must not pass for the picture, or for work by hand."""

MAX_LONG_SIDE_PX = 16_384
MIN_LONG_SIDE_PX = 16
MAX_FPS = 120.0
MAX_HOLD_S = 600.0
MAX_CRF = 51


class PsdLayout(Enum):
    """What the layers of a PSD are."""

    STEPS = "steps"
    """One file; each layer holds what one step laid down."""

    PARTS = "parts"
    """One file a canvas; each layer holds one part."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportOptions:
    """Choices for an export; each format uses those that mean something to it.

    fps: pictures a second, one canvas each (video, GIF).
    hold_first_s, hold_last_s: how long the first and the last canvas stand still (video, GIF).
    long_side_px: scale the pictures to this size; None keeps the painting's own.
    show_result_first: begin with the finished painting (video, GIF).
    loop: play for ever (GIF).
    first, last: the canvases exported, both included; last None = the painting.
    psd_layout: what the layers of a PSD are.
    caption: write the notice into the pictures too (video, GIF, frames).
    crf: x264's constant quality, 0 (lossless) .. 51; WebM uses the matching VP9 value.
    notice: what films, frames and PSD files say they are, in their metadata and where captioned.

    Raises ExportError with a sentence for the user where a value makes no sense.
    """

    fps: float = 12.0
    hold_first_s: float = 0.5
    hold_last_s: float = 2.0
    long_side_px: int | None = None
    show_result_first: bool = False
    loop: bool = True
    first: int = 0
    last: int | None = None
    psd_layout: PsdLayout = PsdLayout.STEPS
    caption: bool = False
    crf: int = 18
    notice: str = NOTICE

    def __post_init__(self) -> None:
        if not 0 < self.fps <= MAX_FPS:
            raise ExportError(
                f"The frame rate must be more than 0 and at most {MAX_FPS:g} pictures a second."
            )
        if not (0 <= self.hold_first_s <= MAX_HOLD_S and 0 <= self.hold_last_s <= MAX_HOLD_S):
            raise ExportError(f"A canvas can be held for 0 to {MAX_HOLD_S:g} seconds.")
        if self.long_side_px is not None and not MIN_LONG_SIDE_PX <= self.long_side_px <= MAX_LONG_SIDE_PX:
            raise ExportError(
                f"The long side must have between {MIN_LONG_SIDE_PX} and {MAX_LONG_SIDE_PX:,} pixels."
            )
        if self.first < 0 or (self.last is not None and self.last < self.first):
            raise ExportError("The first canvas exported must not come after the last one.")
        if not 0 <= self.crf <= MAX_CRF:
            raise ExportError(f"The quality (crf) must lie between 0 and {MAX_CRF}.")
