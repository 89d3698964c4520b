"""What the scene parser is trained to keep small."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from painttime.core.image import Float32
from painttime.segmentation.scenes.kinds import SCENE_KINDS
from painttime.training.scenes.batches import SceneBatch
from painttime.training.scenes.labels import UNKNOWN
from painttime.training.scenes.scenes import Scene

SMOOTHING = 0.05
"""Share of a label given to all kinds alike: some labels are wrong, and borders between kinds are coarse."""

BORDER_PULL = 4.0
"""Borders are rare: places on one count so many times as much as places without."""


def kind_weights(scenes: list[Scene], power: float = 0.4) -> Float32:
    """Return how much each kind counts, (K,), mean 1 over labelled pixels: rare kinds more than others."""
    counts = np.zeros(len(SCENE_KINDS))
    for scene in scenes:
        known = scene.kinds[scene.kinds != UNKNOWN]
        counts += np.bincount(known, minlength=len(SCENE_KINDS)) / scene.kinds.size
    share = np.maximum(counts / max(counts.sum(), 1e-9), 1e-3)
    weights = share**-power
    return np.asarray(weights / (weights * share).sum(), dtype=np.float32)


def scene_losses(
    kinds: Tensor, borders: Tensor, batch: SceneBatch, weights: Tensor, border_share: float
) -> dict[str, Tensor]:
    """Return the losses of logits of kinds (B, K, h/4, w/4) and of borders (B, 1, h/4, w/4)."""
    cross_entropy = functional.cross_entropy(
        kinds.float(), batch.kinds, weights, ignore_index=UNKNOWN, label_smoothing=SMOOTHING, reduction="sum"
    )
    known = (batch.kinds != UNKNOWN).sum().clamp_min(1)
    pull = 1 + (BORDER_PULL - 1) * batch.borders
    each = functional.binary_cross_entropy_with_logits(borders.float(), batch.borders, reduction="none")
    counted = (batch.border_weights * pull).float()
    border = (each * counted).sum() / counted.sum().clamp_min(1)
    return {"kinds": cross_entropy / known, "borders": border_share * torch.as_tensor(border)}
