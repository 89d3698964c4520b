"""What the stroke predictor is shown in training."""

from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from painttime.core.image import RGB8
from painttime.networks.stroke_predictor import PATCH_PX
from painttime.networks.structure import structure
from painttime.training.strokes.patches import PatchBatch, patch_batches, read_pictures


def picture(seed: int, height: int = 70, width: int = 90) -> RGB8:
    noise = np.random.default_rng(seed).normal(0, 1, (height, width, 3))
    smooth = cv2.GaussianBlur(noise, (0, 0), 4.0)
    return np.clip(128 + 60 * smooth / smooth.std(), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def batches() -> list[PatchBatch]:
    return list(islice(patch_batches([picture(0), picture(1, 40, 60)], 32, seed=3), 3))


def test_batches_have_the_shapes_and_ranges_the_network_expects(batches: list[PatchBatch]) -> None:
    for batch in batches:
        assert batch.target.shape == batch.canvas.shape == (32, 3, PATCH_PX, PATCH_PX)
        assert batch.weight.shape == (32, 1, PATCH_PX, PATCH_PX)
        assert batch.directions.shape == (32, 2, PATCH_PX, PATCH_PX)
        for tensor in (batch.target, batch.canvas, batch.weight):
            assert tensor.dtype == torch.float32
            assert tensor.min() >= 0
            assert tensor.max() <= 1
        assert batch.directions.norm(dim=1).max() <= 1


def test_directions_are_those_of_the_target(batches: list[PatchBatch]) -> None:
    inner = np.s_[:, :, 8:-8, 8:-8]
    agreement = (structure(batches[0].target)[inner] * batches[0].directions[inner]).sum(dim=1)
    # What lies around a patch counts too, so they need not be the same.
    assert agreement.mean() > 0.9 * (batches[0].directions[inner] ** 2).sum(dim=1).mean()


def test_canvases_are_bare_or_come_near_the_target(batches: list[PatchBatch]) -> None:
    canvas = torch.cat([batch.canvas for batch in batches])
    target = torch.cat([batch.target for batch in batches])
    is_bare = canvas.std(dim=(2, 3)).amax(dim=1) < 1e-6
    assert 0.2 < is_bare.float().mean() < 0.6
    apart = (canvas - target).abs().mean(dim=(1, 2, 3))
    assert apart[~is_bare].mean() < 0.8 * apart[is_bare].mean()


def test_some_patches_count_only_in_part(batches: list[PatchBatch]) -> None:
    weight = torch.cat([batch.weight for batch in batches])
    is_partial = weight.amin(dim=(1, 2, 3)) < 1
    assert 0.2 < is_partial.float().mean() < 0.6
    assert (weight.amax(dim=(1, 2, 3)) == 1).all()


def test_batches_follow_from_the_seed_and_never_repeat(batches: list[PatchBatch]) -> None:
    again = list(islice(patch_batches([picture(0), picture(1, 40, 60)], 32, seed=3), 2))
    for one, other in zip(batches, again, strict=False):
        for name in PatchBatch.__dataclass_fields__:
            assert torch.equal(getattr(one, name), getattr(other, name))
    assert not torch.equal(batches[0].target, batches[1].target)
    other_seed = next(patch_batches([picture(0), picture(1, 40, 60)], 32, seed=4))
    assert not torch.equal(batches[0].target, other_seed.target)


def test_pictures_as_small_as_a_few_pixels_can_be_cut() -> None:
    batch = next(patch_batches([picture(2, 5, 9)], 16, seed=0))
    assert batch.target.isfinite().all()


def test_pictures_of_a_split_are_read_and_made_small(tmp_path: Path) -> None:
    red = np.zeros((600, 1100, 3), dtype=np.uint8)
    red[..., 0] = 200
    cv2.imwrite(str(tmp_path / "red.png"), red[..., ::-1])
    cv2.imwrite(str(tmp_path / "small.png"), picture(0)[..., ::-1])
    (tmp_path / "no.png").write_text("no picture", encoding="utf-8")
    table = tmp_path / "table.tsv"
    rows = ["file\tsplit", "red.png\ttrain", "small.png\tval", "no.png\ttrain", "small.png\ttrain"]
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    large, small = read_pictures(table, "train")
    assert large.shape == (279, 512, 3)
    assert tuple(large[100, 100]) == (200, 0, 0)
    np.testing.assert_array_equal(small, picture(0))
    assert len(read_pictures(table, "train", limit=1)) == 1
    assert len(read_pictures(table, "val")) == 1
