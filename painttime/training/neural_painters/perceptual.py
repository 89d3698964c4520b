"""How different two pictures look to a network that knows photographs.

SqueezeNet 1.0 (Iandola et al., 2016) up to fire9; its weights come from a file the user names, and are
no part of painttime. The distance is that of Zhang et al., "The Unreasonable Effectiveness of Deep Features",
CVPR 2018, without their learnt weights: features of each layer scaled to length 1 at each place, mean squared
difference summed over channels, averaged over places and layers.

B  batch   h, w  size of the pictures, at least 32

pictures   (B, 3, h, w)  0..1, RGB
distance   (B,)          0 and up, 0 = the same
"""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.errors import UserInputError

_CHANNEL_MEANS = (104.0, 117.0, 123.0)
"""Blue, green, red, 0..255."""
_FIRES = {2: (96, 16, 64), 3: (128, 16, 64), 4: (128, 32, 128), 5: (256, 32, 128)}
_FIRES |= {6: (256, 48, 192), 7: (384, 48, 192), 8: (384, 64, 256), 9: (512, 64, 256)}
_POOL_AFTER = (4, 8)
_COMPARED = (3, 5, 7, 9)
"""Fire modules whose features are compared, beside those of the first layer."""


class _Fire(nn.Module):
    def __init__(self, channels: int, squeezed: int, expanded: int) -> None:
        super().__init__()
        self.conv1x1_1 = nn.Conv2d(channels, squeezed, 1)
        self.conv1x1_2 = nn.Conv2d(squeezed, expanded, 1)
        self.conv3x3_2 = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, features: Tensor) -> Tensor:
        squeezed = functional.relu(self.conv1x1_1(features))
        return functional.relu(torch.cat([self.conv1x1_2(squeezed), self.conv3x3_2(squeezed)], dim=1))


class PerceptualDistance(nn.Module):
    """Pictures (B, 3, h, w) twice -> distance (B,)."""

    means: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 96, 7, stride=2)
        self.fires = nn.ModuleDict({f"fire{number}": _Fire(*sizes) for number, sizes in _FIRES.items()})
        self.register_buffer("means", torch.tensor(_CHANNEL_MEANS)[:, None, None], persistent=False)

    @classmethod
    def load(cls, path: Path) -> "PerceptualDistance":
        """Read the weights: an .npz with conv1.weight, fire2/conv1x1_1.weight and so on.

        Raises UserInputError where the file is missing or is something else.
        """
        network = cls()
        try:
            with np.load(path) as arrays:
                state = {name: torch.from_numpy(arrays[name]) for name in arrays.files}
            for name, parameter in network.named_parameters():
                layer, _, kind = name.removeprefix("fires.").rpartition(".")
                parameter.data.copy_(state[f"{layer.replace('.', '/')}.{kind}"])
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise UserInputError(f"{path} does not hold the weights of SqueezeNet 1.0: {error}") from error
        return network.requires_grad_(False).eval()

    def features(self, pictures: Tensor) -> list[Tensor]:
        """Return the features that are compared, from fine to coarse."""
        hidden = functional.relu(self.conv1(255 * pictures.flip(1) - self.means))
        found = [hidden]
        hidden = functional.max_pool2d(hidden, 3, stride=2, ceil_mode=True)
        for number in _FIRES:
            hidden = self.fires[f"fire{number}"](hidden)
            if number in _COMPARED:
                found.append(hidden)
            if number in _POOL_AFTER:
                hidden = functional.max_pool2d(hidden, 3, stride=2, ceil_mode=True)
        return found

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        distances = []
        for one, other in zip(self.features(first), self.features(second), strict=True):
            difference = functional.normalize(one, dim=1) - functional.normalize(other, dim=1)
            distances.append(difference.square().sum(dim=1).mean(dim=(1, 2)))
        return torch.stack(distances).mean(dim=0)
