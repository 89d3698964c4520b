"""How wrong the portrait parser is."""

import torch
from torch import Tensor
from torch.nn import functional

from painttime.networks.portrait_parser import NUM_CLASSES, PortraitLogits
from painttime.training.portraits.batches import PortraitBatch
from painttime.training.portraits.figures import UNKNOWN

CLASS_WEIGHTS = (0.7, 1.0, 0.8, 2.5, 2.5, 1.5, 2.5, 1.0, 1.3)
"""Background, hair, clothes, eyebrows, eyes, nose, mouth, face, body: thin ones count more."""

SIZED_FROM = 0.6
"""Box sizes are asked for where the heatmap is higher than this."""


def class_loss(logits: Tensor, batch: PortraitBatch) -> Tensor:
    """Return the weighted cross entropy over the labelled pixels, smoothed where labels are uncertain."""
    logs = logits.log_softmax(dim=1)
    known = batch.classes != UNKNOWN
    classes = torch.where(known, batch.classes, 0)
    weights = torch.tensor(CLASS_WEIGHTS)[classes] * known
    right = -logs.gather(1, classes[:, None])[:, 0]
    any_class = -logs.mean(dim=1)
    share = batch.uncertainty[:, None, None]
    result: Tensor = (weights * ((1 - share) * right + share * any_class)).sum() / weights.sum().clamp_min(1)
    return result


def overlap_loss(logits: Tensor, batch: PortraitBatch) -> Tensor:
    """Return 1 - Dice over the batch, mean of the classes in it (Milletari et al., "V-Net", 2016)."""
    known = (batch.classes != UNKNOWN)[:, None].float()
    shares = logits.softmax(dim=1) * known
    wanted = functional.one_hot(torch.where(known[:, 0] > 0, batch.classes, 0), NUM_CLASSES)
    truth = wanted.permute(0, 3, 1, 2).float() * known
    dims = (0, 2, 3)
    present = truth.sum(dim=dims) > 0
    dice = (2 * (shares * truth).sum(dim=dims) + 1) / (shares.sum(dim=dims) + truth.sum(dim=dims) + 1)
    return 1 - dice[present].mean()


def heatmap_loss(logits: Tensor, batch: PortraitBatch) -> Tensor:
    """Return the focal loss of the head centres (Law and Deng, "CornerNet", 2018)."""
    chance = logits.sigmoid().clamp(1e-4, 1 - 1e-4)
    is_centre = (batch.centres == 1).float()
    hit = is_centre * (1 - chance) ** 2 * chance.log()
    miss = (1 - is_centre) * (1 - batch.centres) ** 4 * chance**2 * (1 - chance).log()
    return -((hit + miss) * batch.asked).sum() / is_centre.sum().clamp_min(1)


def box_loss(predicted: Tensor, batch: PortraitBatch) -> Tensor:
    """Return the mean error of offsets and log sizes near the centres of heads."""
    near = (batch.centres > SIZED_FROM)[:, None].float()
    error = (predicted - batch.boxes).abs() * near
    return error.sum() / (4 * near.sum()).clamp_min(1)


def portrait_losses(output: PortraitLogits, batch: PortraitBatch) -> dict[str, Tensor]:
    """Return the parts of the loss, weighted; their sum is what training brings down."""
    classes, heads = output.classes.float(), output.heads.float()
    return {
        "classes": class_loss(classes, batch),
        "overlap": 0.7 * overlap_loss(classes, batch),
        "heatmap": 0.25 * heatmap_loss(heads[:, 0], batch),
        "boxes": 0.25 * box_loss(heads[:, 1:], batch),
    }
