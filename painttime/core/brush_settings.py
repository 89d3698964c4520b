"""What the user asks of the brush that paints a picture stroke by stroke."""

from dataclasses import dataclass

from painttime.core.brushwork import BRUSH_NAMES

MIXED_BRUSHES = "mixed"
BRUSH_CHOICES = (*BRUSH_NAMES, MIXED_BRUSHES)
"""One brush for everything, or to each pass the one that suits it."""

ORDER_NAMES = ("coarse-to-fine", "back-to-front", "dark-to-light", "light-to-dark", "contour-first")
"""The orders strokes can be laid in."""

MIN_NUM_STROKES, MAX_NUM_STROKES = 10, 100_000
MIN_PALETTE_SIZE, MAX_PALETTE_SIZE = 2, 256
MAX_GRADIENT_STEPS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class BrushSettings:
    """How the brush paints; the seed is the project's.

    num_strokes: at most so many.
    brush: one of BRUSH_CHOICES.
    order: one of ORDER_NAMES.
    palette_size: paint with so many flat colours only; None for any.
    smallest_width, largest_width: of a stroke, in units of the painting's long side; None leaves it to the
        painter.
    refine: vary every stroke before it is laid and keep the best.
    gradient_steps: steps by which what the network proposes is moved downhill before it is tried; slow.

    Raises ValueError where a value makes no sense.
    """

    num_strokes: int = 4000
    brush: str = "bristle"
    order: str = "coarse-to-fine"
    palette_size: int | None = None
    smallest_width: float | None = None
    largest_width: float | None = None
    refine: bool = True
    gradient_steps: int = 0

    def __post_init__(self) -> None:
        if not MIN_NUM_STROKES <= self.num_strokes <= MAX_NUM_STROKES:
            raise ValueError(f"a picture is painted in {MIN_NUM_STROKES} to {MAX_NUM_STROKES} strokes")
        if self.brush not in BRUSH_CHOICES:
            raise ValueError(f"there is no brush {self.brush}")
        if self.order not in ORDER_NAMES:
            raise ValueError(f"there is no order {self.order}")
        if self.palette_size is not None and not MIN_PALETTE_SIZE <= self.palette_size <= MAX_PALETTE_SIZE:
            raise ValueError(f"a palette has {MIN_PALETTE_SIZE} to {MAX_PALETTE_SIZE} colours")
        if not 0 <= self.gradient_steps <= MAX_GRADIENT_STEPS:
            raise ValueError(f"proposals are moved in 0 to {MAX_GRADIENT_STEPS} steps")
        smallest = 0.0 if self.smallest_width is None else self.smallest_width
        largest = 1.0 if self.largest_width is None else self.largest_width
        if not 0 <= smallest <= largest <= 1:
            raise ValueError("the smallest width must not exceed the largest, nor either the picture")
