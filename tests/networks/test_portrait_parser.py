"""The network that finds people and names their parts."""

from pathlib import Path

import pytest
import torch
from torch.nn import functional

from painttime.networks.checkpoint import WEIGHTS_NAME, load_weights, save_weights
from painttime.networks.portrait_parser import (
    HEAD_CHANNELS,
    HEAD_STRIDE_PX,
    NUM_CLASSES,
    PortraitParser,
)

MAX_BYTES = 8 * 2**20


@pytest.fixture
def network() -> PortraitParser:
    torch.manual_seed(0)
    return PortraitParser()


def test_classes_come_at_full_size_and_heads_at_stride_8(network: PortraitParser) -> None:
    logits = network(torch.rand(2, 3, 64, 96))
    assert logits.classes.shape == (2, NUM_CLASSES, 64, 96)
    assert logits.heads.shape == (2, HEAD_CHANNELS, 64 // HEAD_STRIDE_PX, 96 // HEAD_STRIDE_PX)


def test_sides_that_do_not_divide_are_refused(network: PortraitParser) -> None:
    with pytest.raises(ValueError, match="multiples of"):
        network(torch.rand(1, 3, 64, 80))


def test_heads_alone_are_the_same_heads(network: PortraitParser) -> None:
    pictures = torch.rand(1, 3, 64, 64)
    network.eval()
    torch.testing.assert_close(network.find_heads(pictures), network(pictures).heads)


def test_the_same_picture_gives_the_same_classes_whatever_lies_beside_it(network: PortraitParser) -> None:
    network.eval()
    pictures = torch.rand(2, 3, 64, 64)
    torch.testing.assert_close(network(pictures).classes[:1], network(pictures[:1]).classes)


def test_it_learns_one_picture_by_heart(network: PortraitParser) -> None:
    torch.manual_seed(1)
    coarse = torch.rand(1, 3, 4, 4)
    picture = functional.interpolate(coarse, (64, 64), mode="nearest")
    classes = functional.interpolate(coarse[:, :1] * NUM_CLASSES, (64, 64), mode="nearest")[:, 0].long()
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3)
    losses = []
    for _ in range(40):
        loss = functional.cross_entropy(network(picture).classes, classes)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.25 * losses[0]
    found = network(picture).classes.argmax(dim=1)
    assert (found == classes).float().mean() > 0.9


def test_saved_weights_are_small_and_load_again(network: PortraitParser, tmp_path: Path) -> None:
    save_weights(network, tmp_path, "portrait", {})
    assert (tmp_path / WEIGHTS_NAME).stat().st_size < MAX_BYTES
    torch.manual_seed(5)
    other = PortraitParser()
    load_weights(other, tmp_path, "portrait")
    pictures = torch.rand(1, 3, 64, 64)
    torch.testing.assert_close(
        other.eval()(pictures).heads, network.eval()(pictures).heads, atol=2e-2, rtol=2e-2
    )
