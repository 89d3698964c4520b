"""From what the decoder puts out to strokes and paint; the same in training and validation.

B  batch   K = 5 renditions   h, w  crop
"""

import torch
from torch import Tensor

from painttime.core.canvas import NUM_RENDITIONS
from painttime.networks.stroke_pooling import pool_over_strokes
from painttime.training.batches import Batch
from painttime.training.losses import allowed_renditions


def pooled_and_masked(score: Tensor, mix: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """Return the score of whole strokes and mix logits of the renditions the step may lay, both float32."""
    pooled = pool_over_strokes(score.float(), batch.strokes)
    # What no stroke can take away or lay does not take part.
    pooled = torch.where(batch.strokes[:, None] > 0, pooled, torch.full_like(pooled, -12.0))
    allowed = allowed_renditions(batch.stages, batch.direction, NUM_RENDITIONS)
    return pooled, mix.float().masked_fill(~allowed, -30.0)


def paint_from(shares: Tensor, renditions: Tensor) -> Tensor:
    """Return shares (B, K, h, w) of renditions (B, K, 3, h, w) as paint, (B, 3, h, w)."""
    return torch.einsum("bkhw,bkchw->bchw", shares, renditions)
