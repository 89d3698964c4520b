"""The brush: strokes at any size, bit by bit the same, inside their bounds and parts."""

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.brushwork import BRUSH_NAMES, Brushwork, Stroke, StrokeList
from painttime.core.image import RGB8, RGBColour
from painttime.strokes import engine
from painttime.strokes.engine import draw_layer, draw_strokes, labels_at, paint, stroke_bounds

GROUND = (246, 241, 230)
HEIGHT, WIDTH = 60, 80


def bare(height: int = HEIGHT, width: int = WIDTH, ground: RGBColour = GROUND) -> RGB8:
    canvas = np.empty((height, width, 3), dtype=np.uint8)
    canvas[:] = ground
    return canvas


def any_strokes(seed: int, count: int = 40) -> StrokeList:
    """Strokes of every brush, bent, tapering and translucent, some of them partly outside the picture."""
    rng = np.random.default_rng(seed)
    middles = rng.uniform(-0.1, 1.1, (count, 1, 2))
    return StrokeList(
        curves=(middles + rng.normal(0, 0.12, (count, 3, 2))).astype(np.float32),
        widths=rng.uniform(0.005, 0.15, (count, 2)).astype(np.float32),
        colours=rng.integers(0, 256, (count, 3), dtype=np.uint8),
        opacities=rng.choice(np.array([255, 255, 140, 40], dtype=np.uint8), count),
        brushes=rng.integers(0, len(BRUSH_NAMES), count, dtype=np.uint8),
        part_ids=rng.integers(0, 4, count, dtype=np.uint8),
        passes=np.zeros(count, dtype=np.uint8),
        textures=rng.integers(0, 2**32, count, dtype=np.uint32),
    )


def all_of(brush: str, strokes: StrokeList, thinnest: float = 0.0) -> StrokeList:
    """The same strokes, all of one brush."""
    return replace(
        strokes,
        widths=np.maximum(strokes.widths, np.float32(thinnest)),
        brushes=np.full(len(strokes), BRUSH_NAMES.index(brush), dtype=np.uint8),
    )


def one(brush: str = "round", opacity: int = 255, texture: int = 5, width: float = 0.2) -> StrokeList:
    """A stroke in black from left to right through the middle of a square picture."""
    curve = ((0.2, 0.5), (0.5, 0.5), (0.8, 0.5))
    stroke = Stroke(
        curve=curve, widths=(width, width), colour=(0, 0, 0), opacity=opacity, brush=brush, texture=texture
    )
    return StrokeList.of([stroke])


