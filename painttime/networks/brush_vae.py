"""A neural painter in two stages: strokes to a latent and back, then actions to the latent.

After the VAE painter of Nakano, "Neural Painters" (2019), itself after Ha and Schmidhuber, "World Models",
2018.

B  batch

picture    (B, 3, 64, 64)  a stroke on white, 0..1
action     (B, 12)         painttime.networks.brush_action
latent     (B, 64)         unbounded
alpha      (B, 1, 64, 64)  0..1
"""

from torch import Tensor, nn

from painttime.networks.brush_action import ACTION_LENGTH
from painttime.networks.brush_decoder import StrokeDecoder

LATENT_LENGTH = 64

_WIDTHS = (32, 64, 96, 128)
_HIDDEN = 256


class StrokeEncoder(nn.Module):
    """(B, 3, 64, 64) -> mean and log variance, (B, 64) each; needed in training only."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = 3
        for width in _WIDTHS:
            layers += [nn.Conv2d(channels, width, 4, stride=2, padding=1), nn.LeakyReLU(0.1)]
            channels = width
        self.layers = nn.Sequential(*layers)
        self.last = nn.Linear(channels * 16, 2 * LATENT_LENGTH)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        mean, log_variance = self.last(self.layers(pictures).flatten(1)).chunk(2, dim=1)
        return mean, log_variance.clamp(-8, 4)


class VariationalBrush(nn.Module):
    """Encoder, decoder and the mapping from actions; `alpha` goes from the action to the decoder."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = StrokeEncoder()
        self.decoder = StrokeDecoder(LATENT_LENGTH)
        self.mapping = nn.Sequential(
            nn.Linear(ACTION_LENGTH, _HIDDEN),
            nn.LeakyReLU(0.1),
            nn.Linear(_HIDDEN, _HIDDEN),
            nn.LeakyReLU(0.1),
            nn.Linear(_HIDDEN, _HIDDEN),
            nn.LeakyReLU(0.1),
            nn.Linear(_HIDDEN, LATENT_LENGTH),
        )

    def alpha(self, actions: Tensor) -> Tensor:
        """Return the cover (B, 1, 64, 64) of strokes (B, 12)."""
        cover: Tensor = self.decoder(self.mapping(actions)).float().sigmoid()
        return cover

    def reconstructed(self, pictures: Tensor) -> Tensor:
        """Return the cover (B, 1, 64, 64) of strokes seen, (B, 3, 64, 64): what a mapping can reach."""
        mean, _ = self.encoder(pictures)
        cover: Tensor = self.decoder(mean).float().sigmoid()
        return cover
