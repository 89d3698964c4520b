"""Numbers to the cover of a stroke: the trunk of the painters that learn a stroke's shape from nothing.

B  batch   N  length of the code

code       (B, N)
logits     (B, 1, 64, 64)  unbounded; its sigmoid is the cover
"""

from itertools import pairwise

from torch import Tensor, nn

_WIDTHS = (128, 96, 64, 32)
"""Channels at 4, 8, 16 and 32 px."""

_BARE_LOGIT = -3.0
"""A stroke covers little of its picture; the untrained decoder begins there."""


class StrokeDecoder(nn.Module):
    """A linear layer to 4 x 4, then four times larger by sub-pixel convolution (Shi et al., CVPR 2016)."""

    def __init__(self, code_length: int) -> None:
        super().__init__()
        self.first = nn.Linear(code_length, _WIDTHS[0] * 16)
        layers: list[nn.Module] = []
        for wide, narrow in pairwise(_WIDTHS):
            layers += [
                nn.Conv2d(wide, 4 * narrow, 3, padding=1),
                nn.PixelShuffle(2),
                *_normed(narrow),
                nn.Conv2d(narrow, narrow, 3, padding=1),
                *_normed(narrow),
            ]
        narrow = _WIDTHS[-1]
        # Nothing is computed at full size, where one layer would cost as much as all the others.
        layers += [nn.Conv2d(narrow, narrow, 3, padding=1), *_normed(narrow)]
        self.layers = nn.Sequential(*layers)
        self.last = nn.Conv2d(narrow, 4, 3, padding=1)
        self.enlarge = nn.PixelShuffle(2)

    def forward(self, code: Tensor) -> Tensor:
        grid = self.first(code).unflatten(1, (_WIDTHS[0], 4, 4))
        logits: Tensor = self.enlarge(self.last(self.layers(grid))) + _BARE_LOGIT
        return logits


def _normed(channels: int) -> tuple[nn.Module, nn.Module]:
    return nn.BatchNorm2d(channels), nn.LeakyReLU(0.1)
