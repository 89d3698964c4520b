"""A neural painter trained against a critic, and the critic.

After the GAN painter of Nakano, "Neural Painters" (2019); without its critic the painter is a plain decoder.

B  batch

action     (B, 12)         painttime.networks.brush_action
alpha      (B, 1, 64, 64)  0..1
picture    (B, 3, 64, 64)  the stroke on white, 0..1
verdict    (B, 1, 8, 8)    unbounded; high where the stroke looks like MyPaint's
"""

import torch
from torch import Tensor, nn

from painttime.networks.brush_action import ACTION_LENGTH
from painttime.networks.brush_decoder import StrokeDecoder

_HIDDEN = 256
_CRITIC_WIDTHS = (32, 64, 96)


class GeneratedBrush(nn.Module):
    """Two linear layers that mix the action, then the stroke decoder."""

    def __init__(self) -> None:
        super().__init__()
        self.mixing = nn.Sequential(
            nn.Linear(ACTION_LENGTH, _HIDDEN),
            nn.LeakyReLU(0.1),
            nn.Linear(_HIDDEN, _HIDDEN),
            nn.LeakyReLU(0.1),
        )
        self.decoder = StrokeDecoder(_HIDDEN)

    def alpha(self, actions: Tensor) -> Tensor:
        """Return the cover (B, 1, 64, 64) of strokes (B, 12)."""
        cover: Tensor = self.decoder(self.mixing(actions)).float().sigmoid()
        return cover


class BrushCritic(nn.Module):
    """Tells MyPaint's strokes from imitations patch by patch, each action known to it.

    No norm: with spectral norm it learnt nothing in the minutes it has here, and the painter's own error
    keeps the two in balance.
    """

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = 3 + ACTION_LENGTH
        for width in _CRITIC_WIDTHS:
            layers += [nn.Conv2d(channels, width, 4, stride=2, padding=1), nn.LeakyReLU(0.2)]
            channels = width
        layers.append(nn.Conv2d(channels, 1, 3, padding=1))
        self.layers = nn.Sequential(*layers)
        for layer in self.layers:
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, a=0.2)

    def forward(self, pictures: Tensor, actions: Tensor) -> Tensor:
        height, width = pictures.shape[-2:]
        planes = actions[:, :, None, None].expand(-1, -1, height, width)
        verdict: Tensor = self.layers(torch.cat([1 - pictures, planes - 0.5], dim=1))
        return verdict
