"""Says which patches of a picture belong to an object, from what clicks tell of each patch.

Shapes: n patches, f = NUM_FEATURES of segmentation.editing.click_features, c = NUM_CHANNELS.
    features (n, f) -> normalised (n, f) -> (n, c) -> (n, c) -> scores (n,)
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

NUM_CHANNELS = 16


class ClickScorer(nn.Module):
    """A perceptron that looks at one patch at a time.

    num_features: f. The mean and spread of each feature in training are kept with the weights.
    """

    mean: Tensor
    spread: Tensor

    def __init__(self, num_features: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("spread", torch.ones(num_features))
        self.first = nn.Linear(num_features, NUM_CHANNELS)
        self.second = nn.Linear(NUM_CHANNELS, NUM_CHANNELS)
        self.last = nn.Linear(NUM_CHANNELS, 1)

    def forward(self, features: Tensor) -> Tensor:
        """Return the score of each patch: above 0 it belongs to the object. (n, f) -> (n,)"""
        normal = (features - self.mean) / self.spread
        hidden = functional.relu(self.second(functional.relu(self.first(normal))))
        scores: Tensor = self.last(hidden)[:, 0]
        return scores
