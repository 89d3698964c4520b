"""Parts and areas drawn at the resolution of the screen."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.gui.tools.screen_marks import area_marks, part_marks
from painttime.gui.view_transform import ViewTransform
from painttime.segmentation.editing.area import Area

TINT = (200, 100, 50, 128)


def two_halves(width_px=40, height_px=30):
    labels = np.ones((height_px, width_px), dtype=np.uint8)
    labels[:, width_px // 2 :] = 2
    return labels


def view(zoom=2.0, left=10.0, top=6.0, mirrored=False, size=(120.0, 90.0)):
    return ViewTransform(
        picture_width_px=40,
        picture_height_px=30,
        view_width_px=size[0],
        view_height_px=size[1],
        zoom=zoom,
        left=left,
        top=top,
        mirrored=mirrored,
    )


def opacity(marks, x, y):
    """Return the opacity of a device pixel of the view, 0 beside the marks."""
    row, column = y - marks.top, x - marks.left
    inside = 0 <= row < marks.ink.shape[0] and 0 <= column < marks.ink.shape[1]
    return int(marks.ink[row, column] >> 24) if inside else 0


@settings(max_examples=60, deadline=None)
@given(
    zoom=st.sampled_from([0.5, 1.0, 2.0, 3.0, 7.0]),
    left=st.integers(-150, 100),
    top=st.integers(-100, 80),
    mirrored=st.booleans(),
)
def test_every_device_pixel_is_tinted_as_the_picture_pixel_it_shows(zoom, left, top, mirrored):
    labels = two_halves()
    transform = view(zoom, float(left), float(top), mirrored)
    marks = part_marks(labels, transform, 1.0, tints={2: TINT}, chosen=frozenset())
    for x in range(0, 120, 7):
        for y in range(0, 90, 11):
            across, down = transform.to_picture(x + 0.5, y + 0.5)
            if not (0 <= across < 40 and 0 <= down < 30):
                assert marks is None or opacity(marks, x, y) == 0
            elif abs(across - 20) > 4 / zoom:
                assert opacity(marks, x, y) == (TINT[3] if across >= 20 else 0)


def test_borders_are_as_thin_at_every_zoom():
    for zoom in (1.0, 2.0, 16.0):
        transform = view(zoom, left=60.0 - 20 * zoom, size=(120.0, 30.0), top=0.0)
        marks = part_marks(two_halves(), transform, 1.0, tints={}, chosen=frozenset({2}))
        assert 2 <= (marks.ink[10] >> 24 > 0).sum() <= 6


def test_what_is_out_of_sight_has_no_marks():
    assert part_marks(two_halves(), view(left=500.0), 1.0, tints={}, chosen=frozenset()) is None
    area = Area(mask=np.ones((3, 3), dtype=np.bool_), left=30, top=20)
    assert area_marks(area, view(zoom=9.0), 1.0, colour=(9, 9, 9), opacity=99) is None


def test_an_area_has_its_outline_and_its_tint():
    area = Area(mask=np.ones((10, 10), dtype=np.bool_), left=5, top=5)
    marks = area_marks(area, view(zoom=4.0, left=0.0, top=0.0), 1.0, colour=(240, 160, 60), opacity=99)
    assert opacity(marks, 40, 40) == 99
    assert opacity(marks, 20, 40) > 99
    assert opacity(marks, 14, 40) == 0


def test_an_empty_area_draws_nothing():
    area = Area(mask=np.zeros((4, 4), dtype=np.bool_), left=5, top=5)
    marks = area_marks(area, view(), 1.0, colour=(240, 160, 60), opacity=99)
    assert marks is None or not marks.ink.any()
