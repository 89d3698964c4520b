"""The perceptual network: what a distance has to be, shapes, what it can learn, what is kept of it."""

from pathlib import Path

import pytest
import torch

from painttime.networks.checkpoint import load_weights, save_weights
from painttime.networks.perceptual import COMPARED_CHANNELS, COMPARED_STRIDES, PerceptualNetwork

MAX_BYTES = 2 * 2**20


def made(seed: int = 0) -> PerceptualNetwork:
    torch.manual_seed(seed)
    return PerceptualNetwork()


def test_shapes_and_size() -> None:
    network = made()
    with torch.no_grad():
        features = network.features(torch.rand(2, 3, 32, 48))
    wanted = [(2, c, 32 // s, 48 // s) for c, s in zip(COMPARED_CHANNELS, COMPARED_STRIDES, strict=True)]
    assert [tuple(layer.shape) for layer in features] == wanted
    assert 2 * sum(parameter.numel() for parameter in network.parameters()) < MAX_BYTES


def test_it_is_a_distance() -> None:
    network = made()
    one, other = torch.rand(2, 3, 32, 32), torch.rand(2, 3, 32, 32)
    with torch.no_grad():
        assert torch.equal(network(one, one), torch.zeros(2))
        assert (network(one, other) > 0).all()
        torch.testing.assert_close(network(one, other), network(other, one))


def test_a_pair_says_the_same_alone_and_in_a_batch() -> None:
    network = made()
    one, other = torch.rand(3, 3, 32, 32), torch.rand(3, 3, 32, 32)
    with torch.no_grad():
        torch.testing.assert_close(
            network(one, other)[1:2], network(one[1:2], other[1:2]), atol=1e-5, rtol=1e-4
        )


def test_places_that_are_equal_have_no_distance_in_the_finest_layer() -> None:
    network = made()
    one = torch.rand(1, 3, 64, 64)
    other = one.clone()
    other[..., 48:] = 0.5
    with torch.no_grad():
        finest = network.maps(network.features(one), network.features(other))[0]
    assert (finest[..., :22] == 0).all()
    assert (finest[..., 26:] > 0).any()


def test_sides_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="multiples of 16"):
        made().features(torch.rand(1, 3, 30, 32))


def test_it_learns_distances_by_heart() -> None:
    network = made()
    torch.manual_seed(1)
    one, other = torch.rand(4, 3, 32, 32), torch.rand(4, 3, 32, 32)
    wanted = torch.tensor([0.1, 0.2, 0.4, 0.05])
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3)
    for _ in range(60):
        loss = (network(one, other) - wanted).abs().mean()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    assert torch.argsort(network(one, other)).tolist() == [3, 0, 1, 2]
    assert float(loss.detach()) < 0.03


def test_weights_come_back_from_a_model_folder(tmp_path: Path) -> None:
    network = made().half().float()
    save_weights(network, tmp_path / "perceptual", "perceptual", {})
    again = made(seed=1)
    load_weights(again, tmp_path / "perceptual", "perceptual")
    one, other = torch.rand(1, 3, 32, 32), torch.rand(1, 3, 32, 32)
    with torch.no_grad():
        assert torch.equal(network(one, other), again(one, other))
