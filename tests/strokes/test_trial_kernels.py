"""Trying strokes: what is told of a stroke is what laying it brings."""

import numpy as np
import pytest

from painttime.core.brushwork import BRUSH_NAMES, StrokeList
from painttime.core.image import RGB8, Float32
from painttime.strokes.brushes import brush_table
from painttime.strokes.engine import draw_layer, draw_strokes
from painttime.strokes.kernels import stroke_alpha, stroke_window
from painttime.strokes.trial_kernels import (
    SHORTEST_IN_WIDTHS,
    error_falls_by,
    fitting_colour,
    gains_of,
    lay_where_better,
)

HEIGHT, WIDTH = 48, 64
ANY_COLOUR = np.zeros((0, 3), dtype=np.uint8)
FEW_COLOURS = np.array([(20, 30, 40), (250, 240, 200), (120, 60, 30)], dtype=np.uint8)


def canvas_of(seed: int) -> RGB8:
    """Noise of 8-bit levels: every pixel rounds in its own way."""
    return np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)


def smooth_target() -> RGB8:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    return np.stack([4 * rows, 3 * columns, 255 - 2 * (rows + columns)], axis=2).astype(np.uint8)


def weight_of(seed: int) -> Float32:
    return np.random.default_rng(seed).random((HEIGHT, WIDTH), dtype=np.float32)


def geometry_of(seed: int, count: int) -> Float32:
    rng = np.random.default_rng(seed)
    middles = rng.uniform(0, 1, (count, 1, 2)) * (1, HEIGHT / WIDTH)
    points = middles + rng.normal(0, 0.1, (count, 3, 2))
    widths = rng.uniform(0.02, 0.15, (count, 2))
    return np.concatenate([points.reshape(count, 6), widths], axis=1).astype(np.float32)


def textures_of(seed: int, count: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2**31, count, dtype=np.uint32)


def scratch() -> Float32:
    return np.empty((3, HEIGHT, WIDTH), dtype=np.float32)


def as_strokes(geometry: Float32, brush: int, textures: np.ndarray, colours: np.ndarray) -> StrokeList:
    count = len(geometry)
    return StrokeList(
        curves=geometry[:, :6].reshape(count, 3, 2),
        widths=geometry[:, 6:],
        colours=colours,
        opacities=np.full(count, 255, dtype=np.uint8),
        brushes=np.full(count, brush, dtype=np.uint8),
        part_ids=np.zeros(count, dtype=np.uint8),
        passes=np.zeros(count, dtype=np.uint8),
        textures=textures,
    )


def squared_error(canvas: RGB8, target: RGB8, weight: Float32 | None = None) -> float:
    squares = ((canvas.astype(np.float64) - target) ** 2).sum(axis=2)
    return float((squares if weight is None else squares * weight).sum())


@pytest.mark.parametrize("brush", range(len(BRUSH_NAMES)))
def test_the_gain_told_is_the_fall_of_the_error_of_the_canvas(brush: int) -> None:
    target, weight, table = smooth_target(), weight_of(0), brush_table()
    geometry, textures = geometry_of(brush, 12), textures_of(brush, 12)
    for index in range(len(geometry)):
        canvas = canvas_of(index)
        window = stroke_window(geometry[index], WIDTH, HEIGHT, WIDTH)
        alpha, colour = scratch(), np.zeros(3, dtype=np.uint8)
        stroke_alpha(geometry[index], table[brush], 1.0, int(textures[index]), WIDTH, window, alpha)
        assert fitting_colour(canvas, target, weight, ANY_COLOUR, window, alpha, colour)
        counted, plain = error_falls_by(canvas, target, weight, colour, window, alpha)
        only = canvas.copy()
        strokes = as_strokes(geometry, brush, textures, colour[None].repeat(12, axis=0))
        draw_strokes(only, strokes, first=index, last=index + 1)
        before = squared_error(canvas, target)
        assert plain == pytest.approx(before - squared_error(only, target), abs=1e-6)
        weighted_before = squared_error(canvas, target, weight)
        assert counted == pytest.approx(weighted_before - squared_error(only, target, weight), rel=1e-4)


