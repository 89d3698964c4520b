"""Pairs as tensors.

B  batch   K = 5 renditions   P = 24 part places   h, w  crop
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from painttime.networks.conditions import scene_tensor, state_tensor
from painttime.training.pairs import Pair


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Batch:
    """renditions (B, K, 3, h, w), canvas and target (B, 3, h, w) in -0.5..0.5; changed, degree (B, 1, h, w);
    parts, strokes, stages, next_stages (B, h, w) int64; shares (B, P); direction (B,); scene (B, 14, h, w);
    state (B, 12, h, w).
    """

    renditions: Tensor
    canvas: Tensor
    target: Tensor
    changed: Tensor
    degree: Tensor
    parts: Tensor
    strokes: Tensor
    stages: Tensor
    next_stages: Tensor
    shares: Tensor
    direction: Tensor
    scene: Tensor
    state: Tensor


def collate(pairs: Sequence[Pair], generator: torch.Generator) -> Batch:
    """Stack pairs to a batch; generator draws the chance of each stroke."""
    renditions = torch.from_numpy(np.stack([pair.renditions for pair in pairs])).permute(0, 1, 4, 2, 3)
    renditions = renditions.float() / 255 - 0.5
    parts = torch.from_numpy(np.stack([pair.parts for pair in pairs]))
    strokes = torch.from_numpy(np.stack([pair.strokes for pair in pairs]))
    stages = torch.from_numpy(np.stack([pair.stages for pair in pairs])).long()
    next_stages = torch.from_numpy(np.stack([pair.next_stages for pair in pairs])).long()
    direction = torch.tensor([float(pair.direction) for pair in pairs])
    canvas, target = (pick_rendition(renditions, kept) for kept in (stages, next_stages))
    degree = spread_by_part(torch.from_numpy(np.stack([pair.degrees for pair in pairs])), parts)
    completeness = spread_by_part(torch.from_numpy(np.stack([pair.completeness for pair in pairs])), parts)
    shares = functional.one_hot(stages, renditions.shape[1]).permute(0, 3, 1, 2).float()
    chance = torch.randn(len(pairs), int(strokes.max()) + 1, generator=generator)
    chance_map = spread_by_part(chance, strokes)
    return Batch(
        renditions=renditions,
        canvas=canvas,
        target=target,
        changed=(stages != next_stages)[:, None].float(),
        degree=degree,
        parts=parts,
        strokes=strokes,
        stages=stages,
        next_stages=next_stages,
        shares=torch.from_numpy(np.stack([pair.shares for pair in pairs])),
        direction=direction,
        scene=scene_tensor(renditions, parts, torch.tensor([pair.num_parts for pair in pairs])),
        state=state_tensor(canvas, shares, degree, completeness, direction, chance_map),
    )


def pick_rendition(renditions: Tensor, stages: Tensor) -> Tensor:
    """Return the picture that shows rendition stages[b, y, x] at each pixel, (B, 3, h, w)."""
    index = stages[:, None, None].expand(-1, 1, 3, -1, -1)
    return renditions.gather(1, index)[:, 0]


def spread_by_part(values: Tensor, places: Tensor) -> Tensor:
    """Return values (B, P) looked up at places (B, h, w), as (B, 1, h, w)."""
    flat = values.gather(1, places.flatten(1))
    return flat.reshape(len(values), 1, *places.shape[1:])
