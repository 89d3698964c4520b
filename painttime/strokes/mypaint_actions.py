"""Single strokes of MyPaint described by 12 numbers, for teaching networks what a brush does.

The numbers, their range and the size of the pictures are those of Nakano, "Neural Painters: A learned
differentiable constraint for generating brushstroke paintings" (2019), section 3.
"""

import numpy as np

from painttime.core.brushwork import UInt8
from painttime.core.image import Float32, RGBColour
from painttime.strokes.mypaint import MYPAINT_BRUSHES
from painttime.strokes.mypaint_brush import MyPaintBrush, mark_spread
from painttime.strokes.mypaint_library import require_mypaint
from painttime.strokes.mypaint_surface import TILE_PX, MyPaintSurface

ACTION_NAMES = (
    *("start_pressure", "end_pressure", "size", "red", "green", "blue"),
    *("control_x", "control_y", "end_x", "end_y", "start_x", "start_y"),
)
SIZE_PX = TILE_PX
"""Height and width of the pictures."""

ACTION_BRUSH = "classic/dry_brush"
"""Grain shows all over its mark, so that it matters whether a network can draw it."""

WHITE: RGBColour = (255, 255, 255)
WIDTHS_PX = (4.0, 28.0)
LIGHTEST_TOUCH = 0.25
"""Share of the full width that is left without any pressure."""

NUM_SEGMENTS = 12


def render_actions(actions: Float32, brush: str = ACTION_BRUSH) -> UInt8:
    """Return (n, 64, 64, 3) uint8 sRGB: each action, a row of (n, 12) in 0..1, as one stroke on white.

    brush: one of BRUSH_NAMES or a brush of MyPaint as `group/name`. A picture depends on its own action only.
    The size goes from 4 to 28 px in equal ratios, of which a quarter is left where there is no pressure.
    Raises ValueError where the shape or range does not fit, UserInputError where MyPaint is missing.
    """
    if actions.ndim != 2 or actions.shape[1] != len(ACTION_NAMES):
        raise ValueError(f"actions are (n, {len(ACTION_NAMES)}), not {actions.shape}")
    if not ((actions >= 0) & (actions <= 1)).all():
        raise ValueError("the numbers of an action lie between 0 and 1")
    mypaint = require_mypaint()
    pictures = np.empty((len(actions), SIZE_PX, SIZE_PX, 3), dtype=np.uint8)
    with (
        MyPaintBrush(mypaint, MYPAINT_BRUSHES.get(brush, brush)) as hand,
        MyPaintSurface(mypaint, SIZE_PX, SIZE_PX, WHITE) as surface,
    ):
        radius_per_width = 0.5 / mark_spread(mypaint, hand)
        for action, picture in zip(actions.astype(np.float32), pictures, strict=True):
            surface.fill(WHITE)
            surface.begin()
            _draw(hand, surface, action, radius_per_width)
            surface.end()
            picture[:] = surface.pixels()
    return pictures


def _draw(brush: MyPaintBrush, surface: MyPaintSurface, action: Float32, radius_per_width: float) -> None:
    along = np.linspace(0, 1, NUM_SEGMENTS + 1, dtype=np.float32)[:, None]
    control, end, start = action[6:].reshape(3, 2) * SIZE_PX
    points = (1 - along) ** 2 * start + 2 * along * (1 - along) * control + along**2 * end
    pressures = (action[0] + (action[1] - action[0]) * along[:, 0]).astype(np.float32)
    narrowest, widest = WIDTHS_PX
    width_px = narrowest * (widest / narrowest) ** float(action[2])
    radii_px = width_px * radius_per_width * (LIGHTEST_TOUCH + (1 - LIGHTEST_TOUCH) * pressures)
    red, green, blue = np.rint(action[3:6] * 255).astype(int).tolist()
    brush.renew()
    brush.take_paint((red, green, blue))
    brush.draw(surface, points.astype(np.float32), radii_px, pressures)
