"""What is made up behind a part comes from the parts behind it, and goes on as they do."""

import numpy as np
import pytest

from painttime.segmentation.behind import exemplar_fill
from painttime.segmentation.behind.exemplar_fill import fill_texture
from painttime.segmentation.behind.inpainting import WORKING_PX, continuations, continue_part, fill_behind
from painttime.segmentation.behind.push_pull import push_pull
from painttime.segmentation.behind.warm_up import warm_up

SKY, MEADOW, FIGURE, HAT = 1, 2, 3, 4
BLUE, GREEN, RED, YELLOW = (40, 80, 220), (50, 170, 60), (220, 40, 30), (240, 220, 40)


def scene(height, width):
    """A red figure with a yellow hat in front of a blue sky above a green meadow, in streaks."""
    labels = np.full((height, width), SKY, dtype=np.uint8)
    labels[height // 2 :] = MEADOW
    labels[height // 5 : height * 9 // 10, width * 2 // 5 : width * 3 // 5] = FIGURE
    labels[height // 5 : height // 3, width * 2 // 5 : width * 3 // 5] = HAT
    colours = np.array([(0, 0, 0), BLUE, GREEN, RED, YELLOW])[labels]
    streaks = 14 * np.sin(np.arange(width) * 1.3)[None, :, None]
    return np.clip(colours + streaks, 0, 255).astype(np.uint8), labels


def nearest(pixels):
    palette = np.array([BLUE, GREEN, RED, YELLOW])
    return np.abs(pixels[..., None, :].astype(int) - palette).sum(axis=-1).argmin(axis=-1) + 1


@pytest.mark.parametrize("size", [(60, 80), (2 * WORKING_PX, 3 * WORKING_PX)])
def test_a_figure_gives_way_to_sky_and_meadow(size):
    pixels, labels = scene(*size)
    filled = fill_behind(pixels, labels, (SKY, MEADOW, FIGURE, HAT), FIGURE)
    window = labels[filled.top : filled.top + filled.pixels.shape[0], filled.left :][
        :, : filled.pixels.shape[1]
    ]
    seen = nearest(filled.pixels)[window == FIGURE]
    # No smear of the figure, and nothing of the hat, which lies in front of it.
    assert set(np.unique(seen)) == {SKY, MEADOW}
    horizon = size[0] // 2 - filled.top
    rows = nearest(filled.pixels)[:, filled.pixels.shape[1] // 2]
    slack = size[0] // 12
    assert (rows[size[0] // 3 - filled.top : horizon - slack] == SKY).all()
    assert (rows[horizon + slack :] == MEADOW).all()
    outside = filled.pixels[window == HAT]
    np.testing.assert_array_equal(
        outside, pixels[filled.top :, filled.left :][: window.shape[0], : window.shape[1]][window == HAT]
    )


def test_streaks_go_on_and_do_not_end_in_a_flat_patch():
    pixels, labels = scene(120, 160)
    filled = fill_behind(pixels, labels, (SKY, MEADOW, FIGURE, HAT), HAT)
    made_up = filled.pixels[2:-2, 4:-4].astype(float)
    assert made_up.std(axis=1).mean() > 0.4 * pixels[2:20].astype(float).std(axis=1).mean()


def test_the_rearmost_part_has_nothing_behind_it():
    pixels, labels = scene(40, 50)
    filled = fill_behind(pixels, labels, (SKY, MEADOW, FIGURE, HAT), SKY)
    np.testing.assert_array_equal(filled.pixels, pixels[:20])
    assert fill_behind(pixels, labels, (SKY, MEADOW, FIGURE, HAT, 9), 9).pixels.size == 0


def test_extents_cover_what_is_hidden_and_stay_out_of_what_lies_behind():
    _, labels = scene(120, 160)
    known = continuations(labels, (SKY, MEADOW, FIGURE, HAT))
    assert known.extent(SKY).all()
    meadow = known.extent(MEADOW)
    assert meadow[labels == MEADOW].all()
    assert not meadow[labels == SKY].any()
    assert meadow[80:100, 80].all()
    assert not meadow[30:50, 80].any()
    np.testing.assert_array_equal(known.extent(HAT), labels == HAT)


def test_nothing_opens_where_a_part_begins_to_be_hidden():
    """Hiding a part must not show a slit of something else along its edge."""
    y, x = np.mgrid[0:700, 0:900]
    labels = np.where((y - 350) ** 2 + (x - 430) ** 2 < 211**2, 2, 1).astype(np.uint8)
    labels[(y - 300) ** 2 + (x - 520) ** 2 < 97**2] = 3
    known = continuations(labels, (1, 2, 3))
    inner = (y - 350) ** 2 + (x - 430) ** 2 < 190**2
    assert known.extent(2)[inner].all()


def test_a_part_that_is_seen_nowhere_goes_on_in_grey():
    bare = np.zeros((20, 20), dtype=bool)
    bare[3:7, 5:9] = True
    filled = continue_part(np.zeros((20, 20, 3), np.uint8), np.zeros((20, 20), bool), bare)
    assert (filled.top, filled.left, filled.pixels.shape) == (3, 5, (4, 4, 3))
    assert (filled.pixels == 128).all()


def test_filling_is_always_the_same():
    pixels, labels = scene(90, 120)
    first, second = (fill_behind(pixels, labels, (SKY, MEADOW, FIGURE, HAT), FIGURE) for _ in range(2))
    np.testing.assert_array_equal(first.pixels, second.pixels)


def test_known_values_stay_and_gaps_lie_between_them():
    values = np.zeros((32, 32, 5), dtype=np.float32)
    values[:, 20:] = 10
    known = np.zeros((32, 32), dtype=bool)
    known[:, :4] = known[:, 28:] = True
    filled = push_pull(values, known)
    np.testing.assert_array_equal(filled[known], values[known])
    across = filled[16, :, 0]
    assert (np.diff(across) > -0.3).all()
    assert 3 < across[16] < 7
    with pytest.raises(ValueError, match="nothing is known"):
        push_pull(values, np.zeros_like(known))


def test_texture_is_taken_from_what_is_known_only():
    rng = np.random.default_rng(2)
    picture = rng.integers(0, 256, (40, 40, 3)).astype(np.float32)
    picture[:, 30:] = 1000
    known = np.zeros((40, 40), dtype=bool)
    known[:, :18] = True
    wanted = np.zeros_like(known)
    wanted[5:30, 18:30] = True
    filled, sources = fill_texture(picture, known, wanted)
    assert filled[wanted].max() <= 255
    rows, columns = sources[wanted].T
    assert known[rows, columns].all()


def test_set_up_compiles_everything_the_filling_uses():
    warm_up()
    assert all(
        kernel.signatures for kernel in (exemplar_fill._grow, exemplar_fill._match, exemplar_fill._vote)
    )
    before = [len(kernel.signatures) for kernel in (exemplar_fill._grow, exemplar_fill._match)]
    pixels, labels = scene(2 * WORKING_PX, 2 * WORKING_PX)
    fill_behind(pixels, labels, (SKY, MEADOW, FIGURE, HAT), HAT)
    assert [len(kernel.signatures) for kernel in (exemplar_fill._grow, exemplar_fill._match)] == before
