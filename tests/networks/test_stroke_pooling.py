"""Scores of whole strokes and thresholds of parts, against slow counterparts in plain numpy."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.networks.stroke_pooling import part_thresholds, pool_over_strokes


@st.composite
def batches(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Return scores (B, 1, h, w) and numbers (B, h, w)."""
    batch, height, width, most = (draw(st.integers(1, n)) for n in (3, 7, 7, 6))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    score = rng.normal(0, 3, (batch, 1, height, width)).astype(np.float32)
    if draw(st.booleans()):
        score = np.round(score)
    return score, rng.integers(0, most, (batch, height, width))


@settings(max_examples=150, deadline=None)
@given(batches())
def test_pooling_is_the_mean_of_each_stroke(case: tuple[np.ndarray, np.ndarray]) -> None:
    score, strokes = case
    # Channels are pooled each on its own.
    score = np.concatenate([score, -2 * score, score[..., ::-1, :]], axis=1)
    expected = score.copy()
    for picture, numbers in zip(expected, strokes, strict=True):
        for number in set(numbers.ravel().tolist()) - {0}:
            picture[:, numbers == number] = picture[:, numbers == number].mean(axis=1, keepdims=True)
    pooled = pool_over_strokes(torch.from_numpy(score), torch.from_numpy(strokes))
    np.testing.assert_allclose(pooled.numpy(), expected, rtol=1e-4, atol=1e-5)


def test_pooling_passes_gradients_to_every_pixel() -> None:
    score = torch.zeros(1, 1, 2, 3, requires_grad=True)
    strokes = torch.tensor([[[1, 1, 0], [1, 1, 2]]])
    pooled = pool_over_strokes(score, strokes)
    (gradient,) = torch.autograd.grad(pooled[0, 0, 0, 0], score)
    assert gradient[0, 0].tolist() == [[0.25, 0.25, 0], [0.25, 0.25, 0]]


@settings(max_examples=150, deadline=None)
@given(batches(), st.integers(0, 2**32 - 1))
def test_thresholds_leave_each_part_the_share_wanted(case: tuple[np.ndarray, np.ndarray], seed: int) -> None:
    score, parts = case
    shares = np.random.default_rng(seed).uniform(0, 1, (len(parts), 6)).astype(np.float32)
    shares[:, 0] = 0
    shares[:, 1] = 1
    thresholds = part_thresholds(*(torch.from_numpy(array) for array in (score, parts, shares))).numpy()
    assert thresholds.shape == score.shape
    for number in range(len(parts)):
        for part in set(parts[number].ravel().tolist()):
            own = parts[number] == part
            values = np.sort(score[number, 0][own])[::-1]
            wanted = int(np.round(np.float32(shares[number, part]) * np.float32(len(values))))
            expected = values[wanted - 1] if wanted else np.inf
            assert (thresholds[number, 0][own] == expected).all()


def test_thresholds_of_distinct_scores_pick_the_exact_count() -> None:
    score = torch.randperm(600, generator=torch.Generator().manual_seed(0)).float().view(1, 1, 20, 30)
    parts = (torch.arange(600).view(1, 20, 30) % 3).long()
    thresholds = part_thresholds(score, parts, torch.tensor([[0.25, 0.0, 1.0]]))
    chosen = score >= thresholds
    assert [int(chosen[0, 0][parts[0] == part].sum()) for part in range(3)] == [50, 0, 200]


def test_no_gradient_flows_through_thresholds() -> None:
    score = torch.randn(1, 1, 4, 4, requires_grad=True)
    parts = torch.zeros(1, 4, 4, dtype=torch.int64)
    assert not part_thresholds(score, parts, torch.tensor([[0.5]])).requires_grad
