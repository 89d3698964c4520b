"""Where the strokes of each pass go (after Hertzmann, "Painterly Rendering with Curved Brush Strokes of
Multiple Sizes", SIGGRAPH 1998), traced for all strokes of a pass at once.

Three passes lay colour, each with a smaller brush and only where the last one is still wrong; a fourth goes
over everything and uncovers the painting itself.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, Labels, RGBColour
from painttime.core.strokes import StrokePass
from painttime.strokes.drawing import draw_pass
from painttime.strokes.orientation import stroke_directions

MAX_POINTS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class BrushPass:
    """How one pass is laid; lengths in pixels of a picture with a long side of 256.

    radius_px: half the brush's width.
    spacing: distance of stroke beginnings, in radii.
    tolerance: a stroke is laid only where the mean colour error around it is above this, in 8-bit levels.
    min_points, max_points: length of a stroke, in steps of one radius.
    colour_jitter: standard deviation of a stroke's lightness, in 8-bit levels.
    """

    radius_px: float
    spacing: float
    tolerance: float
    min_points: int
    max_points: int
    colour_jitter: float


BRUSH_PASSES = (
    BrushPass(radius_px=9.0, spacing=0.95, tolerance=0.0, min_points=3, max_points=8, colour_jitter=5.0),
    BrushPass(radius_px=4.6, spacing=0.9, tolerance=9.0, min_points=3, max_points=9, colour_jitter=3.5),
    BrushPass(radius_px=2.0, spacing=1.0, tolerance=7.0, min_points=3, max_points=9, colour_jitter=2.0),
    BrushPass(radius_px=2.2, spacing=1.1, tolerance=0.0, min_points=3, max_points=7, colour_jitter=0.0),
)


def lay_strokes(
    pixels: RGB8, labels: Labels, *, ground: RGBColour, seed: int, scale: float = 1.0
) -> tuple[StrokePass, ...]:
    """Return the strokes of the four passes over a painting.

    pixels: (h, w, 3), about 256 px on the long side. labels: (h, w), the part of every pixel; no stroke
    leaves the part it begins in. scale: multiplies every brush radius. Deterministic by seed.
    """
    rng = np.random.default_rng(seed)
    canvas = np.empty_like(pixels)
    canvas[:] = ground
    unit_px = max(pixels.shape[:2]) / 256 * scale
    passes = []
    for brush in BRUSH_PASSES:
        reference = _smoothed_within_parts(pixels, labels, 0.45 * brush.radius_px * unit_px)
        laid = _lay_pass(reference, canvas, labels, brush, unit_px, rng)
        passes.append(laid)
        if brush is not BRUSH_PASSES[-1]:
            canvas = draw_pass(laid, canvas, labels)
    return tuple(passes)


def _smoothed_within_parts(pixels: RGB8, labels: Labels, sigma_px: float) -> RGB8:
    """Return the picture blurred without letting colours run across part boundaries."""
    smoothed = np.zeros(pixels.shape, dtype=np.float32)
    for part_id in np.unique(labels):
        inside = (labels == part_id).astype(np.float32)
        weight = cv2.GaussianBlur(inside, (0, 0), sigma_px)
        colour = cv2.GaussianBlur(pixels * inside[..., None], (0, 0), sigma_px)
        own = inside > 0
        smoothed[own] = colour[own] / np.maximum(weight[own], 1e-4)[:, None]
    return np.rint(np.clip(smoothed, 0, 255)).astype(np.uint8)


def _lay_pass(
    reference: RGB8,
    canvas: RGB8,
    labels: Labels,
    brush: BrushPass,
    unit_px: float,
    rng: np.random.Generator,
) -> StrokePass:
    """Choose the beginnings of one pass's strokes and trace them."""
    radius_px = brush.radius_px * unit_px
    starts = _starts(reference, canvas, labels, brush, radius_px, rng)
    widths = radius_px * rng.uniform(0.7, 1.15, len(starts))
    points, num_points = _trace(reference, canvas, labels, starts, radius_px, brush)
    rows, columns = starts[:, 1].astype(np.intp), starts[:, 0].astype(np.intp)
    jitter = rng.normal(0, brush.colour_jitter, (len(starts), 1)) + rng.normal(
        0, brush.colour_jitter / 2, (len(starts), 3)
    )
    colours = np.clip(np.rint(reference[rows, columns] + jitter), 0, 255).astype(np.uint8)
    long_side = max(labels.shape)
    return StrokePass(
        points=(points / long_side).astype(np.float32),
        num_points=num_points,
        radius=(widths / long_side).astype(np.float32),
        colours=colours,
        part_ids=labels[rows, columns],
    )