def four_parts(height: int = HEIGHT, width: int = WIDTH) -> np.ndarray:
    """Parts 0 to 3, one a quarter."""
    rows, columns = np.mgrid[:height, :width]
    return ((rows >= height // 2) * 2 + (columns >= width // 2)).astype(np.uint8)


@settings(deadline=None, max_examples=30)
@given(cuts=st.lists(st.integers(0, 40), max_size=4), seed=st.integers(0, 3))
def test_strokes_look_the_same_however_many_are_drawn_at_once(cuts: list[int], seed: int) -> None:
    strokes = any_strokes(seed)
    whole, piecewise = bare(), bare()
    draw_strokes(whole, strokes)
    borders = [0, *sorted(cuts), len(strokes)]
    for first, last in pairwise(borders):
        draw_strokes(piecewise, strokes, first=first, last=last)
    np.testing.assert_array_equal(piecewise, whole)


@pytest.mark.parametrize(("tile_px", "num_threads"), [(7, 1), (16, 2), (33, 4), (64, 1), (4096, 2)])
def test_strokes_look_the_same_in_tiles_of_any_size_and_in_threads(
    tile_px: int, num_threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    strokes = any_strokes(1)
    whole, tiled = bare(), bare()
    draw_strokes(whole, strokes, labels=four_parts())
    layer = draw_layer(strokes, HEIGHT, WIDTH)
    monkeypatch.setattr(engine, "TILE_PX", tile_px)
    draw_strokes(tiled, strokes, labels=four_parts(), num_threads=num_threads)
    np.testing.assert_array_equal(tiled, whole)
    np.testing.assert_array_equal(draw_layer(strokes, HEIGHT, WIDTH, num_threads=num_threads), layer)


def test_a_stroke_looks_the_same_wherever_it_stands_in_a_list() -> None:
    strokes = any_strokes(2)
    alone, among = bare(), bare()
    draw_strokes(alone, StrokeList.of([strokes.stroke(17)]))
    draw_strokes(among, strokes, first=17, last=18)
    np.testing.assert_array_equal(among, alone)


# The larger a picture, the more of the canvas's tooth shows through dry paint.
@pytest.mark.parametrize(
    ("brush", "most_apart"),
    [("round", 0.03), ("flat", 0.03), ("bristle", 0.1), ("knife", 0.1), ("wash", 0.1), ("dry", 0.5)],
)
def test_strokes_look_alike_at_three_times_the_size(brush: str, most_apart: float) -> None:
    strokes = all_of(brush, any_strokes(3, count=25), thinnest=0.08)
    work = Brushwork(strokes=strokes, ground=GROUND, height_px=225, width_px=300)
    small, large = paint(work), paint(work, long_side_px=900)
    assert large.shape == (675, 900, 3)
    reduced = cv2.resize(large, (300, 225), interpolation=cv2.INTER_AREA)
    painted = np.abs(small.astype(int) - np.array(GROUND)).mean()
    assert np.abs(reduced.astype(int) - small).mean() < most_apart * painted


@pytest.mark.parametrize("brush", BRUSH_NAMES)
def test_strokes_of_a_few_pixels_are_sharper_painted_large_than_enlarged(brush: str) -> None:
    strokes = all_of(brush, any_strokes(3))
    fine = replace(strokes, widths=strokes.widths * np.float32(0.3))
    work = Brushwork(strokes=fine, ground=GROUND, height_px=90, width_px=120)
    enlarged = cv2.resize(paint(work), (480, 360), interpolation=cv2.INTER_CUBIC)
    assert gradient_energy(paint(work, long_side_px=480)) > 1.5 * gradient_energy(enlarged)


def gradient_energy(picture: RGB8) -> float:
    rows, columns = np.gradient(picture.astype(np.float64), axis=(0, 1))
    return float((rows**2 + columns**2).mean())


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6))
def test_paint_lies_inside_the_bounds_told(seed: int) -> None:
    strokes = any_strokes(seed, count=6)
    for index, (left, top, right, bottom) in enumerate(stroke_bounds(strokes, HEIGHT, WIDTH).tolist()):
        assert 0 <= left <= right <= WIDTH
        assert 0 <= top <= bottom <= HEIGHT
        canvas = bare()
        draw_strokes(canvas, strokes, first=index, last=index + 1)
        canvas[top:bottom, left:right] = GROUND
        np.testing.assert_array_equal(canvas, bare())


def test_strokes_stay_in_their_part_and_others_go_where_they_go() -> None:
    strokes, labels = any_strokes(4), four_parts()
    free = bare()
    draw_strokes(free, strokes)
    for index in range(len(strokes)):
        own = int(strokes.part_ids[index])
        canvas, unbound = bare(), bare()
        draw_strokes(canvas, strokes, first=index, last=index + 1, labels=labels)
        draw_strokes(unbound, strokes, first=index, last=index + 1)
        inside = labels == own if own else np.ones_like(labels, dtype=bool)
        np.testing.assert_array_equal(canvas[~inside], bare()[~inside])
        np.testing.assert_array_equal(canvas[inside], unbound[inside])


def test_a_part_is_painted_the_same_whatever_its_neighbours_get() -> None:
    strokes, labels = any_strokes(5), four_parts()
    only = strokes.selected(np.flatnonzero(strokes.part_ids == 2))
    everything, alone = bare(), bare()
    bound = strokes.selected(np.flatnonzero(strokes.part_ids > 0))
    draw_strokes(everything, bound, labels=labels)
    draw_strokes(alone, only, labels=labels)
    np.testing.assert_array_equal(everything[labels == 2], alone[labels == 2])


def test_labels_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        draw_strokes(bare(), any_strokes(0), labels=four_parts(HEIGHT, WIDTH + 1))


@pytest.mark.parametrize("brush", BRUSH_NAMES)
def test_opacity_says_how_much_of_the_ground_shows(brush: str) -> None:
    drawn = {}
    for opacity in (0, 128, 255):
        canvas = bare(64, 64)
        draw_strokes(canvas, one(brush, opacity))
        drawn[opacity] = np.array(GROUND) - canvas.astype(float)
    assert not drawn[0].any()
    full, half = drawn[255], drawn[128]
    assert full.max() > 100
    np.testing.assert_allclose(half, full * 128 / 255, atol=1.0)


def test_an_opaque_stroke_covers_what_lies_below_and_later_strokes_lie_on_top() -> None:
    canvas = bare(64, 64)
    across = Stroke(curve=((0.5, 0.1), (0.5, 0.5), (0.5, 0.9)), widths=(0.1, 0.1), colour=(10, 20, 200))
    draw_strokes(canvas, StrokeList.joined([one(), StrokeList.of([across])]))
    assert tuple(canvas[32, 32]) == (10, 20, 200)
    assert tuple(canvas[32, 20]) == (0, 0, 0)


@pytest.mark.parametrize("brush", BRUSH_NAMES)
def test_a_stroke_mixes_its_colour_with_the_ground_and_nothing_else(brush: str) -> None:
    canvas = bare(96, 96)
    colour = np.array((200, 40, 90))
    strokes = one(brush)
    coloured = Stroke(curve=strokes.stroke(0).curve, widths=(0.2, 0.1), colour=(200, 40, 90), brush=brush)
    draw_strokes(canvas, StrokeList.of([coloured]))
    change = canvas.astype(float) - np.array(GROUND)
    direction = colour - np.array(GROUND)
    share = change @ direction / (direction @ direction)
    np.testing.assert_allclose(change, share[..., None] * direction, atol=1.01)
    assert share.min() > -0.01
    assert share.max() < 1.01
    assert share.sum() > 0.3 * (0.15 * 0.6) * 96**2, "hardly any paint"


def test_hairs_change_with_the_texture_and_the_place_does_not() -> None:
    canvases = []
    for texture in (1, 2, 2**32 - 1):
        canvas = bare(200, 200)
        draw_strokes(canvas, one("bristle", texture=texture))
        canvases.append(canvas)
    first, second, third = (canvas.astype(int).sum(axis=2) for canvas in canvases)
    assert (first != second).mean() > 0.02
    assert (second != third).mean() > 0.02
    rows, columns = np.mgrid[:200, :200]
    for coverage in (1 - canvas / canvas.max() for canvas in (first, second, third)):
        assert (rows * coverage).sum() / coverage.sum() == pytest.approx(99.5, abs=3)
        assert (columns * coverage).sum() / coverage.sum() == pytest.approx(97, abs=4)
        assert coverage.sum() == pytest.approx(first.size * 0.2 * 0.6 * 0.8, rel=0.2)


def test_dry_paint_runs_out_along_the_stroke() -> None:
    canvas = bare(200, 200)
    draw_strokes(canvas, one("dry", width=0.15))
    paint_left = (np.array(GROUND) - canvas.astype(float)).mean(axis=(0, 2))
    assert paint_left[130:150].mean() < 0.75 * paint_left[50:70].mean()


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6))
def test_layers_over_the_ground_are_what_is_drawn_on_it(seed: int) -> None:
    strokes = any_strokes(seed, count=12)
    labels = four_parts()
    layer = draw_layer(strokes, HEIGHT, WIDTH, labels=labels).astype(np.float64)
    alpha = layer[..., 3:] / 255
    laid = layer[..., :3] * alpha + np.array(GROUND) * (1 - alpha)
    canvas = bare()
    draw_strokes(canvas, strokes, labels=labels)
    # Twelve strokes are rounded one by one on the canvas and once on the layer.
    assert np.abs(laid - canvas).max() <= 3
    assert np.abs(laid - canvas).mean() <= 0.5


