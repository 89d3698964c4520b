"""What lasso, brush and wand take hold of, against the plain definitions worked out pixel by pixel."""

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.segmentation.editing.area import NOTHING, Area
from painttime.segmentation.editing.masks import line_area, polygon_area, stroke_area, wand_area

HEIGHT, WIDTH = 24, 31
few = settings(max_examples=30, deadline=None)
Mask = npt.NDArray[np.bool_]
places = st.tuples(st.floats(-9, WIDTH + 9), st.floats(-9, HEIGHT + 9))
masks = st.integers(0, 2**32).map(lambda seed: np.random.default_rng(seed).random((HEIGHT, WIDTH)) < 0.02)


def centres() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    return columns + 0.5, rows + 0.5


def full(area: Area) -> Mask:
    return area.full(HEIGHT, WIDTH)


@few
@given(first=masks, second=masks)
def test_areas_are_sets_of_pixels(first: Mask, second: Mask) -> None:
    one, other = Area.of(first), Area.of(second)
    assert np.array_equal(full(one), first)
    assert one.size_px == first.sum()
    assert np.array_equal(full(one.joined(other)), first | second)
    assert np.array_equal(full(one.without(other)), first & ~second)
    assert np.array_equal(full(one.common(other)), first & second)


@few
@given(mask=masks, height=st.integers(1, HEIGHT), width=st.integers(1, WIDTH))
def test_an_area_is_cut_at_the_border_of_a_smaller_picture(mask: Mask, height: int, width: int) -> None:
    inside = Area.of(mask).within(height, width)
    assert np.array_equal(inside.full(height, width), mask[:height, :width])
    assert inside.bottom <= height
    assert inside.right <= width


def test_an_area_cannot_lie_outside_of_every_picture() -> None:
    with pytest.raises(ValueError, match="within its picture"):
        Area(mask=np.ones((2, 2), dtype=np.bool_), left=-1)


def winding_numbers(points: list[tuple[float, float]]) -> npt.NDArray[np.int64]:
    """Return how often an outline turns around every pixel centre (Sunday 2001)."""
    x, y = centres()
    turns = np.zeros((HEIGHT, WIDTH), dtype=np.int64)
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True):
        left = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
        turns += (y0 <= y) & (y1 > y) & (left > 0)
        turns -= (y0 > y) & (y1 <= y) & (left < 0)
    return turns


@few
@given(points=st.lists(places, min_size=3, max_size=9))
def test_a_lasso_takes_the_pixels_whose_centres_it_runs_around(points: list[tuple[float, float]]) -> None:
    area = polygon_area(points, height_px=HEIGHT, width_px=WIDTH)
    differs = full(area) != (winding_numbers(points) != 0)
    # The two may only differ where rounding decides on which side of the outline a centre lies.
    x, y = centres()
    for row, column in zip(*np.nonzero(differs), strict=True):
        assert distance_to_path(points + points[:1], x, y)[row, column] < 1e-9


def distance_to_path(
    points: list[tuple[float, float]], x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    nearest = np.full(x.shape, np.inf)
    for (x0, y0), (x1, y1) in zip(points[:-1] or points, points[1:] or points, strict=True):
        length = (x1 - x0) ** 2 + (y1 - y0) ** 2
        share = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length, 0, 1) if length else 0.0
        nearest = np.minimum(nearest, np.hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0)))
    return nearest


def test_a_lasso_that_crosses_itself_has_no_hole() -> None:
    star = [(15 + 11 * np.sin(turn), 12 - 11 * np.cos(turn)) for turn in np.arange(5) * 4 * np.pi / 5]
    assert full(polygon_area(star, height_px=HEIGHT, width_px=WIDTH))[12, 15]


