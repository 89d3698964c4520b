"""The step model put together: what is kept in a checkpoint and used at run time."""

from torch import nn

from painttime.networks.scene_encoder import SceneEncoder
from painttime.networks.step_decoder import StepDecoder

SIZE_MULTIPLE_PX = 32
"""Height and width of its inputs are multiples of this."""


class StepModel(nn.Module):
    """Scene encoder and step decoder; the posterior encoder and the discriminator live in training only."""

    def __init__(self) -> None:
        super().__init__()
        self.scene_encoder = SceneEncoder()
        self.step_decoder = StepDecoder()