def test_a_layer_is_clear_where_no_stroke_lies() -> None:
    layer = draw_layer(one(), 64, 64)
    assert not layer[:10].any()
    assert tuple(layer[32, 32]) == (0, 0, 0, 255)
    assert not draw_layer(StrokeList.empty(), 5, 9).any()


def strange_strokes() -> StrokeList:
    """A point, a stroke without width, a huge one, one far away, a cusp, one of half a pixel."""
    curves = [
        [(0.5, 0.5)] * 3,
        [(0.1, 0.1), (0.5, 0.2), (0.9, 0.1)],
        [(-900.0, -900.0), (0.5, 0.5), (900.0, 900.0)],
        [(50.0, 50.0), (51.0, 50.0), (52.0, 50.0)],
        [(0.2, 0.2), (0.9, 0.9), (0.2, 0.2)],
        [(0.3, 0.3), (0.31, 0.3), (0.32, 0.3)],
    ]
    widths = [(0.1, 0.1), (0.0, 0.0), (800.0, 0.0), (0.5, 0.5), (0.3, 0.0), (0.004, 0.008)]
    count = len(curves)
    return StrokeList(
        curves=np.array(curves, dtype=np.float32),
        widths=np.array(widths, dtype=np.float32),
        colours=np.full((count, 3), 9, dtype=np.uint8),
        opacities=np.full(count, 255, dtype=np.uint8),
        brushes=np.zeros(count, dtype=np.uint8),
        part_ids=np.zeros(count, dtype=np.uint8),
        passes=np.zeros(count, dtype=np.uint8),
        textures=np.zeros(count, dtype=np.uint32),
    )


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 90), (90, 1), (2, 3), (64, 64)])
@pytest.mark.parametrize("brush", BRUSH_NAMES)
def test_strange_strokes_and_tiny_pictures_do_no_harm(height: int, width: int, brush: str) -> None:
    strokes = all_of(brush, strange_strokes())
    canvas = bare(height, width)
    draw_strokes(canvas, strokes, labels=np.ones((height, width), dtype=np.uint8))
    levels = np.array(GROUND)
    assert ((canvas >= 8) & (canvas <= levels)).all()
    far = stroke_bounds(strokes, height, width)[3]
    assert (far[2] - far[0]) * (far[3] - far[1]) == 0


