"""Training of the scene parser.

python -m painttime.training.scenes.train --data DATA --labels LABELS --out RUN [--minutes 60] [--seed 0]:
DATA is laid out as painttime.training.portraits.figures says, with SqueezeNet's weights in
perceptual/squeezenet_v1_0.npz; LABELS are kinds by eye (data/scene-labels.tsv). RUN gets best.pt, last.pt
and the log of losses (a JSON object a line).
"""

import argparse
import copy
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from painttime.networks.scene_parser import SceneParser
from painttime.networks.squeeze_trunk import SqueezeTrunk, load_squeezenet
from painttime.training.scenes.batches import SceneBatch, scene_batches
from painttime.training.scenes.collages import CollageMaker
from painttime.training.scenes.losses import kind_weights, scene_losses
from painttime.training.scenes.scenes import read_scenes
from painttime.training.scenes.validation import SceneMeasures, report, validate

TRUNK_WEIGHTS = Path("perceptual") / "squeezenet_v1_0.npz"


@dataclass(frozen=True, kw_only=True, slots=True)
class SceneTraining:
    """Settings of a run.

    views, num_collages: of a batch. border_share: weight of the border loss.
    trunk_rate: learning rate of the layers that come from SqueezeNet.
    final_share: share of the learning rates left at the end; they fall along a cosine.
    ema: how much of the averaged weights is kept at each step.
    """

    seed: int = 0
    minutes: float = 60.0
    views: int = 6
    num_collages: int = 2
    border_share: float = 1.0
    learning_rate: float = 1.5e-3
    trunk_rate: float = 3e-4
    final_share: float = 0.02
    weight_decay: float = 2e-2
    ema: float = 0.995
    gradient_norm: float = 2.0
    warm_up_steps: int = 100
    num_threads: int = 1
    validate_every_min: float = 6.0


class SceneTrainer:
    """Owns the network, its averaged weights and the optimiser of one run."""

    def __init__(self, settings: SceneTraining, trunk: SqueezeTrunk | None, weights: Tensor) -> None:
        torch.manual_seed(settings.seed)
        self.settings = settings
        self.weights = weights
        self.model = SceneParser(trunk)
        for module in self.model.modules():
            if isinstance(module, nn.Conv2d):
                module.weight.data = module.weight.data.contiguous(memory_format=torch.channels_last)
        self.averaged = copy.deepcopy(self.model)
        own = {id(parameter) for parameter in self.model.trunk.parameters()}
        others = [parameter for parameter in self.model.parameters() if id(parameter) not in own]
        self.rates = (settings.trunk_rate, settings.learning_rate)
        self.optimiser = torch.optim.AdamW(
            [{"params": list(self.model.trunk.parameters())}, {"params": others}],
            lr=settings.learning_rate,
            betas=(0.9, 0.99),
            weight_decay=settings.weight_decay,
        )
        self.step_number = 0

    def step(self, batch: SceneBatch, share_done: float) -> dict[str, float]:
        """Train on one batch; share_done (0..1 of the run) sets the learning rates. Returns the losses."""
        settings = self.settings
        warm = min(1.0, (self.step_number + 1) / settings.warm_up_steps)
        falling = 0.5 * (1 + torch.cos(torch.tensor(share_done * torch.pi)).item())
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * warm * (settings.final_share + (1 - settings.final_share) * falling)
        with torch.autocast("cpu", torch.bfloat16):
            kinds, borders = self.model(batch.pictures)
        losses = scene_losses(kinds, borders, batch, self.weights, settings.border_share)
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), settings.gradient_norm)
        self.optimiser.step()
        self.step_number += 1
        keep = min(settings.ema, self.step_number / (self.step_number + 10))
        with torch.no_grad():
            for average, present in zip(self.averaged.parameters(), self.model.parameters(), strict=True):
                average.lerp_(present, 1 - keep)
        return {name: float(loss.detach()) for name, loss in losses.items()} | {"gradient": float(norm)}


def train(data: Path, labels: Path, out: Path, settings: SceneTraining) -> None:
    """Train for settings.minutes; the averaged weights best on the held-out paintings are kept as best.pt.

    Raises UserInputError or ModelError where the data folder lacks something.
    """
    torch.set_num_threads(settings.num_threads)
    out.mkdir(parents=True, exist_ok=True)
    seen, unseen = read_scenes(data, labels, "train"), read_scenes(data, labels, "val")
    trainer = SceneTrainer(
        settings, load_squeezenet(data / TRUNK_WEIGHTS), torch.from_numpy(kind_weights(seen))
    )
    batches = scene_batches(
        seen,
        CollageMaker(seen),
        views=settings.views,
        num_collages=settings.num_collages,
        seed=settings.seed + 1,
    )
    began = checked = time.monotonic()
    best = -1.0
    is_over = False
    with (out / "log.jsonl").open("w", encoding="utf-8") as log:
        while not is_over:
            elapsed_min = (time.monotonic() - began) / 60
            line = trainer.step(next(batches), min(1.0, elapsed_min / settings.minutes))
            is_over = elapsed_min >= settings.minutes
            is_due = is_over or time.monotonic() - checked > 60 * settings.validate_every_min
            if is_due:
                measures = validate(trainer.averaged, unseen)
                line |= report(measures)
                best = _keep(trainer, out, measures, best)
                checked = time.monotonic()
            if is_due or trainer.step_number % 20 == 0:
                place = {"step": trainer.step_number, "minutes": round(elapsed_min, 2)}
                print(json.dumps(place | line), file=log, flush=True)


def _keep(trainer: SceneTrainer, out: Path, measures: SceneMeasures, best: float) -> float:
    """Write last.pt, and best.pt too where the measures are the best so far; return the best."""
    score = measures.mean_iou + measures.accuracy + measures.border_precision
    state = {
        "model": trainer.averaged.state_dict(),
        "step": trainer.step_number,
        "settings": asdict(trainer.settings),
        "measures": report(measures),
    }
    names = ("last.pt", "best.pt") if score > best else ("last.pt",)
    for name in names:
        partial = out / "partial"
        torch.save(state, partial)
        partial.replace(out / name)
    return max(best, score)


def main() -> None:
    """Run the command in the module's docstring."""
    defaults = SceneTraining()
    parser = argparse.ArgumentParser(description="Train the scene parser.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=defaults.minutes)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--threads", type=int, default=defaults.num_threads)
    arguments = parser.parse_args()
    settings = SceneTraining(seed=arguments.seed, minutes=arguments.minutes, num_threads=arguments.threads)
    train(arguments.data, arguments.labels, arguments.out, settings)


if __name__ == "__main__":
    main()
