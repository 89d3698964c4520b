"""How pictures are shown to the portrait parser, and what it says about the heads in them."""

from dataclasses import dataclass
from typing import Protocol

from painttime.core.image import RGB8, Float32, read_only

SIDE_MULTIPLE_PX = 32
"""Sides of the pictures that a parser is shown."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class HeadLook:
    """Where a parser sees faces in a picture of (h, w) pixels.

    centres: (h/8, w/8) float32 0..1, how sure it is that the middle of a face lies here.
    boxes: (h/8, w/8, 4) float32, x0, y0, x1, y1 in pixels of the face whose middle would lie here.
    """

    centres: Float32
    boxes: Float32

    def __post_init__(self) -> None:
        for name in ("centres", "boxes"):
            object.__setattr__(self, name, read_only(getattr(self, name)))


class PortraitParsing(Protocol):
    """Anything that looks at pictures as the portrait parser does.

    Pictures are (h, w, 3) uint8 sRGB, their sides multiples of SIDE_MULTIPLE_PX.
    """

    def find_heads(self, pixels: RGB8) -> HeadLook:
        """Return where faces are."""

    def name_classes(self, pixels: RGB8) -> Float32:
        """Return how sure it is of each of PORTRAIT_KINDS, (h, w, 9) float32 that sums to 1 over them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """A face found in a picture.

    box: x0, y0, x1, y1 in pixels, from the forehead to the chin; may reach beyond the picture.
    score: how sure the parser is, 0..1.
    """

    box: tuple[float, float, float, float]
    score: float

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the box."""
        x0, y0, x1, y1 = self.box
        return (x0 + x1) / 2, (y0 + y1) / 2

    @property
    def size_px(self) -> float:
        """Longer side of the box."""
        x0, y0, x1, y1 = self.box
        return max(x1 - x0, y1 - y0)

    def moved(self, x_px: float, y_px: float) -> "Head":
        """Return the head in a picture that reaches further to the left and the top by so much."""
        x0, y0, x1, y1 = self.box
        return Head(box=(x0 + x_px, y0 + y_px, x1 + x_px, y1 + y_px), score=self.score)