def test_a_painting_is_painted_up_to_any_stroke() -> None:
    strokes = any_strokes(6)
    work = Brushwork(strokes=strokes, ground=GROUND, height_px=HEIGHT, width_px=WIDTH)
    np.testing.assert_array_equal(paint(work, count=0), bare())
    canvas = bare()
    for count in range(len(strokes)):
        draw_strokes(canvas, strokes, first=count, last=count + 1)
        np.testing.assert_array_equal(paint(work, count=count + 1), canvas)


def test_parts_are_kept_at_other_sizes() -> None:
    work = Brushwork(
        strokes=any_strokes(7), ground=GROUND, height_px=HEIGHT, width_px=WIDTH, labels=four_parts()
    )
    bound = work.strokes.selected(np.flatnonzero(work.strokes.part_ids == 3))
    large = paint(
        Brushwork(strokes=bound, ground=GROUND, height_px=HEIGHT, width_px=WIDTH, labels=work.labels),
        long_side_px=3 * WIDTH,
    )
    outside = four_parts(3 * HEIGHT, 3 * WIDTH) != 3
    np.testing.assert_array_equal(large[outside], bare(3 * HEIGHT, 3 * WIDTH)[outside])
    assert (large[~outside] != GROUND).any()


def test_labels_keep_their_places_at_other_sizes() -> None:
    labels = four_parts(6, 8)
    np.testing.assert_array_equal(labels_at(labels, 18, 24), labels.repeat(3, axis=0).repeat(3, axis=1))
    np.testing.assert_array_equal(labels_at(labels, 3, 4), four_parts(3, 4))
    assert labels_at(labels, 6, 8) is labels
    assert labels_at(None, 3, 4) is None


def test_borders_of_enlarged_parts_are_lines_without_stairs() -> None:
    rows, columns = np.mgrid[:20, :30]
    labels = np.where(columns > rows + 5, 2, 1).astype(np.uint8)

    enlarged = labels_at(labels, 160, 240)

    assert enlarged is not None
    # Along a slanted border the right part begins about a pixel later in every row, never eight at once.
    begins = (enlarged == 2).argmax(axis=1)[20:140]
    assert np.abs(np.diff(begins)).max() <= 3
    # And it lies where it lay.
    nearest = np.repeat(np.repeat(labels, 8, axis=0), 8, axis=1)
    assert (enlarged == nearest).mean() > 0.97
