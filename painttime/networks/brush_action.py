"""What neural painters take and give: an action of 12 numbers, and the picture of its stroke.

B  batch

action     (B, 12)         0..1; begin and end pressure, size, red, green, blue, and (x, y) of the control,
                           end and begin point of a quadratic Bezier curve, in units of the picture's side
alpha      (B, 1, 64, 64)  0..1, how much the stroke covers
picture    (B, 3, 64, 64)  0..1, the stroke on white
"""

from typing import Protocol

from torch import Tensor

ACTION_LENGTH = 12
STROKE_PX = 64
"""Side of a stroke's picture."""

PRESSURES = slice(0, 2)
SIZE = 2
COLOUR = slice(3, 6)
CONTROL, END, BEGIN = slice(6, 8), slice(8, 10), slice(10, 12)


class NeuralPainter(Protocol):
    """What every neural painter can do; its colour is the action's own and need not be learnt."""

    def alpha(self, actions: Tensor) -> Tensor:
        """Return the cover (B, 1, 64, 64) of strokes (B, 12)."""


def on_white(alpha: Tensor, actions: Tensor) -> Tensor:
    """Return the strokes' pictures (B, 3, 64, 64) on white."""
    colour = actions[:, COLOUR, None, None]
    return 1 - alpha * (1 - colour)
