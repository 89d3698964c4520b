"""What a step is judged by."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.distributions import Normal
from torch.distributions.kl import kl_divergence as exact_kl

from painttime.training.losses import (
    FREE_BITS,
    allowed_renditions,
    discriminator_loss,
    kl_divergence,
    mix_loss,
    weight_loss,
)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31 - 1), st.floats(0.0, 3.0), st.floats(-5, 2))
def test_kl_is_never_below_what_is_free(seed: int, scale: float, log_variance: float) -> None:
    generator = torch.Generator().manual_seed(seed)
    mean = scale * torch.randn(2, 8, 3, 3, generator=generator)
    value = kl_divergence(mean, torch.full_like(mean, log_variance))
    assert float(value) >= FREE_BITS * 0.999


def test_kl_is_that_of_normal_distributions() -> None:
    generator = torch.Generator().manual_seed(0)
    mean, log_variance = (torch.randn(2, 8, 3, 3, generator=generator) for _ in range(2))
    normal = Normal(mean, (0.5 * log_variance).exp())
    expected = exact_kl(normal, Normal(0.0, 1.0)).mean()
    assert float(kl_divergence(mean, log_variance)) == pytest.approx(float(expected), rel=1e-5)
    assert float(kl_divergence(torch.zeros(1, 8, 2, 2), torch.zeros(1, 8, 2, 2))) == pytest.approx(FREE_BITS)


def test_only_earlier_renditions_are_allowed_backward_and_later_ones_forward() -> None:
    stages = torch.tensor([[[0, 2, 4]], [[0, 2, 4]]])
    allowed = allowed_renditions(stages, torch.tensor([-1.0, 1.0]), 5)
    assert allowed.shape == (2, 5, 1, 3)
    assert allowed[0, :, 0].sum(dim=0).tolist() == [0, 2, 4]
    assert allowed[1, :, 0].sum(dim=0).tolist() == [4, 2, 0]
    assert allowed[0, :2, 0, 1].all()
    assert allowed[1, 3:, 0, 1].all()


def test_weight_loss_looks_only_at_parts_asked_to_change() -> None:
    score = torch.randn(1, 1, 4, 4)
    changed = (torch.rand(1, 1, 4, 4) > 0.5).float()
    degree = torch.zeros(1, 1, 4, 4)
    degree[..., :2] = 0.3
    loss = weight_loss(score, changed, degree)
    other = score.clone()
    other[..., 2:] = 50
    assert float(weight_loss(other, changed, degree)) == float(loss)
    assert float(weight_loss(score, changed, torch.zeros_like(degree))) == 0
    right = torch.where(changed > 0, 20.0, -20.0)
    assert float(weight_loss(right, changed, degree)) < 1e-6


def test_mix_loss_ignores_what_did_not_change() -> None:
    mix = torch.randn(1, 5, 4, 4)
    following = torch.randint(0, 5, (1, 4, 4))
    changed = torch.zeros(1, 1, 4, 4)
    changed[0, 0, :2] = 1
    loss = mix_loss(mix, following, changed)
    other_mix, other_following = mix.clone(), following.clone()
    other_mix[:, :, 2:] = torch.randn(1, 5, 2, 4) * 9
    other_following[:, 2:] = (following[:, 2:] + 1) % 5
    assert float(mix_loss(other_mix, other_following, changed)) == pytest.approx(float(loss))
    plain = torch.nn.functional.cross_entropy(mix[:, :, :2], following[:, :2])
    assert float(loss) == pytest.approx(float(plain))
    assert float(mix_loss(mix, following, torch.zeros_like(changed))) == 0


def test_mix_loss_is_finite_where_the_present_rendition_is_forbidden() -> None:
    mix = torch.full((1, 5, 2, 2), -torch.inf)
    mix[:, 0] = 0.0
    following = torch.full((1, 2, 2), 4)
    following[0, 0, 0] = 0
    changed = torch.zeros(1, 1, 2, 2)
    changed[0, 0, 0, 0] = 1
    assert float(mix_loss(mix, following, changed)) == pytest.approx(0.0)


def test_the_critic_wants_real_above_1_and_predicted_below_minus_1() -> None:
    good = discriminator_loss(torch.full((2, 1, 3, 3), 1.5), torch.full((2, 1, 3, 3), -1.5))
    bad = discriminator_loss(torch.full((2, 1, 3, 3), -1.0), torch.full((2, 1, 3, 3), 1.0))
    assert float(good) == 0
    assert float(bad) == 4
