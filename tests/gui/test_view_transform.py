"""Zoom, pan and mirror as plain arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from painttime.gui.view_transform import MAX_ZOOM, ViewTransform

sizes = st.integers(min_value=16, max_value=8000)
views = st.integers(min_value=100, max_value=4000)
factors = st.floats(min_value=0.05, max_value=20)


def transforms():
    return st.builds(
        lambda w, h, vw, vh, mirrored: ViewTransform(
            picture_width_px=w, picture_height_px=h, view_width_px=vw, view_height_px=vh, mirrored=mirrored
        ).fitted(),
        sizes,
        sizes,
        views,
        views,
        st.booleans(),
    )


@given(transforms(), factors, st.floats(0, 1), st.floats(0, 1))
def test_the_point_under_the_cursor_stays_there_when_zooming(transform, factor, across, down):
    x, y = across * transform.view_width_px, down * transform.view_height_px
    before = transform.to_picture(x, y)
    zoomed = transform.zoomed_at(x, y, factor)
    assert zoomed.to_view(*before) == pytest.approx((x, y), abs=1e-3)


@given(transforms(), st.floats(-50, 9000), st.floats(-50, 9000))
def test_there_and_back_again(transform, x, y):
    assert transform.to_picture(*transform.to_view(x, y)) == pytest.approx((x, y), abs=1e-3)


@given(transforms())
def test_a_fitted_picture_lies_within_the_view(transform):
    if transform.zoom > transform._min_zoom():
        assert transform.left >= 0
        assert transform.top >= 0
        assert transform.left + transform.width_px <= transform.view_width_px + 1
        assert transform.top + transform.height_px <= transform.view_height_px + 1


@given(transforms(), st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_the_picture_cannot_be_lost(transform, dx, dy):
    moved = transform.moved(dx, dy)
    assert moved.left < moved.view_width_px
    assert moved.top < moved.view_height_px
    assert moved.left + moved.width_px > 0
    assert moved.top + moved.height_px > 0


@given(transforms())
def test_mirroring_twice_changes_nothing(transform):
    twice = transform.mirror().mirror()
    assert (twice.left, twice.top, twice.mirrored) == pytest.approx(
        (transform.left, transform.top, transform.mirrored)
    )


def test_mirroring_turns_left_and_right_about_the_middle_of_the_view():
    transform = ViewTransform(
        picture_width_px=100, picture_height_px=100, view_width_px=300, view_height_px=100, left=20
    )
    x, y = transform.to_view(10, 50)
    assert transform.mirror().to_view(10, 50) == (300 - x, y)


def test_100_percent_is_one_device_pixel_on_whole_pixels():
    transform = ViewTransform(
        picture_width_px=333, picture_height_px=215, view_width_px=1000.5, view_height_px=701.25
    ).fitted()
    actual = transform.at_zoom(1.0)
    assert actual.zoom == 1.0
    assert (actual.left % 1, actual.top % 1) == (0, 0)


def test_zoom_has_its_limits():
    transform = ViewTransform(
        picture_width_px=1000, picture_height_px=800, view_width_px=500, view_height_px=500
    ).fitted()
    assert transform.zoomed_at(0, 0, 1e9).zoom == MAX_ZOOM
    assert 0 < transform.zoomed_at(0, 0, 1e-9).zoom * 1000 <= 48.0001
