"""The network that proposes strokes."""

from pathlib import Path

import pytest
import torch
from torch import Tensor

from painttime.networks.checkpoint import WEIGHTS_NAME, load_weights, save_weights
from painttime.networks.stroke_predictor import NUM_STROKES, PATCH_CHANNELS, PATCH_PX, StrokePredictor
from painttime.networks.stroke_raster import NUM_RAW, coverage, laid_over, shapes_from_raw
from painttime.networks.structure import structure


@pytest.fixture
def network() -> StrokePredictor:
    torch.manual_seed(0)
    return StrokePredictor()


def pictures(count: int) -> Tensor:
    torch.manual_seed(4)
    small = torch.rand(count, 3, 5, 5)
    return torch.nn.functional.interpolate(small, (PATCH_PX, PATCH_PX), mode="bicubic").clamp(0, 1)


def patches(target: Tensor, canvas: Tensor) -> Tensor:
    weight = torch.ones(len(target), 1, PATCH_PX, PATCH_PX)
    return torch.cat([target, canvas, target - canvas, weight, structure(target)], dim=1)


def test_each_cell_gets_its_strokes(network: StrokePredictor) -> None:
    target = pictures(3)
    raw = network(patches(target, torch.zeros_like(target)))
    assert raw.shape == (3, NUM_STROKES, NUM_RAW)
    assert patches(target, target).shape[1] == PATCH_CHANNELS
    alone = network(patches(target[1:2], torch.zeros_like(target[1:2])))
    torch.testing.assert_close(alone, raw[1:2], atol=1e-5, rtol=1e-4)


def test_the_same_seed_makes_the_same_network_and_strokes(network: StrokePredictor) -> None:
    torch.manual_seed(0)
    again = StrokePredictor()
    seen = patches(pictures(2), torch.zeros(2, 3, PATCH_PX, PATCH_PX))
    assert torch.equal(network(seen), again(seen))


def test_an_untrained_network_spreads_its_strokes(network: StrokePredictor) -> None:
    seen = patches(pictures(1), torch.zeros(1, 3, PATCH_PX, PATCH_PX))
    shapes = shapes_from_raw(network(seen).detach())[0]
    middles = 0.5 * (shapes[:, 0:2] + shapes[:, 4:6])
    distances = torch.cdist(middles, middles) + torch.eye(NUM_STROKES)
    assert distances.min() > 0.05
    assert middles.std(dim=0).min() > 0.15


def test_what_the_network_says_follows_from_every_channel(network: StrokePredictor) -> None:
    seen = torch.rand(1, PATCH_CHANNELS, PATCH_PX, PATCH_PX, requires_grad=True)
    network(seen).square().sum().backward()
    assert seen.grad is not None
    assert (seen.grad.abs().sum(dim=(0, 2, 3)) > 0).all()


def test_the_weights_are_small_enough_to_ship(network: StrokePredictor, tmp_path: Path) -> None:
    save_weights(network, tmp_path, "strokes", {})
    assert (tmp_path / WEIGHTS_NAME).stat().st_size < 8 * 2**20


def test_weights_come_back(network: StrokePredictor, tmp_path: Path) -> None:
    save_weights(network, tmp_path, "strokes", {})
    torch.manual_seed(9)
    read = StrokePredictor()
    load_weights(read, tmp_path, "strokes")
    seen = patches(pictures(2), torch.zeros(2, 3, PATCH_PX, PATCH_PX))
    torch.testing.assert_close(read(seen), network(seen), atol=5e-3, rtol=1e-2)


def test_it_learns_to_paint_one_batch(network: StrokePredictor) -> None:
    target = pictures(4)
    canvas, weight = torch.full_like(target, 0.5), torch.ones(4, 1, PATCH_PX, PATCH_PX)
    optimiser = torch.optim.Adam(network.parameters(), lr=2e-3)
    errors = []
    for _ in range(40):
        shapes = shapes_from_raw(network(patches(target, canvas)))
        painted, _ = laid_over(canvas, target, coverage(shapes, PATCH_PX), weight)
        error = (painted - target).abs().mean()
        errors.append(float(error.detach()))
        optimiser.zero_grad()
        error.backward()
        optimiser.step()
    assert errors[-1] < 0.8 * errors[0]
