"""How the shipped perceptual network ranks pictures that had no say in which weights were kept.

python scripts/perceptual_measures.py --data DATA [--seed 1]: prints for it, and for what stands against it,
the rank correlation with the teacher over all pairs and the share of pairs ordered alike.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from skimage.metrics import structural_similarity

from painttime.core.image import RGB8
from painttime.evaluation.perceptual_model import load_perceptual
from painttime.networks.perceptual import PerceptualNetwork
from painttime.training.perceptual.batches import read_paintings
from painttime.training.perceptual.teacher import Teacher
from painttime.training.perceptual.train import TEACHER_WEIGHTS, PerceptualTraining
from painttime.training.perceptual.validation import Rival, agreement, judge, network_rival, plain_rival


def structure_rival(picture: RGB8, other: RGB8) -> float:
    """Return 1 - SSIM (Wang et al., 2004)."""
    return 1 - float(structural_similarity(picture, other, channel_axis=2))  # type: ignore[no-untyped-call]


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Measure the shipped perceptual network.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    unseen = read_paintings(given.data, "val")[PerceptualTraining().num_val :]
    judged = judge(unseen, Teacher.load(given.data / TEACHER_WEIGHTS), given.seed)
    rivals: dict[str, Rival] = {
        "shipped": load_perceptual().distance,
        "untrained": network_rival(PerceptualNetwork()),
        "mean absolute difference": plain_rival,
        "1 - SSIM": structure_rival,
    }
    print(f"{len(unseen)} paintings, {sum(len(one.others) for one in judged)} pairs")
    for name, rival in rivals.items():
        began = time.process_time()
        measures = agreement(judged, rival)
        spent_ms = 1000 * (time.process_time() - began) / sum(len(one.others) for one in judged)
        said = "  ".join(f"{key} {value:.3f}" for key, value in measures.items())
        print(f"{name:26}{said}  {spent_ms:.0f} ms a pair")
    means = [float(np.mean(one.distances)) for one in judged]
    print(f"the teacher's distances: {min(means):.3f} to {max(means):.3f}")


if __name__ == "__main__":
    main()
