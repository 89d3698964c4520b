"""Strokes of 64 px side by side: how many small pictures make a canvas.

K  strokes of a cell, laid one after the other   R, C  rows and columns of cells   H, W  size of the canvas

actions    (K, R, C, 12)         painttime.networks.brush_action, in units of the cell
alphas     (K, R, C, 64, 64)     their cover, 0..1
canvas     (3, H, W)             0..1
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from painttime.networks.brush_action import COLOUR, STROKE_PX


@dataclass(frozen=True, kw_only=True, slots=True)
class Cells:
    """A grid of cells, each 64 px, beginning every stride_px; from 32, so that every second cell is clear.

    Cells overlap where the stride is less than 64; of the k-th strokes the cells of even rows and columns are
    laid first.
    """

    rows: int
    columns: int
    stride_px: int = STROKE_PX

    def __post_init__(self) -> None:
        if not STROKE_PX // 2 <= self.stride_px <= STROKE_PX:
            raise ValueError(f"cells of {STROKE_PX} px cannot stand every {self.stride_px} px")

    @property
    def height_px(self) -> int:
        return (self.rows - 1) * self.stride_px + STROKE_PX

    @property
    def width_px(self) -> int:
        return (self.columns - 1) * self.stride_px + STROKE_PX

    def painted(self, ground: Tensor, alphas: Tensor, actions: Tensor) -> Tensor:
        """Return the canvas after all strokes; ground is (3, H, W). Differentiable."""
        canvas = ground
        for alpha, action in zip(alphas, actions, strict=True):
            for top in range(min(2, self.rows)):
                for left in range(min(2, self.columns)):
                    cover = self._spread(alpha[top::2, left::2, None], top, left)
                    flat = action[top::2, left::2, COLOUR, None, None]
                    paint = self._spread(flat.expand(-1, -1, -1, STROKE_PX, STROKE_PX), top, left)
                    canvas = canvas + cover * (paint - canvas)
        return canvas

    def _spread(self, tiles: Tensor, top: int, left: int) -> Tensor:
        """Return every second cell's picture, (r, c, n, 64, 64), in its place on zeros (n, H, W)."""
        gap = 2 * self.stride_px - STROKE_PX
        rows, columns, channels = tiles.shape[:3]
        side = STROKE_PX + gap
        padded = functional.pad(tiles, (0, gap, 0, gap)).permute(2, 0, 3, 1, 4)
        joined = padded.reshape(channels, rows * side, columns * side)
        above, before = top * self.stride_px, left * self.stride_px
        below = self.height_px - above - rows * side
        behind = self.width_px - before - columns * side
        return functional.pad(joined, (before, behind, above, below))


def pyramid_loss(canvas: Tensor, target: Tensor) -> Tensor:
    """Return the absolute and squared error of pictures (3, H, W) at full, half, quarter and eighth size.

    The small ones draw a stroke towards what it does not touch yet.
    """
    total = torch.zeros(())
    difference = (canvas - target)[None]
    for level in range(4):
        smaller = functional.avg_pool2d(difference, 2**level)
        total = total + smaller.abs().mean() + 4 * smaller.square().mean()
    return total
