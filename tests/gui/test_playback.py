from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from painttime.core.change import Direction
from painttime.core.project import Project
from painttime.gui.document import Document
from painttime.gui.playback import LoopMode, Playback, PlaybackOptions, next_canvas, next_position
from painttime.gui.stroke_cursor import StrokeCursor

MakeProject = Callable[..., Project]

F, B = Direction.FORWARD, Direction.BACKWARD
SOME = (False, True, True, False, True)


def played(
    computed: tuple[bool, ...], start: int, direction: Direction, mode: LoopMode, count: int
) -> list[int]:
    shown, index = [], start
    for _ in range(count):
        step = next_canvas(index, computed, direction, mode)
        if step is None:
            break
        index, direction = step
        shown.append(index)
    return shown


@pytest.mark.parametrize(
    ("start", "direction", "mode", "expected"),
    [
        (0, F, LoopMode.ONCE, [1, 2, 4]),
        (4, B, LoopMode.ONCE, [2, 1]),
        (1, F, LoopMode.LOOP, [2, 4, 1, 2, 4, 1]),
        (1, B, LoopMode.LOOP, [4, 2, 1, 4, 2, 1]),
        (1, F, LoopMode.PING_PONG, [2, 4, 2, 1, 2, 4]),
        (3, F, LoopMode.ONCE, [4]),
    ],
)
def test_canvases_play_in_order_over_computed_ones_only(
    start: int, direction: Direction, mode: LoopMode, expected: list[int]
) -> None:
    assert played(SOME, start, direction, mode, 6) == expected


def test_nothing_plays_where_one_canvas_or_none_is_computed() -> None:
    for mode in LoopMode:
        assert next_canvas(2, (False, False, True), F, mode) is None
        assert next_canvas(0, (False, False), F, mode) is None


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.sampled_from([F, B]), st.data())
def test_a_loop_shows_every_computed_canvas_once_a_round(
    computed: list[bool], direction: Direction, data: st.DataObject
) -> None:
    there = [index for index, value in enumerate(computed) if value]
    if len(there) < 2:
        return
    start = data.draw(st.sampled_from(there))
    shown = played(tuple(computed), start, direction, LoopMode.LOOP, len(there))
    assert sorted(shown) == there
    assert shown[-1] == start


@pytest.fixture
def opened(document: Document, make_project: MakeProject) -> Document:
    document.open(make_project(num_steps=6, computed_from=2))
    return document


def test_play_begins_at_the_first_computed_canvas_and_ends_at_the_painting(
    qtbot: QtBot, opened: Document
) -> None:
    playback = Playback(opened, StrokeCursor(opened))
    playback.set_options(PlaybackOptions(fps=60, loop_mode=LoopMode.ONCE))
    shown: list[int] = []
    opened.playhead_changed.connect(shown.append)
    with qtbot.waitSignals([playback.playing_changed] * 2, order="strict"):
        playback.play()
    assert shown == [2, 3, 4, 5, 6]
    assert not playback.is_playing


def test_playing_goes_on_from_where_a_scrub_left_it(opened: Document) -> None:
    playback = Playback(opened, StrokeCursor(opened))
    playback.play()
    playback.hold()
    opened.set_playhead(4)
    playback.release()
    assert playback.is_playing
    playback.advance()
    assert opened.playhead == 5


def test_canvases_that_come_while_playing_are_played(opened: Document, make_project: MakeProject) -> None:
    playback = Playback(opened, StrokeCursor(opened))
    playback.set_options(PlaybackOptions(direction=Direction.BACKWARD))
    opened.set_playhead(2)
    playback.play()
    opened.set_playhead(2)
    opened.show_partial_take(make_project(num_steps=6, computed_from=1).take)
    playback.advance()
    assert opened.playhead == 1


def test_toggle_plays_and_pauses(opened: Document) -> None:
    playback = Playback(opened, StrokeCursor(opened))
    playback.toggle()
    assert playback.is_playing
    playback.toggle()
    assert not playback.is_playing


