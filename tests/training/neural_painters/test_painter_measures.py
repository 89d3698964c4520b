"""Measures of neural painters, with values known beforehand."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from painttime.errors import UserInputError
from painttime.networks.brush_action import on_white
from painttime.networks.brush_vae import VariationalBrush
from painttime.training.neural_painters.measures import (
    gradient_energy,
    imitation_measures,
    psnr_db,
    reconstruction_psnr_db,
)
from painttime.training.neural_painters.perceptual import PerceptualDistance
from painttime.training.neural_painters.stroke_pictures import StrokePictures

torch.set_num_threads(1)


class Perfect:
    """Knows black strokes by heart; blurs them when asked to."""

    def __init__(self, strokes: StrokePictures, *, scale: float = 1.0) -> None:
        self.cover = {
            action.tobytes(): picture
            for action, picture in zip(strokes.actions, strokes.pictures, strict=True)
        }
        self.scale = scale

    def alpha(self, actions: Tensor) -> Tensor:
        known = np.stack([self.cover[action.numpy().tobytes()] for action in actions])
        cover = 1 - torch.from_numpy(known[..., :1]).permute(0, 3, 1, 2) / 255
        return self.scale * cover


@pytest.fixture
def black(bands: StrokePictures) -> StrokePictures:
    """The same bands in black."""
    actions = bands.actions.copy()
    actions[:, 3:6] = 0
    pictures = np.where((bands.pictures < 255).any(axis=-1, keepdims=True), 0, 255).astype(np.uint8)
    return StrokePictures(actions=actions, pictures=np.repeat(pictures, 3, axis=-1))


def test_psnr_of_known_errors() -> None:
    assert psnr_db(0.01) == pytest.approx(20)
    assert psnr_db(1.0) == 0
    assert psnr_db(0.0) == math.inf


def test_gradient_energy_of_an_edge() -> None:
    picture = torch.zeros(1, 1, 4, 4)
    picture[..., 2:] = 1
    # Of three differences in a row of four, one is 1.
    assert float(gradient_energy(picture)) == pytest.approx(1 / 3)
    assert float(gradient_energy(0.5 * picture)) == pytest.approx(1 / 12)


def test_a_perfect_painter_is_measured_as_perfect(black: StrokePictures) -> None:
    measures = imitation_measures(Perfect(black), black)
    assert measures["psnr_db"] > 100
    assert measures["l1"] == pytest.approx(0, abs=1e-6)
    assert measures["gradient_energy"] == pytest.approx(1)


def test_half_the_cover_is_half_the_error_and_a_quarter_of_the_gradient(black: StrokePictures) -> None:
    measures = imitation_measures(Perfect(black, scale=0.5), black)
    ink = 1 - black.pictures.astype(np.float64) / 255
    assert measures["l1"] == pytest.approx(0.5 * ink.mean(), rel=1e-4)
    assert measures["psnr_db"] == pytest.approx(psnr_db(0.25 * (ink**2).mean()), rel=1e-4)
    assert measures["gradient_energy"] == pytest.approx(0.25, rel=1e-4)


def test_reconstruction_is_measured_without_the_mapping(bands: StrokePictures) -> None:
    torch.manual_seed(0)
    painter = VariationalBrush().eval()
    before = reconstruction_psnr_db(painter, bands)
    for parameter in painter.mapping.parameters():
        torch.nn.init.zeros_(parameter)
    assert reconstruction_psnr_db(painter, bands) == before
    actions, pictures = bands.tensors(slice(None))
    with torch.inference_mode():
        error = (on_white(painter.reconstructed(pictures), actions) - pictures).square().mean()
    assert before == pytest.approx(psnr_db(float(error)), rel=1e-4)


def test_perceptual_distance_grows_with_the_difference(black: StrokePictures) -> None:
    torch.manual_seed(0)
    distance = PerceptualDistance()
    _, pictures = black.tensors(slice(0, 4))
    with torch.inference_mode():
        same = distance(pictures, pictures)
        slight = distance(pictures, (pictures + 0.05).clamp(0, 1) * 0.95)
        other = distance(pictures, pictures.roll(1, dims=0))
    assert same.shape == (4,)
    assert torch.equal(same, torch.zeros(4))
    assert (slight > 0).all()
    assert (other > slight).all()


def test_perceptual_weights_are_read_by_name(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = PerceptualDistance()
    arrays = {}
    for name, parameter in network.named_parameters():
        layer, _, kind = name.rpartition(".")
        parts = layer.split(".")
        arrays["/".join(parts[1:] if parts[0] == "fires" else parts) + "." + kind] = (
            parameter.detach().numpy()
        )
    assert {"conv1.weight", "fire2/conv1x1_1.bias"} <= set(arrays)
    np.savez(tmp_path / "weights.npz", **arrays)
    read = PerceptualDistance.load(tmp_path / "weights.npz")
    assert all(torch.equal(value, read.state_dict()[name]) for name, value in network.state_dict().items())
    np.savez(tmp_path / "less.npz", **{name: array for name, array in arrays.items() if "fire9" not in name})
    for path in (tmp_path / "less.npz", tmp_path / "missing.npz"):
        with pytest.raises(UserInputError, match="SqueezeNet"):
            PerceptualDistance.load(path)
