"""Space: a tap plays, holding it pans."""

import pytest

from painttime.gui.space_key import SpaceKey


@pytest.fixture
def heard(qtbot):
    def listen(key):
        events = []
        key.tapped.connect(lambda: events.append("tapped"))
        key.hold_changed.connect(events.append)
        return events

    return listen


def test_a_quick_release_is_a_tap(heard):
    key = SpaceKey(hold_after_ms=60_000)
    events = heard(key)
    key.press()
    key.release()
    assert events == ["tapped"]


def test_after_the_time_it_is_a_hold(qtbot, heard):
    key = SpaceKey(hold_after_ms=1)
    events = heard(key)
    key.press()
    qtbot.waitUntil(lambda: events == [True])
    key.release()
    assert events == [True, False]


def test_a_drag_makes_it_a_hold_at_once(heard):
    key = SpaceKey(hold_after_ms=60_000)
    events = heard(key)
    key.press()
    key.become_hold()
    key.release()
    assert events == [True, False]


def test_the_clock_decides_where_the_timer_came_too_late(qtbot, heard):
    key = SpaceKey(hold_after_ms=0)
    events = heard(key)
    key.press()
    key.release()
    assert "tapped" not in events


def test_keys_repeated_by_the_keyboard_are_one_press(heard):
    key = SpaceKey(hold_after_ms=60_000)
    events = heard(key)
    key.press()
    key.press()
    key.release()
    key.release()
    assert events == ["tapped"]


def test_losing_the_keyboard_is_neither(heard):
    key = SpaceKey(hold_after_ms=60_000)
    events = heard(key)
    key.press()
    key.forget()
    key.release()
    assert events == []
