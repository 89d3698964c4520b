"""Which way a picture runs at every point.

pictures   (B, 3, h, w)   sRGB, 0..1
structure  (B, 2, h, w)   coherence * (cos, sin) of twice the angle along the structure; 0 where there is none
"""

import torch
from torch import Tensor
from torch.nn import functional

_SIGMA_PX = 1.6
_REACH_PX = 4
_FAINT = 3e-4
"""Energy of gradients, of (0..1 a pixel)^2, below which a picture counts as flat."""


def structure(pictures: Tensor) -> Tensor:
    """Return the smaller eigenvector of the smoothed structure tensor, as a doubled angle times coherence.

    Kyprianidis and Kang, "Image and Video Abstraction by Coherence-Enhancing Filtering", 2011, section 3.1;
    coherence is (l1 - l2) / (l1 + l2), drawn to 0 where both are small.
    """
    grey = (pictures * pictures.new_tensor([0.2126, 0.7152, 0.0722])[:, None, None]).sum(dim=1, keepdim=True)
    padded = functional.pad(grey, (1, 1, 1, 1), mode="replicate")
    smooth = pictures.new_tensor([3.0, 10.0, 3.0]) / 32
    across = pictures.new_tensor([-1.0, 0.0, 1.0])
    gradient_x = functional.conv2d(padded, (smooth[:, None] * across[None, :])[None, None])
    gradient_y = functional.conv2d(padded, (across[:, None] * smooth[None, :])[None, None])
    tensor = torch.cat([gradient_x**2, gradient_y**2, gradient_x * gradient_y], dim=1)
    tensor = _smoothed(tensor)
    energy = tensor[:, 0:1] + tensor[:, 1:2] + _FAINT
    # The gradient points across the structure, hence the minus.
    cosine = -(tensor[:, 0:1] - tensor[:, 1:2]) / energy
    sine = -2 * tensor[:, 2:3] / energy
    return torch.cat([cosine, sine], dim=1)


def _smoothed(channels: Tensor) -> Tensor:
    """Return (B, C, h, w) blurred by a Gaussian, channel by channel."""
    offsets = torch.arange(-_REACH_PX, _REACH_PX + 1, dtype=channels.dtype, device=channels.device)
    kernel = (-(offsets**2) / (2 * _SIGMA_PX**2)).exp()
    kernel = kernel / kernel.sum()
    count = channels.shape[1]
    padded = functional.pad(channels, (_REACH_PX,) * 4, mode="replicate")
    rows = functional.conv2d(padded, kernel[None, None, None, :].expand(count, 1, 1, -1), groups=count)
    return functional.conv2d(rows, kernel[None, None, :, None].expand(count, 1, -1, 1), groups=count)
