"""The convolutions of SqueezeNet 1.0 as the first half of a network that names what it sees.

Forrest Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters", 2016.

    h, w   height and width of the picture in pixels, multiples of 16
    fire   squeeze to S channels by 1x1, expand by 1x1 and by 3x3, both kept side by side
"""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.errors import ModelError

TRUNK_STRIDES = (2, 4, 8, 16)
TRUNK_CHANNELS = (96, 256, 512, 512)
"""Channels of the features at each stride."""

STRIDE_PX = TRUNK_STRIDES[-1]
"""Sides of pictures are multiples of this."""

MEAN_RGB = (123.0, 117.0, 104.0)
"""Subtracted from RGB in 0..255, as when SqueezeNet was trained."""

FIRES = ((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256))
"""Squeezed channels and channels of either expansion, fire2 to fire9."""


class Fire(nn.Module):
    """(B, C, h, w) -> (B, 2 * expanded, h, w)."""

    def __init__(self, channels_in: int, squeezed: int, expanded: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels_in, squeezed, 1)
        self.expand_point = nn.Conv2d(squeezed, expanded, 1)
        self.expand_area = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, features: Tensor) -> Tensor:
        squeezed = functional.relu(self.squeeze(features))
        both = torch.cat([self.expand_point(squeezed), self.expand_area(squeezed)], dim=1)
        return functional.relu(both)


class SqueezeTrunk(nn.Module):
    """(B, 3, h, w) RGB in 0..1 -> features at strides 2, 4, 8, 16.

    conv1   (B, 96, h/2, w/2)      relu
    fire4   (B, 256, h/4, w/4)     after a pool and fire2, fire3
    fire8   (B, 512, h/8, w/8)     after a pool and fire5, fire6, fire7
    fire9   (B, 512, h/16, w/16)   after a pool
    """

    mean: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(MEAN_RGB)[None, :, None, None], persistent=False)
        self.conv1 = nn.Conv2d(3, TRUNK_CHANNELS[0], 7, stride=2, padding=3)
        fires, channels = [], TRUNK_CHANNELS[0]
        for squeezed, expanded in FIRES:
            fires.append(Fire(channels, squeezed, expanded))
            channels = 2 * expanded
        self.to_stride_4 = nn.Sequential(*fires[0:3])
        self.to_stride_8 = nn.Sequential(*fires[3:7])
        self.to_stride_16 = nn.Sequential(*fires[7:8])

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        if pictures.shape[-2] % STRIDE_PX or pictures.shape[-1] % STRIDE_PX:
            raise ValueError(f"sides are multiples of {STRIDE_PX}: {tuple(pictures.shape[-2:])}")
        stride_2 = functional.relu(self.conv1(pictures * 255 - self.mean))
        stride_4 = self.to_stride_4(halved(stride_2))
        stride_8 = self.to_stride_8(halved(stride_4))
        stride_16 = self.to_stride_16(halved(stride_8))
        return stride_2, stride_4, stride_8, stride_16


def halved(features: Tensor) -> Tensor:
    """(B, C, h, w) -> (B, C, h/2, w/2): the largest of each 3x3 neighbourhood."""
    return functional.max_pool2d(features, 3, stride=2, padding=1)


def load_squeezenet(path_npz: Path) -> SqueezeTrunk:
    """Return a trunk with the weights of SqueezeNet 1.0 as trained on ImageNet, its classifier left out.

    path_npz: named as in the Caffe model ("fire2/conv1x1_1.weight"), conv1 with its channels as BGR.
    Raises ModelError where the file is missing or is another one.
    """
    trunk = SqueezeTrunk()
    try:
        with np.load(path_npz) as stored:
            weights = {name: torch.from_numpy(stored[name].astype(np.float32)) for name in stored.files}
        # Pictures come as RGB here.
        weights["conv1.weight"] = weights["conv1.weight"].flip(1)
        state = {own: weights[given] for own, given in _names(trunk).items()}
        trunk.load_state_dict(state)
    except (OSError, KeyError, ValueError, RuntimeError) as error:
        raise ModelError(
            f"{path_npz} does not hold the weights of SqueezeNet 1.0. Training begins from those: "
            "name the .npz file with them."
        ) from error
    return trunk


def _names(trunk: SqueezeTrunk) -> dict[str, str]:
    """Return for each tensor of the trunk its name in the Caffe model."""
    fires = [*trunk.to_stride_4, *trunk.to_stride_8, *trunk.to_stride_16]
    caffe = {id(fire): f"fire{number}" for number, fire in enumerate(fires, start=2)}
    layers = {"squeeze": "conv1x1_1", "expand_point": "conv1x1_2", "expand_area": "conv3x3_2"}
    names = {f"conv1.{kind}": f"conv1.{kind}" for kind in ("weight", "bias")}
    for path, module in trunk.named_modules():
        if isinstance(module, Fire):
            for own, given in layers.items():
                for kind in ("weight", "bias"):
                    names[f"{path}.{own}.{kind}"] = f"{caffe[id(module)]}/{given}.{kind}"
    return names
