"""What never changes while a painting is stepped through; run once a painting.

B  batch   K = 5 renditions   h, w  model resolution, multiples of 16

scene      (B, 14, h, w)   painting 3, block-in 3, modelling 3, ground 3, part edges 1, part depth 1
features   4 tensors: (B, 24, h/2, w/2), (B, 40, h/4, w/4), (B, 64, h/8, w/8), (B, 96, h/16, w/16)
"""

from torch import Tensor, nn

from painttime.networks.blocks import Down

SCENE_CHANNELS = 14
FEATURE_CHANNELS = (24, 40, 64, 96)


class SceneEncoder(nn.Module):
    """(B, 14, h, w) -> four feature maps, finest first."""

    def __init__(self) -> None:
        super().__init__()
        widths = (SCENE_CHANNELS, *FEATURE_CHANNELS)
        self.levels = nn.ModuleList(
            Down(widths[level], widths[level + 1]) for level in range(len(FEATURE_CHANNELS))
        )

    def forward(self, scene: Tensor) -> tuple[Tensor, ...]:
        features = []
        for level in self.levels:
            scene = level(scene)
            features.append(scene)
        return tuple(features)
