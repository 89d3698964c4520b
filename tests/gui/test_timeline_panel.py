from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPalette, QPixmap, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox
from pytestqt.qtbot import QtBot

from painttime.core.canvas import Canvas
from painttime.core.change import Direction
from painttime.core.project import Project
from painttime.gui.document import Document
from painttime.gui.playback import LoopMode
from painttime.gui.stroke_cursor import StrokeCursor
from painttime.gui.timeline_bar import TimelineBar
from painttime.gui.timeline_drawing import CanvasState
from painttime.gui.timeline_panel import TimelinePanel
from painttime.gui.timeline_prediction import COMMIT_AFTER_MS
from painttime.gui.timeline_stages import StageNames, StageRun, stage_runs

MakeProject = Callable[..., Project]
LEFT = Qt.MouseButton.LeftButton
COMPUTED, COMPUTING, PENDING = CanvasState.COMPUTED, CanvasState.COMPUTING, CanvasState.PENDING


@pytest.fixture
def panel(
    qtbot: QtBot, document: Document, strokes: StrokeCursor, make_project: MakeProject
) -> TimelinePanel:
    document.open(make_project(num_steps=20, computed_from=5))
    panel = TimelinePanel(document, strokes)
    qtbot.addWidget(panel)
    panel.resize(900, 200)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def over(bar: TimelineBar, index: int) -> QPoint:
    return QPoint(round(bar.x_of(index)), bar.height() // 2)


def turn_wheel(bar: TimelineBar, delta: QPoint) -> None:
    middle = QPointF(bar.rect().center())
    modifiers, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        middle, bar.mapToGlobal(middle), QPoint(), delta, Qt.MouseButton.NoButton, modifiers, phase, False
    )
    QApplication.sendEvent(bar, event)


# -- scrubbing -------------------------------------------------------------------------------------------


def test_a_click_jumps_and_a_drag_scrubs(qtbot: QtBot, document: Document, panel: TimelinePanel) -> None:
    bar = panel.bar
    shown: list[int] = []
    document.playhead_changed.connect(shown.append)
    qtbot.mousePress(bar, LEFT, pos=over(bar, 8))
    for index in (9, 10, 14):
        qtbot.mouseMove(bar, over(bar, index))
    qtbot.mouseRelease(bar, LEFT, pos=over(bar, 14))
    qtbot.mouseMove(bar, over(bar, 3))
    assert shown == [8, 9, 10, 14]


def test_a_drag_past_the_ends_stays_on_the_first_and_last_canvas(
    qtbot: QtBot, document: Document, panel: TimelinePanel
) -> None:
    bar = panel.bar
    qtbot.mousePress(bar, LEFT, pos=over(bar, 8))
    qtbot.mouseMove(bar, QPoint(-200, 10))
    assert document.playhead == 0
    qtbot.mouseMove(bar, QPoint(5000, 10))
    assert document.playhead == 20
    qtbot.mouseRelease(bar, LEFT)


def test_the_wheel_steps_one_canvas_a_notch(document: Document, panel: TimelinePanel) -> None:
    document.set_playhead(10)
    turn_wheel(panel.bar, QPoint(0, -120))
    assert document.playhead == 11
    turn_wheel(panel.bar, QPoint(0, 240))
    assert document.playhead == 9
    for _ in range(3):
        turn_wheel(panel.bar, QPoint(0, -40))
    assert document.playhead == 10, "a touch pad sends parts of a notch"


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 11),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 13),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 2),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 20),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 20),
    ],
)
def test_keys_step_on_the_bar(
    qtbot: QtBot,
    document: Document,
    panel: TimelinePanel,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    expected: int,
) -> None:
    document.set_playhead(12)
    panel.bar.setFocus()
    qtbot.keyClick(panel.bar, key, modifier)
    assert document.playhead == expected


def test_the_document_moves_the_bar_and_the_counter(document: Document, panel: TimelinePanel) -> None:
    document.set_playhead(12)
    assert panel.bar.value() == 12
    assert panel.transport.index.value() == 12
    assert panel.transport.total.text() == "of 20"
    document.set_playhead(2)
    assert panel.transport.stage.text() == "not computed yet"


def test_every_cell_of_the_bar_leads_to_its_canvas(panel: TimelinePanel) -> None:
    bar = panel.bar
    assert [bar.canvas_at(bar.x_of(index)) for index in range(21)] == list(range(21))


