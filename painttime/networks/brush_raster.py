"""A neural painter that knows its geometry: a drawn curve, and a few convolutions that make bristles of it.

The position, length and bend of a stroke are computed, not learnt; learnt are how wide, dense and soft the
brush draws at a pressure and size (a small net along the curve), its hairs (a texture laid along the stroke)
and how all that becomes cover (four convolutions).

B  batch   K  13 nodes along a curve   P  64 * 64 pixels   T  channels of the texture

action     (B, 12)         painttime.networks.brush_action
times      (B, P)          0..1, the place on the curve nearest to each pixel
profile    (B, K, 3)       radius in px, density (a logit), softness of the edge in px
features   (B, 10 + T, 64, 64)
alpha      (B, 1, 64, 64)  0..1
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.networks.brush_action import BEGIN, CONTROL, END, PRESSURES, SIZE, STROKE_PX

NUM_NODES = 13
_NEWTON_STEPS = 2
_TEXTURE_CHANNELS, _TEXTURE_ACROSS, _TEXTURE_ALONG = 6, 12, 96
_TEXTURE_RADII = 48.0
"""Length of stroke, in radii, after which the texture is mirrored."""
_WIDTH = 16
_FURTHEST_RADII = 3.0


class RasterBrush(nn.Module):
    """About 15,000 parameters; the untrained painter already draws its curve as a soft band."""

    pixels: Tensor
    node_times: Tensor

    def __init__(self) -> None:
        super().__init__()
        centres = torch.arange(STROKE_PX) + 0.5
        rows, columns = torch.meshgrid(centres, centres, indexing="ij")
        self.register_buffer("pixels", torch.stack([columns, rows], dim=-1).reshape(-1, 2), persistent=False)
        self.register_buffer("node_times", torch.linspace(0, 1, NUM_NODES), persistent=False)
        self.profile = nn.Sequential(
            nn.Linear(5, 24), nn.SiLU(), nn.Linear(24, 24), nn.SiLU(), nn.Linear(24, 3)
        )
        texture = 0.5 * torch.randn(1, _TEXTURE_CHANNELS, _TEXTURE_ACROSS, _TEXTURE_ALONG)
        self.texture = nn.Parameter(texture)
        self.bristles = nn.Sequential(
            nn.Conv2d(10 + _TEXTURE_CHANNELS, _WIDTH, 3, padding=1),
            nn.LeakyReLU(0.1),
            nn.Conv2d(_WIDTH, _WIDTH, 3, padding=1),
            nn.LeakyReLU(0.1),
            nn.Conv2d(_WIDTH, _WIDTH, 3, padding=1),
            nn.LeakyReLU(0.1),
            nn.Conv2d(_WIDTH, 1, 3, padding=1),
        )

    def alpha(self, actions: Tensor) -> Tensor:
        """Return the cover (B, 1, 64, 64) of strokes (B, 12)."""
        features, logit = self._drawn(actions)
        refined = self.bristles(torch.cat([features, self._hairs(features)], dim=1))
        cover: Tensor = (logit + refined.float()).sigmoid()
        return cover

    def _drawn(self, actions: Tensor) -> tuple[Tensor, Tensor]:
        """Return what is known of each pixel, (B, 10, 64, 64), and the logit of a plain soft band."""
        begin, control, end = (STROKE_PX * actions[:, place] for place in (BEGIN, CONTROL, END))
        times = self._nearest_times(begin, control, end)
        nearest, tangent = _curve(begin, control, end, times)
        offset = self.pixels - nearest
        direction = tangent / tangent.norm(dim=-1, keepdim=True).clamp(min=1e-3)
        across = direction[..., 0] * offset[..., 1] - direction[..., 1] * offset[..., 0]
        overshoot = (direction * offset).sum(dim=-1)
        distance = (offset.square().sum(dim=-1) + 1e-4).sqrt()
        nodes = self._nodes(actions, begin, control, end)
        radius, density, softness, pressure, arc, radii_along = _interpolated(nodes, times).unbind(dim=-1)
        logit = ((radius - distance) / softness).clamp(-12, 12) + density
        size = actions[:, SIZE, None].expand_as(times)
        near = _FURTHEST_RADII
        features = [
            (across / radius).clamp(-near, near),
            radii_along,
            logit.sigmoid(),
            logit / 4,
            (distance / radius).clamp(max=near),
            (overshoot / radius).clamp(-near, near),
            pressure,
            size,
            radius / 8,
            arc / 32,
        ]
        shape = (STROKE_PX, STROKE_PX)
        return torch.stack(features, dim=1).reshape(-1, len(features), *shape), logit.reshape(-1, 1, *shape)

    def _nodes(self, actions: Tensor, begin: Tensor, control: Tensor, end: Tensor) -> Tensor:
        """Return what is known at the nodes, (B, K, 6).

        Radius, density, softness, pressure, length so far in px, and length so far in radii.
        """
        ramp = self.node_times.expand(len(actions), -1)
        first, last = actions[:, PRESSURES].unsqueeze(-1).unbind(dim=1)
        pressure = first + (last - first) * ramp
        points, _ = _curve(begin, control, end, ramp)
        steps = (points.diff(dim=1).square().sum(dim=-1) + 1e-6).sqrt()
        arc = functional.pad(steps.cumsum(dim=1), (1, 0))
        size = actions[:, SIZE, None].expand_as(ramp)
        length = (arc[:, -1:] / STROKE_PX).expand_as(ramp)
        known = torch.stack([size, pressure, ramp, length, first.expand_as(ramp)], dim=-1)
        raw_radius, density, raw_softness = self.profile(known).unbind(dim=-1)
        radius = (1.2 + raw_radius).clamp(-1.5, 3.5).exp()
        softness = 0.3 + functional.softplus(raw_softness)
        # Dabs follow each other at a share of their radius: counted in radii, hairs stay with their dabs.
        radii_along = functional.pad((steps * 2 / (radius[:, 1:] + radius[:, :-1])).cumsum(dim=1), (1, 0))
        return torch.stack([radius, density, softness, pressure, arc, radii_along], dim=-1)

    def _hairs(self, features: Tensor) -> Tensor:
        """Return the texture as it lies along each stroke, (B, T, 64, 64)."""
        across, along = features[:, 0], features[:, 1]
        places = torch.stack([2 * along / _TEXTURE_RADII - 1, across / 1.5], dim=-1)
        texture = self.texture.expand(len(features), -1, -1, -1)
        return functional.grid_sample(texture, places, padding_mode="reflection", align_corners=True)

    @torch.no_grad()
    def _nearest_times(self, begin: Tensor, control: Tensor, end: Tensor) -> Tensor:
        """Return the times (B, P); constants to the gradient, as the distance does not change with them."""
        ramp = self.node_times.expand(len(begin), -1)
        points, _ = _curve(begin, control, end, ramp)
        times = torch.cdist(self.pixels.expand(len(begin), -1, -1), points).argmin(dim=2) / (NUM_NODES - 1)
        bend = (2 * (end - 2 * control + begin))[:, None]
        reach = 1 / (NUM_NODES - 1)
        low, high = (times - reach).clamp(min=0), (times + reach).clamp(max=1)
        for _ in range(_NEWTON_STEPS):
            place, tangent = _curve(begin, control, end, times)
            offset = place - self.pixels
            speed = tangent.square().sum(dim=-1)
            slope = (offset * tangent).sum(dim=-1)
            curvature = torch.maximum(speed + (offset * bend).sum(dim=-1), 0.2 * speed).clamp(min=1e-3)
            times = torch.clamp(times - slope / curvature, low, high)
        return times


def _curve(begin: Tensor, control: Tensor, end: Tensor, times: Tensor) -> tuple[Tensor, Tensor]:
    """Return places and derivatives (B, n, 2) of quadratic Bezier curves at times (B, n)."""
    begin, control, end = begin[:, None], control[:, None], end[:, None]
    t = times[..., None]
    place = begin + 2 * t * (control - begin) + t**2 * (end - 2 * control + begin)
    return place, 2 * (control - begin) + 2 * t * (end - 2 * control + begin)


def _interpolated(nodes: Tensor, times: Tensor) -> Tensor:
    """Return values (B, P, n) of nodes (B, K, n) at times (B, P), linearly between nodes."""
    at = times * (NUM_NODES - 1)
    below = at.floor().clamp(max=NUM_NODES - 2)
    share = (at - below)[..., None]
    index = below.long()[..., None].expand(-1, -1, nodes.shape[-1])
    return nodes.gather(1, index) * (1 - share) + nodes.gather(1, index + 1) * share
