"""The trunk shared by the networks that name what a painting shows."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from painttime.errors import ModelError
from painttime.networks.squeeze_trunk import (
    FIRES,
    TRUNK_CHANNELS,
    TRUNK_STRIDES,
    SqueezeTrunk,
    load_squeezenet,
)


def caffe_weights() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(3)
    shapes: dict[str, tuple[int, ...]] = {"conv1": (96, 3, 7, 7)}
    channels = 96
    for number, (squeezed, expanded) in enumerate(FIRES, start=2):
        shapes[f"fire{number}/conv1x1_1"] = (squeezed, channels, 1, 1)
        shapes[f"fire{number}/conv1x1_2"] = (expanded, squeezed, 1, 1)
        shapes[f"fire{number}/conv3x3_2"] = (expanded, squeezed, 3, 3)
        channels = 2 * expanded
    weights = {}
    for name, shape in shapes.items():
        spread = (2 / np.prod(shape[1:])) ** 0.5
        weights[f"{name}.weight"] = rng.normal(0, spread, shape).astype(np.float32)
        weights[f"{name}.bias"] = rng.normal(0, 0.1, shape[0]).astype(np.float32)
    return weights


def test_features_have_the_promised_shapes() -> None:
    features = SqueezeTrunk()(torch.rand(2, 3, 64, 96))
    for level, stride, channels in zip(features, TRUNK_STRIDES, TRUNK_CHANNELS, strict=True):
        assert level.shape == (2, channels, 64 // stride, 96 // stride)


def test_sides_that_do_not_divide_are_refused() -> None:
    with pytest.raises(ValueError, match="multiples of 16"):
        SqueezeTrunk()(torch.rand(1, 3, 64, 90))


def test_loaded_weights_lie_where_the_caffe_model_has_them(tmp_path: Path) -> None:
    weights = caffe_weights()
    np.savez(tmp_path / "squeezenet.npz", **weights)
    trunk = load_squeezenet(tmp_path / "squeezenet.npz")
    picture = torch.rand(1, 3, 32, 32)
    features = trunk(picture)

    def layer(name: str, given: torch.Tensor, **how: int) -> torch.Tensor:
        weight, bias = (torch.from_numpy(weights[f"{name}.{kind}"]) for kind in ("weight", "bias"))
        return functional.conv2d(given, weight, bias, **how).relu()

    bgr = picture.flip(1) * 255 - torch.tensor([104.0, 117.0, 123.0])[None, :, None, None]
    expected = layer("conv1", bgr, stride=2, padding=3)
    torch.testing.assert_close(features[0], expected, rtol=1e-3, atol=1e-2)
    for number in range(2, 10):
        if number in (2, 5, 9):
            expected = functional.max_pool2d(expected, 3, 2, padding=1)
        squeezed = layer(f"fire{number}/conv1x1_1", expected)
        sides = (
            layer(f"fire{number}/conv1x1_2", squeezed),
            layer(f"fire{number}/conv3x3_2", squeezed, padding=1),
        )
        expected = torch.cat(sides, dim=1)
    torch.testing.assert_close(features[3], expected, rtol=1e-2, atol=expected.abs().max().item() * 1e-4)


def test_another_file_is_refused(tmp_path: Path) -> None:
    weights = caffe_weights()
    del weights["fire9/conv3x3_2.bias"]
    np.savez(tmp_path / "other.npz", **weights)
    for path in (tmp_path / "other.npz", tmp_path / "missing.npz"):
        with pytest.raises(ModelError, match="SqueezeNet"):
            load_squeezenet(path)
