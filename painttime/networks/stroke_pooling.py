"""From scores per pixel to whole strokes, and from whole strokes to the degree asked for."""

import torch
from torch import Tensor


def pool_over_strokes(score: Tensor, strokes: Tensor) -> Tensor:
    """Give every pixel of a stroke the mean score of the stroke.

    score: (B, C, h, w). strokes: (B, h, w) int64, 0 for no stroke (kept as it is), numbered from 1 in every
    picture. Returns (B, C, h, w); differentiable in score.
    """
    batch, channels = score.shape[:2]
    num_strokes = int(strokes.max()) + 1
    offsets = torch.arange(batch, device=strokes.device)[:, None, None] * num_strokes
    index = (strokes + offsets).reshape(-1)
    flat = score.float().movedim(1, -1).reshape(-1, channels)
    totals = torch.zeros(batch * num_strokes, channels, device=score.device).index_add(0, index, flat)
    counts = torch.bincount(index, minlength=batch * num_strokes).clamp(min=1)[:, None]
    pooled = (totals / counts)[index].reshape(batch, *score.shape[2:], channels).movedim(-1, 1)
    return torch.where(strokes[:, None] > 0, pooled, score.float())


def part_thresholds(score: Tensor, parts: Tensor, shares: Tensor) -> Tensor:
    """Return for every pixel the score above which its part has the wanted share of its area.

    score: (B, 1, h, w). parts: (B, h, w) int64 in 0..P-1. shares: (B, P) in 0..1. Returns (B, 1, h, w); no
    gradient flows through it.
    """
    with torch.no_grad():
        batch, num_parts = shares.shape
        offsets = torch.arange(batch, device=parts.device)[:, None, None] * num_parts
        group = (parts + offsets).reshape(-1)
        flat = score.detach().reshape(-1).float()
        descending = torch.argsort(flat, descending=True)
        # A stable sort by group keeps the scores of each group in descending order.
        ordered = descending[torch.argsort(group[descending], stable=True)]
        counts = torch.bincount(group, minlength=batch * num_parts)
        begins = torch.cumsum(counts, 0) - counts
        wanted = torch.round(shares.reshape(-1) * counts).long()
        last = (begins + wanted.clamp(min=1) - 1).clamp(max=len(flat) - 1)
        thresholds = torch.where(
            wanted > 0, flat[ordered[last]], torch.full_like(flat[:1], torch.inf).expand(len(wanted))
        )
        return thresholds[group].reshape(score.shape)
