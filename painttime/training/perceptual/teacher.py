"""The larger network that is imitated.

SqueezeNet 1.0 as trained on photographs, compared as in Zhang et al., CVPR 2018, without their learnt
weights: features of length 1 at each place, squared difference summed over channels, averaged over places and
layers.
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.networks.squeeze_trunk import SqueezeTrunk, halved, load_squeezenet


class Teacher(nn.Module):
    """Pictures (B, 3, h, w) 0..1 -> five layers of features, of length 1 at each place.

    The layers are conv1, fire3, fire5, fire7 and fire9, at strides 2, 4, 8, 8 and 16 as the pupil's are.
    """

    def __init__(self, trunk: SqueezeTrunk) -> None:
        super().__init__()
        self.trunk = trunk.requires_grad_(False).eval()

    @classmethod
    def load(cls, path_npz: Path) -> "Teacher":
        """Read the weights; raises ModelError where the file is missing or is another one."""
        return cls(load_squeezenet(path_npz))

    @torch.no_grad()
    def features(self, pictures: Tensor) -> list[Tensor]:
        """Return the compared features, fine to coarse."""
        trunk = self.trunk
        hidden = functional.relu(trunk.conv1(255 * pictures - trunk.mean))
        found = [hidden]
        for block, wanted in (
            (trunk.to_stride_4, (1,)),
            (trunk.to_stride_8, (0, 2)),
            (trunk.to_stride_16, (0,)),
        ):
            hidden = halved(hidden)
            for number, fire in enumerate(block):
                hidden = fire(hidden)
                if number in wanted:
                    found.append(hidden)
        return [functional.normalize(layer, dim=1) for layer in found]

    def maps(self, features: list[Tensor], one: Tensor, other: Tensor) -> list[Tensor]:
        """Return how different pictures `one` (P,) and `other` (P,) are at each place, by layer (P, h, w)."""
        return [(layer[one] - layer[other]).square().sum(dim=1) for layer in features]
