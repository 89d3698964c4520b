"""Pairwise training of the step model.

python -m painttime.training.process CACHE OUT [--validation CACHE] [--minutes 60] [--seed 0]: the caches are
made by painttime.training.subjects; OUT gets the checkpoints and the log of losses (a JSON object a line).
"""

import argparse
import copy
import itertools
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.core.canvas import NUM_RENDITIONS
from painttime.networks.patch_discriminator import PatchDiscriminator
from painttime.networks.posterior_encoder import PosteriorEncoder
from painttime.networks.step_decoder import LATENT_CHANNELS
from painttime.networks.step_model import SIZE_MULTIPLE_PX, StepModel
from painttime.networks.stroke_pooling import part_thresholds
from painttime.training.batches import Batch, collate
from painttime.training.losses import (
    discriminator_loss,
    kl_divergence,
    mix_loss,
    weight_loss,
)
from painttime.training.pairs import pair_stream
from painttime.training.sampling import paint_from, pooled_and_masked
from painttime.training.validation import validate, validation_batches


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessTraining:
    """Settings of a run.

    weights of the losses: l1 and adversarial after the paper's L1 100 and GAN 10, scaled to the
    cross-entropies that stand in for its pixel loss; kl is raised from 0 over warm_up_steps. prior_weight:
    of the cross-entropy with z from the prior, which run time uses; computed every prior_every steps.
    """

    seed: int = 0
    minutes: float = 60.0
    batch: int = 12
    crop_px: int = 128
    learning_rate: float = 5e-4
    discriminator_rate: float = 2e-4
    l1: float = 4.0
    kl: float = 0.1
    adversarial: float = 0.1
    prior_weight: float = 0.3
    prior_every: int = 2
    warm_up_steps: int = 150
    adversarial_from_step: int = 300
    ema: float = 0.997
    gradient_norm: float = 1.0
    outlying_norm: float = 30.0
    sharpness: float = 6.0
    num_threads: int = 1
    validate_every_min: float = 4.0
    validation_pairs: int = 192


