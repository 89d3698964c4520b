"""The direction of a picture's structure."""

import numpy as np
import pytest
import torch
from torch import Tensor

from painttime.networks.structure import structure


def stripes(angle_deg: float, contrast: float = 0.4, size: int = 48) -> Tensor:
    """Stripes that run at an angle to the right, y down, (1, 3, size, size)."""
    rows, columns = np.mgrid[:size, :size]
    angle = np.deg2rad(angle_deg)
    across = columns * -np.sin(angle) + rows * np.cos(angle)
    picture = 0.5 + contrast * np.sin(across * 2 * np.pi / 9)
    return torch.from_numpy(picture).float().expand(1, 3, size, size)


@pytest.mark.parametrize("angle_deg", [0, 22, 45, 90, 117, 160])
def test_structure_is_the_doubled_angle_along_stripes(angle_deg: float) -> None:
    found = structure(stripes(angle_deg))[0, :, 8:-8, 8:-8]
    doubled = np.deg2rad(2 * angle_deg)
    expected = torch.tensor([np.cos(doubled), np.sin(doubled)], dtype=torch.float32)[:, None, None]
    assert (found - expected).abs().max() < 0.08


def test_flat_pictures_and_faint_noise_have_no_structure() -> None:
    assert structure(torch.full((2, 3, 20, 24), 0.3)).abs().max() < 1e-3
    torch.manual_seed(0)
    noise = 0.5 + 0.004 * torch.randn(1, 3, 40, 40)
    assert structure(noise).norm(dim=1).mean() < 0.2


def test_where_stripes_cross_there_is_little_structure() -> None:
    crossed = 0.5 * (stripes(0) + stripes(90))
    assert structure(crossed)[0, :, 12:-12, 12:-12].norm(dim=0).mean() < 0.35
    assert structure(stripes(0))[0, :, 12:-12, 12:-12].norm(dim=0).mean() > 0.9


def test_structure_turns_with_the_picture() -> None:
    torch.manual_seed(1)
    picture = torch.nn.functional.avg_pool2d(torch.rand(1, 3, 60, 60), 3)
    turned = structure(picture.rot90(1, (2, 3)))
    # A quarter turn is half a turn of the doubled angle: both signs change.
    torch.testing.assert_close(turned, -structure(picture).rot90(1, (2, 3)), atol=1e-5, rtol=0)
    mirrored = structure(picture.flip(3))
    sign = torch.tensor([1.0, -1.0])[None, :, None, None]
    torch.testing.assert_close(mirrored, sign * structure(picture).flip(3), atol=1e-5, rtol=0)


def test_sizes_are_kept_and_values_bounded() -> None:
    torch.manual_seed(2)
    found = structure(torch.rand(3, 3, 13, 31))
    assert found.shape == (3, 2, 13, 31)
    assert found.norm(dim=1).max() <= 1
