"""The click scorer: shapes, determinism, learning, weights."""

from pathlib import Path

import numpy as np
import pytest
import torch

from painttime.errors import ModelError
from painttime.networks.checkpoint import save_weights
from painttime.networks.click_scorer import ClickScorer
from painttime.segmentation.editing.click_features import NUM_FEATURES
from painttime.segmentation.editing.click_model import MODEL_NAME, load_click_model


def network() -> ClickScorer:
    torch.manual_seed(0)
    return ClickScorer(NUM_FEATURES)


def test_every_patch_gets_one_score_and_none_sees_another() -> None:
    features = torch.randn(11, NUM_FEATURES)
    scorer = network().eval()
    scores = scorer(features)
    assert scores.shape == (11,)
    assert torch.equal(scorer(features), scores)
    assert torch.allclose(scorer(features[3:4]), scores[3:4], atol=1e-6)


def test_it_learns_one_batch_by_heart() -> None:
    scorer, rng = network(), torch.Generator().manual_seed(1)
    features = torch.randn(64, NUM_FEATURES, generator=rng)
    wanted = (torch.rand(64, generator=rng) < 0.5).float()
    optimiser = torch.optim.Adam(scorer.parameters(), lr=2e-2)
    for _ in range(150):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(scorer(features), wanted)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert loss.item() < 0.02


def test_saved_weights_score_as_before(tmp_path: Path) -> None:
    scorer = network()
    scorer.mean.fill_(0.5)
    save_weights(scorer, tmp_path, MODEL_NAME, {})
    features = np.random.default_rng(0).normal(size=(9, NUM_FEATURES)).astype(np.float32)
    expected = scorer(torch.from_numpy(features)).sigmoid().detach().numpy()
    assert np.abs(load_click_model(tmp_path)(features) - expected).max() < 2e-3


def test_shipped_weights_are_whole_and_damaged_ones_are_refused(tmp_path: Path) -> None:
    scores = load_click_model()(np.zeros((3, NUM_FEATURES), dtype=np.float32))
    assert ((scores >= 0) & (scores <= 1)).all()
    save_weights(network(), tmp_path, MODEL_NAME, {})
    (tmp_path / "weights.safetensors").write_bytes(b"broken")
    with pytest.raises(ModelError, match="damaged"):
        load_click_model(tmp_path)
