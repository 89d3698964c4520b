"""Strokes drawn so that gradients reach their shapes, for training the predictor and for refining strokes.

B  batch of patches   S  strokes a patch   p  side of a patch in pixels

raw        (B, S, 8)       what a network says, without bounds
shapes     (B, S, 8)       begin x, y, control x, y, end x, y, first and last width, in units of the patch
coverage   (B, S, p, p)    share of a pixel that the stroke covers, 0..1
"""

import torch
from torch import Tensor

NUM_RAW = 8
NUM_SEGMENTS = 5
SHORTEST, LONGEST = 0.16, 1.0
"""Length of a stroke from end to end, in units of the patch."""

THINNEST, THICKEST = 0.12, 0.30
"""Width of a stroke in units of its length: wider ones end as discs (three lengths of a brush a stroke)."""

STRONGEST_BEND = 0.35
_EDGE_PX = 0.6


def shapes_from_raw(raw: Tensor) -> Tensor:
    """Bound what a network says to shapes a brush can make, (B, S, 8) -> (B, S, 8)."""
    centre = raw[..., 0:2].sigmoid() * 1.2 - 0.1
    direction = raw[..., 2:4] / raw[..., 2:4].norm(dim=-1, keepdim=True).clamp_min(1e-4)
    length = SHORTEST + (LONGEST - SHORTEST) * raw[..., 4:5].sigmoid()
    bend = STRONGEST_BEND * raw[..., 5:6].tanh() * length
    width = (THINNEST + (THICKEST - THINNEST) * raw[..., 6:7].sigmoid()) * length
    taper = 0.5 + 0.5 * raw[..., 7:8].sigmoid()
    across = torch.stack([-direction[..., 1], direction[..., 0]], dim=-1)
    half = 0.5 * length * direction
    # The curve passes half as far from its chord as its control point lies.
    return torch.cat([centre - half, centre + 2 * bend * across, centre + half, width, width * taper], dim=-1)


def coverage(shapes: Tensor, size_px: int) -> Tensor:
    """Draw strokes as chains of capsules with linear width, (B, S, 8) -> (B, S, p, p)."""
    begin, control, end = (shapes[..., index : index + 2] * size_px for index in (0, 2, 4))
    steps = torch.linspace(0, 1, NUM_SEGMENTS + 1, device=shapes.device)[:, None, None, None]
    points = (1 - steps) ** 2 * begin + 2 * steps * (1 - steps) * control + steps**2 * end  # (6, B, S, 2)
    radii = 0.5 * size_px * (shapes[..., 6:7] + steps * (shapes[..., 7:8] - shapes[..., 6:7]))  # (6, B, S, 1)
    centres = torch.arange(size_px, device=shapes.device) + 0.5
    x, y = centres[None, :], centres[:, None]
    depth = None
    for segment in range(NUM_SEGMENTS):
        first, last = points[segment][..., None, None], points[segment + 1][..., None, None]
        along = last - first  # (B, S, 2, 1, 1)
        away_x, away_y = x - first[..., 0, :, :], y - first[..., 1, :, :]
        length_squared = (along**2).sum(dim=2).clamp_min(1e-6)
        t = ((away_x * along[..., 0, :, :] + away_y * along[..., 1, :, :]) / length_squared).clamp(0, 1)
        distance_squared = (away_x - t * along[..., 0, :, :]) ** 2 + (away_y - t * along[..., 1, :, :]) ** 2
        radius = radii[segment][..., None] + t * (radii[segment + 1] - radii[segment])[..., None]
        inside = radius - (distance_squared + 1e-4).sqrt()  # (B, S, p, p)
        depth = inside if depth is None else torch.maximum(depth, inside)
    if depth is None:
        raise ValueError("a stroke has at least one segment")
    return (depth / _EDGE_PX).sigmoid()


def laid_over(canvas: Tensor, target: Tensor, cover: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    """Lay strokes one over the other, each in the mean colour of the target under it.

    canvas, target: (B, 3, p, p). cover: (B, S, p, p). weight: (B, 1, p, p), how much a pixel counts.
    Returns the last canvas (B, 3, p, p) and all of them (B, S, 3, p, p).
    """
    counted = cover * weight
    colours = torch.einsum("bshw,bchw->bsc", counted, target) / counted.sum(dim=(2, 3))[..., None].clamp_min(
        1e-3
    )
    canvases = []
    for stroke in range(cover.shape[1]):
        own = cover[:, stroke, None]
        canvas = own * colours[:, stroke, :, None, None] + (1 - own) * canvas
        canvases.append(canvas)
    return canvas, torch.stack(canvases, dim=1)