# -- transport -------------------------------------------------------------------------------------------


def test_transport_buttons_step_to_where_they_say(
    qtbot: QtBot, document: Document, panel: TimelinePanel
) -> None:
    transport = panel.transport
    for button, expected in (
        (transport.previous, 19),
        (transport.first, 0),
        (transport.next, 1),
        (transport.last, 20),
    ):
        qtbot.mouseClick(button, LEFT)
        assert document.playhead == expected
    assert not transport.next.isEnabled()
    assert transport.previous.isEnabled()


def test_a_canvas_is_reached_by_its_number(qtbot: QtBot, document: Document, panel: TimelinePanel) -> None:
    panel.transport.index.selectAll()
    qtbot.keyClicks(panel.transport.index, "7")
    qtbot.keyClick(panel.transport.index, Qt.Key.Key_Return)
    assert document.playhead == 7


def test_play_goes_on_after_a_scrub_and_stands_while_it_lasts(
    qtbot: QtBot, document: Document, panel: TimelinePanel
) -> None:
    qtbot.mouseClick(panel.transport.play, LEFT)
    assert panel.playback.is_playing
    assert panel.transport.play.icon_name == "pause"
    qtbot.mousePress(panel.bar, LEFT, pos=over(panel.bar, 12))
    assert panel.playback.is_playing
    assert not panel.playback._timer.isActive()
    qtbot.mouseRelease(panel.bar, LEFT, pos=over(panel.bar, 12))
    with qtbot.waitSignal(document.playhead_changed) as moved:
        pass
    assert moved.args == [13]
    panel.toggle_play()
    assert panel.transport.play.icon_name == "play"


def test_a_step_by_hand_pauses(qtbot: QtBot, panel: TimelinePanel) -> None:
    panel.toggle_play()
    qtbot.mouseClick(panel.transport.next, LEFT)
    assert not panel.playback.is_playing


def test_speed_loop_and_direction_are_set_and_shown(qtbot: QtBot, panel: TimelinePanel) -> None:
    transport, playback = panel.transport, panel.playback
    modes = []
    for _ in LoopMode:
        qtbot.mouseClick(transport.loop, LEFT)
        modes.append(playback.options.loop_mode)
        assert transport.loop.icon_name == playback.options.loop_mode.value
    assert set(modes) == set(LoopMode)
    qtbot.mouseClick(transport.direction, LEFT)
    assert playback.options.direction is Direction.BACKWARD
    transport.fps.setValue(24)
    assert playback.options.fps == 24
    playback.set_options(replace(playback.options, fps=8))
    assert transport.fps.value() == 8


def test_j_k_l_shuttle(qtbot: QtBot, document: Document, panel: TimelinePanel) -> None:
    document.set_playhead(10)
    with qtbot.waitActive(panel):
        panel.activateWindow()
    panel.bar.setFocus()
    qtbot.keyClick(panel.bar, Qt.Key.Key_L)
    qtbot.keyClick(panel.bar, Qt.Key.Key_L)
    assert (panel.playback.heading, panel.playback.speed) == (Direction.FORWARD, 2)
    qtbot.keyClick(panel.bar, Qt.Key.Key_J)
    assert (panel.playback.heading, panel.playback.speed) == (Direction.BACKWARD, 1)
    qtbot.keyClick(panel.bar, Qt.Key.Key_K)
    assert not panel.playback.is_playing


# -- what is computed ------------------------------------------------------------------------------------


def test_the_bar_shows_what_is_computed(
    document: Document, make_project: MakeProject, panel: TimelinePanel
) -> None:
    assert panel.bar.states == (*(PENDING,) * 5, *(COMPUTED,) * 16)
    document.show_partial_take(make_project(num_steps=20, computed_from=4).take)
    assert panel.bar.states == (*(PENDING,) * 4, *(COMPUTED,) * 17)
    document.set_take(None)
    assert panel.bar.states == (*(PENDING,) * 20, COMPUTED)


def test_the_canvas_being_computed_is_marked_while_busy(document: Document, panel: TimelinePanel) -> None:
    panel.set_busy(True)
    assert panel.bar.states[4] is COMPUTING
    panel.set_computing(2)
    assert panel.bar.states[2] is COMPUTING
    assert panel.bar.states[4] is PENDING
    panel.set_busy(False)
    assert COMPUTING not in panel.bar.states
    assert document.undo_name is None


