"""What a step changed, as a heat map."""

import numpy as np
from PySide6.QtGui import QImage

from painttime.core.change import changed_pixels
from painttime.core.image import RGB8
from painttime.core.project import Project

STOPS = (0.0, 0.35, 0.7, 1.0)
COLOURS = ((92, 24, 120), (222, 64, 72), (255, 176, 40), (255, 250, 205))
"""From a small change to a large one, growing steadily lighter: it can be read without seeing hues."""
ALPHA = 235


def heat_image(before: RGB8, after: RGB8) -> QImage:
    """Return an image of the size of both, (H, W, 3): transparent where nothing changed, else by how much.

    What counts as changed is what counts for degrees: the largest difference of a channel, 0.05 or more.
    """
    if before.shape != after.shape:
        raise ValueError(f"{before.shape} and {after.shape} cannot be compared")
    amount = np.abs(after.astype(np.int16) - before.astype(np.int16)).max(axis=2)
    pixels = np.zeros((*amount.shape, 4), dtype=np.uint8)
    # Qt keeps blue first, and colours multiplied by their opacity.
    for channel, values in enumerate(zip(*COLOURS, strict=True)):
        ramp = np.interp(np.linspace(0, 1, 256), STOPS, values) * (ALPHA / 255)
        pixels[..., 2 - channel] = ramp.round().astype(np.uint8)[amount]
    pixels[..., 3] = ALPHA
    pixels[~changed_pixels(before, after)] = 0
    height_px, width_px = amount.shape
    made = QImage(
        pixels.data, width_px, height_px, pixels.strides[0], QImage.Format.Format_ARGB32_Premultiplied
    )
    return made.copy()


def difference_title(project: Project, index: int) -> str:
    """Return which canvases a heat map of the step into canvas `index` compares, or why there is none."""
    if index == 0:
        return "No step leads to the bare ground"
    take = project.shown_take
    for wanted in (index, index - 1):
        is_painting = wanted == project.num_steps
        if not is_painting and (take is None or take.canvases[wanted] is None):
            return f"No difference to show: canvas {wanted} is not computed"
    return f"Changed from canvas {index - 1} to {index}"
