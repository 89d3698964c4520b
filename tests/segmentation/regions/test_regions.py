"""Parts of pictures whose parts are known."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.image import RGB8
from painttime.errors import PartsError
from painttime.segmentation.regions.regions import find_regions

Mask = npt.NDArray[np.bool_]


def scene(height_px: int = 480, width_px: int = 640, *, noise: float = 6.0) -> tuple[RGB8, dict[str, Mask]]:
    """Return sky, hill, house and sun with brush-like noise, and the mask of each."""
    rows, columns = np.mgrid[:height_px, :width_px].astype(np.float64)
    y, x = rows / height_px, columns / width_px
    labels = np.zeros((height_px, width_px), dtype=np.uint8)
    labels[y > 0.62 - 0.12 * np.sin(x * 3.2)] = 1
    labels[(abs(x - 0.55) < 0.12) & (abs(y - 0.66) < 0.14)] = 2
    labels[((x - 0.2) * width_px / height_px) ** 2 + (y - 0.2) ** 2 < 0.1**2] = 3
    colours = np.array([(150, 185, 220), (80, 125, 60), (170, 70, 55), (250, 225, 120)], dtype=np.float64)
    picture = colours[labels]
    picture[labels == 0] += (y[labels == 0] * 50 - 20)[:, None]
    picture += cv2.GaussianBlur(np.random.default_rng(5).normal(0, noise * 4, picture.shape), (0, 0), 1.2)
    names = ("sky", "hill", "house", "sun")
    return np.clip(picture, 0, 255).astype(np.uint8), {n: labels == i for i, n in enumerate(names)}


def overlap(first: Mask, second: Mask) -> float:
    return float((first & second).sum() / (first | second).sum())


def part_of(labels: npt.NDArray[np.uint8], mask: Mask) -> int:
    """Return the part that covers most of the mask."""
    return int(np.bincount(labels[mask]).argmax())


def test_objects_of_a_scene_become_parts() -> None:
    pixels, masks = scene()
    parts = find_regions(pixels, num_parts=4)
    for name, mask in masks.items():
        found = parts.mask(part_of(parts.labels, mask))
        assert overlap(found, mask) > 0.9, name


def test_the_sky_lies_behind_the_hill_and_the_hill_behind_the_house() -> None:
    pixels, masks = scene()
    parts = find_regions(pixels, num_parts=4)
    place = {name: parts.ids.index(part_of(parts.labels, mask)) for name, mask in masks.items()}
    assert place["sky"] < place["hill"] < place["house"]
    assert place["sky"] < place["sun"]


@pytest.mark.parametrize("num_parts", [3, 8, 16, 24])
def test_no_more_parts_than_asked_for_and_every_pixel_in_one(num_parts: int) -> None:
    pixels, _ = scene(noise=14.0)
    parts = find_regions(pixels, num_parts=num_parts)
    assert parts.labels.shape == pixels.shape[:2]
    assert 3 <= len(parts.parts) <= num_parts
    assert min(parts.areas_px().values()) > 0
    assert len({part.name for part in parts.parts}) == len(parts.parts)
    assert len({part.colour for part in parts.parts}) == len(parts.parts)
    assert {part.kind for part in parts.parts} == {"region"}
    assert sorted(parts.ids) == list(range(1, len(parts.parts) + 1))


def test_the_same_picture_gives_the_same_parts() -> None:
    pixels, _ = scene()
    first, second = find_regions(pixels), find_regions(pixels.copy())
    assert np.array_equal(first.labels, second.labels)
    assert first.parts == second.parts


def test_borders_follow_the_edges_of_a_large_painting() -> None:
    pixels, masks = scene(768, 1024, noise=3.0)
    parts = find_regions(pixels, num_parts=4)
    for name in ("house", "sun"):
        mask = masks[name].astype(np.uint8)
        found = parts.mask(part_of(parts.labels, masks[name])).astype(np.uint8)
        edge = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
        found_edge = cv2.morphologyEx(found, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
        distance = cv2.distanceTransform((~edge).astype(np.uint8), cv2.DIST_L2, 5)[found_edge]
        # Corners are rounded a little, so a few pixels may lie further off.
        assert np.quantile(distance, 0.97) <= 2.0, name


def test_no_part_is_strewn_with_specks() -> None:
    pixels, _ = scene(noise=20.0)
    parts = find_regions(pixels, num_parts=8)
    for part in parts.parts:
        _, _, stats, _ = cv2.connectedComponentsWithStats(
            parts.mask(part.id).astype(np.uint8), connectivity=4
        )
        assert stats[1:, cv2.CC_STAT_AREA].min() >= 0.0005 * pixels[..., 0].size, part.name


def test_a_picture_of_one_colour_is_one_part() -> None:
    parts = find_regions(np.full((200, 300, 3), (90, 120, 200), dtype=np.uint8))
    assert [part.name for part in parts.parts] == ["whole picture"]
    assert (parts.labels == 1).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (16, 16), (7, 300), (60, 600), (600, 60), (3000, 12)])
def test_odd_sizes(shape: tuple[int, int]) -> None:
    half = shape[1] // 2
    pixels = np.full((*shape, 3), 230, dtype=np.uint8)
    pixels[:, :half] = (120, 30, 30)
    parts = find_regions(pixels)
    assert parts.labels.shape == shape
    assert len(parts.parts) == (2 if half else 1)


def test_two_halves_of_a_small_picture_are_told_apart_exactly() -> None:
    pixels = np.full((16, 16, 3), 240, dtype=np.uint8)
    pixels[:, :8] = (20, 60, 120)
    labels = find_regions(pixels).labels
    assert (labels[:, :8] == labels[0, 0]).all()
    assert (labels[:, 8:] == labels[0, 15]).all()
    assert labels[0, 0] != labels[0, 15]


def test_shades_of_grey_are_enough() -> None:
    pixels, masks = scene()
    # The red channel alone: the luma of hill and house is the same.
    grey = np.repeat(pixels[..., :1], 3, axis=2)
    parts = find_regions(grey, num_parts=4)
    assert overlap(parts.mask(part_of(parts.labels, masks["house"])), masks["house"]) > 0.8


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1000), height_px=st.integers(2, 90), width_px=st.integers(2, 90))
def test_noise_of_any_size_gives_valid_parts(seed: int, height_px: int, width_px: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height_px, width_px, 3), dtype=np.uint8)
    parts = find_regions(pixels, num_parts=6)
    assert 1 <= len(parts.parts) <= 6
    assert sum(parts.areas_px().values()) == height_px * width_px


@pytest.mark.parametrize("num_parts", [-1, 0, 2, 25, 1000])
def test_impossible_counts_are_refused_in_a_sentence(num_parts: int) -> None:
    with pytest.raises(PartsError, match=rf"3 to 24 parts, not {num_parts}\."):
        find_regions(np.zeros((20, 20, 3), dtype=np.uint8), num_parts=num_parts)
