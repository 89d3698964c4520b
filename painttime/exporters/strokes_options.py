"""What the user can choose about a result made of strokes."""

from dataclasses import dataclass

from painttime.core.image import fitted_size
from painttime.errors import ExportError
from painttime.exporters.options import (
    MAX_FPS,
    MAX_HOLD_S,
    MAX_LONG_SIDE_PX,
    MIN_LONG_SIDE_PX,
    STROKES_NOTICE,
)

MAX_PIXELS = 120_000_000
"""Of a picture or film painted from strokes; as many as painttime opens."""

MAX_STROKES_PER_SECOND = 1e6
DEFAULT_FILM_S = 20.0


@dataclass(frozen=True, kw_only=True, slots=True)
class StrokesOptions:
    """Choices for a result made of strokes; each format uses those that mean something to it.

    long_side_px: size of pictures, layers and films; None = the size the strokes were laid at.
    strokes_per_second: how fast a film paints; None = so that it takes DEFAULT_FILM_S seconds.
    fps: pictures a second of a film. hold_last_s: how long its last picture stands still.
    loop: play for ever (GIF).
    num_threads: CPU threads that draw.
    notice: what the metadata of the result say it is.

    Raises ExportError with a sentence for the user where a value makes no sense.
    """

    long_side_px: int | None = None
    strokes_per_second: float | None = None
    fps: float = 25.0
    hold_last_s: float = 2.0
    loop: bool = True
    num_threads: int = 1
    notice: str = STROKES_NOTICE

    def __post_init__(self) -> None:
        if self.long_side_px is not None and not MIN_LONG_SIDE_PX <= self.long_side_px <= MAX_LONG_SIDE_PX:
            raise ExportError(
                f"The long side must have between {MIN_LONG_SIDE_PX} and {MAX_LONG_SIDE_PX:,} pixels."
            )
        if self.strokes_per_second is not None and not 0 < self.strokes_per_second <= MAX_STROKES_PER_SECOND:
            raise ExportError(
                f"A film must paint more than 0 and at most {MAX_STROKES_PER_SECOND:,.0f} strokes a second."
            )
        if not 0 < self.fps <= MAX_FPS:
            raise ExportError(
                f"The frame rate must be more than 0 and at most {MAX_FPS:g} pictures a second."
            )
        if not 0 <= self.hold_last_s <= MAX_HOLD_S:
            raise ExportError(f"A canvas can be held for 0 to {MAX_HOLD_S:g} seconds.")

    def size_px(self, height_px: int, width_px: int) -> tuple[int, int]:
        """Return (height, width) of the pictures of strokes laid at this size.

        Raises ExportError where they would be too large.
        """
        if self.long_side_px is not None:
            height_px, width_px = fitted_size(height_px, width_px, self.long_side_px)
        if max(height_px, width_px) > MAX_LONG_SIDE_PX or height_px * width_px > MAX_PIXELS:
            raise ExportError(
                f"Pictures of {width_px:,} x {height_px:,} pixels are too large. painttime paints up to "
                f"{MAX_LONG_SIDE_PX:,} pixels a side and {MAX_PIXELS // 1_000_000} megapixels."
            )
        return height_px, width_px