class ProcessTrainer:
    """Owns the networks and optimisers of one run."""

    def __init__(self, settings: ProcessTraining) -> None:
        torch.manual_seed(settings.seed)
        self.settings = settings
        self.generator = torch.Generator().manual_seed(settings.seed + 1)
        self.model, self.posterior, self.discriminator = StepModel(), PosteriorEncoder(), PatchDiscriminator()
        self.averaged = copy.deepcopy(self.model)
        self.painters = [*self.model.parameters(), *self.posterior.parameters()]
        self.optimiser = torch.optim.AdamW(
            self.painters, lr=settings.learning_rate, betas=(0.9, 0.99), weight_decay=1e-4
        )
        self.critic_optimiser = torch.optim.AdamW(
            self.discriminator.parameters(), lr=settings.discriminator_rate, betas=(0.5, 0.98)
        )
        self.step_number = 0

    def step(self, batch: Batch, share_done: float) -> dict[str, float]:
        """Train on one batch; share_done (0..1 of the run) sets the learning rate. Returns the losses."""
        settings = self.settings
        for group in self.optimiser.param_groups:
            warm = min(1.0, (self.step_number + 1) / settings.warm_up_steps)
            group["lr"] = settings.learning_rate * warm * (1 - 0.9 * share_done)
        losses, features = self._posterior_losses(batch)
        fake = weight = None
        if self.step_number % settings.prior_every == 0:
            prior_losses, fake, weight = self._prior_losses(batch, features)
            losses |= prior_losses
        total = torch.stack(list(losses.values())).sum()
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        norm = float(nn.utils.clip_grad_norm_(self.painters, settings.gradient_norm))
        # One bad batch must not undo an hour: a step with an outlying gradient is left out.
        if norm < settings.outlying_norm:
            self.optimiser.step()
            self._average()
        report = {name: float(loss.detach()) for name, loss in losses.items()}
        report["gradient"] = norm
        if fake is not None and weight is not None:
            report["critic"] = self._train_critic(batch, fake.detach(), weight.detach())
        self.step_number += 1
        return report

    @torch.no_grad()
    def _average(self) -> None:
        """Move the averaged weights towards the present ones; early on, faster."""
        keep = min(self.settings.ema, (self.step_number + 1) / (self.step_number + 10))
        for average, present in zip(self.averaged.parameters(), self.model.parameters(), strict=True):
            average.lerp_(present, 1 - keep)

    def _posterior_losses(self, batch: Batch) -> tuple[dict[str, Tensor], tuple[Tensor, ...]]:
        """Return the losses with z from what really happened, and the scene's features."""
        settings = self.settings
        with torch.autocast("cpu", torch.bfloat16):
            features = self.model.scene_encoder(batch.scene)
            outcome = torch.cat([batch.target, batch.target - batch.canvas, batch.changed], dim=1)
            mean, log_variance = self.posterior(outcome, batch.state)
            noise = torch.randn(mean.shape, generator=self.generator)
            z = mean.float() + noise * (0.5 * log_variance.float()).exp()
            score, mix = self.model.step_decoder(batch.state, features, z)
        score, mix = pooled_and_masked(score, mix, batch)
        paint = paint_from(mix.softmax(dim=1), batch.renditions)
        weight = score.sigmoid() * (batch.degree > 0)
        predicted = weight * paint + (1 - weight) * batch.canvas
        ramp = min(1.0, self.step_number / settings.warm_up_steps)
        losses = {
            "weight": weight_loss(score, batch.changed, batch.degree),
            "mix": mix_loss(mix, batch.next_stages, batch.changed),
            "l1": settings.l1 * functional.l1_loss(predicted, batch.target),
            "kl": settings.kl * ramp * kl_divergence(mean.float(), log_variance.float()),
        }
        return losses, features

    def _prior_losses(
        self, batch: Batch, features: tuple[Tensor, ...]
    ) -> tuple[dict[str, Tensor], Tensor, Tensor]:
        """Return the losses, next canvas (B, 3, h, w) and weight (B, 1, h, w) as run time makes them.

        z comes from N(0, I), strokes change whole, each part's share is the one asked for; gradients pass
        straight through the hard choices.
        """
        settings = self.settings
        grid = (side // SIZE_MULTIPLE_PX for side in batch.scene.shape[-2:])
        z = torch.randn(len(batch.scene), LATENT_CHANNELS, *grid, generator=self.generator)
        with torch.autocast("cpu", torch.bfloat16):
            score, mix = self.model.step_decoder(batch.state, features, z)
        score, mix = pooled_and_masked(score, mix, batch)
        margin = score - part_thresholds(score, batch.parts, batch.shares)
        soft = (settings.sharpness * margin.clamp(-20, 20)).sigmoid()
        hard = (margin >= 0).float()
        weight = (hard + soft - soft.detach()) * (batch.degree > 0)
        shares = mix.softmax(dim=1)
        chosen = functional.one_hot(shares.argmax(dim=1), NUM_RENDITIONS).permute(0, 3, 1, 2).float()
        paint = paint_from(chosen + shares - shares.detach(), batch.renditions)
        fake = weight * paint + (1 - weight) * batch.canvas
        losses = {"prior": settings.prior_weight * weight_loss(score, batch.changed, batch.degree)}
        if self.step_number >= settings.adversarial_from_step:
            with torch.autocast("cpu", torch.bfloat16):
                verdict = self.discriminator(critic_view(batch, fake, weight))
            losses["adversarial"] = -settings.adversarial * verdict.float().mean()
        return losses, fake, weight

    def _train_critic(self, batch: Batch, fake: Tensor, weight: Tensor) -> float:
        with torch.autocast("cpu", torch.bfloat16):
            real_verdict = self.discriminator(critic_view(batch, batch.target, batch.changed))
            fake_verdict = self.discriminator(critic_view(batch, fake, weight))
        loss = discriminator_loss(real_verdict.float(), fake_verdict.float())
        self.critic_optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self.critic_optimiser.step()
        return float(loss.detach())


def critic_view(batch: Batch, following: Tensor, weight: Tensor) -> Tensor:
    """Return a step as the discriminator sees it, (B, 12, h, w)."""
    towards = batch.direction[:, None, None, None].expand_as(batch.degree)
    painting = batch.renditions[:, -1]
    return torch.cat([painting, batch.canvas, following, weight, batch.degree, towards], dim=1)


def train(cache: Path, out: Path, settings: ProcessTraining, *, validation: Path | None = None) -> None:
    """Train for settings.minutes, saving averaged weights every few minutes; the best so far as best.pt.

    validation: cache of subjects that are not trained on; without it the last weights are the best.
    """
    torch.set_num_threads(settings.num_threads)
    out.mkdir(parents=True, exist_ok=True)
    trainer = ProcessTrainer(settings)
    pairs = pair_stream(cache, settings.crop_px, settings.seed)
    held_out = []
    if validation is not None:
        num_pairs = settings.validation_pairs
        held_out = validation_batches(validation, settings.crop_px, num_pairs, settings.batch)
    began = saved = time.monotonic()
    best = -1.0
    is_over = False
    with (out / "log.jsonl").open("w", encoding="utf-8") as log:
        while not is_over:
            elapsed_min = (time.monotonic() - began) / 60
            batch = collate(list(itertools.islice(pairs, settings.batch)), trainer.generator)
            report = trainer.step(batch, min(1.0, elapsed_min / settings.minutes))
            is_over = time.monotonic() - began >= 60 * settings.minutes
            due = is_over or time.monotonic() - saved > 60 * settings.validate_every_min
            if due:
                saved = time.monotonic()
                measures = validate(trainer.averaged, held_out) if held_out else {}
                report |= measures
                save(trainer, out / "last.pt", measures)
                if not held_out or measures["step_iou"] > best:
                    best = measures.get("step_iou", best)
                    save(trainer, out / "best.pt", measures)
            if due or trainer.step_number % 10 == 0:
                line = {"step": trainer.step_number, "minutes": round(elapsed_min, 2), **report}
                print(json.dumps(line), file=log, flush=True)


def save(trainer: ProcessTrainer, path: Path, measures: dict[str, float]) -> None:
    """Write the averaged model with its settings and measures; a former file is replaced at once."""
    state = {
        "model": trainer.averaged.state_dict(),
        "step": trainer.step_number,
        "settings": asdict(trainer.settings),
        "measures": measures,
    }
    temporary = path.with_suffix(".partial")
    torch.save(state, temporary)
    temporary.replace(path)


def main() -> None:
    """Run the command in the module's docstring."""
    defaults = ProcessTraining()
    parser = argparse.ArgumentParser(description="Train the step model on simulated pairs.")
    parser.add_argument("cache", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=defaults.minutes)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--threads", type=int, default=defaults.num_threads)
    parser.add_argument("--validation", type=Path, help="cache of subjects to choose the best weights by")
    arguments = parser.parse_args()
    settings = ProcessTraining(minutes=arguments.minutes, seed=arguments.seed, num_threads=arguments.threads)
    train(arguments.cache, arguments.out, settings, validation=arguments.validation)


if __name__ == "__main__":
    main()
