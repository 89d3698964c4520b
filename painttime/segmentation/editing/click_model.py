"""The click scorer with the weights that come with the program."""

from pathlib import Path

import numpy as np
import torch

from painttime.core.image import Float32
from painttime.files.shipped import shipped_folder
from painttime.networks.checkpoint import load_weights
from painttime.networks.click_scorer import ClickScorer
from painttime.segmentation.editing.click_features import NUM_FEATURES

MODEL_NAME = "clicks"


class ClickModel:
    """A `ClickScoring`: plain arrays in and out. Safe to use from one thread at a time."""

    def __init__(self, network: ClickScorer) -> None:
        self._network = network.eval()

    @torch.inference_mode()
    def __call__(self, features: Float32) -> Float32:
        """Return how sure it is that patches belong to the object, 0..1: (n, NUM_FEATURES) -> (n,)."""
        scores = self._network(torch.from_numpy(features))
        return np.asarray(scores.sigmoid().numpy(), dtype=np.float32)


def load_click_model(folder: Path | None = None) -> ClickModel:
    """Load the scorer from a model folder, by default the shipped one.

    Raises ModelError for missing or damaged weights.
    """
    network = ClickScorer(NUM_FEATURES)
    load_weights(network, folder or shipped_folder("models") / MODEL_NAME, MODEL_NAME)
    return ClickModel(network)
