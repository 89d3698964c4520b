"""Parts as layers: exact together, soft where they lie over others, continued where they are hidden."""

import numpy as np
import pytest

from painttime.core.part import Part, PartMap
from painttime.exporters.cutouts import cutouts, group_steps, laid_over

HEIGHT, WIDTH = 60, 80
RED, GREEN = (200, 30, 30), (30, 160, 40)


@pytest.fixture
def disc():
    """A green disc (part 9) on red (part 4), with noise."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    inside = (y - 30) ** 2 + (x - 40) ** 2 < 18**2
    noise = np.random.default_rng(1).integers(-12, 13, (HEIGHT, WIDTH, 1))
    picture = np.where(inside[..., None], GREEN, RED) + noise
    labels = np.where(inside, 9, 4).astype(np.uint8)
    parts = PartMap(labels=labels, parts=(Part(id=4, name="wall"), Part(id=9, name="disc")))
    return np.clip(picture, 0, 255).astype(np.uint8), parts


def stacked(cuts, shape, without=()):
    picture = np.zeros(shape, dtype=np.uint8)
    for cut in cuts:
        if cut.part.id not in without and cut.pixels.size:
            height, width = cut.pixels.shape[:2]
            window = (slice(cut.top, cut.top + height), slice(cut.left, cut.left + width))
            picture[window] = laid_over(picture[window], cut.pixels[..., :3], cut.pixels[..., 3])
    return picture


@pytest.mark.parametrize("edge_px", [0, 1, 2, 9])
def test_the_stack_is_the_picture_bit_by_bit(disc, edge_px):
    picture, parts = disc
    cuts = list(cutouts(picture, parts, edge_px=edge_px))
    np.testing.assert_array_equal(stacked(cuts, picture.shape), picture)


def test_noise_in_noisy_parts_is_exact_too():
    rng = np.random.default_rng(5)
    picture = rng.integers(0, 256, (40, 50, 3), dtype=np.uint8)
    labels = np.kron(rng.integers(1, 6, (8, 10)), np.ones((5, 5))).astype(np.uint8)
    parts = PartMap(labels=labels, parts=tuple(Part(id=n, name=str(n)) for n in (3, 1, 5, 2, 4)))
    cuts = list(cutouts(picture, parts, edge_px=3))
    np.testing.assert_array_equal(stacked(cuts, picture.shape), picture)


def test_edges_are_soft_inside_and_hard_where_asked(disc):
    picture, parts = disc
    soft = list(cutouts(picture, parts, edge_px=2))[1]
    alpha = soft.pixels[..., 3]
    own = parts.mask(9)[soft.top : soft.top + alpha.shape[0], soft.left : soft.left + alpha.shape[1]]
    assert set(np.unique(alpha[~own])) == {0}
    assert alpha[own].min() >= 128
    assert ((alpha > 128) & (alpha < 250)).sum() > 30
    assert alpha[18, 18] == 255
    hard = list(cutouts(picture, parts, edge_px=0))[1].pixels[..., 3]
    assert set(np.unique(hard)) == {0, 255}


def test_the_rearmost_part_is_whole_and_what_is_behind_shows_when_the_front_is_hidden(disc):
    picture, parts = disc
    cuts = list(cutouts(picture, parts))
    assert cuts[0].pixels.shape == (HEIGHT, WIDTH, 4)
    assert cuts[0].pixels[..., 3].min() == 255
    bare = stacked(cuts, picture.shape, without=(9,))[parts.mask(9)].astype(int)
    # All red, none of the green that lay there, and not quite smooth.
    assert np.abs(bare.mean(axis=0) - RED).max() < 12
    assert (bare[:, 0] > bare[:, 1] + 60).all()
    assert bare[:, 0].std() > 1


def test_a_part_of_single_pixels_keeps_them(disc):
    picture, parts = disc
    labels = parts.labels.copy()
    labels[3:9:3, 4:60:3] = 2
    parts = PartMap(labels=labels, parts=(*parts.parts, Part(id=2, name="dots")))
    dots = list(cutouts(picture, parts))[-1]
    assert set(np.unique(dots.pixels[..., 3])) == {0, 255}


def test_a_part_without_pixels_is_an_empty_layer(disc):
    picture, parts = disc
    parts = PartMap(labels=parts.labels, parts=(*parts.parts, Part(id=2, name="bird")))
    assert list(cutouts(picture, parts))[-1].pixels.shape == (0, 0, 4)


@pytest.mark.parametrize(
    ("before", "after", "steps"),
    [
        ((), (), (0, ())),
        ((), ("a", "b"), (0, ("a", "b"))),
        (("a", "b"), ("a", "c"), (1, ("c",))),
        (("a", "b"), ("b",), (2, ("b",))),
        (("a", "a"), ("a",), (1, ())),
    ],
)
def test_groups_between_layers(before, after, steps):
    assert group_steps(before, after) == steps
