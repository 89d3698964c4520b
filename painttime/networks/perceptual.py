"""A small network that says how different two pictures look.

It was taught to answer as a larger one does that knows photographs: by the distance of Zhang et al., "The
Unreasonable Effectiveness of Deep Features as a Perceptual Metric", CVPR 2018, between features of
SqueezeNet.

    B      pictures            h, w   their size in pixels, multiples of 16
    C      channels of a layer, COMPARED_CHANNELS

    pictures   (B, 3, h, w)  RGB, 0..1
    features   (B, C, h/s, w/s) for each layer, s = COMPARED_STRIDES, of length 1 at each place
    distance   (B,)          0 and up, 0 = the same; some .3 for pictures that have nothing in common
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

COMPARED_STRIDES = (2, 4, 8, 8, 16)
COMPARED_CHANNELS = (32, 64, 96, 96, 128)
STRIDE_PX = COMPARED_STRIDES[-1]


class PerceptualNetwork(nn.Module):
    """Pictures (B, 3, h, w) -> their features; two lists of features -> distance.

    stem     (B, 32, h/2, w/2)
    fine     (B, 64, h/4, w/4)
    middle   (B, 96, h/8, w/8), and once more further on
    coarse   (B, 128, h/16, w/16)
    shares   per layer (C,), how much each channel counts, before they are made positive
    """

    def __init__(self) -> None:
        super().__init__()
        first, second, third, fourth, fifth = COMPARED_CHANNELS
        self.stem = nn.Conv2d(3, first, 7, stride=2, padding=3)
        self.fine = nn.Sequential(_convolution(first, second), nn.ReLU(), _convolution(second, second))
        self.middle = _convolution(second, third)
        self.further = _convolution(third, fourth)
        self.coarse = nn.Sequential(_convolution(fourth, fifth), nn.ReLU(), _convolution(fifth, fifth))
        self.shares = nn.ParameterList([nn.Parameter(torch.zeros(size)) for size in COMPARED_CHANNELS])

    def features(self, pictures: Tensor) -> list[Tensor]:
        """Return the compared features, fine to coarse, each of length 1 at every place."""
        if pictures.shape[-2] % STRIDE_PX or pictures.shape[-1] % STRIDE_PX:
            raise ValueError(f"sides are multiples of {STRIDE_PX}: {tuple(pictures.shape[-2:])}")
        stem = functional.relu(self.stem(2 * pictures - 1))
        fine = functional.relu(self.fine(_halved(stem)))
        middle = functional.relu(self.middle(_halved(fine)))
        further = functional.relu(self.further(middle))
        coarse = functional.relu(self.coarse(_halved(further)))
        return [
            functional.normalize(found, dim=1, eps=1e-4) for found in (stem, fine, middle, further, coarse)
        ]

    def maps(self, one: Sequence[Tensor], other: Sequence[Tensor]) -> list[Tensor]:
        """Return how different features are at each place, (B, h/s, w/s) for each layer, 0 and up."""
        return [
            ((first - second).square() * functional.softplus(share)[:, None, None]).sum(dim=1)
            for first, second, share in zip(one, other, self.shares, strict=True)
        ]

    def forward(self, one: Tensor, other: Tensor) -> Tensor:
        """Return the distance of pictures and others, (B,)."""
        maps = self.maps(self.features(one), self.features(other))
        return torch.stack([found.mean(dim=(1, 2)) for found in maps]).mean(dim=0)


def _convolution(channels_in: int, channels_out: int) -> nn.Conv2d:
    return nn.Conv2d(channels_in, channels_out, 3, padding=1)


def _halved(features: Tensor) -> Tensor:
    return functional.max_pool2d(features, 3, stride=2, padding=1)
