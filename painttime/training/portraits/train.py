"""Training of the portrait parser.

python -m painttime.training.portraits.train --data DATA --out RUN [--minutes 70] [--seed 0]
[--start RUN/best.pt] [--more FOLDER] [--random-trunk]:
DATA is laid out as painttime.training.portraits.figures says, with SqueezeNet's weights in
perceptual/squeezenet_v1_0.npz. RUN gets best.pt, last.pt and the log of losses (a JSON object a line).
"""

import argparse
import copy
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import nn

from painttime.networks.portrait_parser import PortraitParser
from painttime.networks.squeeze_trunk import SqueezeTrunk, load_squeezenet
from painttime.training.portraits.batches import PortraitBatch, Sources, portrait_batches
from painttime.training.portraits.figures import Figure, read_avatars, read_backdrops, read_portraits
from painttime.training.portraits.guessed_labels import read_guessed
from painttime.training.portraits.losses import portrait_losses
from painttime.training.portraits.validation import validate

TRUNK_WEIGHTS = Path("perceptual") / "squeezenet_v1_0.npz"


@dataclass(frozen=True, kw_only=True, slots=True)
class PortraitTraining:
    """Settings of a run.

    trunk_rate: learning rate of the layers that come from SqueezeNet; they know something already.
    final_share: share of the learning rates left at the end; they fall along a cosine.
    ema: how much of the averaged weights is kept at each step.
    """

    seed: int = 0
    minutes: float = 70.0
    batch: int = 8
    size_px: int = 256
    learning_rate: float = 1.5e-3
    trunk_rate: float = 2.5e-4
    final_share: float = 0.02
    weight_decay: float = 1e-3
    ema: float = 0.997
    gradient_norm: float = 2.0
    warm_up_steps: int = 100
    is_pretrained: bool = True
    num_threads: int = 1
    validate_every_min: float = 4.0


class PortraitTrainer:
    """Owns the network, its averaged weights and the optimiser of one run."""

    def __init__(self, settings: PortraitTraining, trunk: SqueezeTrunk | None) -> None:
        torch.manual_seed(settings.seed)
        self.settings = settings
        network = PortraitParser(trunk)
        self.model: PortraitParser = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.averaged = copy.deepcopy(self.model)
        trunk_parameters = list(self.model.trunk.parameters())
        own = {id(parameter) for parameter in trunk_parameters}
        others = [parameter for parameter in self.model.parameters() if id(parameter) not in own]
        self.rates = (
            settings.trunk_rate if trunk is not None else settings.learning_rate,
            settings.learning_rate,
        )
        self.optimiser = torch.optim.AdamW(
            [{"params": trunk_parameters}, {"params": others}],
            lr=settings.learning_rate,
            betas=(0.9, 0.99),
            weight_decay=settings.weight_decay,
        )
        self.step_number = 0

    def begin_from(self, checkpoint: Path) -> None:
        """Take over the weights of an earlier run; what it had not yet begins anew."""
        weights = torch.load(checkpoint, weights_only=True)["model"]
        self.model.load_state_dict(weights, strict=False)
        self.averaged.load_state_dict(weights, strict=False)

    def step(self, batch: PortraitBatch, share_done: float) -> dict[str, float]:
        """Train on one batch; share_done (0..1 of the run) sets the learning rates. Returns the losses."""
        settings = self.settings
        warm = min(1.0, (self.step_number + 1) / settings.warm_up_steps)
        falling = 0.5 * (1 + torch.cos(torch.tensor(share_done * torch.pi)).item())
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * warm * (settings.final_share + (1 - settings.final_share) * falling)
        with torch.autocast("cpu", torch.bfloat16):
            output = self.model(batch.pictures)
        losses = portrait_losses(output, batch)
        total = torch.stack(list(losses.values())).sum()
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), settings.gradient_norm)
        self.optimiser.step()
        self._average()
        self.step_number += 1
        return {name: float(loss.detach()) for name, loss in losses.items()} | {"gradient": float(norm)}

    @torch.no_grad()
    def _average(self) -> None:
        """Move the averaged weights and batch statistics towards the present ones; early on, faster."""
        keep = min(self.settings.ema, (self.step_number + 1) / (self.step_number + 10))
        present = self.model.state_dict()
        for name, average in self.averaged.state_dict().items():
            if average.is_floating_point():
                average.lerp_(present[name], 1 - keep)
            else:
                average.copy_(present[name])


