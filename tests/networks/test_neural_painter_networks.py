"""Neural painters: shapes, geometry, determinism, learning, keeping."""

from pathlib import Path

import pytest
import torch
from torch import Tensor

from painttime.networks.brush_action import BEGIN, COLOUR, CONTROL, END, PRESSURES, SIZE, on_white
from painttime.networks.brush_gan import BrushCritic, GeneratedBrush
from painttime.networks.brush_raster import RasterBrush
from painttime.networks.brush_vae import LATENT_LENGTH, VariationalBrush
from painttime.networks.checkpoint import load_weights, save_weights

torch.set_num_threads(1)
PAINTERS = [VariationalBrush, GeneratedBrush, RasterBrush]
AnyPainter = type[VariationalBrush] | type[GeneratedBrush] | type[RasterBrush]


def random_actions(count: int, seed: int = 0) -> Tensor:
    return torch.rand(count, 12, generator=torch.Generator().manual_seed(seed))


def straight(begin: tuple[float, float], end: tuple[float, float]) -> Tensor:
    """Return one action, (1, 12), from begin to end."""
    action = torch.full((1, 12), 0.5)
    action[0, BEGIN], action[0, END] = torch.tensor(begin), torch.tensor(end)
    action[0, CONTROL] = (torch.tensor(begin) + torch.tensor(end)) / 2
    return action


def discs(actions: Tensor) -> Tensor:
    """Return pictures that are easy to learn: a soft disc at each control point, (B, 3, 64, 64)."""
    centres = (torch.arange(64) + 0.5) / 64
    rows = (centres[None, :, None] - actions[:, CONTROL][:, 1, None, None]) ** 2
    columns = (centres[None, None, :] - actions[:, CONTROL][:, 0, None, None]) ** 2
    return on_white((-(rows + columns) / 0.02).exp()[:, None], actions)


@pytest.mark.parametrize("make", PAINTERS)
def test_cover_is_a_share_of_each_pixel_and_has_gradients(make: AnyPainter) -> None:
    torch.manual_seed(0)
    actions = random_actions(3).requires_grad_()
    cover = make().eval().alpha(actions)
    assert cover.shape == (3, 1, 64, 64)
    assert cover.min() >= 0
    assert cover.max() <= 1
    cover.sum().backward()
    assert actions.grad is not None
    assert torch.isfinite(actions.grad).all()
    where = [PRESSURES, SIZE, CONTROL, END, BEGIN]
    assert all(bool((actions.grad[:, place] != 0).all()) for place in where)


@pytest.mark.parametrize("make", PAINTERS)
def test_strokes_of_a_batch_do_not_touch_each_other(make: AnyPainter) -> None:
    torch.manual_seed(0)
    painter = make().eval()
    actions = random_actions(4)
    with torch.inference_mode():
        together, alone = painter.alpha(actions), painter.alpha(actions[2:3])
        again = painter.alpha(actions)
    assert torch.equal(together, again)
    torch.testing.assert_close(together[2:3], alone, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("make", PAINTERS)
def test_a_batch_can_be_learnt_by_heart(make: AnyPainter) -> None:
    torch.manual_seed(0)
    painter = make()
    actions = random_actions(2)
    truth = discs(actions)
    optimiser = torch.optim.Adam(painter.parameters(), lr=5e-3)
    losses = []
    for _ in range(40):
        loss = (on_white(painter.alpha(actions), actions) - truth).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.5 * losses[0]


@pytest.mark.parametrize("make", PAINTERS)
def test_kept_weights_paint_the_same(make: AnyPainter, tmp_path: Path) -> None:
    torch.manual_seed(0)
    painter, other = make().eval(), make().eval()
    save_weights(painter, tmp_path, "brush", {})
    load_weights(other, tmp_path, "brush")
    actions = random_actions(2)
    with torch.inference_mode():
        torch.testing.assert_close(painter.alpha(actions), other.alpha(actions), rtol=0, atol=5e-3)


def test_colour_is_the_action_s_own_where_the_stroke_covers() -> None:
    actions = random_actions(2)
    actions[:, COLOUR] = torch.tensor([1.0, 0.5, 0.0])
    picture = on_white(torch.tensor([0.0, 1.0]).reshape(2, 1, 1, 1).expand(-1, -1, 64, 64), actions)
    assert torch.equal(picture[0], torch.ones(3, 64, 64))
    assert torch.equal(picture[1, :, 0, 0], torch.tensor([1.0, 0.5, 0.0]))


def test_an_untrained_raster_draws_its_curve() -> None:
    torch.manual_seed(0)
    painter = RasterBrush().eval()
    with torch.inference_mode():
        _, logit = painter._drawn(straight((0.1, 0.5), (0.9, 0.5)))
    cover = logit[0, 0].sigmoid()
    assert cover[31:33, 10:54].min() > 0.8 * cover.max()
    assert cover[:20].max() < 0.1
    torch.testing.assert_close(cover, cover.flip(0), rtol=1e-3, atol=1e-4)


def test_nearest_times_of_a_curve_are_nearest() -> None:
    painter = RasterBrush()
    actions = random_actions(8, seed=3)
    begin, control, end = (64 * actions[:, place] for place in (BEGIN, CONTROL, END))
    times = painter._nearest_times(begin, control, end)

    def distance(at: Tensor) -> Tensor:
        t = at[..., None]
        points = begin[:, None] * (1 - t) ** 2 + 2 * control[:, None] * t * (1 - t) + end[:, None] * t**2
        return (points - painter.pixels).norm(dim=-1)

    best = torch.stack([distance(torch.full_like(times, share)) for share in torch.linspace(0, 1, 201)]).amin(
        0
    )
    # Pixels half-way between two arms of a narrow bend may take the other arm, hardly farther away.
    assert torch.quantile(distance(times) - best, 0.99) < 0.1


def test_a_stroke_moved_by_a_pixel_is_the_same_stroke_moved() -> None:
    torch.manual_seed(0)
    painter = RasterBrush().eval()
    here = straight((0.3, 0.3), (0.7, 0.6))
    there = here.clone()
    there[:, CONTROL.start :: 2] += 1 / 64
    with torch.inference_mode():
        first, second = painter.alpha(here), painter.alpha(there)
    torch.testing.assert_close(first[..., 8:-8, 8:-8], second[..., 8:-8, 9:-7], rtol=1e-3, atol=1e-3)


def test_encoder_and_critic_shapes() -> None:
    pictures, actions = torch.rand(2, 3, 64, 64), random_actions(2)
    mean, log_variance = VariationalBrush().encoder(pictures)
    assert mean.shape == log_variance.shape == (2, LATENT_LENGTH)
    assert BrushCritic()(pictures, actions).shape == (2, 1, 8, 8)


def test_the_critic_sees_the_action() -> None:
    torch.manual_seed(0)
    critic = BrushCritic().eval()
    picture = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        assert not torch.equal(critic(picture, random_actions(1)), critic(picture, random_actions(1, seed=1)))
