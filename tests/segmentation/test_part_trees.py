"""Trees of parts of pictures whose parts are known."""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.image import RGB8, Labels
from painttime.core.part_tree import PartTree
from painttime.segmentation.part_trees import find_part_tree
from painttime.segmentation.portraits.people_parts import PortraitParts
from painttime.segmentation.scenes.kinds import SCENE_KINDS
from painttime.segmentation.scenes.scene_look import SceneLook

Mask = npt.NDArray[np.bool_]


def painted(labels: Labels, colours: list[tuple[int, int, int]], *, noise: float = 5.0) -> RGB8:
    """Return planes of these colours with brush-like noise."""
    picture = np.array(colours, dtype=np.float64)[labels]
    picture += cv2.GaussianBlur(np.random.default_rng(3).normal(0, noise * 4, picture.shape), (0, 0), 1.2)
    return np.clip(picture, 0, 255).astype(np.uint8)


def look_of(labels: Labels, kinds: list[str]) -> SceneLook:
    """Return what a sure eye would see: labels[...] = i is of the kind kinds[i]."""
    small = cv2.resize(labels, (labels.shape[1] // 4, labels.shape[0] // 4), interpolation=cv2.INTER_NEAREST)
    numbers = np.array([SCENE_KINDS.index(kind) for kind in kinds])
    shares = np.full((*small.shape, len(SCENE_KINDS)), 0.02 / (len(SCENE_KINDS) - 1), dtype=np.float32)
    np.put_along_axis(shares, numbers[small][..., None], np.float32(0.98), axis=2)
    kernel = np.ones((3, 3), np.uint8)
    ends = (cv2.dilate(small, kernel) != cv2.erode(small, kernel)).astype(np.float32)
    return SceneLook(kind_names=SCENE_KINDS, kinds=shares, borders=ends * np.float32(0.9))


def overlap(first: Mask, second: Mask) -> float:
    return float((first & second).sum() / (first | second).sum())


def best_overlap(tree: PartTree, count: int, mask: Mask) -> float:
    labels = tree.at(count).labels
    return max(overlap(labels == part_id, mask) for part_id in range(1, min(count, tree.max_count) + 1))


def jug_on_a_table() -> tuple[RGB8, dict[str, Mask]]:
    """Return a wall with a strong light from the left, a table, and a jug on it."""
    rows, columns = np.mgrid[:240, :320]
    labels = np.zeros((240, 320), dtype=np.uint8)
    labels[rows > 160] = 1
    jug = ((columns - 190) / 34.0) ** 2 + ((rows - 140) / 52.0) ** 2 < 1
    labels[jug] = 2
    pixels = painted(labels, [(90, 90, 100), (150, 100, 60), (70, 120, 170)], noise=3).astype(np.float64)
    pixels[labels == 0] += (90 - columns * 0.3)[labels == 0][:, None]
    masks = {"wall": labels == 0, "table": labels == 1, "jug": labels == 2}
    return np.clip(pixels, 0, 255).astype(np.uint8), masks


def test_light_does_not_split_a_wall_before_a_jug_is_told_from_its_table() -> None:
    pixels, masks = jug_on_a_table()
    tree = find_part_tree(pixels)
    for name, mask in masks.items():
        assert best_overlap(tree, 3, mask) > 0.9, name


def test_a_sky_that_fades_is_one_part_at_five() -> None:
    rows, columns = np.mgrid[:260, :360]
    labels = (rows > 170).astype(np.uint8)
    for index, left in enumerate((40, 150, 260)):
        labels[(rows > 120) & (rows < 200) & (columns > left) & (columns < left + 50)] = index + 2
    pixels = painted(labels, [(120, 160, 220), (90, 120, 60), (160, 60, 50), (220, 210, 190), (70, 60, 60)])
    faded = pixels.astype(np.float64)
    faded[labels == 0] += ((rows - 80) * 0.6)[labels == 0][:, None]
    tree = find_part_tree(np.clip(faded, 0, 255).astype(np.uint8))
    assert best_overlap(tree, 5, labels == 0) > 0.95


def test_sky_on_both_sides_of_a_tower_is_one_part() -> None:
    rows, columns = np.mgrid[:240, :320]
    labels = (rows > 190).astype(np.uint8)
    labels[(abs(columns - 170) < 40) & (rows < 200)] = 2
    tree = find_part_tree(painted(labels, [(140, 170, 210), (100, 110, 60), (120, 70, 50)]))
    assert best_overlap(tree, 3, labels == 0) > 0.95


def test_what_was_seen_tells_apart_what_has_one_colour() -> None:
    rows, _ = np.mgrid[:240, :320]
    labels = (rows > 120).astype(np.uint8)
    rng = np.random.default_rng(7)
    blotches = cv2.resize(rng.normal(0, 14, (9, 12, 3)), (320, 240), interpolation=cv2.INTER_CUBIC)
    pixels = np.clip(blotches + np.array([120, 130, 110]), 0, 255).astype(np.uint8)
    blind = find_part_tree(pixels)
    seeing = find_part_tree(pixels, look=look_of(labels, ["water", "grass"]))
    assert best_overlap(seeing, 2, labels == 0) > 0.9 > best_overlap(blind, 2, labels == 0)
    parts = seeing.at(2).parts
    assert {part.kind for part in parts} == {"water", "grass"}
    assert {part.name for part in parts} == {"water", "grass"}
    german = find_part_tree(pixels, look=look_of(labels, ["water", "grass"]), language="de")
    assert {part.kind for part in german.at(2).parts} == {"water", "grass"}
    assert {part.name for part in german.at(2).parts}.isdisjoint({"water", "grass"})


def test_a_picture_of_one_colour_is_one_part_whatever_is_seen_in_it() -> None:
    labels = np.zeros((120, 160), dtype=np.uint8)
    labels[60:] = 1
    pixels = np.full((120, 160, 3), (90, 120, 200), dtype=np.uint8)
    assert find_part_tree(pixels, look=look_of(labels, ["sky", "figure"])).max_count == 1


def check_laws(tree: PartTree, shape: tuple[int, int]) -> None:
    """Check what holds for every tree: ids, nesting, pixels, names and colours at every count."""
    assert tree.leaves.shape == shape
    assert set(np.unique(tree.leaves).tolist()) == set(range(1, tree.max_count + 1))
    colours: dict[int, tuple[int, int, int]] = {}
    for count in range(1, tree.max_count + 1):
        parts = tree.at(count)
        assert sorted(parts.ids) == list(range(1, count + 1))
        assert min(parts.areas_px().values()) > 0
        assert len({part.name for part in parts.parts}) == count
        for part in parts.parts:
            assert colours.setdefault(part.id, part.colour) == part.colour
        if count > 1:
            joined = tree.ancestors(count - 1)[parts.labels]
            assert np.array_equal(joined, tree.at(count - 1).labels)
    assert len(set(colours.values())) == tree.max_count


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 1000), height_px=st.integers(1, 90), width_px=st.integers(1, 90))
def test_laws_hold_for_any_picture(seed: int, height_px: int, width_px: int) -> None:
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (3, 4, 3), dtype=np.uint8)
    pixels = cv2.resize(coarse, (width_px, height_px), interpolation=cv2.INTER_NEAREST)
    check_laws(find_part_tree(pixels.astype(np.uint8)), (height_px, width_px))


