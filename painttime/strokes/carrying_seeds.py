"""Where strokes are tried when a step is carried out."""

import math

import numpy as np
import numpy.typing as npt

from painttime.core.image import Labels
from painttime.strokes.carrying_shapes import StepView
from painttime.strokes.compiled import compiled

BARE, IN_PLACE, ANYWHERE = range(3)
"""The stages of a step in order: ground meant to be covered, the step's own place, what else is wrong."""

_MAX_SEEDS = 2500
_SPECK_PIXELS = 24
_PATCH = 1 / 8
_SEEDS_IN_A_TURN = 400
_LEAST_LEVELS = 10.0
_NEIGHBOURS = 3
"""Points across the brush, each way, at which the canvas is looked at."""


def seeds_for(
    view: StepView,
    moving: npt.NDArray[np.bool_],
    stage: int,
    width_px: float,
    specks: npt.NDArray[np.int64],
    rng: np.random.Generator,
) -> npt.NDArray[np.int64]:
    """Return the pixels (n, 2) as (x, y) at which to try strokes of a width, the most wrong first.

    moving: by part id, (256,), whether the part shall change. stage: BARE, IN_PLACE or ANYWHERE. specks: see
    specks_of. One pixel is drawn from every cell of a grid about as wide as the brush; those around which
    the canvas comes near the target already are left out.
    """
    height_px, width = view.labels.shape
    spacing = max(2.0, 0.8 * width_px)
    num_rows, num_columns = math.ceil(height_px / spacing), math.ceil(width / spacing)
    jitter = rng.random((num_rows, num_columns, 2), dtype=np.float32)
    pixels = drawn_from_cells(jitter, spacing, height_px, width)
    pixels = np.concatenate([pixels, specks])
    need = needs(view, moving, stage, width_px, pixels)
    wrong = np.flatnonzero(need > _LEAST_LEVELS)
    chosen = pixels[wrong[np.argsort(-need[wrong], kind="stable")[:_MAX_SEEDS]]]
    return in_patches(chosen, max(height_px, width) * _PATCH)


def in_patches(pixels: npt.NDArray[np.int64], patch_px: float) -> npt.NDArray[np.int64]:
    """Return pixels (n, 2) in an order a hand would take: patch by patch, to and fro, then over it once more.

    The first ones come in the first turn, so that what is most wrong is not left to the end.
    """
    turns = np.arange(len(pixels)) // _SEEDS_IN_A_TURN
    columns, rows = (pixels / patch_px).astype(np.int64).T
    to_and_fro = np.where(rows % 2 == 0, columns, -columns)
    return np.ascontiguousarray(pixels[np.lexsort((to_and_fro, rows, turns))])


def specks_of(labels: Labels) -> npt.NDArray[np.int64]:
    """Return the pixels (n, 2) as (x, y) of parts so small that a grid would miss them."""
    is_small = np.bincount(labels.ravel(), minlength=256) <= _SPECK_PIXELS
    rows, columns = np.nonzero(is_small[labels])
    return np.stack([columns, rows], axis=1).astype(np.int64)


@compiled
def drawn_from_cells(
    jitter: npt.NDArray[np.float32], spacing: float, height_px: int, width_px: int
) -> npt.NDArray[np.int64]:
    """Return a pixel (n, 2) of every cell of a grid, where jitter (rows, columns, 2), 0..1, puts it."""
    pixels = np.empty((jitter.shape[0] * jitter.shape[1], 2), dtype=np.int64)
    count = 0
    for row in range(jitter.shape[0]):
        for column in range(jitter.shape[1]):
            x = int((column + jitter[row, column, 0]) * spacing)
            y = int((row + jitter[row, column, 1]) * spacing)
            if x < width_px and y < height_px:
                pixels[count, 0], pixels[count, 1] = x, y
                count += 1
    return pixels[:count]


@compiled
def needs(
    view: StepView,
    moving: npt.NDArray[np.bool_],
    stage: int,
    width_px: float,
    pixels: npt.NDArray[np.int64],
) -> npt.NDArray[np.float64]:
    """Return how far the canvas is from the target around each pixel (n, 2), (n,), in 8-bit levels.

    0 where nothing is to be painted in this stage.
    """
    height_px, width = view.labels.shape
    need = np.zeros(len(pixels))
    stride = 0.7 * width_px / _NEIGHBOURS
    for index in range(len(pixels)):
        x, y = pixels[index, 0], pixels[index, 1]
        if not is_due(view, moving, stage, x, y):
            continue
        for down in range(_NEIGHBOURS):
            row = y + round((down - 0.5 * (_NEIGHBOURS - 1)) * stride)
            for across in range(_NEIGHBOURS):
                column = x + round((across - 0.5 * (_NEIGHBOURS - 1)) * stride)
                inside = 0 <= row < height_px and 0 <= column < width
                if inside and is_due(view, moving, stage, column, row):
                    worst = 0
                    for channel in range(3):
                        difference = int(view.canvas[row, column, channel]) - int(
                            view.target[row, column, channel]
                        )
                        worst = max(worst, abs(difference))
                    need[index] += worst / _NEIGHBOURS**2
    return need


@compiled
def is_due(view: StepView, moving: npt.NDArray[np.bool_], stage: int, x: int, y: int) -> bool:
    """Return whether a pixel may be painted in a stage of the step."""
    if view.meant[y, x] == 0.0 or not moving[view.labels[y, x]]:
        return False
    if stage == BARE:
        return not view.painted[y, x]
    return stage == ANYWHERE or bool(view.place[y, x])
