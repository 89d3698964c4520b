"""What happened in a known step, as a latent; used in training only.

B  batch   h, w  model resolution, multiples of 32

outcome    (B, 7, h, w)         next canvas 3, difference 3, changed 1
state      (B, 12, h, w)        as in the step decoder
mean, log_variance  (B, 8, h/32, w/32)
"""

import torch
from torch import Tensor, nn

from painttime.networks.blocks import Down
from painttime.networks.step_decoder import LATENT_CHANNELS, STATE_CHANNELS

OUTCOME_CHANNELS = 7
_WIDTHS = (24, 40, 64, 80, 96)


class PosteriorEncoder(nn.Module):
    """(outcome, state) -> mean and log variance of the spatial latent."""

    def __init__(self) -> None:
        super().__init__()
        widths = (OUTCOME_CHANNELS + STATE_CHANNELS, *_WIDTHS)
        self.levels = nn.Sequential(
            *(Down(widths[level], widths[level + 1]) for level in range(len(_WIDTHS)))
        )
        self.out = nn.Conv2d(_WIDTHS[-1], 2 * LATENT_CHANNELS, 1)

    def forward(self, outcome: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.out(self.levels(torch.cat([outcome, state], dim=1)))
        mean, log_variance = hidden.chunk(2, dim=1)
        # Bounded: an unbounded mean runs away with the decoder's scale once training is in bfloat16.
        return 3 * torch.tanh(mean / 3), log_variance.clamp(-6, 2)