@few
@given(points=st.lists(places, min_size=1, max_size=6), radius_px=st.floats(1, 12))
def test_a_brush_takes_the_pixels_within_its_radius(
    points: list[tuple[float, float]], radius_px: float
) -> None:
    distance = distance_to_path(points, *centres())
    found = full(stroke_area(points, radius_px=radius_px, height_px=HEIGHT, width_px=WIDTH))
    assert found[distance < radius_px - 1e-6].all()
    assert not found[distance > radius_px + 1e-6].any()


@few
@given(points=st.lists(places, min_size=2, max_size=6), radius_px=st.floats(0, 9))
def test_a_stroke_drawn_piece_by_piece_is_the_whole_stroke(
    points: list[tuple[float, float]], radius_px: float
) -> None:
    pieces = NOTHING
    for piece in pairwise(points):
        pieces = pieces.joined(stroke_area(piece, radius_px=radius_px, height_px=HEIGHT, width_px=WIDTH))
    whole = stroke_area(points, radius_px=radius_px, height_px=HEIGHT, width_px=WIDTH)
    assert np.array_equal(full(pieces), full(whole))


@few
@given(x=st.floats(0, WIDTH, exclude_max=True), y=st.floats(0, HEIGHT, exclude_max=True))
def test_the_thinnest_brush_takes_the_pixel_it_is_on(x: float, y: float) -> None:
    area = stroke_area([(x, y)], radius_px=0.1, height_px=HEIGHT, width_px=WIDTH)
    assert full(area)[int(y), int(x)]
    assert area.size_px <= 4


@few
@given(begin=st.floats(0, HEIGHT), end=st.floats(0, HEIGHT))
def test_a_line_has_no_gap_to_slip_through(begin: float, end: float) -> None:
    line = full(line_area([(-3, begin), (WIDTH + 3, end)], height_px=HEIGHT, width_px=WIDTH))
    _, pieces = cv2.connectedComponents((~line).view(np.uint8), connectivity=8)
    if 1 < begin < HEIGHT - 1 and 1 < end < HEIGHT - 1:
        assert not set(pieces[0].tolist()) & set(pieces[-1].tolist())


def two_reds() -> npt.NDArray[np.uint8]:
    """Return a blue picture with a red square, a slightly darker red one beside it and a red one apart."""
    pixels = np.full((HEIGHT, WIDTH, 3), (40, 60, 160), dtype=np.uint8)
    pixels[4:10, 4:10] = (200, 40, 40)
    pixels[4:10, 10:16] = (190, 38, 38)
    pixels[16:20, 20:26] = (200, 40, 40)
    return pixels


@pytest.mark.parametrize(
    ("tolerance", "contiguous", "size_px"), [(0, True, 36), (0, False, 60), (12, True, 72), (12, False, 96)]
)
def test_the_wand_takes_what_looks_alike(tolerance: int, contiguous: bool, size_px: int) -> None:
    area = wand_area(two_reds(), 5.5, 5.5, tolerance=tolerance, contiguous=contiguous)
    assert area.size_px == size_px
    assert full(area)[5, 5]


def test_the_largest_tolerance_goes_from_black_to_white() -> None:
    pixels = np.zeros((4, 4, 3), dtype=np.uint8)
    pixels[:, 2:] = 255
    assert wand_area(pixels, 0, 0, tolerance=254, contiguous=False).size_px == 8
    assert wand_area(pixels, 0, 0, tolerance=255, contiguous=False).size_px == 16


def test_outside_of_the_picture_there_is_nothing() -> None:
    for x, y in ((-0.1, 3), (WIDTH, 3), (3, -2), (3, HEIGHT)):
        assert wand_area(two_reds(), x, y, tolerance=255).is_empty
    far = [(-20.0, -20.0), (-10.0, -20.0), (-10.0, -10.0)]
    assert polygon_area(far, height_px=HEIGHT, width_px=WIDTH).is_empty
    assert stroke_area(far, radius_px=4, height_px=HEIGHT, width_px=WIDTH).is_empty
    assert stroke_area([], radius_px=4, height_px=HEIGHT, width_px=WIDTH).is_empty