def test_a_growing_painting_is_said_to_grow_after_its_newest_canvas(
    document: Document, make_project: MakeProject, panel: TimelinePanel
) -> None:
    take = make_project(num_steps=20, num_strokes=90).take
    assert take is not None
    left_out = (*take.canvases[:4], None, take.canvases[5], *(None,) * 14, take.canvases[-1])
    document.show_partial_take(replace(take, canvases=left_out))
    panel.set_busy(True)
    assert panel.bar.states.index(COMPUTING) == 6
    assert panel.bar.states.count(COMPUTING) == 1
    assert panel._stages == (None,) * 21, "nobody knows yet how far it has come"


def test_gaps_are_said_to_be_filled_forward(
    document: Document, make_project: MakeProject, panel: TimelinePanel
) -> None:
    take = make_project(num_steps=20, computed_from=5).take
    assert take is not None
    gap = (*take.canvases[:9], *(None,) * 4, *take.canvases[13:])
    document.set_take(replace(take, canvases=gap))
    panel.set_busy(True)
    assert panel.bar.states[9] is COMPUTING
    assert panel.bar.states.count(COMPUTING) == 1


def test_another_number_of_steps_reaches_the_bar_and_undo_brings_it_back(
    qtbot: QtBot, document: Document, panel: TimelinePanel
) -> None:
    steps = panel.prediction.num_steps
    steps.selectAll()
    qtbot.keyClicks(steps, "12")
    qtbot.keyClick(steps, Qt.Key.Key_Return)
    assert document.project.num_steps == 12
    assert len(panel.bar.states) == 13
    assert document.playhead == 12
    document.undo()
    assert document.undo_name is None, "typing a number is one undo step"
    assert steps.value() == 20
    assert panel.bar.states.count(COMPUTED) == 16


# -- predicting ------------------------------------------------------------------------------------------


