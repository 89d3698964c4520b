from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from painttime.core.project import Project
from painttime.gui.document import Document
from painttime.gui.stroke_cursor import StrokeCursor

MakeProject = Callable[..., Project]
NUM_STROKES = 90
"""Of 10 steps: canvas i shows 10 * i strokes, canvas 9 all, canvas 10 is the painting."""


@pytest.fixture
def painted(document: Document, strokes: StrokeCursor, make_project: MakeProject) -> StrokeCursor:
    document.open(make_project(num_strokes=NUM_STROKES))
    return strokes


def test_a_take_of_the_step_model_cannot_be_gone_through_by_stroke(
    document: Document, strokes: StrokeCursor, make_project: MakeProject
) -> None:
    document.open(make_project(computed_from=0))
    strokes.set_on(True)
    assert not strokes.is_on
    strokes.walk(-3)
    assert document.playhead == 7, "keys go by canvas"
    document.set_take(make_project(num_strokes=20).take)
    assert strokes.is_on, "what was wanted holds as soon as there are strokes"


def test_by_step_the_position_is_that_of_the_canvas(document: Document, painted: StrokeCursor) -> None:
    seen = []
    for index in (0, 4, 9, 10):
        document.set_playhead(index)
        seen.append((painted.position, painted.is_at_painting))
    assert seen == [(0, False), (40, False), (90, False), (91, True)]
    assert painted.canvas is None, "by step the canvas of the playhead is shown"


def test_a_walk_by_stroke_takes_the_playhead_along(document: Document, painted: StrokeCursor) -> None:
    document.set_playhead(4)
    painted.set_on(True)
    seen = []
    for places in (1, 9, 1, -20, 1000, -1, -1000):
        painted.walk(places)
        seen.append((painted.position, document.playhead))
    assert seen == [(41, 5), (50, 5), (51, 6), (31, 4), (91, 10), (90, 9), (0, 0)]


def test_what_is_shown_are_the_first_strokes(document: Document, painted: StrokeCursor) -> None:
    painted.set_on(True)
    painted.walk_to(33)
    canvas, stroke = painted.canvas, painted.stroke
    assert canvas is not None
    assert canvas.count == 33
    assert canvas.brushwork is painted.brushwork
    assert stroke == canvas.brushwork.strokes.stroke(32), "the one laid last"
    painted.walk_to(0)
    assert painted.canvas is not None
    assert painted.stroke is None
    painted.walk_to(painted.last_place)
    assert painted.canvas is None
    assert painted.is_at_painting


def test_a_scrub_puts_the_position_where_the_canvas_is(document: Document, painted: StrokeCursor) -> None:
    painted.set_on(True)
    painted.walk_to(33)
    document.set_playhead(7)
    assert painted.position == 70


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, NUM_STROKES + 1))
def test_a_place_on_the_bar_leads_back_to_the_stroke(painted: StrokeCursor, position: int) -> None:
    painted.set_on(True)
    painted.walk_to(position)
    share = painted.share
    painted.walk_to(0 if position else 5)
    painted.move_to_share(share)
    assert painted.position == position


def test_the_bar_runs_from_the_ground_to_the_painting(painted: StrokeCursor) -> None:
    painted.set_on(True)
    painted.walk_to(45)
    assert painted.share == 4.5
    painted.move_to_share(0.0)
    assert painted.position == 0
    painted.move_to_share(9.4)
    assert painted.position == 90
    painted.move_to_share(10.0)
    assert painted.is_at_painting


def test_locked_parts_stay_finished_by_stroke(
    document: Document, strokes: StrokeCursor, make_project: MakeProject
) -> None:
    take = make_project(num_strokes=NUM_STROKES).take
    assert take is not None
    locked = tuple(replace(canvas, finished_parts=frozenset({2})) for canvas in take.canvases)
    document.open(replace(make_project(), take=replace(take, canvases=locked)))
    strokes.set_on(True)
    strokes.walk_to(12)
    assert strokes.canvas is not None
    assert strokes.canvas.finished_parts == {2}


def test_undo_of_a_painting_leaves_no_strokes_to_walk(
    qtbot: QtBot, document: Document, strokes: StrokeCursor, make_project: MakeProject
) -> None:
    document.open(make_project())
    document.set_take(make_project(num_strokes=NUM_STROKES).take)
    strokes.set_on(True)
    strokes.walk_to(20)
    with qtbot.waitSignal(strokes.moved):
        document.undo()
    assert not strokes.is_possible
    assert strokes.canvas is None
    assert strokes.place == document.playhead
