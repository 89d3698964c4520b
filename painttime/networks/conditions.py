"""The tensors the networks are conditioned on, made the same way in training and at run time.

B  batch   K = 5 renditions   h, w  model resolution
Colours are in -0.5..0.5.
"""

import torch
from torch import Tensor


def scene_tensor(renditions: Tensor, parts: Tensor, num_parts: Tensor) -> Tensor:
    """Return what the scene encoder sees, (B, 14, h, w).

    renditions: (B, K, 3, h, w) in -0.5..0.5, ground first. parts: (B, h, w) int64, the part's place in depth,
    0 = furthest back. num_parts: (B,) how many parts each picture has.
    """
    depth = parts.float() / (num_parts.float()[:, None, None] - 1).clamp(min=1)
    edges = torch.zeros_like(depth)
    across = (parts[:, :, 1:] != parts[:, :, :-1]).float()
    down = (parts[:, 1:, :] != parts[:, :-1, :]).float()
    edges[:, :, 1:] = across
    edges[:, 1:, :] = torch.maximum(edges[:, 1:, :], down)
    painting, block_in, modelling, ground = (renditions[:, index] for index in (-1, 1, 2, 0))
    return torch.cat([painting, block_in, modelling, ground, edges[:, None], depth[:, None] - 0.5], dim=1)


def state_tensor(
    canvas: Tensor, shares: Tensor, degree: Tensor, completeness: Tensor, direction: Tensor, chance: Tensor
) -> Tensor:
    """Return what the step decoder sees of the moment, (B, 12, h, w).

    canvas: (B, 3, h, w) in -0.5..0.5. shares: (B, K, h, w) in 0..1, how much of each rendition lies there.
    degree, completeness: (B, 1, h, w) in 0..1, each pixel that of its part. direction: (B,), -1 backward,
    +1 forward. chance: (B, 1, h, w), N(0, 1).
    """
    towards = direction[:, None, None, None].to(canvas.dtype).expand_as(degree)
    return torch.cat([canvas, shares, degree * 2, completeness - 0.5, towards * 0.5, chance * 0.5], dim=1)