def test_buttons_ask_for_predictions(qtbot: QtBot, document: Document, panel: TimelinePanel) -> None:
    document.set_playhead(8)
    prediction = panel.prediction
    for button, signal in (
        (prediction.step_backward, panel.step_backward_requested),
        (prediction.step_forward, panel.step_forward_requested),
        (prediction.predict, panel.predict_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, LEFT)
    assert "[" in prediction.step_backward.toolTip()
    assert "]" in prediction.step_forward.toolTip()


def test_half_a_number_changes_nothing(qtbot: QtBot, document: Document, panel: TimelinePanel) -> None:
    steps = panel.prediction.num_steps
    steps.selectAll()
    qtbot.keyClicks(steps, "1")
    qtbot.wait(2 * COMMIT_AFTER_MS)
    assert document.project.num_steps == 20
    qtbot.keyClicks(steps, "2")
    panel.prediction.commit()
    assert document.project.num_steps == 12
    document.undo()
    assert document.project.num_steps == 20


def test_steps_are_offered_only_where_they_can_be_taken(document: Document, panel: TimelinePanel) -> None:
    prediction = panel.prediction
    offered = []
    for playhead in (20, 8, 2, 0):
        document.set_playhead(playhead)
        offered.append((prediction.step_backward.isEnabled(), prediction.step_forward.isEnabled()))
    assert offered == [(True, False), (True, True), (False, False), (False, False)]


def test_predict_becomes_cancel_while_busy(qtbot: QtBot, panel: TimelinePanel) -> None:
    prediction = panel.prediction
    panel.set_busy(True)
    assert prediction.seed.isEnabled(), "a single step must not make the controls flicker"
    qtbot.waitUntil(lambda: prediction.predict.text() == "Cancel")
    assert not prediction.seed.isEnabled()
    with qtbot.waitSignal(panel.cancel_requested), qtbot.assertNotEmitted(panel.predict_requested):
        qtbot.mouseClick(prediction.predict, LEFT)
    panel.set_busy(False)
    assert prediction.predict.text() == "Predict all"
    assert prediction.seed.isEnabled()


def test_a_new_seed_is_another_one_and_can_be_undone(
    qtbot: QtBot, document: Document, panel: TimelinePanel
) -> None:
    qtbot.mouseClick(panel.prediction.new_seed, LEFT)
    first = document.project.seed
    qtbot.mouseClick(panel.prediction.new_seed, LEFT)
    assert document.project.seed != first
    document.undo()
    assert panel.prediction.seed.value() == first
    document.undo()
    assert document.take is not None, "undo brings back the take that the new seed dropped"


def test_a_typed_seed_counts_before_a_prediction_starts(
    qtbot: QtBot, document: Document, panel: TimelinePanel
) -> None:
    seed = panel.prediction.seed
    seed.selectAll()
    qtbot.keyClicks(seed, "77")
    assert document.project.seed == 0
    seeds: list[int] = []
    panel.predict_requested.connect(lambda: seeds.append(document.project.seed))
    qtbot.mouseClick(panel.prediction.predict, LEFT)
    assert seeds == [77]


def test_a_typed_seed_counts_after_a_pause(qtbot: QtBot, document: Document, panel: TimelinePanel) -> None:
    panel.prediction.seed.selectAll()
    qtbot.keyClicks(panel.prediction.seed, "5")
    qtbot.waitUntil(lambda: document.project.seed == 5)


def test_habits_are_chosen_by_name(qtbot: QtBot, document: Document, panel: TimelinePanel) -> None:
    panel.set_habits(("back-to-front", "dark-to-light"))
    assert document.undo_name is None, "listing habits must not change the project"
    habit = panel.prediction.habit
    habit.setFocus()
    qtbot.keyClick(habit, Qt.Key.Key_Down)
    assert document.project.habit == "dark-to-light"
    document.undo()
    assert habit.currentData() == "back-to-front"


def test_a_habit_of_a_later_version_is_kept(
    document: Document, make_project: MakeProject, panel: TimelinePanel
) -> None:
    document.open(replace(make_project(), habit="sketch-first"))
    assert panel.prediction.habit.currentData() == "sketch-first"
    panel.prediction.commit()
    assert document.project.habit == "sketch-first"


def test_a_narrow_row_drops_words_and_not_controls(qtbot: QtBot, panel: TimelinePanel) -> None:
    prediction = panel.prediction
    panel.resize(2000, 200)
    assert prediction.step_backward.text() == "Step backward"
    assert prediction._labels[prediction.seed].isVisible()
    narrow = prediction.minimumSizeHint().width()
    panel.resize(panel.minimumSizeHint())
    qtbot.waitUntil(lambda: prediction.step_backward.text() == "")
    assert not prediction._labels[prediction.seed].isVisible()
    assert prediction.minimumSizeHint().width() <= narrow, "asking for more room, it would flutter"
    assert prediction.step_backward.accessibleName() == "Predict step backward"
    panel.resize(2000, 200)
    qtbot.waitUntil(lambda: prediction.step_forward.text() == "Step forward")
    assert prediction._labels[prediction.seed].isVisible()


def test_the_bar_paints_computed_canvases_in_the_accent_and_pending_ones_not(panel: TimelinePanel) -> None:
    bar = panel.bar
    accent = QColor("#ff0080")
    colours = bar.palette()
    colours.setColor(QPalette.ColorRole.Highlight, accent)
    bar.setPalette(colours)
    image = bar.grab().toImage()
    ratio = image.devicePixelRatio()

    def has_accent(index: int) -> bool:
        x = round(bar.x_of(index) * ratio)
        return any(image.pixelColor(x, y) == accent for y in range(image.height() - 1, 0, -1))

    # The playhead covers the last cell.
    assert [index for index in range(20) if has_accent(index)] == list(range(5, 20))


# -- stages and thumbnails -------------------------------------------------------------------------------


def test_runs_of_stages_leave_out_what_is_not_computed() -> None:
    names = (None, "ground", "detail", "detail", None, "detail", "finish")
    assert stage_runs(names) == (
        StageRun(name="ground", first=1, last=1),
        StageRun(name="detail", first=2, last=3),
        StageRun(name="detail", first=5, last=5),
        StageRun(name="finish", first=6, last=6),
    )


def test_stages_are_those_of_the_canvases() -> None:
    canvases = (None, Canvas.uniform(4, 4, 0), Canvas.uniform(4, 4, 2), Canvas.uniform(4, 4, -1))
    stages = StageNames()
    expected = (None, "ground", "modelling", "finish")
    assert stages.of(canvases) == expected
    assert stages.of(canvases[::-1]) == expected[::-1]


def test_thumbnails_are_asked_for_once_and_only_where_computed(qtbot: QtBot, panel: TimelinePanel) -> None:
    asked: list[int] = []

    def source(index: int) -> np.ndarray:
        asked.append(index)
        return np.full((30, 40, 3), index, dtype=np.uint8)

    panel.set_thumbnail_source(source)
    assert asked == [], "nothing is asked for while the caller waits"
    panel.grab()
    qtbot.waitUntil(lambda: len(asked) >= 5 and not panel._strip._timer.isActive())
    assert len(asked) == len(set(asked))
    assert min(asked) >= 5
    before = len(asked)
    panel.grab()
    assert len(asked) == before


def test_a_missing_thumbnail_is_asked_for_again_on_refresh(qtbot: QtBot, panel: TimelinePanel) -> None:
    is_there: list[bool] = []
    asked: list[int] = []

    def source(index: int) -> np.ndarray | None:
        asked.append(index)
        return np.zeros((30, 40, 3), dtype=np.uint8) if is_there else None

    panel.set_thumbnail_source(source)
    panel.grab()
    qtbot.waitUntil(lambda: bool(asked) and not panel._strip._timer.isActive())
    first = set(asked)
    panel.grab()
    assert len(asked) == len(first), "a source that has nothing is left in peace"
    is_there.append(True)
    asked.clear()
    panel.refresh_thumbnails()
    panel.grab()
    qtbot.waitUntil(lambda: set(asked) == first)


def test_a_thumbnail_of_a_canvas_that_changed_is_not_shown(
    qtbot: QtBot, document: Document, make_project: MakeProject, panel: TimelinePanel
) -> None:
    asked: list[int] = []

    def source(index: int) -> np.ndarray:
        asked.append(index)
        return np.zeros((30, 40, 3), dtype=np.uint8)

    panel.set_thumbnail_source(source)
    panel.grab()
    qtbot.waitUntil(lambda: bool(asked) and not panel._strip._timer.isActive())
    before = set(asked)
    asked.clear()
    document.set_take(make_project(num_steps=20, computed_from=5).take)
    panel.grab()
    qtbot.waitUntil(lambda: set(asked) == before)


def test_thumbnails_stay_while_a_painting_grows(
    qtbot: QtBot, document: Document, make_project: MakeProject, panel: TimelinePanel
) -> None:
    take = make_project(num_steps=20, num_strokes=90).take
    assert take is not None
    growing = replace(take, canvases=(*take.canvases[:9], *(None,) * 11, take.canvases[-1]))
    document.show_partial_take(growing)
    panel.set_thumbnail_source(lambda _index: np.zeros((30, 40, 3), dtype=np.uint8))
    panel.grab()
    qtbot.waitUntil(lambda: 0 in panel._strip._pictures and not panel._strip._timer.isActive())
    size = panel._strip._pictures[0][1]
    panel.set_thumbnail_source(None)
    panel._strip._pictures[0] = (object(), size, QPixmap(4, 3))
    document.show_partial_take(replace(growing, canvases=tuple(growing.canvases)))
    assert panel._strip.picture(0, size) is not None
    document.set_take(take)
    assert panel._strip.picture(0, size) is None, "a painting that is done shows its own pictures only"


def test_the_painting_itself_has_a_thumbnail_before_anything_is_prepared(
    qtbot: QtBot, document: Document, panel: TimelinePanel
) -> None:
    document.set_take(None)
    panel.set_thumbnail_source(lambda _index: None)
    panel.grab()
    qtbot.waitUntil(lambda: 20 in panel._strip._pictures)


# -- the whole -------------------------------------------------------------------------------------------


def test_an_empty_window_offers_nothing_and_takes_any_key(
    qtbot: QtBot, document: Document, strokes: StrokeCursor
) -> None:
    panel = TimelinePanel(document, strokes)
    qtbot.addWidget(panel)
    panel.grab()
    panel.toggle_play()
    panel.set_busy(True)
    panel.set_busy(False)
    for button in panel.findChildren(QAbstractButton):
        if button not in (panel.transport.loop, panel.transport.direction):
            assert not button.isEnabled(), button.accessibleName()


def test_every_control_has_a_name_and_says_what_it_does(panel: TimelinePanel) -> None:
    for kind in (QAbstractButton, QAbstractSpinBox, QComboBox):
        for control in panel.findChildren(kind):
            assert control.accessibleName(), control
            assert control.toolTip(), control
    assert panel.bar.accessibleName()
    assert panel.bar.described(3) == "Canvas 3 of 20 · not computed yet"