def _starts(
    reference: RGB8,
    canvas: RGB8,
    labels: Labels,
    brush: BrushPass,
    radius_px: float,
    rng: np.random.Generator,
) -> Float32:
    """Return where strokes begin, (n, 2) as (x, y) in pixels, in random order."""
    height, width = labels.shape
    spacing = max(1.0, brush.spacing * radius_px)
    columns, rows = np.meshgrid(np.arange(0, width, spacing), np.arange(0, height, spacing))
    grid = np.stack([columns.ravel(), rows.ravel()], axis=1) + rng.uniform(0, spacing, (columns.size, 2))
    grid = grid[(grid[:, 0] < width) & (grid[:, 1] < height)]
    if brush.tolerance > 0:
        error = np.abs(reference.astype(np.float32) - canvas).mean(axis=2)
        error = cv2.blur(error, (max(1, int(spacing)),) * 2)
        grid = grid[error[grid[:, 1].astype(int), grid[:, 0].astype(int)] > brush.tolerance]
    else:
        # A part smaller than the grid's cells would get no stroke at all.
        missing = np.setdiff1d(np.unique(labels), labels[grid[:, 1].astype(int), grid[:, 0].astype(int)])
        for part_id in missing:
            own_rows, own_columns = np.nonzero(labels == part_id)
            middle = len(own_rows) // 2
            grid = np.vstack([grid, [[own_columns[middle] + 0.5, own_rows[middle] + 0.5]]])
    # Rounding to float32 can push a start onto the far border.
    limits = np.array([width - 0.01, height - 0.01], dtype=np.float32)
    return np.asarray(np.minimum(rng.permutation(grid).astype(np.float32), limits), dtype=np.float32)


def _trace(
    reference: RGB8, canvas: RGB8, labels: Labels, starts: Float32, radius_px: float, brush: BrushPass
) -> tuple[Float32, npt.NDArray[np.uint8]]:
    """Follow the picture's structure from every start at once.

    A stroke ends (Hertzmann, section 2.2) where the canvas is already nearer to the picture than the stroke's
    colour is, or where it would leave its part. Returns (n, MAX_POINTS, 2) pixels and the points used, (n,).
    """
    directions = stroke_directions(reference, max(1.5, radius_px))
    height, width = labels.shape
    count = len(starts)
    points = np.repeat(starts[:, None, :], MAX_POINTS, axis=1)
    num_points = np.full(count, 1, dtype=np.uint8)
    rows, columns = starts[:, 1].astype(np.intp), starts[:, 0].astype(np.intp)
    colours = reference[rows, columns].astype(np.float32)
    own_part = labels[rows, columns]
    heading = directions[rows, columns].copy()
    alive = np.ones(count, dtype=bool)
    position = starts.copy()
    for index in range(1, brush.max_points + 1):
        if index >= MAX_POINTS:
            break
        local = directions[rows, columns]
        local = local * np.where((local * heading).sum(axis=1, keepdims=True) < 0, -1, 1)
        # Half of the former heading keeps curves smooth (Hertzmann's curvature filter).
        heading = 0.5 * heading + 0.5 * local
        heading /= np.maximum(np.linalg.norm(heading, axis=1, keepdims=True), 1e-6)
        position = position + heading * radius_px
        position[:, 0] = np.clip(position[:, 0], 0, width - 1)
        position[:, 1] = np.clip(position[:, 1], 0, height - 1)
        rows, columns = position[:, 1].astype(np.intp), position[:, 0].astype(np.intp)
        target = reference[rows, columns].astype(np.float32)
        worse = np.abs(target - canvas[rows, columns]).sum(axis=1) < np.abs(target - colours).sum(axis=1)
        stop = (worse & (index >= brush.min_points)) | ((labels[rows, columns] != own_part) & (index >= 2))
        alive &= ~stop
        points[alive, index:] = position[alive, None, :]
        num_points[alive] = index + 1
    lonely = num_points < 2
    points[lonely, 1:] = (starts + heading * radius_px * 0.5)[lonely, None, :]
    num_points[lonely] = 2
    return points.astype(np.float32), num_points
