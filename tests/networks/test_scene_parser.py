"""The scene parser: shapes, what it can learn, what is kept of it."""

from pathlib import Path

import pytest
import torch
from torch.nn import functional

from painttime.networks.checkpoint import load_weights, save_weights
from painttime.networks.scene_parser import NUM_KINDS, STRIDE_OUT_PX, SceneParser
from painttime.segmentation.scenes.kinds import SCENE_KINDS

MAX_BYTES = 8 * 2**20


def made(seed: int = 0) -> SceneParser:
    torch.manual_seed(seed)
    return SceneParser()


def test_shapes_and_size() -> None:
    network = made().eval()
    with torch.no_grad():
        kinds, borders = network(torch.rand(2, 3, 32, 48))
    assert kinds.shape == (2, NUM_KINDS, 32 // STRIDE_OUT_PX, 48 // STRIDE_OUT_PX)
    assert borders.shape == (2, 1, 32 // STRIDE_OUT_PX, 48 // STRIDE_OUT_PX)
    assert len(SCENE_KINDS) == NUM_KINDS
    assert 2 * sum(parameter.numel() for parameter in network.parameters()) < MAX_BYTES


def test_the_same_picture_gives_the_same_answer_alone_and_in_a_batch() -> None:
    network = made().eval()
    pictures = torch.rand(2, 3, 32, 32)
    with torch.no_grad():
        together, _ = network(pictures)
        alone, _ = network(pictures[1:])
    torch.testing.assert_close(together[1:], alone, atol=1e-4, rtol=1e-4)


def test_it_sees_where_a_place_lies() -> None:
    """A picture of one colour has nothing to tell its places apart but where they are."""
    network = made().eval()
    with torch.no_grad():
        kinds, _ = network(torch.full((1, 3, 96, 96), 0.5))
    top, bottom = kinds[0, :, 8, 12], kinds[0, :, 15, 12]
    assert not torch.allclose(top, bottom, atol=1e-3)


def test_sides_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="multiples of 16"):
        made()(torch.rand(1, 3, 30, 32))


def test_it_learns_a_batch_by_heart() -> None:
    network = made()
    torch.manual_seed(1)
    pictures = torch.rand(1, 3, 64, 64) * 0.2
    pictures[..., 32:] += 0.6
    kinds = torch.zeros(1, 16, 16, dtype=torch.int64)
    kinds[..., 8:] = 5
    borders = torch.zeros(1, 1, 16, 16)
    borders[..., 7:9] = 1
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3)
    for _ in range(25):
        said, found = network(pictures)
        loss = functional.cross_entropy(said, kinds) + functional.binary_cross_entropy_with_logits(
            found, borders
        )
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    said, found = network(pictures)
    assert (said.argmax(dim=1) == kinds).float().mean() > 0.95
    assert ((found > 0).float() == borders).float().mean() > 0.95


def test_weights_come_back_from_a_model_folder(tmp_path: Path) -> None:
    network = made().half().float().eval()
    save_weights(network, tmp_path / "scene", "scene", {})
    again = made(seed=1).eval()
    load_weights(again, tmp_path / "scene", "scene")
    picture = torch.rand(1, 3, 32, 32)
    with torch.no_grad():
        for expected, found in zip(network(picture), again(picture), strict=True):
            torch.testing.assert_close(expected, found)