@pytest.mark.parametrize("shape", [(1, 1), (2, 1), (40, 4096)])
def test_odd_sizes_have_parts_too(shape: tuple[int, int]) -> None:
    pixels = np.full((*shape, 3), 200, dtype=np.uint8)
    pixels[:, : shape[1] // 3] = (40, 60, 90)
    tree = find_part_tree(pixels)
    check_laws(tree, shape)
    assert tree.max_count == (2 if shape[1] > 2 else 1)
    assert tree.natural_count == tree.max_count


def test_the_same_picture_gives_the_same_tree() -> None:
    pixels, _ = jug_on_a_table()
    first, second = find_part_tree(pixels), find_part_tree(pixels.copy())
    assert np.array_equal(first.leaves, second.leaves)
    assert (first.parents, first.cuts, first.natural_count) == (
        second.parents,
        second.cuts,
        second.natural_count,
    )


def test_a_thin_mast_survives_at_full_size() -> None:
    rows, columns = np.mgrid[:720, :960]
    labels = (rows > 500).astype(np.uint8)
    mast = (abs(columns - 480) < 5) & (rows > 100) & (rows < 560)
    labels[mast] = 2
    tree = find_part_tree(painted(labels, [(190, 205, 225), (60, 90, 130), (60, 30, 20)], noise=2))
    assert best_overlap(tree, 3, mast) > 0.6


def people_before_a_wall() -> tuple[RGB8, PortraitParts]:
    """Return two people, each a face with hair and clothes, before a wall with a bright window."""
    rows, columns = np.mgrid[:300, :400]
    labels = np.zeros((300, 400), dtype=np.uint8)
    for person, middle in enumerate((110, 280)):
        clothes, face, hair = 1 + person * 3, 2 + person * 3, 3 + person * 3
        labels[(rows > 180) & (abs(columns - middle) < 60)] = clothes
        labels[((columns - middle) / 40) ** 2 + ((rows - 130) / 55) ** 2 < 1] = hair
        labels[((columns - middle) / 30) ** 2 + ((rows - 140) / 42) ** 2 < 1] = face
    colours = [(110, 100, 90), (40, 50, 90), (220, 180, 150), (60, 40, 30), (130, 40, 40), (215, 170, 150)]
    pixels = painted(labels, [*colours, (90, 70, 40)])
    pixels[20:90, 350:400] = (250, 250, 240)
    portraits = PortraitParts(
        labels=labels,
        kinds=("clothes", "face", "hair") * 2,
        persons=(0, 0, 0, 1, 1, 1),
        parents=(0, 1, 2, 0, 4, 5),
        order=(6, 4, 5, 3, 1, 2),
    )
    return pixels, portraits


def test_people_keep_their_parts_and_come_before_what_is_behind_them() -> None:
    pixels, portraits = people_before_a_wall()
    tree = find_part_tree(pixels, portraits=portraits)
    check_laws(tree, pixels.shape[:2])
    assert [part.kind for part in tree.at(3).parts] == ["background", "figure", "figure"]
    seven = tree.at(7)
    assert [part.kind for part in seven.parts] == [
        "background",
        *(portraits.kinds[label - 1] for label in portraits.order),
    ]
    for part in seven.parts[1:]:
        mask = seven.mask(part.id)
        (label,) = set(np.unique(portraits.labels[mask]).tolist())
        assert np.array_equal(mask, portraits.labels == label)
    assert tree.natural_count >= 7
    window = np.zeros(pixels.shape[:2], dtype=np.bool_)
    window[20:90, 350:400] = True
    assert best_overlap(tree, 8, window) > 0.9
    assert {part.kind for part in tree.at(8).parts} >= {"hair", "face", "clothes"}


def test_a_picture_full_of_somebody_has_no_background() -> None:
    pixels, portraits = people_before_a_wall()
    labels = np.where(portraits.labels == 0, 1, portraits.labels).astype(np.uint8)
    tree = find_part_tree(pixels, portraits=replace(portraits, labels=labels))
    assert set(np.unique(tree.leaves).tolist()) == set(range(2, 8))
    assert tree.max_count == tree.natural_count == 7


def test_what_stands_around_small_people_comes_before_their_parts() -> None:
    pixels, portraits = people_before_a_wall()
    meadow = np.full((330, 400, 3), (70, 130, 50), dtype=np.uint8)
    small = np.pad(portraits.labels, ((0, 330), (0, 0)))
    tree = find_part_tree(np.concatenate([pixels, meadow]), portraits=replace(portraits, labels=small))
    check_laws(tree, (630, 400))
    four = tree.at(4)
    assert [part.kind for part in four.parts].count("figure") == 2
    is_meadow = np.zeros((630, 400), dtype=np.bool_)
    is_meadow[300:] = True
    assert best_overlap(tree, 4, is_meadow) > 0.9
    assert tree.natural_count >= 8
