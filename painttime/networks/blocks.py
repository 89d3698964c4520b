"""Building blocks shared by the networks of the step model."""

import torch
from torch import Tensor, nn
from torch.nn import functional


class ResidualBlock(nn.Module):
    """(B, C, h, w) -> (B, C, h, w): x + conv(silu(norm(conv(silu(x)))))."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm = nn.GroupNorm(8, channels)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        # The block begins as the identity.
        nn.init.zeros_(self.second.weight)

    def forward(self, features: Tensor) -> Tensor:
        hidden = self.norm(self.first(functional.silu(features)))
        result: Tensor = features + self.second(functional.silu(hidden))
        return result


class Down(nn.Module):
    """(B, C, h, w) -> (B, D, ceil(h/2), ceil(w/2)): strided convolution, then a residual block."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(channels_in, channels_out, 3, stride=2, padding=1)
        self.block = ResidualBlock(channels_out)

    def forward(self, features: Tensor) -> Tensor:
        result: Tensor = self.block(self.convolution(features))
        return result


class Up(nn.Module):
    """(B, C, h, w) and (B, S, 2h, 2w) -> (B, D, 2h, 2w): enlarge, join the skip, convolve."""

    def __init__(self, channels_in: int, channels_skip: int, channels_out: int) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(channels_in + channels_skip, channels_out, 3, padding=1)
        self.block = ResidualBlock(channels_out)

    def forward(self, features: Tensor, skip: Tensor) -> Tensor:
        enlarged = functional.interpolate(features, size=skip.shape[-2:], mode="nearest")
        result: Tensor = self.block(self.convolution(torch.cat([enlarged, skip], dim=1)))
        return result
