"""Shapes, determinism and learning of the networks."""

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.networks.checkpoint import WEIGHTS_NAME, save_weights
from painttime.networks.conditions import scene_tensor, state_tensor
from painttime.networks.patch_discriminator import STEP_CHANNELS, PatchDiscriminator
from painttime.networks.posterior_encoder import OUTCOME_CHANNELS, PosteriorEncoder
from painttime.networks.scene_encoder import FEATURE_CHANNELS, SCENE_CHANNELS
from painttime.networks.step_decoder import LATENT_CHANNELS, NUM_RENDITIONS, STATE_CHANNELS
from painttime.networks.step_model import SIZE_MULTIPLE_PX, StepModel

torch.set_num_threads(1)
SIZES = [(32, 32), (64, 96), (128, 32), (160, 256)]


def inputs(batch: int, height: int, width: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return a scene, a state and a latent."""
    generator = torch.Generator().manual_seed(0)
    grid = (height // SIZE_MULTIPLE_PX, width // SIZE_MULTIPLE_PX)
    return (
        torch.randn(batch, SCENE_CHANNELS, height, width, generator=generator),
        torch.randn(batch, STATE_CHANNELS, height, width, generator=generator),
        torch.randn(batch, LATENT_CHANNELS, *grid, generator=generator),
    )


@pytest.fixture
def model() -> StepModel:
    torch.manual_seed(0)
    return StepModel().eval()


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_step_model_shapes(model: StepModel, height: int, width: int) -> None:
    scene, state, z = inputs(2, height, width)
    with torch.inference_mode():
        features = model.scene_encoder(scene)
        score, mix = model.step_decoder(state, features, z)
    assert [tuple(feature.shape) for feature in features] == [
        (2, channels, height // 2**level, width // 2**level)
        for level, channels in enumerate(FEATURE_CHANNELS, start=1)
    ]
    assert score.shape == (2, 1, height, width)
    assert mix.shape == (2, NUM_RENDITIONS, height, width)
    assert torch.isfinite(score).all()
    assert torch.isfinite(mix).all()


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_training_networks_shapes(height: int, width: int) -> None:
    _, state, z = inputs(2, height, width)
    mean, log_variance = PosteriorEncoder()(torch.randn(2, OUTCOME_CHANNELS, height, width), state)
    assert mean.shape == log_variance.shape == z.shape
    assert mean.abs().max() <= 3
    assert log_variance.min() >= -6
    assert log_variance.max() <= 2
    verdict = PatchDiscriminator()(torch.randn(2, STEP_CHANNELS, height, width))
    assert verdict.shape == (2, 1, height // 8, width // 8)


def test_one_picture_of_a_batch_does_not_touch_another(model: StepModel) -> None:
    scene, state, z = inputs(2, 64, 64)
    with torch.inference_mode():
        together, _ = model.step_decoder(state, model.scene_encoder(scene), z)
        alone, _ = model.step_decoder(state[1:], model.scene_encoder(scene[1:]), z[1:])
    torch.testing.assert_close(together[1:], alone, rtol=1e-4, atol=1e-4)


def test_the_model_is_deterministic(model: StepModel) -> None:
    scene, state, z = inputs(1, 64, 64)
    with torch.inference_mode():
        first, second = (model.step_decoder(state, model.scene_encoder(scene), z) for _ in range(2))
    assert torch.equal(first[0], second[0])
    assert torch.equal(first[1], second[1])


@pytest.mark.parametrize("which", ["scene", "state", "z"])
def test_every_input_reaches_the_score(model: StepModel, which: str) -> None:
    tensors = dict(zip(("scene", "state", "z"), inputs(1, 64, 64), strict=True))
    given = tensors[which].requires_grad_()
    features = model.scene_encoder(tensors["scene"])
    score, mix = model.step_decoder(tensors["state"], features, tensors["z"])
    (gradient,) = torch.autograd.grad((score**2).sum() + (mix**2).sum(), given)
    # Every channel counts.
    assert (gradient.abs().amax(dim=(0, 2, 3)) > 0).all()


def test_parameters_and_weights_stay_small(model: StepModel, tmp_path) -> None:
    assert sum(value.numel() for value in model.parameters()) < 8_000_000
    save_weights(model, tmp_path, "process", {})
    assert (tmp_path / WEIGHTS_NAME).stat().st_size <= 16 * 2**20


def test_one_batch_can_be_learnt_by_heart() -> None:
    torch.manual_seed(1)
    model = StepModel()
    scene, state, z = inputs(2, 64, 64)
    changed = torch.zeros(2, 1, 64, 64)
    changed[0, 0, 8:40, 16:48] = 1
    changed[1, 0, 30:, :20] = 1
    laid = torch.full((2, 64, 64), 2)
    laid[:, :, 32:] = 4
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3)
    losses = []
    for _ in range(60):
        score, mix = model.step_decoder(state, model.scene_encoder(scene), z)
        loss = functional.binary_cross_entropy_with_logits(score, changed)
        loss = loss + functional.cross_entropy(mix, laid)
        optimiser.zero_grad()
        loss.backward()
        # As in training; without it the residual blocks run away.
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0] / 10


def test_scene_tensor_shows_depth_and_edges() -> None:
    renditions = torch.linspace(-0.5, 0.5, NUM_RENDITIONS).view(1, -1, 1, 1, 1).expand(1, -1, 3, 4, 6)
    parts = torch.zeros(1, 4, 6, dtype=torch.int64)
    parts[:, :, 3:] = 2
    scene = scene_tensor(renditions, parts, torch.tensor([3]))
    assert scene.shape == (1, SCENE_CHANNELS, 4, 6)
    assert scene[0, 0, 0, 0] == 0.5, "the painting comes first"
    assert scene[0, 9, 0, 0] == -0.5, "the ground comes last"
    edges, depth = scene[0, 12], scene[0, 13]
    assert edges[:, 3].tolist() == [1, 1, 1, 1]
    assert edges.sum() == 4
    assert depth[0, 0] == -0.5
    assert depth[0, 5] == 0.5


def test_scene_tensor_of_one_part_is_finite() -> None:
    scene = scene_tensor(
        torch.zeros(1, NUM_RENDITIONS, 3, 4, 4), torch.zeros(1, 4, 4, dtype=torch.int64), torch.tensor([1])
    )
    assert torch.isfinite(scene).all()


def test_state_tensor_tells_the_directions_apart() -> None:
    plane = torch.rand(2, 1, 4, 4)
    state = state_tensor(
        torch.zeros(2, 3, 4, 4),
        torch.rand(2, NUM_RENDITIONS, 4, 4),
        plane,
        plane,
        torch.tensor([-1.0, 1.0]),
        plane,
    )
    assert state.shape == (2, STATE_CHANNELS, 4, 4)
    assert (state[0] == -state[1]).all(dim=(1, 2)).any(), "no channel holds the direction"
