"""What each kind of neural painter learns from a batch of strokes."""

from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.networks.brush_action import on_white
from painttime.networks.brush_gan import BrushCritic
from painttime.networks.brush_vae import LATENT_LENGTH, VariationalBrush
from painttime.training.losses import discriminator_loss
from painttime.training.neural_painters.kinds import KINDS, Painter

SQUARED_WEIGHT = 10.0
"""Of the squared error beside the absolute one: at errors of a tenth both weigh the same."""
KL_WEIGHT = 2e-5
ADVERSARIAL_WEIGHT = 0.02
MAPPING_FROM = 0.6
"""The VAE learns strokes until here; then it is kept, and actions are mapped to its latent."""

LEARNING_RATE, CONTINUED_RATE, CRITIC_RATE = 2e-3, 5e-4, 1e-3
_WARM_UP_STEPS = 20


class Objective(Protocol):
    """One painter in training."""

    painter: Painter

    def step(self, actions: Tensor, pictures: Tensor, share_done: float) -> dict[str, float]:
        """Learn from a batch, (B, 12) and (B, 3, 64, 64); share_done is 0..1 of the run. Returns losses."""


def make_objective(kind: str, begun: Painter | None = None) -> Objective:
    """Return a painter of one of KINDS with what it is trained by.

    begun: for the adversarial kinds, the painter trained without a critic so far; ValueError without it.
    """
    if KINDS[kind].continues is not None:
        if begun is None:
            raise ValueError(f"a {kind} goes on from a {KINDS[kind].continues}")
        return _Adversarial(begun)
    painter = KINDS[kind].make()
    lay_out_channels_last(painter)
    return _Variational(painter) if isinstance(painter, VariationalBrush) else _Imitation(painter)


def lay_out_channels_last(module: nn.Module) -> None:
    """Lay the weights of convolutions out as the processor likes them: half of the time."""
    for part in module.modules():
        if isinstance(part, nn.Conv2d):
            part.weight.data = part.weight.data.contiguous(memory_format=torch.channels_last)


def stroke_loss(picture: Tensor, truth: Tensor) -> Tensor:
    """Return absolute and weighted squared error of pictures in 0..1."""
    return functional.l1_loss(picture, truth) + SQUARED_WEIGHT * functional.mse_loss(picture, truth)


class _Stepper:
    """Adam with a warm-up and a rate that falls to a twentieth along a cosine."""

    def __init__(self, module: nn.Module, learning_rate: float, betas: tuple[float, float]) -> None:
        self._parameters = list(module.parameters())
        self._learning_rate = learning_rate
        self._optimiser = torch.optim.Adam(self._parameters, lr=learning_rate, betas=betas)
        self._steps_done = 0

    def step(self, loss: Tensor, share_done: float) -> None:
        self._steps_done += 1
        warm = min(1.0, self._steps_done / _WARM_UP_STEPS)
        falling = 0.525 + 0.475 * float(torch.cos(torch.tensor(torch.pi * share_done)))
        for group in self._optimiser.param_groups:
            group["lr"] = self._learning_rate * warm * falling
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._parameters, 1.0)
        self._optimiser.step()


class _Imitation:
    """Action to picture, judged by the picture alone."""

    def __init__(self, painter: Painter) -> None:
        self.painter = painter
        self._stepper = _Stepper(painter, LEARNING_RATE, (0.9, 0.99))

    def step(self, actions: Tensor, pictures: Tensor, share_done: float) -> dict[str, float]:
        with torch.autocast("cpu", torch.bfloat16):
            fake = on_white(self.painter.alpha(actions), actions)
        loss = stroke_loss(fake, pictures)
        self._stepper.step(loss, share_done)
        return {"stroke": float(loss.detach())}


class _Adversarial:
    """A painter that imitates already, judged by a critic too."""

    def __init__(self, painter: Painter) -> None:
        self.painter = painter.requires_grad_(True).train()
        self._critic = BrushCritic()
        lay_out_channels_last(self.painter)
        lay_out_channels_last(self._critic)
        self._stepper = _Stepper(painter, CONTINUED_RATE, (0.5, 0.98))
        self._critic_stepper = _Stepper(self._critic, CRITIC_RATE, (0.5, 0.98))

    def step(self, actions: Tensor, pictures: Tensor, share_done: float) -> dict[str, float]:
        inked = _inked_patches(pictures)
        with torch.autocast("cpu", torch.bfloat16):
            fake = on_white(self.painter.alpha(actions), actions)
            verdict = -self._critic(fake, actions).float()[inked].mean()
        loss = stroke_loss(fake, pictures)
        self._stepper.step(loss + ADVERSARIAL_WEIGHT * verdict, share_done)
        with torch.autocast("cpu", torch.bfloat16):
            real = self._critic(pictures, actions).float()[inked]
            faked = self._critic(fake.detach(), actions).float()[inked]
        critic_loss = discriminator_loss(real, faked)
        self._critic_stepper.step(critic_loss, share_done)
        report = {"stroke": loss, "adversarial": verdict, "critic": critic_loss}
        return {name: float(value.detach()) for name, value in report.items()}


def _inked_patches(pictures: Tensor) -> Tensor:
    """Return where the critic has something to judge, (B, 1, 8, 8) bool: bare white is the same in both."""
    ink = 1 - pictures.amin(dim=1, keepdim=True)
    return functional.adaptive_max_pool2d(ink, 8) > 0.1


class _Variational:
    """First strokes to a latent and back; then actions to that latent, the rest kept as it is."""

    def __init__(self, painter: VariationalBrush) -> None:
        self.painter: Painter = painter
        self._brush = painter
        self._stepper = _Stepper(
            nn.ModuleList([painter.encoder, painter.decoder]), LEARNING_RATE, (0.9, 0.99)
        )
        self._mapping_stepper = _Stepper(painter.mapping, LEARNING_RATE, (0.9, 0.99))

    def step(self, actions: Tensor, pictures: Tensor, share_done: float) -> dict[str, float]:
        if share_done < MAPPING_FROM:
            return self._learn_strokes(actions, pictures, share_done / MAPPING_FROM)
        return self._learn_mapping(actions, pictures, (share_done - MAPPING_FROM) / (1 - MAPPING_FROM))

    def _learn_strokes(self, actions: Tensor, pictures: Tensor, share_done: float) -> dict[str, float]:
        with torch.autocast("cpu", torch.bfloat16):
            mean, log_variance = (part.float() for part in self._brush.encoder(pictures))
            latent = mean + (0.5 * log_variance).exp() * torch.randn_like(mean)
            alpha = self._brush.decoder(latent).float().sigmoid()
        loss = stroke_loss(on_white(alpha, actions), pictures)
        divergence = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).mean()
        self._stepper.step(loss + KL_WEIGHT * LATENT_LENGTH * divergence, share_done)
        return {"stroke": float(loss.detach()), "kl": float(divergence.detach())}

    def _learn_mapping(self, actions: Tensor, pictures: Tensor, share_done: float) -> dict[str, float]:
        # Batch statistics of the kept decoder must not move any more.
        self._brush.decoder.eval()
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                wanted = self._brush.encoder(pictures)[0].float()
            latent = self._brush.mapping(actions).float()
            alpha = self._brush.decoder(latent).float().sigmoid()
        loss = stroke_loss(on_white(alpha, actions), pictures)
        apart = functional.mse_loss(latent, wanted)
        self._mapping_stepper.step(loss + 0.1 * apart, share_done)
        return {"stroke": float(loss.detach()), "latent": float(apart.detach())}
