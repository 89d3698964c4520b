"""The finished picture."""

from dataclasses import dataclass
from pathlib import Path

from painttime.core.image import RGB8, read_only


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Painting:
    """The finished picture; its pixels are the last canvas exactly.

    pixels: (H, W, 3) uint8 sRGB, read-only.
    source: the file it was read from, None for a picture made in memory.
    """

    pixels: RGB8
    source: Path | None = None

    def __post_init__(self) -> None:
        if self.pixels.ndim != 3 or self.pixels.shape[2] != 3 or self.pixels.dtype != "uint8":
            raise ValueError(f"a painting is (H, W, 3) uint8, not {self.pixels.shape} {self.pixels.dtype}")
        object.__setattr__(self, "pixels", read_only(self.pixels))

    @property
    def height_px(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width_px(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def name(self) -> str:
        """File name without its ending, for titles and suggested export names."""
        return self.source.stem if self.source is not None else "untitled"
