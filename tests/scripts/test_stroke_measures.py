"""The brush's measures, on pictures and strokes of which the answer is known."""

from collections import deque
from xml.etree import ElementTree

import numpy as np
import pytest
from stroke_study.grid_trace import grid_trace
from stroke_study.hertzmann import HertzmannStyle, paint_hertzmann
from stroke_study.likeness import crispness, likeness
from stroke_study.line_chart import Curve, Panel, chart_svg
from stroke_study.rectangles import RectangleSearch, paint_rectangles
from stroke_study.replaying import bare_canvas, error_changes, squared_error
from stroke_study.stroke_shape import curve_lengths, direction_agreement, elongations

from painttime.core.brushwork import Brushwork, Stroke, StrokeList
from painttime.core.image import RGB8
from painttime.strokes.engine import paint

WHITE = (255, 255, 255)


def noise(height_px: int, width_px: int, seed: int = 0) -> RGB8:
    return np.random.default_rng(seed).integers(100, 156, (height_px, width_px, 3), dtype=np.uint8)


def straight(begin: tuple[float, float], end: tuple[float, float], width: float, shade: int = 0) -> Stroke:
    middle = ((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2)
    return Stroke(curve=(begin, middle, end), widths=(width, width), colour=(shade, shade, shade))


class TestLikeness:
    def test_a_difference_everywhere_by_a_tenth_is_a_tenth_and_20_db(self) -> None:
        painting = np.full((16, 16, 3), 100, dtype=np.uint8)
        canvas = np.full((16, 16, 3), 100 + 51, dtype=np.uint8)
        found = likeness(canvas, painting)
        assert found.l1 == pytest.approx(0.2)
        assert found.psnr_db == pytest.approx(20 * np.log10(5))

    def test_the_painting_itself_is_alike(self) -> None:
        painting = noise(20, 30)
        found = likeness(painting, painting)
        assert (found.l1, found.psnr_db, found.ssim) == (0, float("inf"), pytest.approx(1))

    def test_a_sharp_edge_is_crisper_than_an_enlarged_one_and_a_soft_one_is_not(self) -> None:
        small = np.zeros((32, 32, 3), dtype=np.uint8)
        small[:, 16:] = 255
        large = np.repeat(np.repeat(small, 4, axis=0), 4, axis=1)
        soft = np.broadcast_to(np.linspace(0, 255, 128)[None, :, None], (128, 128, 3)).astype(np.uint8)
        assert crispness(large, small) > 1.5
        assert crispness(soft, small) < 0.1


class TestGridTrace:
    @pytest.mark.parametrize("axis", [0, 1])
    def test_a_made_grid_is_found_at_its_period(self, axis: int) -> None:
        painting = noise(120, 160, seed=1)
        canvas = painting.copy()
        lines = [slice(None), slice(None, None, 20)]
        canvas[tuple(lines[:: 1 if axis else -1])] += 60
        found = grid_trace(canvas, painting)
        assert found.period_px == 20
        assert found.ratio > 2
        assert found.excess > 0.5

    def test_a_faint_grid_under_a_strong_error_shows_in_the_excess(self) -> None:
        painting = np.full((240, 240, 3), 128, dtype=np.uint8)
        rough = np.random.default_rng(3).integers(0, 40, (240, 240, 1))
        lines = np.zeros((240, 240, 1), dtype=np.int64)
        lines[:, ::16] = 14
        plain = grid_trace((painting - rough).astype(np.uint8), painting)
        lined = grid_trace((painting - rough - lines).astype(np.uint8), painting)
        assert lined.period_px % 16 == 0
        assert lined.excess > 3 * plain.excess

    def test_error_without_a_grid_leaves_none(self) -> None:
        assert grid_trace(noise(200, 200, seed=1), noise(200, 200, seed=2)).ratio < 1.05


class TestStrokeShape:
    def test_length_and_width_of_a_straight_stroke(self) -> None:
        strokes = StrokeList.of([straight((0.1, 0.2), (0.4, 0.6), 0.1)])
        assert elongations(strokes) == pytest.approx([5], rel=1e-5)

    def test_a_bend_is_longer_than_its_chord(self) -> None:
        bent = Stroke(curve=((0, 0), (0.5, 0.5), (1, 0)), widths=(0.1, 0.1), colour=(0, 0, 0))
        # The length of a parabola with this chord and height 1/4, in closed form.
        assert curve_lengths(StrokeList.of([bent])) == pytest.approx([1.1478], abs=2e-3)

    @pytest.mark.parametrize(("end", "agreement"), [((0.5, 0.7), 1.0), ((0.7, 0.5), 0.0)])
    def test_strokes_along_stripes_agree_and_strokes_across_do_not(
        self, end: tuple[float, float], agreement: float
    ) -> None:
        stripes = np.zeros((100, 100, 3), dtype=np.uint8)
        stripes[:, (np.arange(100) // 5) % 2 == 0] = 255
        strokes = StrokeList.of([straight((0.5, 0.5), end, 0.04)])
        assert direction_agreement(strokes, stripes) == pytest.approx([agreement], abs=0.02)

    def test_strokes_where_nothing_runs_anywhere_or_outside_do_not_count(self) -> None:
        flat = np.full((80, 100, 3), 90, dtype=np.uint8)
        strokes = StrokeList.of([straight((0.2, 0.2), (0.4, 0.2), 0.05), straight((1, 1), (2, 2), 0.05)])
        assert direction_agreement(strokes, flat).size == 0


class TestReplaying:
    def test_it_tells_strokes_that_help_from_strokes_that_harm(self) -> None:
        painting = np.full((60, 80, 3), 255, dtype=np.uint8)
        painting[30:] = 0
        strokes = [straight((0.2, 0.6), (0.8, 0.6), 0.1), straight((0.2, 0.2), (0.8, 0.2), 0.1)]
        brushwork = Brushwork(
            strokes=StrokeList.of(strokes), ground=(255, 255, 255), height_px=60, width_px=80
        )
        changes = error_changes(brushwork, painting)
        assert changes[0] < 0 < changes[1]
        before = squared_error(bare_canvas(brushwork), painting)
        assert before + changes.sum() == squared_error(paint(brushwork), painting)


class TestPlainPainters:
    def test_every_rectangle_lowers_the_error(self) -> None:
        painting = noise(40, 50)
        errors = [
            squared_error(canvas, painting)
            for canvas in paint_rectangles(painting, 30, RectangleSearch(num_random=8), ground=WHITE, seed=1)
        ]
        assert len(errors) == 30
        assert all(np.diff(errors) < 0)

    def test_hertzmann_strokes_run_along_an_edge_and_never_across_it(self) -> None:
        painting = np.zeros((64, 64, 3), dtype=np.uint8)
        painting[:, 32:] = (200, 100, 50)
        canvas = deque(
            paint_hertzmann(painting, HertzmannStyle(radii_px=(4, 2)), ground=WHITE, seed=0), maxlen=1
        ).pop()
        assert np.abs(canvas[:, :24].astype(int) - painting[:, :24]).mean() < 3
        assert np.abs(canvas[:, 40:].astype(int) - painting[:, 40:]).mean() < 3

    def test_a_lower_threshold_takes_more_strokes(self) -> None:
        painting = noise(48, 48)
        counts = [
            sum(
                1
                for _ in paint_hertzmann(painting, HertzmannStyle(threshold=threshold), ground=WHITE, seed=0)
            )
            for threshold in (2, 8, 80)
        ]
        assert counts[0] > counts[1] > counts[2] > 0


class TestLineChart:
    def test_points_stand_where_their_values_are(self) -> None:
        curve = Curve(name="a < b", points=((10, 1.0), (100, 0.5), (1000, 0.25)))
        text = chart_svg([Panel(title="Error", x_title="strokes", curves=(curve,))])
        dots = ElementTree.fromstring(text).findall(".//{http://www.w3.org/2000/svg}circle")
        xs = [float(dot.attrib["cx"]) for dot in dots]
        ys = [float(dot.attrib["cy"]) for dot in dots]
        assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.2)
        assert ys[0] < ys[1] < ys[2]
