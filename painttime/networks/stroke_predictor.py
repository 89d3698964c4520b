"""Where strokes belong in a patch of a painting: run on every cell of a grid, all cells at once.

B  cells   p = 32 pixels a side   S = 8 strokes

patches    (B, 12, p, p)   painting 3, canvas 3, painting - canvas 3 (sRGB, 0..1), how much a pixel counts 1,
                           direction of the structure as coherence * (cos, sin) of twice its angle 2
raw        (B, S, 8)       strokes, see painttime.networks.stroke_raster
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.networks.stroke_raster import NUM_RAW

PATCH_PX = 32
NUM_STROKES = 8
PATCH_CHANNELS = 12
_WIDTHS = (32, 48, 96, 128)


class StrokePredictor(nn.Module):
    """Convolutions down to 4 x 4, then two linear layers; about 0.9 M parameters."""

    def __init__(self) -> None:
        super().__init__()
        first, second, third, fourth = _WIDTHS
        self.stem = nn.Conv2d(PATCH_CHANNELS, first, 3, padding=1)
        self.downs = nn.ModuleList(
            nn.Conv2d(channels_in, channels_out, 3, stride=2, padding=1)
            for channels_in, channels_out in ((first, second), (second, third), (third, fourth))
        )
        self.seconds = nn.ModuleList(
            nn.Conv2d(width, width, 3, padding=1) for width in (second, third, fourth)
        )
        self.hidden = nn.Linear(fourth * (PATCH_PX // 8) ** 2, 256)
        self.out = nn.Linear(256, NUM_STROKES * NUM_RAW)
        self._spread_strokes()

    def _spread_strokes(self) -> None:
        """Begin with strokes that lie apart and point different ways."""
        nn.init.normal_(self.out.weight, std=0.02)
        bias = torch.zeros(NUM_STROKES, NUM_RAW)
        angles = torch.arange(NUM_STROKES) * (torch.pi / NUM_STROKES)
        places = torch.linspace(-1.2, 1.2, NUM_STROKES)
        bias[:, 0] = places
        bias[:, 1] = places.roll(NUM_STROKES // 2 + 1)
        bias[:, 2], bias[:, 3] = angles.cos(), angles.sin()
        with torch.no_grad():
            self.out.bias.copy_(bias.flatten())

    def forward(self, patches: Tensor) -> Tensor:
        hidden = functional.silu(self.stem(patches))  # (B, 32, 32, 32)
        for down, second in zip(self.downs, self.seconds, strict=True):
            hidden = functional.silu(down(hidden))  # p/2, p/4, p/8
            hidden = hidden + functional.silu(second(hidden))
        hidden = functional.silu(self.hidden(hidden.flatten(1)))  # (B, 256)
        raw: Tensor = self.out(hidden).reshape(-1, NUM_STROKES, NUM_RAW)
        return raw
