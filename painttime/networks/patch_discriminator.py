"""Tells recorded steps from predicted ones, patch by patch (PatchGAN: Isola et al., pix2pix, CVPR 2017).

B  batch   h, w  model resolution, multiples of 8

step       (B, 12, h, w)   painting 3, canvas 3, next canvas 3, weight 1, degree 1, direction 1
verdict    (B, 1, h/8, w/8) unbounded; no norm after the last layer
"""

from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

STEP_CHANNELS = 12
_WIDTHS = (32, 64, 96)


class PatchDiscriminator(nn.Module):
    """Three strided layers with spectral norm (Miyato et al., ICLR 2018); sees 38 px around each patch."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = STEP_CHANNELS
        for width in _WIDTHS:
            layers += [spectral_norm(nn.Conv2d(channels, width, 4, stride=2, padding=1)), nn.LeakyReLU(0.2)]
            channels = width
        layers.append(spectral_norm(nn.Conv2d(channels, 1, 3, padding=1)))
        self.layers = nn.Sequential(*layers)

    def forward(self, step: Tensor) -> Tensor:
        verdict: Tensor = self.layers(step)
        return verdict
