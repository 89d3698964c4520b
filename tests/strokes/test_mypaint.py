"""Painting with MyPaint's own brushes; skipped where they are not installed."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from painttime.core.brushwork import BRUSH_NAMES, Brushwork, Stroke, StrokeList
from painttime.core.image import RGB8, Labels
from painttime.errors import UserInputError
from painttime.strokes.mypaint import CHUNK, check_mypaint_brushes, paint_with_mypaint, painting_with_mypaint
from painttime.strokes.mypaint_brush import MyPaintBrush
from painttime.strokes.mypaint_library import require_mypaint
from painttime.strokes.mypaint_surface import MyPaintSurface

SIZE_PX = 256
GROUND = (240, 230, 210)
RED = (180, 40, 30)


@pytest.fixture(autouse=True)
def _mypaint_or_skip() -> None:
    try:
        check_mypaint_brushes()
    except UserInputError as error:
        pytest.skip(str(error))


def _stroke(
    begin: tuple[float, float],
    end: tuple[float, float],
    *,
    bend: float = 0.0,
    width: float = 20,
    **more: object,
) -> Stroke:
    """A red stroke between two points in pixels, its control point `bend` px below the middle."""
    control = (begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2 + bend
    first, second, third = ((x / SIZE_PX, y / SIZE_PX) for x, y in (begin, control, end))
    widths = width / SIZE_PX, width / SIZE_PX
    return replace(Stroke(curve=(first, second, third), widths=widths, colour=RED), **more)


def _brushwork(strokes: Sequence[Stroke], labels: Labels | None = None) -> Brushwork:
    return Brushwork(
        strokes=StrokeList.of(strokes), ground=GROUND, height_px=SIZE_PX, width_px=SIZE_PX, labels=labels
    )


def _paint(*strokes: Stroke, labels: Labels | None = None) -> RGB8:
    return paint_with_mypaint(_brushwork(strokes, labels))


def _paint_share(picture: RGB8) -> npt.NDArray[np.float64]:
    """How much of the red covers the ground, by its green channel."""
    return (GROUND[1] - picture[..., 1].astype(float)) / (GROUND[1] - RED[1])


def test_no_strokes_leave_the_ground_exactly() -> None:
    assert (_paint() == GROUND).all()


@pytest.mark.parametrize("brush", BRUSH_NAMES)
def test_a_stroke_lies_on_its_curve_as_wide_as_asked(brush: str) -> None:
    share = _paint_share(_paint(_stroke((50, 100), (210, 100), bend=80, brush=brush, width=24)))
    columns = np.arange(80, 180)
    rows = np.arange(SIZE_PX)[:, None]
    weights = share[:, columns]
    middle = (weights * rows).sum(axis=0) / weights.sum(axis=0)
    along = (columns - 50) / 160
    expected = 100 + 2 * along * (1 - along) * 80
    assert abs(middle - expected).mean() < 2.5
    spread = np.sqrt((weights * (rows - middle) ** 2).sum(axis=0) / weights.sum(axis=0)).mean() * np.sqrt(12)
    assert spread == pytest.approx(24, rel=0.25)


def test_paint_that_covers_has_its_colour_exactly() -> None:
    for colour in (RED, (0, 0, 0), (255, 255, 255), (17, 130, 201)):
        picture = _paint(_stroke((40, 128), (216, 128), width=40, colour=colour))
        assert abs(picture[128, 128].astype(int) - colour).max() <= 1


@pytest.mark.parametrize("brush", BRUSH_NAMES)
def test_half_the_opacity_is_half_the_paint(brush: str) -> None:
    whole, half, none = (
        _paint_share(_paint(_stroke((40, 128), (216, 128), brush=brush, width=40, opacity=opacity)))
        for opacity in (255, 128, 0)
    )
    assert whole.max() > 0.5
    assert abs(half - whole * 128 / 255).max() < 0.01
    assert not none.any()


def test_edges_of_tiles_do_not_show() -> None:
    crossing = _paint(_stroke((44, 128), (84, 128), width=30))
    within = _paint(_stroke((76, 160), (116, 160), width=30))
    assert (crossing[100:156, 24:104] == within[132:188, 56:136]).all()


@pytest.mark.parametrize("brush", BRUSH_NAMES)
def test_a_stroke_looks_the_same_wherever_it_stands(brush: str) -> None:
    last = _stroke((150, 60), (230, 60), bend=30, brush=brush, texture=3, width=16)
    before = [
        _stroke((20 + i, 200), (40 + 2 * i, 240), brush=brush, width=6 + i, texture=i, opacity=200)
        for i in range(9)
    ]
    alone, after = _paint(last), _paint(*before, last)
    assert (alone[:120, 120:] != GROUND).any()
    assert (alone[:120, 120:] == after[:120, 120:]).all()


def test_hairs_follow_the_texture() -> None:
    one, same, other = (
        _paint(_stroke((50, 120), (200, 130), brush="bristle", texture=texture, width=30))
        for texture in (1, 1, 2)
    )
    assert (one == same).all()
    assert (one != other).any()


def test_a_wet_brush_picks_up_no_emptiness_at_the_edge() -> None:
    at_edge = _paint(*(_stroke((60, 2), (200, 2), brush="wash", width=24) for _ in range(3)))
    inside = _paint(*(_stroke((60, 130), (200, 130), brush="wash", width=24) for _ in range(3)))
    assert (at_edge[:40] == inside[128:168]).all()


def test_strokes_of_a_part_stay_inside_it() -> None:
    labels = np.ones((SIZE_PX // 2, SIZE_PX // 2), dtype=np.uint8)
    labels[:, 64:] = 2
    for brush in ("round", "wash", "bristle"):
        picture = _paint(
            _stroke((60, 60), (200, 60), part_id=1, brush=brush),
            _stroke((60, 128), (200, 128), part_id=2, brush=brush),
            _stroke((60, 200), (200, 200), brush=brush),
            labels=labels,
        )
        left, right = (
            (picture[:, :128] != GROUND).any(axis=(1, 2)),
            (picture[:, 128:] != GROUND).any(axis=(1, 2)),
        )
        assert (left[60], right[60]) == (True, False)
        assert (left[128], right[128]) == (False, True)
        assert (left[200], right[200]) == (True, True)


@pytest.mark.parametrize("brush", BRUSH_NAMES)
def test_a_touch_on_the_spot_leaves_a_dot(brush: str) -> None:
    share = _paint_share(_paint(_stroke((100, 100), (100, 100), brush=brush, width=30)))
    assert share[90:110, 90:110].mean() > 0.2
    assert abs(share[:60]).max() < 0.05


def test_strange_strokes_do_no_harm() -> None:
    far = Stroke(curve=((1e30, 0), (0, -1e30), (0.5, 0.5)), widths=(0.01, 0.01), colour=RED)
    huge = Stroke(curve=((0.4, 0.4), (0.5, 0.5), (0.6, 0.6)), widths=(3e38, 3e38), colour=RED)
    nothing = _stroke((10, 10), (90, 90), width=0)
    assert (_paint(nothing) == GROUND).all()
    assert _paint(far, nothing).shape == (SIZE_PX, SIZE_PX, 3)
    assert (abs(_paint(huge)[128].astype(int) - RED) <= 1).all()


def test_a_larger_picture_is_the_same_picture() -> None:
    strokes = [
        _stroke((40 + 9 * i, 40), (60 + 9 * i, 200), bend=20, width=12, colour=(9 * i, 80, 99))
        for i in range(18)
    ]
    brushwork = _brushwork(strokes)
    large = paint_with_mypaint(brushwork, long_side_px=2 * SIZE_PX)
    assert large.shape == (2 * SIZE_PX, 2 * SIZE_PX, 3)
    reduced = large.reshape(SIZE_PX, 2, SIZE_PX, 2, 3).mean(axis=(1, 3))
    assert abs(reduced - paint_with_mypaint(brushwork)).mean() < 2


def test_one_brush_can_be_taken_for_all_strokes() -> None:
    strokes = [_stroke((40, 60), (200, 60), brush="round"), _stroke((40, 160), (200, 160), brush="dry")]
    knives = [_stroke((40, 60), (200, 60), brush="knife"), _stroke((40, 160), (200, 160), brush="knife")]
    expected = _paint(*knives)
    assert (paint_with_mypaint(_brushwork(strokes), brush="knife") == expected).all()
    assert (paint_with_mypaint(_brushwork(strokes), brush="kaerhon_v1/Sketcher2_sk") == expected).all()
    with pytest.raises(UserInputError, match="no such/brush"):
        paint_with_mypaint(_brushwork(strokes), brush="no such/brush")


def test_shares_rise_to_one_and_the_picture_comes_last() -> None:
    strokes = [_stroke((10, 10 + i), (90, 20), width=3) for i in range(2 * CHUNK + 1)]
    *shares, picture = painting_with_mypaint(_brushwork(strokes))
    assert shares == sorted(shares)
    assert (len(shares), shares[-1]) == (3, 1.0)
    assert not isinstance(picture, float)
    assert (picture == _paint(*strokes)).all()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory in use from /proc")
def test_a_thousand_brushes_and_canvases_leave_nothing_behind() -> None:
    mypaint = require_mypaint()

    empty = Brushwork(strokes=StrokeList.empty(), ground=GROUND, height_px=9, width_px=9)

    def use(times: int) -> None:
        for _ in range(times):
            with MyPaintBrush(mypaint, "classic/dry_brush") as brush, MyPaintSurface(mypaint, 99, 99, GROUND):
                brush.renew()
            given_up = painting_with_mypaint(empty)
            next(given_up)
            given_up.close()

    use(20)
    before = _resident_bytes()
    use(1000)
    # A brush takes .6 MB, each of the canvases more than .1 MB.
    assert _resident_bytes() - before < 20e6


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
