"""The trivial processes: bare ground first, the painting last, and what each is made for between."""

import cv2
import numpy as np
import pytest

from painttime.core.image import luminance
from painttime.evaluation.baselines import (
    BASELINE_TITLES,
    BLUR,
    CROSS_FADE,
    LIGHT_TO_DARK,
    PARTS,
    SMOOTH_FIRST,
    TILE_PX,
    TILES,
    TOP_DOWN,
    baselines,
    in_turn,
)
from painttime.evaluation.measures.course import backtrack, distances_to_end

GROUND = (240, 230, 220)
NUM_FRAMES = 9


@pytest.fixture(scope="module")
def whole_picture():
    """Colours that no two neighbouring pixels share, so that uncovered pixels can be told."""
    y, x = np.mgrid[0:256, 0:256]
    colours = np.stack([x // 2, y // 2, (x * 7 + y * 3) % 100], axis=2).astype(np.uint8)
    colours[128:, 128:, 2] = np.random.default_rng(5).integers(0, 100, (128, 128))
    return colours


@pytest.fixture
def trivial(whole_picture, halves):
    made = baselines(whole_picture, GROUND, NUM_FRAMES, parts=halves, seed=4)
    return {subject.name: subject for subject in made}


def shown(subject, index):
    """Where a frame shows the painting."""
    return (subject.frames.frame(index) == subject.painting).all(axis=2)


def test_there_is_one_for_each_title(trivial, whole_picture):
    assert list(trivial) == list(BASELINE_TITLES)
    without = baselines(whole_picture, GROUND, NUM_FRAMES)
    assert [subject.name for subject in without] == [name for name in BASELINE_TITLES if name != PARTS]


@pytest.mark.parametrize("num_frames", [2, 3, 4, 31])
def test_all_begin_bare_and_end_in_the_painting(whole_picture, halves, num_frames):
    for subject in baselines(whole_picture, GROUND, num_frames, parts=halves):
        frames = subject.frames
        assert frames.num_frames == num_frames
        assert (frames.frame(0) == np.array(GROUND)).all(), subject.name
        np.testing.assert_array_equal(frames.frame(num_frames - 1), whole_picture, err_msg=subject.name)


def test_none_goes_back(trivial):
    for name, subject in trivial.items():
        frames = np.stack([subject.frames.frame(index) for index in range(NUM_FRAMES)])
        assert backtrack(distances_to_end(frames)) == 0, name


@pytest.mark.parametrize("name", [LIGHT_TO_DARK, TOP_DOWN, TILES, SMOOTH_FIRST])
def test_as_much_shows_as_time_has_passed(trivial, name):
    for index in range(NUM_FRAMES):
        assert shown(trivial[name], index).mean() == pytest.approx(index / 8, abs=0.03)


def test_the_fade_is_half_way_at_half_time(trivial):
    half = (trivial[CROSS_FADE].painting.astype(float) + GROUND) / 2
    np.testing.assert_allclose(trivial[CROSS_FADE].frames.frame(4), half, atol=0.5)


def test_the_weights_of_the_fade_are_those_it_is_made_by(trivial):
    fade = trivial[CROSS_FADE]
    before, after = (fade.frames.frame(index).astype(float) for index in (5, 6))
    weight = fade.weight(5)[..., None]
    np.testing.assert_allclose(weight * fade.painting + (1 - weight) * before, after, atol=1)


def test_the_weights_of_a_reveal_are_what_it_uncovers(trivial):
    for name in (LIGHT_TO_DARK, PARTS):
        for step in range(NUM_FRAMES - 1):
            uncovered = shown(trivial[name], step + 1) & ~shown(trivial[name], step)
            np.testing.assert_array_equal(trivial[name].weight(step), uncovered)


def test_the_blur_gains_detail_at_every_step(trivial):
    pictures = [trivial[BLUR].frames.frame(index) for index in range(NUM_FRAMES)]
    edges = [cv2.Laplacian(luminance(picture), cv2.CV_32F).std() for picture in pictures]
    assert edges == sorted(edges)
    # The mean colour is there from the first blur on.
    assert np.abs(pictures[1].mean(axis=(0, 1)) - pictures[-1].mean(axis=(0, 1))).max() < 4


def test_light_comes_before_dark(trivial):
    first = shown(trivial[LIGHT_TO_DARK], 4)
    luma = luminance(trivial[LIGHT_TO_DARK].painting)
    assert luma[first].min() > luma[~first].max()


def test_the_wipe_goes_down(trivial):
    rows = shown(trivial[TOP_DOWN], 2)
    assert rows[:64].all()
    assert not rows[64:].any()


def test_tiles_show_whole_and_by_the_seed(trivial, whole_picture):
    tiles = shown(trivial[TILES], 4).reshape(16, TILE_PX, 16, TILE_PX)
    np.testing.assert_array_equal(tiles.all(axis=(1, 3)), tiles.any(axis=(1, 3)))
    again, other = (
        {subject.name: subject for subject in baselines(whole_picture, GROUND, NUM_FRAMES, seed=seed)}[TILES]
        for seed in (4, 5)
    )
    np.testing.assert_array_equal(shown(again, 4), shown(trivial[TILES], 4))
    assert (shown(other, 4) != shown(trivial[TILES], 4)).any()


def test_noise_comes_last(trivial):
    # A quarter of the picture is noise.
    late = ~shown(trivial[SMOOTH_FIRST], 6)
    assert late[136:248, 136:248].all()
    assert not late[:120, :120].any()


def test_parts_come_in_one_go_from_back_to_front(trivial, halves):
    left = halves.mask(3)
    covered = [shown(trivial[PARTS], index) for index in range(NUM_FRAMES)]
    assert not covered[3].any()
    for index in (4, 7):
        np.testing.assert_array_equal(covered[index], left)
    assert covered[8].all()


def test_equal_places_in_an_order_come_together():
    times = in_turn(np.array([[5, 1], [5, 9]]))
    np.testing.assert_array_equal(times, np.array([[0.75, 0.25], [0.75, 1]], dtype=np.float32))
