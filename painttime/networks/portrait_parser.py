"""The network that finds the people of a painting and names the parts a portrait painter works in.

    B      pictures
    h, w   height and width in pixels, multiples of 32
    C      classes of a portrait: background, hair, clothes, eyebrows, eyes, nose, mouth, face, body
    heads  as points with a size (Zhou, Wang and Kraehenbuehl, "Objects as Points", 2019): a heatmap with a
           peak at the centre of each face, and its box there
The trunk is SqueezeNet's; a pyramid brings what is seen at coarse strides back to stride 2 (Lin et al.,
"Feature Pyramid Networks", 2017), and a look at the picture itself to stride 1, for features that are drawn
as a line.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.networks.squeeze_trunk import TRUNK_CHANNELS, SqueezeTrunk

NUM_CLASSES = 9

HEAD_STRIDE_PX = 8
"""Size of one pixel of what is said about heads, in pixels of the picture."""

SIZE_MULTIPLE_PX = 32

HEAD_CHANNELS = 5
"""Logit of a head's centre, offset of the centre in x and y, log of width and height; all lengths in units of
HEAD_STRIDE_PX."""

LATERAL_CHANNELS = (32, 64, 96, 128)
"""Channels of the pyramid at strides 2, 4, 8 and 16."""

CONTOUR_CHANNELS = 16

TRUNK_SCALE = 1 / 64
"""The trunk's features run to thousands: so scaled, the statistics of their norms can be kept in float16."""

RARE_LOGIT = -4.6
"""Where the logit of a head's centre starts: a hundredth of the places have one."""


class PortraitLogits(NamedTuple):
    """classes: (B, C, h, w) logits. heads: (B, 5, h/8, w/8), see HEAD_CHANNELS."""

    classes: Tensor
    heads: Tensor


class Norm(nn.Sequential):
    """(B, C, h, w) -> (B, D, h, w): convolution, batch norm, ReLU."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int, stride: int = 1) -> None:
        super().__init__(
            nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, bias=False),
            nn.BatchNorm2d(channels_out),
            nn.ReLU(inplace=True),
        )


class Context(nn.Module):
    """(B, C, h, w) at stride 16 -> the same: what lies around at stride 32, and in the whole picture."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.down = Norm(channels, channels, 3, stride=2)
        self.first = Norm(channels, channels, 3)
        self.second = Norm(channels, channels, 3)
        self.whole = nn.Conv2d(channels, channels, 1)
        self.join = Norm(channels, channels, 3)

    def forward(self, features: Tensor) -> Tensor:
        if features.shape[-2] % 2 or features.shape[-1] % 2:
            raise ValueError(f"sides of a picture are multiples of {SIZE_MULTIPLE_PX}")
        coarse = self.down(features)
        coarse = coarse + self.second(self.first(coarse))
        coarse = coarse + self.whole(coarse.mean(dim=(2, 3), keepdim=True))
        result: Tensor = self.join(features + enlarged(coarse, features))
        return result


class PortraitParser(nn.Module):
    """(B, 3, h, w) RGB in 0..1 -> PortraitLogits.

    trunk     strides 2, 4, 8, 16 with 96, 256, 512, 512 channels
    lateral   32, 64, 96, 128 channels
    context   (B, 128, h/16, w/16)
    pyramid   (B, 96, h/8, w/8) -> heads; (B, 64, h/4, w/4); (B, 32, h/2, w/2) -> classes
    contour   (B, 16, h, w), from the picture and stride 2 -> what is added to the classes at stride 1
    """

    def __init__(self, trunk: SqueezeTrunk | None = None) -> None:
        super().__init__()
        self.trunk = trunk or SqueezeTrunk()
        self.lateral = nn.ModuleList(
            Norm(given, taken, 1) for given, taken in zip(TRUNK_CHANNELS, LATERAL_CHANNELS, strict=True)
        )
        at_2, at_4, at_8, at_16 = LATERAL_CHANNELS
        self.context = Context(at_16)
        self.narrow = nn.ModuleList([Norm(at_4, at_2, 1), Norm(at_8, at_4, 1), Norm(at_16, at_8, 1)])
        self.smooth = nn.ModuleList([Norm(at_2, at_2, 3), Norm(at_4, at_4, 3), Norm(at_8, at_8, 3)])
        self.heads = nn.Sequential(Norm(at_8, 64, 3), nn.Conv2d(64, HEAD_CHANNELS, 1))
        self.classes = nn.Conv2d(at_2, NUM_CLASSES, 1)
        self.lines = Norm(3, CONTOUR_CHANNELS, 3)
        self.widen = Norm(at_2, CONTOUR_CHANNELS, 1)
        self.contour = nn.Sequential(
            Norm(CONTOUR_CHANNELS, CONTOUR_CHANNELS, 3), nn.Conv2d(CONTOUR_CHANNELS, NUM_CLASSES, 1)
        )
        with torch.no_grad():
            last = self.heads[-1]
            assert isinstance(last, nn.Conv2d)
            assert last.bias is not None
            last.bias[0] = RARE_LOGIT
        # Contours begin as those of stride 2.
        for value in self.contour[-1].parameters():
            nn.init.zeros_(value)

    def forward(self, pictures: Tensor) -> PortraitLogits:
        levels = self.trunk(pictures)
        at_8 = self._at_stride_8(levels)
        at_4 = self._refined(1, at_8, levels[1])
        at_2 = self._refined(0, at_4, levels[0])
        lines = self.lines(2 * pictures - 1)
        contour = self.contour(lines + enlarged(self.widen(at_2), lines))
        classes = enlarged(self.classes(at_2), contour) + contour
        return PortraitLogits(classes=classes, heads=self.heads(at_8))

    def find_heads(self, pictures: Tensor) -> Tensor:
        """(B, 3, h, w) -> the heads of `forward`, (B, 5, h/8, w/8), without working out the classes."""
        result: Tensor = self.heads(self._at_stride_8(self.trunk(pictures)))
        return result

    def _at_stride_8(self, levels: Sequence[Tensor]) -> Tensor:
        return self._refined(2, self.context(self.lateral[3](TRUNK_SCALE * levels[3])), levels[2])

    def _refined(self, level: int, coarse: Tensor, fine: Tensor) -> Tensor:
        """Return the features of a level with what the next coarser one knows."""
        fine = self.lateral[level](TRUNK_SCALE * fine)
        result: Tensor = self.smooth[level](fine + enlarged(self.narrow[level](coarse), fine))
        return result


def enlarged(features: Tensor, like: Tensor) -> Tensor:
    """(B, C, h, w) -> (B, C, H, W), the size of `like`, bilinearly."""
    size = like.shape[-2:]
    return functional.interpolate(features, (int(size[0]), int(size[1])), mode="bilinear")
