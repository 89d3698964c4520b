"""One step: where the canvas changes and to what; run once a step.

B  batch   K = 5 renditions   h, w  model resolution, multiples of 32

state      (B, 12, h, w)        canvas 3, share of each rendition on the canvas K, degree 1,
                                completeness wanted after the step 1, direction 1 (-1 back, +1 forward),
                                chance 1 (one random value a stroke)
features   4 tensors            of the scene encoder
z          (B, 8, h/32, w/32)   latent, N(0, I) at run time
score      (B, 1, h, w)         which strokes go first; higher goes first; a logit of the weight
mix        (B, K, h, w)         logits of the rendition laid where the canvas changes
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.networks.blocks import Down, ResidualBlock, Up
from painttime.networks.scene_encoder import FEATURE_CHANNELS

NUM_RENDITIONS = 5
"""K; canvases have as many (painttime.core.canvas.NUM_RENDITIONS, compared when a model is loaded)."""

STATE_CHANNELS = 3 + NUM_RENDITIONS + 4
LATENT_CHANNELS = 8
_WIDTHS = (32, 56, 80, 112)


class StepDecoder(nn.Module):
    """A small U-Net whose finest level is half the model resolution: strokes are pooled over afterwards."""

    def __init__(self) -> None:
        super().__init__()
        first, second, third, fourth = _WIDTHS
        half, quarter, eighth, sixteenth = FEATURE_CHANNELS
        self.stem = nn.Conv2d(STATE_CHANNELS, half, 3, stride=2, padding=1)
        self.enter = nn.Conv2d(2 * half, first, 3, padding=1)
        self.top = ResidualBlock(first)
        self.downs = nn.ModuleList(
            [Down(first, second), Down(second + quarter, third), Down(third + eighth, fourth)]
        )
        self.middle = nn.Conv2d(fourth + sixteenth + LATENT_CHANNELS, fourth, 3, padding=1)
        self.middle_block = ResidualBlock(fourth)
        self.ups = nn.ModuleList(
            [
                Up(fourth, third + eighth, third),
                Up(third, second + quarter, second),
                Up(second, first, first),
            ]
        )
        # z enters again on the way up: with skips alone it would be ignored.
        self.latent_in = nn.ModuleList(
            nn.Conv2d(LATENT_CHANNELS, width, 1) for width in (third, second, first)
        )
        self.out = nn.Conv2d(first, 1 + NUM_RENDITIONS, 3, padding=1)

    def forward(self, state: Tensor, features: tuple[Tensor, ...], z: Tensor) -> tuple[Tensor, Tensor]:
        size = state.shape[-2:]
        top = self.top(self.enter(torch.cat([self.stem(state), features[0]], dim=1)))  # (B, 32, h/2, w/2)
        skips = [top]
        hidden = top
        for level, down in enumerate(self.downs):
            hidden = down(hidden)  # h/4, h/8, h/16
            joined = torch.cat([hidden, features[level + 1]], dim=1)
            skips.append(joined)
            hidden = joined
        spread = functional.interpolate(z, size=hidden.shape[-2:], mode="bilinear", align_corners=False)
        hidden = self.middle_block(self.middle(torch.cat([hidden, spread], dim=1)))  # (B, 112, h/16, w/16)
        for up, latent_in, skip in zip(self.ups, self.latent_in, reversed(skips[:-1]), strict=True):
            hidden = up(hidden, skip)
            spread = functional.interpolate(z, size=hidden.shape[-2:], mode="bilinear", align_corners=False)
            hidden = hidden + latent_in(spread)
        out = functional.interpolate(self.out(hidden), size=size, mode="bilinear", align_corners=False)
        return out[:, :1], out[:, 1:]