def test_shuttle_doubles_up_to_four_times_and_turns(opened: Document) -> None:
    playback = Playback(opened, StrokeCursor(opened))
    speeds = []
    for _ in range(4):
        playback.shuttle(F)
        speeds.append(playback.speed)
    assert speeds == [1, 2, 4, 4]
    playback.shuttle(B)
    assert (playback.speed, playback.heading) == (1, B)


def test_another_project_stops_playing(opened: Document, make_project: MakeProject) -> None:
    playback = Playback(opened, StrokeCursor(opened))
    playback.play()
    opened.open(make_project())
    assert not playback.is_playing
    playback.play()
    assert not playback.is_playing, "a single computed canvas cannot be played"


def test_losing_the_take_stops_playing(opened: Document) -> None:
    playback = Playback(opened, StrokeCursor(opened))
    playback.play()
    opened.set_take(None)
    assert not playback.is_playing


def test_speed_is_held_to_what_a_screen_can_show(opened: Document) -> None:
    playback = Playback(opened, StrokeCursor(opened))
    playback.set_options(PlaybackOptions(fps=10_000))
    assert playback.options.fps == 60


# -- by stroke -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("position", "direction", "mode", "expected"),
    [
        (80, F, LoopMode.ONCE, [90, 100, 101]),
        (15, B, LoopMode.ONCE, [5, 0]),
        (95, F, LoopMode.LOOP, [101, 0, 10]),
        (5, B, LoopMode.LOOP, [0, 101, 91]),
        (95, F, LoopMode.PING_PONG, [101, 91, 81]),
    ],
)
def test_strokes_go_on_at_the_ends_as_the_loop_mode_says(
    position: int, direction: Direction, mode: LoopMode, expected: list[int]
) -> None:
    shown = []
    for _ in range(3):
        step = next_position(position, 101, 10, direction, mode)
        if step is None:
            break
        position, direction = step
        shown.append(position)
    assert shown == expected


@pytest.fixture
def by_stroke(document: Document, make_project: MakeProject) -> StrokeCursor:
    strokes = StrokeCursor(document)
    document.open(make_project(num_strokes=90))
    strokes.set_on(True)
    return strokes


def test_strokes_are_played_at_their_own_speed(document: Document, by_stroke: StrokeCursor) -> None:
    playback = Playback(document, by_stroke)
    playback.set_options(PlaybackOptions(strokes_per_s=300, loop_mode=LoopMode.ONCE))
    by_stroke.walk_to(0)
    playback.play()
    for _ in range(3):
        playback.advance()
    # 33 ms each: 9.9 strokes are due at a time.
    assert by_stroke.position == 29
    assert document.playhead == 3
    assert playback.is_playing


def test_slow_strokes_come_one_by_one(document: Document, by_stroke: StrokeCursor) -> None:
    playback = Playback(document, by_stroke)
    playback.set_options(PlaybackOptions(strokes_per_s=5))
    by_stroke.walk_to(0)
    playback.play()
    playback.advance()
    assert by_stroke.position == 1
    assert playback._timer.interval() == 200


def test_playing_by_stroke_ends_at_the_painting(document: Document, by_stroke: StrokeCursor) -> None:
    playback = Playback(document, by_stroke)
    playback.set_options(PlaybackOptions(strokes_per_s=3000, loop_mode=LoopMode.ONCE))
    by_stroke.walk_to(20)
    playback.play()
    playback.advance()
    assert by_stroke.is_at_painting
    assert not playback.is_playing
    playback.play()
    assert by_stroke.position == 0, "from the end it begins anew"


def test_the_pace_changes_when_strokes_take_the_place_of_canvases(
    document: Document, by_stroke: StrokeCursor
) -> None:
    playback = Playback(document, by_stroke)
    playback.set_options(PlaybackOptions(fps=10, strokes_per_s=25))
    playback.play()
    assert playback._timer.interval() == 40
    by_stroke.set_on(False)
    assert playback._timer.interval() == 100
