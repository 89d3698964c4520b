import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from painttime.core.brushwork import Stroke
from painttime.gui.stroke_outline import stroke_outline_lines


def straight(begin: tuple[float, float], end: tuple[float, float], widths: tuple[float, float]) -> Stroke:
    middle = ((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2)
    return Stroke(curve=(begin, middle, end), widths=widths, colour=(0, 0, 0))


def test_a_straight_stroke_is_outlined_at_half_its_width_with_round_ends() -> None:
    lines = stroke_outline_lines(straight((0.2, 0.5), (0.8, 0.5), (0.1, 0.1)), 1000)
    xs = [point.x() for line in lines for point in (line.p1(), line.p2())]
    ys = [point.y() for line in lines for point in (line.p1(), line.p2())]
    assert (min(ys), max(ys)) == pytest.approx((450, 550), abs=0.01)
    assert (min(xs), max(xs)) == pytest.approx((150, 850), abs=0.5), "the ends reach half a width beyond"


def test_widths_may_differ() -> None:
    lines = stroke_outline_lines(straight((0.2, 0.5), (0.8, 0.5), (0.2, 0.02)), 1000)
    near_begin = [line.y1() for line in lines if abs(line.x1() - 200) < 1]
    near_end = [line.y1() for line in lines if abs(line.x1() - 800) < 1]
    assert max(near_begin) - min(near_begin) == pytest.approx(200, abs=1)
    assert max(near_end) - min(near_end) == pytest.approx(20, abs=1)


points = st.tuples(st.floats(-1, 2), st.floats(-1, 2))


@given(points, points, points, st.floats(0, 0.5), st.floats(0, 0.5))
def test_any_stroke_has_a_closed_outline_of_finite_points(begin, middle, end, first, last) -> None:
    stroke = Stroke(curve=(begin, middle, end), widths=(first, last), colour=(0, 0, 0))
    lines = stroke_outline_lines(stroke, 800)
    assert all(math.isfinite(value) for line in lines for value in (line.x1(), line.y1()))
    ends = [line.p2() for line in lines]
    begins = [line.p1() for line in (*lines[1:], lines[0])]
    assert all(_near(one, other) for one, other in zip(ends, begins, strict=True))


def _near(one: QPointF, other: QPointF) -> bool:
    return math.hypot(one.x() - other.x(), one.y() - other.y()) < 1e-6
