"""Strokes of 12 numbers; skipped where MyPaint is not installed."""

import numpy as np
import pytest

from painttime.core.image import Float32
from painttime.errors import UserInputError
from painttime.strokes.mypaint import check_mypaint_brushes
from painttime.strokes.mypaint_actions import ACTION_NAMES, render_actions

INK = (0.0, 0.0, 0.0)


@pytest.fixture(autouse=True)
def _mypaint_or_skip() -> None:
    try:
        check_mypaint_brushes()
    except UserInputError as error:
        pytest.skip(str(error))


def _action(**values: float) -> Float32:
    """A black stroke of middle size from left to right with even pressure, but for what is given."""
    usual = {
        "start_pressure": 0.8,
        "end_pressure": 0.8,
        "size": 0.5,
        **dict.fromkeys(("red", "green", "blue"), 0.0),
        "start_x": 0.2,
        "start_y": 0.5,
        "control_x": 0.5,
        "control_y": 0.5,
        "end_x": 0.8,
        "end_y": 0.5,
    }
    return np.array([[(usual | values)[name] for name in ACTION_NAMES]], dtype=np.float32)


def _ink(action: Float32, brush: str = "round") -> Float32:
    """How dark each pixel is, (64, 64), 0..1."""
    (picture,) = render_actions(action, brush)
    return np.asarray(1 - picture.mean(axis=2) / 255, dtype=np.float32)


def test_the_stroke_begins_bends_and_ends_where_the_action_says() -> None:
    ink = _ink(_action(start_x=0.2, start_y=0.2, control_x=0.2, control_y=0.8, end_x=0.8, end_y=0.8))
    # A quarter of each end and half of the control point lie in the middle of the curve.
    for x, y in ((0.2, 0.2), (0.35, 0.65), (0.8, 0.8)):
        assert ink[int(y * 64), int(x * 64)] > 0.5
    assert ink[:32, 32:].max() == 0


def test_size_and_pressure_widen_the_stroke() -> None:
    amounts = [float(_ink(_action(size=size)).sum()) for size in (0.0, 0.5, 1.0)]
    assert amounts[0] * 1.5 < amounts[1] < amounts[2] / 1.5
    tapering = _ink(_action(start_pressure=1.0, end_pressure=0.0))
    assert tapering[:, 13:32].sum() > 2 * tapering[:, 32:51].sum()


def test_the_colour_is_the_actions() -> None:
    (picture,) = render_actions(_action(red=0.8, green=0.2, blue=0.4, size=1.0), "round")
    assert abs(picture[32, 32].astype(int) - (204, 51, 102)).max() <= 1


def test_a_picture_depends_on_its_action_only() -> None:
    actions = np.random.default_rng(5).random((12, 12), dtype=np.float32)
    together = render_actions(actions)
    assert (together != 255).any(axis=(1, 2, 3)).all()
    for index in (0, 7, 11):
        assert (render_actions(actions[index : index + 1])[0] == together[index]).all()


@pytest.mark.parametrize(
    "bad", [np.zeros((2, 11)), np.zeros(12), np.full((1, 12), 1.5), np.full((1, 12), np.nan)]
)
def test_numbers_that_are_no_actions_are_refused(bad: Float32) -> None:
    with pytest.raises(ValueError, match="action"):
        render_actions(bad.astype(np.float32))