def exact_errors(
    canvas: RGB8, target: RGB8, weight: Float32, alpha: np.ndarray, colours: np.ndarray
) -> np.ndarray:
    """Return the weighted error, without rounding, of laying each colour (m, 3), (m,)."""
    share = alpha[..., None] / 255.0
    laid = canvas * (1 - share) + share * colours[:, None, None, :]
    return (((laid - target) ** 2).sum(axis=3) * weight).sum(axis=(1, 2))


@pytest.mark.parametrize("brush", ["round", "bristle", "wash"])
def test_no_other_colour_fits_better(brush: str) -> None:
    target, weight, number = smooth_target(), weight_of(1), BRUSH_NAMES.index(brush)
    geometry, textures = geometry_of(5, 8), textures_of(5, 8)
    neighbours = np.stack(np.meshgrid(*[(-1, 0, 1)] * 3), axis=-1).reshape(-1, 3)
    for index in range(len(geometry)):
        canvas = canvas_of(index)
        window = stroke_window(geometry[index], WIDTH, HEIGHT, WIDTH)
        alpha, colour = scratch(), np.zeros(3, dtype=np.uint8)
        stroke_alpha(geometry[index], brush_table()[number], 1.0, int(textures[index]), WIDTH, window, alpha)
        fitting_colour(canvas, target, weight, ANY_COLOUR, window, alpha, colour)
        # The alpha as an independent way of drawing gives it: a layer of this stroke alone.
        strokes = as_strokes(geometry, number, textures, np.zeros((8, 3), dtype=np.uint8))
        layer = draw_layer(strokes.selected(slice(index, index + 1)), HEIGHT, WIDTH)[..., 3]
        errors = exact_errors(canvas, target, weight, layer, np.clip(colour.astype(int) + neighbours, 0, 255))
        assert errors[len(errors) // 2] <= errors.min() * (1 + 1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_of_a_palette_the_best_colour_is_taken(seed: int) -> None:
    target, weight = smooth_target(), weight_of(1)
    geometry, textures = geometry_of(seed, 20), textures_of(seed, 20)
    for index in range(len(geometry)):
        canvas, alpha, colour = canvas_of(index), scratch(), np.zeros(3, dtype=np.uint8)
        window = stroke_window(geometry[index], WIDTH, HEIGHT, WIDTH)
        stroke_alpha(geometry[index], brush_table()[0], 1.0, int(textures[index]), WIDTH, window, alpha)
        if not fitting_colour(canvas, target, weight, FEW_COLOURS, window, alpha, colour):
            continue
        strokes = as_strokes(geometry, 0, textures, np.zeros((20, 3), dtype=np.uint8))
        layer = draw_layer(strokes.selected(slice(index, index + 1)), HEIGHT, WIDTH)[..., 3]
        errors = exact_errors(canvas, target, weight, layer, FEW_COLOURS)
        chosen = (colour == FEW_COLOURS).all(axis=1)
        assert chosen.any()
        assert errors[chosen].min() <= errors.min() * (1 + 1e-3)


def laid(
    canvas: RGB8, geometry: Float32, *, palette: np.ndarray = ANY_COLOUR, most: int = 999, shade: float = 1.0
) -> StrokeList:
    """Lay what helps on the canvas and return it."""
    colours, textures = np.zeros((len(geometry), 3), dtype=np.uint8), textures_of(1, len(geometry))
    brush = BRUSH_NAMES.index("bristle")
    kept = lay_where_better(
        canvas,
        smooth_target(),
        weight_of(2),
        palette,
        geometry,
        brush_table()[brush],
        1.0,
        textures,
        shade,
        most,
        scratch(),
        colours,
    )
    return as_strokes(geometry[kept], brush, textures[kept], colours[kept])


@pytest.mark.parametrize("palette", [ANY_COLOUR, FEW_COLOURS])
def test_both_errors_fall_with_every_stroke_laid(palette: np.ndarray) -> None:
    canvas, replayed = canvas_of(9), canvas_of(9)
    strokes = laid(canvas, geometry_of(6, 60), palette=palette)
    assert len(strokes) > 10
    former = np.array([squared_error(replayed, smooth_target(), weight) for weight in (None, weight_of(2))])
    for index in range(len(strokes)):
        draw_strokes(replayed, strokes, first=index, last=index + 1)
        errors = np.array(
            [squared_error(replayed, smooth_target(), weight) for weight in (None, weight_of(2))]
        )
        assert (errors < former).all()
        former = errors
    np.testing.assert_array_equal(replayed, canvas, "what is kept is not what was tried")


def test_strokes_that_harm_leave_the_canvas() -> None:
    canvas = smooth_target()
    assert len(laid(canvas, geometry_of(6, 60))) == 0
    np.testing.assert_array_equal(canvas, smooth_target())


@pytest.mark.parametrize("most", [0, 1, 7])
def test_no_more_strokes_are_laid_than_asked_for(most: int) -> None:
    all_laid = laid(canvas_of(9), geometry_of(6, 60))
    first = laid(canvas_of(9), geometry_of(6, 60), most=most)
    assert len(first) == most
    np.testing.assert_array_equal(first.curves, all_laid.curves[:most])


def test_strokes_of_a_palette_keep_to_it_also_where_they_are_darkened() -> None:
    for shade in (1.0, 0.6):
        strokes = laid(canvas_of(3), geometry_of(6, 60), palette=FEW_COLOURS, shade=shade)
        assert len(strokes) > 3
        assert {tuple(colour) for colour in strokes.colours.tolist()} <= {
            tuple(colour) for colour in FEW_COLOURS.tolist()
        }


def gains(geometry: Float32, num_trials: int, sizes: tuple[float, float] = (0.01, 0.4)) -> np.ndarray:
    return gains_of(
        canvas_of(4),
        smooth_target(),
        weight_of(3),
        ANY_COLOUR,
        geometry,
        brush_table()[2],
        1.0,
        textures_of(8, len(geometry)),
        1.0,
        sizes,
        num_trials,
        scratch(),
    )


def test_trials_better_strokes_and_never_worsen_them() -> None:
    plain, bettered = geometry_of(7, 40), geometry_of(7, 40)
    before, after = gains(plain, 0), gains(bettered, 8)
    np.testing.assert_array_equal(plain, geometry_of(7, 40), "a stroke moved without a trial")
    assert (after >= before).all()
    assert (after > before).mean() > 0.5
    moved = (bettered != plain).any(axis=1)
    np.testing.assert_array_equal(moved, after > before)
    # What a bettered stroke is said to gain, it gains.
    np.testing.assert_allclose(gains(bettered, 0), after)


def test_trials_keep_to_the_widths_asked_for_and_leave_no_stubs() -> None:
    geometry = geometry_of(7, 40)
    plain = geometry.copy()
    gains(geometry, 20, sizes=(0.05, 0.08))
    moved = (geometry != plain).any(axis=1)
    assert moved.sum() > 10
    widths = geometry[moved, 6:].max(axis=1)
    assert widths.min() >= 0.05 * (1 - 1e-5)
    assert widths.max() <= 0.08 * (1 + 1e-5)
    chords = np.linalg.norm(geometry[moved, 4:6] - geometry[moved, :2], axis=1)
    assert (chords >= SHORTEST_IN_WIDTHS * widths * (1 - 1e-4)).all()


def test_a_stroke_outside_the_picture_gains_nothing() -> None:
    far = geometry_of(7, 3)
    far[:, :6] += 40
    np.testing.assert_array_equal(gains(far, 4), 0)
