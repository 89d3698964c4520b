"""Training pictures composed of figures and backdrops, and what is asked about them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.networks.portrait_parser import HEAD_STRIDE_PX
from painttime.training.portraits.appearance import varied_appearance
from painttime.training.portraits.batches import collated, head_targets
from painttime.training.portraits.composing import (
    Scene,
    boxes,
    cropped_figure,
    empty_scene,
    kept_inside,
    moved_box,
    peopled_scene,
    similarity,
)
from painttime.training.portraits.figures import UNKNOWN, Figure, head_box

SIZE_PX = 128
BACKDROP = np.random.default_rng(8).integers(0, 256, (90, 140, 3)).astype(np.uint8)


def test_a_crop_shows_the_head_where_its_box_says(figure: Figure) -> None:
    for seed in range(12):
        scene = cropped_figure(figure, SIZE_PX, np.random.default_rng(seed))
        if not len(scene.heads):
            continue
        drawn = head_box(scene.classes)
        assert drawn is not None
        seen = np.clip(scene.heads[0], 0, SIZE_PX)
        np.testing.assert_allclose(seen, drawn, atol=0.22 * (seen[2:] - seen[:2]).max() + 2)


def test_what_lies_outside_a_painting_is_unknown(figure: Figure) -> None:
    scenes = [cropped_figure(figure, SIZE_PX, np.random.default_rng(seed)) for seed in range(12)]
    assert any((scene.classes == UNKNOWN).any() for scene in scenes)
    assert all((scene.classes == UNKNOWN).mean() < 0.6 for scene in scenes)


def test_pasted_people_are_labelled_and_their_heads_known(figure: Figure) -> None:
    rng = np.random.default_rng(3)
    counts = []
    for _ in range(10):
        scene = peopled_scene(BACKDROP, [figure, figure], SIZE_PX, rng)
        assert (scene.classes != UNKNOWN).all()
        assert len(scene.heads) + len(scene.unclear) <= 2
        counts.append(len(scene.heads))
        for head in scene.heads:
            x, y = (head[:2] + head[2:]) / 2
            assert scene.classes[int(np.clip(y, 0, SIZE_PX - 1)), int(np.clip(x, 0, SIZE_PX - 1))] != 0
    assert 1 in counts or 2 in counts


def test_a_head_behind_another_is_not_asked_for(figure: Figure) -> None:
    rng = np.random.default_rng(0)
    for _ in range(30):
        scene = peopled_scene(BACKDROP, [figure] * 4, SIZE_PX, rng)
        for index, head in enumerate(scene.heads):
            for other in scene.heads[index + 1 :]:
                assert np.abs(head - other).max() > 4


def test_nobody_is_in_an_empty_scene() -> None:
    scene = empty_scene(BACKDROP, SIZE_PX, np.random.default_rng(1))
    assert not scene.classes.any()
    assert not len(scene.heads)
    assert scene.pixels.shape == (SIZE_PX, SIZE_PX, 3)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_moved_boxes_keep_their_middle_and_their_size(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scale = float(rng.uniform(0.3, 3))
    matrix = similarity((30.0, 40.0), scale, rng, np.array([50.0, 60.0]), SIZE_PX)
    box = moved_box((20.0, 25.0, 40.0, 55.0), matrix)
    middle = (box[:2] + box[2:]) / 2
    assert middle[0] == pytest.approx(50, abs=0.01) or middle[0] == pytest.approx(SIZE_PX - 50, abs=0.01)
    assert middle[1] == pytest.approx(60, abs=0.01)
    assert 0.7 * 30 * scale < max(box[2:] - box[:2]) < 1.4 * 30 * scale


def test_a_small_painting_in_a_large_square_stays_within_it() -> None:
    place = kept_inside(np.array([5.0, 250.0]), (50.0, 50.0), 1.0, (100, 100), 256)
    assert ((place >= 30) & (place <= 226)).all()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_a_varied_look_keeps_the_picture_in_its_frame(seed: int) -> None:
    picture = varied_appearance(BACKDROP, np.random.default_rng(seed))
    assert picture.shape == BACKDROP.shape
    assert picture.dtype == np.uint8


def scene_with(heads: list[tuple[float, ...]], unclear: list[tuple[float, ...]]) -> Scene:
    return Scene(
        pixels=np.zeros((64, 64, 3), dtype=np.uint8),
        classes=np.zeros((64, 64), dtype=np.uint8),
        heads=boxes(*np.array(heads, dtype=np.float32).reshape(-1, 4)),
        unclear=boxes(*np.array(unclear, dtype=np.float32).reshape(-1, 4)),
        uncertainty=0.0,
    )


def test_targets_say_where_a_head_is_and_how_large() -> None:
    box = (12.0, 20.0, 36.0, 52.0)
    centres, asked, sizes = head_targets(scene_with([box], []), 8)
    assert asked.all()
    row, column = np.unravel_index(centres.argmax(), centres.shape)
    assert (row, column) == (4, 3)
    assert centres[row, column] == 1
    x = column + 0.5 + sizes[0, row, column]
    y = row + 0.5 + sizes[1, row, column]
    width, height = np.exp(sizes[2:, row, column])
    found = np.array([x - width / 2, y - height / 2, x + width / 2, y + height / 2]) * HEAD_STRIDE_PX
    np.testing.assert_allclose(found, box, atol=1e-3)


def test_nobody_is_asked_about_half_hidden_heads() -> None:
    _, asked, _ = head_targets(scene_with([], [(8.0, 8.0, 24.0, 24.0)]), 8)
    assert not asked[1:3, 1:3].any()
    assert asked[5:, 5:].all()


def test_batches_hold_pictures_and_classes_at_full_size() -> None:
    batch = collated([scene_with([(8, 8, 24, 24)], []), scene_with([], [])], None)
    assert batch.pictures.shape == (2, 3, 64, 64)
    assert batch.classes.shape == (2, 64, 64)
    assert batch.boxes.shape == (2, 4, 8, 8)
    assert batch.centres[0].max() == 1
    assert batch.centres[1].max() == 0
