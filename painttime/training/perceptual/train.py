"""Training of the perceptual network.

python -m painttime.training.perceptual.train --data DATA --out RUN [--minutes 40] [--seed 0]: DATA has
paintings.tsv (columns file, split) and SqueezeNet's weights in perceptual/squeezenet_v1_0.npz. RUN gets
best.pt, last.pt and the log of losses (a JSON object a line).
"""

import argparse
import json
import math
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from painttime.networks.perceptual import PerceptualNetwork
from painttime.training.perceptual.batches import PairBatch, pair_batches, read_paintings
from painttime.training.perceptual.teacher import Teacher
from painttime.training.perceptual.validation import Judged, agreement, judge, network_rival, plain_rival

TEACHER_WEIGHTS = Path("perceptual") / "squeezenet_v1_0.npz"
SMALLEST = 1e-3
"""Added before a logarithm: what is nearer than this is the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PerceptualTraining:
    """Settings of a run.

    maps_share: weight of the differences place by place, beside those of whole pictures.
    """

    seed: int = 0
    minutes: float = 40.0
    num_groups: int = 5
    size_px: int = 128
    learning_rate: float = 1e-3
    final_share: float = 0.02
    warm_up_steps: int = 50
    gradient_norm: float = 1.0
    maps_share: float = 0.5
    num_val: int = 60
    validate_every_min: float = 4.0


class PerceptualTrainer:
    """Owns the network and the optimiser of one run."""

    def __init__(self, settings: PerceptualTraining, teacher: Teacher) -> None:
        torch.manual_seed(settings.seed)
        self.settings = settings
        self.teacher = teacher
        self.model = PerceptualNetwork()
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(), lr=settings.learning_rate, weight_decay=1e-4
        )
        self.step_number = 0

    def step(self, batch: PairBatch, share_done: float) -> dict[str, float]:
        """Train on one batch; share_done (0..1 of the run) sets the learning rate. Returns the losses."""
        settings = self.settings
        warm = min(1.0, (self.step_number + 1) / settings.warm_up_steps)
        falling = 0.5 * (1 + math.cos(share_done * math.pi))
        for group in self.optimiser.param_groups:
            group["lr"] = settings.learning_rate * warm * max(settings.final_share, falling)
        total, losses = self.losses(batch)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), settings.gradient_norm)
        self.optimiser.step()
        self.step_number += 1
        return losses

    def losses(self, batch: PairBatch) -> tuple[Tensor, dict[str, float]]:
        """Return how far its distances are from the teacher's: of whole pictures, layers and places."""
        wanted = self.teacher.maps(self.teacher.features(batch.pictures), batch.one, batch.other)
        features = self.model.features(batch.pictures)
        found = self.model.maps(
            [layer[batch.one] for layer in features], [layer[batch.other] for layer in features]
        )
        own, given = (torch.stack([layer.mean(dim=(1, 2)) for layer in maps]) for maps in (found, wanted))
        layers = (_log(own) - _log(given)).abs().mean()
        whole = (_log(own.mean(dim=0)) - _log(given.mean(dim=0))).abs().mean()
        places = torch.stack(
            [
                ((one + SMALLEST).sqrt() - (other + SMALLEST).sqrt()).abs().mean()
                for one, other in zip(found, wanted, strict=True)
            ]
        ).mean()
        total = layers + whole + self.settings.maps_share * places
        return total, {
            name: float(loss.detach())
            for name, loss in (("layers", layers), ("whole", whole), ("places", places))
        }


def _log(distances: Tensor) -> Tensor:
    return (distances + SMALLEST).log()


def train(data: Path, out: Path, settings: PerceptualTraining) -> None:
    """Train for settings.minutes; the weights that rank held-out paintings best are kept as best.pt.

    Raises UserInputError or ModelError where the data folder lacks something.
    """
    torch.set_num_threads(1)
    out.mkdir(parents=True, exist_ok=True)
    trainer = PerceptualTrainer(settings, Teacher.load(data / TEACHER_WEIGHTS))
    judged = judge(read_paintings(data, "val", settings.num_val), trainer.teacher, settings.seed)
    batches = pair_batches(
        read_paintings(data, "train"),
        num_groups=settings.num_groups,
        size_px=settings.size_px,
        seed=settings.seed + 1,
    )
    best, is_over = -1.0, False
    with (out / "log.jsonl").open("w", encoding="utf-8") as log:
        rivals = {"plain": agreement(judged, plain_rival), "untrained": _measured(trainer, judged)}
        print(json.dumps(rivals), file=log, flush=True)
        began = saved = time.monotonic()
        while not is_over:
            elapsed_min = (time.monotonic() - began) / 60
            report = trainer.step(next(batches), min(1.0, elapsed_min / settings.minutes))
            is_over = elapsed_min >= settings.minutes
            due = is_over or time.monotonic() - saved > 60 * settings.validate_every_min
            if due:
                measures = _measured(trainer, judged)
                report |= measures
                _save(trainer, out / "last.pt", {**measures, **rivals})
                if measures["versions_spearman"] > best:
                    best = measures["versions_spearman"]
                    _save(trainer, out / "best.pt", {**measures, **rivals})
                saved = time.monotonic()
            if due or trainer.step_number % 20 == 0:
                line = {"step": trainer.step_number, "minutes": round(elapsed_min, 2), **report}
                print(json.dumps(line), file=log, flush=True)


def _measured(trainer: PerceptualTrainer, judged: list[Judged]) -> dict[str, float]:
    return agreement(judged, network_rival(trainer.model))


def _save(trainer: PerceptualTrainer, path: Path, measures: Mapping[str, object]) -> None:
    """Write the weights with settings and measures; a former file is replaced at once."""
    state = {
        "model": trainer.model.state_dict(),
        "step": trainer.step_number,
        "settings": asdict(trainer.settings),
        "measures": measures,
    }
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


def main() -> None:
    """Run the command in the module's docstring."""
    defaults = PerceptualTraining()
    parser = argparse.ArgumentParser(description="Train the perceptual network.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=defaults.minutes)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    given = parser.parse_args()
    train(given.data, given.out, PerceptualTraining(seed=given.seed, minutes=given.minutes))


if __name__ == "__main__":
    main()
