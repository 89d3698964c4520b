"""What is what in a painting, and where one thing ends and another begins.

B  pictures   K  kinds (segmentation.scenes.kinds.SCENE_KINDS)   h, w  picture sides, multiples of 16

pictures   (B, 3, h, w)       sRGB, 0..1
kinds      (B, K, h/4, w/4)   logits of the kind of thing at each place
borders    (B, 1, h/4, w/4)   logit that an object or a plane ends here
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.networks.squeeze_trunk import STRIDE_PX, TRUNK_CHANNELS, SqueezeTrunk

NUM_KINDS = 20
STRIDE_OUT_PX = 4

_DEEP, _MIDDLE, _FINE, _EDGE = 160, 128, 96, 32
_GROUPS = 8


class SceneParser(nn.Module):
    """SqueezeNet's convolutions, then a decoder that joins their features coarse to fine; 1.9 M parameters.

    trunk: begins with these weights (painttime.networks.squeeze_trunk.load_squeezenet), not random ones.
    """

    def __init__(self, trunk: SqueezeTrunk | None = None) -> None:
        super().__init__()
        stride_2, stride_4, stride_8, stride_16 = TRUNK_CHANNELS
        self.trunk = trunk if trunk is not None else SqueezeTrunk()
        # Two channels more say where a place lies: sky is above, floors below.
        self.lateral_16 = _convolution(stride_16 + 2, _DEEP, size=1)
        self.whole = nn.Linear(_DEEP, _DEEP)
        self.contexts = nn.ModuleList(
            _convolution(_DEEP, _DEEP, size=3, dilation=dilation) for dilation in (1, 3)
        )
        self.lateral_8 = _convolution(stride_8, _MIDDLE, size=1)
        self.narrow_8 = nn.Conv2d(_DEEP, _MIDDLE, 1)
        self.join_8 = _convolution(_MIDDLE, _MIDDLE, size=3)
        self.lateral_4 = _convolution(stride_4, _FINE, size=1)
        self.narrow_4 = nn.Conv2d(_MIDDLE, _FINE, 1)
        self.join_4 = _convolution(_FINE, _FINE, size=3)
        self.lateral_2 = _convolution(stride_2, _EDGE, size=1)
        self.kinds = nn.Sequential(_convolution(_FINE, _FINE, size=3), nn.Conv2d(_FINE, NUM_KINDS, 1))
        self.borders = nn.Sequential(
            _convolution(_FINE + _EDGE, _FINE // 2, size=3), nn.Conv2d(_FINE // 2, 1, 1)
        )

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        if pictures.shape[-2] % STRIDE_PX or pictures.shape[-1] % STRIDE_PX:
            raise ValueError(f"sides are multiples of {STRIDE_PX}: {tuple(pictures.shape[-2:])}")
        stride_2, stride_4, stride_8, stride_16 = self.trunk(pictures)
        deep = self.lateral_16(torch.cat([stride_16, _places(stride_16)], dim=1))
        deep = deep + functional.silu(self.whole(deep.mean(dim=(2, 3))))[:, :, None, None]
        for context in self.contexts:
            deep = deep + context(deep)
        middle = self.join_8(self.lateral_8(stride_8) + doubled(self.narrow_8(deep)))
        fine = self.join_4(self.lateral_4(stride_4) + doubled(self.narrow_4(middle)))
        edges = functional.avg_pool2d(self.lateral_2(stride_2), 2)
        return self.kinds(fine), self.borders(torch.cat([fine, edges], dim=1))


def doubled(features: Tensor) -> Tensor:
    """(B, C, h, w) -> (B, C, 2 h, 2 w)."""
    return functional.interpolate(features, scale_factor=2, mode="bilinear", align_corners=False)


def _places(features: Tensor) -> Tensor:
    """Return x and y of each place, -1..1 from side to side, (B, 2, h, w)."""
    batch, _, height, width = features.shape
    y = torch.linspace(-1, 1, height, dtype=features.dtype, device=features.device)
    x = torch.linspace(-1, 1, width, dtype=features.dtype, device=features.device)
    grid = torch.stack([x[None, :].expand(height, width), y[:, None].expand(height, width)])
    return grid[None].expand(batch, -1, -1, -1)


def _convolution(channels_in: int, channels_out: int, *, size: int, dilation: int = 1) -> nn.Sequential:
    padding = dilation * (size // 2)
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, size, padding=padding, dilation=dilation),
        nn.GroupNorm(_GROUPS, channels_out),
        nn.SiLU(),
    )