def train(
    data: Path, out: Path, settings: PortraitTraining, *, start: Path | None = None, more: Path | None = None
) -> None:
    """Train for settings.minutes; the averaged weights best on the held-out paintings are kept as best.pt.

    Raises UserInputError or ModelError where the data folder lacks something.
    """
    torch.set_num_threads(settings.num_threads)
    out.mkdir(parents=True, exist_ok=True)
    trunk = load_squeezenet(data / TRUNK_WEIGHTS) if settings.is_pretrained else None
    trainer = PortraitTrainer(settings, trunk)
    if start is not None:
        trainer.begin_from(start)
    sources = Sources(
        # Each portrait with labels is shown as often as two with guesses.
        portraits=2 * read_portraits(data, "train") + ([] if more is None else read_guessed(data, more)),
        avatars=read_avatars(data, held_out=False),
        backdrops=read_backdrops(data, "train"),
    )
    batches = portrait_batches(sources, settings.batch, settings.size_px, settings.seed + 1)
    unseen, unseen_avatars = read_portraits(data, "val"), read_avatars(data, held_out=True)
    began = saved = time.monotonic()
    best = -1.0
    is_over = False
    with (out / "log.jsonl").open("w", encoding="utf-8") as log:
        while not is_over:
            elapsed_min = (time.monotonic() - began) / 60
            report = trainer.step(next(batches), min(1.0, elapsed_min / settings.minutes))
            is_over = elapsed_min >= settings.minutes
            due = is_over or time.monotonic() - saved > 60 * settings.validate_every_min
            if due:
                measures = measured(trainer, unseen, unseen_avatars)
                report |= measures
                save(trainer, out / "last.pt", measures)
                if measures["paintings_mean"] > best:
                    best = measures["paintings_mean"]
                    save(trainer, out / "best.pt", measures)
                saved = time.monotonic()
            if due or trainer.step_number % 20 == 0:
                line = {"step": trainer.step_number, "minutes": round(elapsed_min, 2), **report}
                print(json.dumps(line), file=log, flush=True)


def measured(trainer: PortraitTrainer, paintings: list[Figure], avatars: list[Figure]) -> dict[str, float]:
    """Return the IoUs of the averaged weights on what is held out, named paintings_... and avatars_..."""
    size_px = trainer.settings.size_px
    groups = {"paintings": paintings, "avatars": avatars}
    return {
        f"{group}_{name}": value
        for group, figures in groups.items()
        for name, value in validate(trainer.averaged, figures, size_px).items()
    }


def save(trainer: PortraitTrainer, path: Path, measures: dict[str, float]) -> None:
    """Write the averaged weights with settings and measures; a former file is replaced at once."""
    state = {
        "model": trainer.averaged.state_dict(),
        "step": trainer.step_number,
        "settings": asdict(trainer.settings),
        "measures": measures,
    }
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


def main() -> None:
    """Run the command in the module's docstring."""
    defaults = PortraitTraining()
    parser = argparse.ArgumentParser(description="Train the portrait parser.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=defaults.minutes)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--rate-share", type=float, default=1.0, help="of the usual learning rates")
    parser.add_argument("--batch", type=int, default=defaults.batch)
    parser.add_argument("--size-px", type=int, default=defaults.size_px)
    parser.add_argument("--threads", type=int, default=defaults.num_threads)
    parser.add_argument("--start", type=Path, help="checkpoint whose weights are trained further")
    parser.add_argument("--more", type=Path, help="labels that an earlier run guessed (guessed_labels)")
    parser.add_argument("--random-trunk", action="store_true", help="begin without SqueezeNet's weights")
    arguments = parser.parse_args()
    settings = PortraitTraining(
        seed=arguments.seed,
        minutes=arguments.minutes,
        learning_rate=defaults.learning_rate * arguments.rate_share,
        trunk_rate=defaults.trunk_rate * arguments.rate_share,
        batch=arguments.batch,
        size_px=arguments.size_px,
        num_threads=arguments.threads,
        is_pretrained=not arguments.random_trunk,
    )
    train(arguments.data, arguments.out, settings, start=arguments.start, more=arguments.more)


if __name__ == "__main__":
    main()
