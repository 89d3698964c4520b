"""What a step of the model is judged by in training."""

import torch
from torch import Tensor
from torch.nn import functional

FREE_BITS = 0.02
"""Nats per latent value that cost nothing: without them z is switched off early (Kingma et al., 2016)."""


def kl_divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """Return the mean KL divergence from N(mean, exp(log_variance)) to N(0, I), per latent value, in nats."""
    per_value = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance)
    return per_value.mean(dim=(0, 2, 3)).clamp(min=FREE_BITS).mean()


def allowed_renditions(stages: Tensor, direction: Tensor, num_renditions: int) -> Tensor:
    """Return which renditions a step may lay: earlier ones going backward, later ones forward.

    stages: (B, h, w). direction: (B,). Returns (B, K, h, w) bool.
    """
    levels = torch.arange(num_renditions, device=stages.device)[None, :, None, None]
    backward = levels < stages[:, None]
    forward = levels > stages[:, None]
    return torch.where(direction[:, None, None, None] < 0, backward, forward)


def weight_loss(score: Tensor, changed: Tensor, degree: Tensor) -> Tensor:
    """Return the cross-entropy of where the canvas changed, in parts that changed; (B, 1, h, w) each."""
    asked = (degree > 0).float()
    loss = functional.binary_cross_entropy_with_logits(score, changed, reduction="none")
    return (loss * asked).sum() / asked.sum().clamp(min=1)


def mix_loss(mix: Tensor, next_stages: Tensor, changed: Tensor) -> Tensor:
    """Return the cross-entropy of what was laid, where the canvas changed; mix (B, K, h, w) is masked."""
    # Outside the change the true rendition is the present one, which the mask forbids; 0 stands in for it.
    target = torch.where(changed[:, 0] > 0, next_stages, mix.argmax(dim=1))
    loss = functional.cross_entropy(mix, target, reduction="none")
    return (loss * changed[:, 0]).sum() / changed.sum().clamp(min=1)


def discriminator_loss(real: Tensor, fake: Tensor) -> Tensor:
    """Return the hinge loss of the discriminator (Lim and Ye, "Geometric GAN", 2017)."""
    return functional.relu(1 - real).mean() + functional.relu(1 + fake).mean()
