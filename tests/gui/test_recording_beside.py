"""A recording on the other side of Compare, by menu and by drop, in the window."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox

from painttime.core.painting import Painting
from painttime.gui import recording_commands
from painttime.gui.dialogs import RecordingAnswer, ask_about_recording
from painttime.workflow.reading_recordings import NOT_FOUND

WIDTH_PX, HEIGHT_PX = 64, 48
NUM_FRAMES = 11


def grey_of(index):
    return 30 + 20 * index


def write_gif(path, num_frames=NUM_FRAMES, size_px=(WIDTH_PX, HEIGHT_PX)):
    """Write an animation whose frames are plain greys, lighter from one to the next."""
    first, *others = [Image.new("RGB", size_px, (grey_of(index),) * 3) for index in range(num_frames)]
    first.save(path, save_all=True, append_images=others, duration=100)
    return path


def right_grey(window):
    """Return which frame is seen right of the divider, by its grey; None for something else."""
    view = window.canvas.view
    return frame_seen(view, QPointF(view.width() * 0.6, view.height() * 0.4))


def frame_seen(view, point):
    ratio = view.devicePixelRatioF()
    image = view.grab().toImage()
    red, green, blue, _ = image.pixelColor(round(point.x() * ratio), round(point.y() * ratio)).getRgb()
    index = round((red - grey_of(0)) / 20)
    is_grey = max(red, green, blue) - min(red, green, blue) <= 2
    return index if is_grey and abs(red - grey_of(index)) <= 3 and 0 <= index < NUM_FRAMES else None


def pixels_inside(view):
    """Return the middle half of the widget, (h, w, 3)."""
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)
    height, width = pixels.shape[:2]
    # Not the upper edge, where the sides are named, and not the ends of the divider.
    return pixels[height // 4 : -height // 4, width // 4 : -width // 4]


def filmed(folder, blobs):
    """Write frames in which the painting lies on a dark table and comes into being from the top."""
    folder.mkdir()
    for index, share in enumerate((0.2, 1.0)):
        canvas = np.full_like(blobs, 240)
        canvas[: round(share * len(blobs))] = blobs[: round(share * len(blobs))]
        frame = Image.new("RGB", (320, 240), (50, 40, 30))
        frame.paste(Image.fromarray(canvas), (60, 20))
        frame.save(folder / f"{index}.png")
    return folder


def answer_with(monkeypatch, answer):
    asked = []

    def ask(_parent, name, *, can_compare):
        asked.append((name, can_compare))
        return answer

    monkeypatch.setattr(recording_commands, "ask_about_recording", ask)
    return asked


def choose_file(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(path), ""))


@pytest.fixture
def blobs():
    """A painting with things to hold on to, (144, 192, 3)."""
    noise = np.random.default_rng(5).integers(0, 255, (18, 24, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(noise).resize((192, 144), Image.Resampling.BICUBIC))


@pytest.fixture
def gif(tmp_path):
    return write_gif(tmp_path / "jug.gif")


@pytest.fixture
def comparing(qtbot, opened, gif, monkeypatch):
    """The window with every canvas there and an animation of 11 frames on the other side."""
    opened.session.make_process()
    qtbot.waitUntil(lambda: not opened.session.is_busy)
    choose_file(monkeypatch, gif)
    opened.actions_by_name["compare_film"].trigger()
    qtbot.waitUntil(lambda: opened.session.recordings.is_there)
    return opened


# -- comparing ---------------------------------------------------------------------------------------------


def test_the_menu_puts_a_recording_beside_the_canvas(comparing):
    assert comparing.presenter.is_wiping
    assert comparing.actions_by_name["compare"].isChecked()
    assert comparing.actions_by_name["recording_beside"].isChecked()
    comparing.document.set_playhead(0)
    assert right_grey(comparing) == 0


def test_the_playhead_decides_which_frame_is_seen(comparing):
    # 10 steps, 11 frames.
    for index in (0, 1, 5, 9, 10, 3):
        comparing.document.set_playhead(index)
        assert right_grey(comparing) == index


def test_the_frame_seen_is_said_at_the_divider_and_under_the_canvas(comparing):
    view = comparing.canvas.view
    comparing.document.set_playhead(3)
    assert "Right of it: Recording, frame 4 of 11" in view.wipe_handle.accessibleDescription()
    assert "Left of it: Predicted canvas 3" in view.wipe_handle.accessibleDescription()
    said = comparing.canvas.caption.toolTip()
    assert said.startswith("Predicted canvas 3 of 10  ·  right: recording, frame 4 of 11  ·  ")
    assert view.accessibleDescription() == said


def test_w_shows_and_hides_it(qtbot, comparing):
    with qtbot.waitActive(comparing):
        comparing.activateWindow()
    comparing.canvas.view.setFocus()
    comparing.document.set_playhead(4)
    qtbot.keyClick(comparing.canvas.view, Qt.Key.Key_W)
    assert not comparing.canvas.view.wipe_handle.isVisible()
    assert "recording" not in comparing.canvas.caption.toolTip()
    qtbot.keyClick(comparing.canvas.view, Qt.Key.Key_W)
    assert right_grey(comparing) == 4


def test_c_held_flickers_to_the_recording(qtbot, comparing):
    view = comparing.canvas.view
    comparing.presenter.set_wiping(False)
    comparing.document.set_playhead(7)
    middle = QPointF(view.width() / 2, view.height() / 2)
    before = view.grab().toImage()
    qtbot.keyPress(view, Qt.Key.Key_C)
    assert frame_seen(view, middle) == 7
    assert comparing.canvas.caption.toolTip() == "Recording  ·  jug  ·  frame 8 of 11"
    comparing.document.set_playhead(2)
    assert frame_seen(view, middle) == 2
    comparing.document.set_playhead(7)
    qtbot.keyRelease(view, Qt.Key.Key_C)
    assert view.grab().toImage() == before


def test_shift_w_goes_back_to_the_painting_and_to_the_recording_again(qtbot, comparing):
    with qtbot.waitActive(comparing):
        comparing.activateWindow()
    view, action = comparing.canvas.view, comparing.actions_by_name["recording_beside"]
    view.setFocus()
    comparing.document.set_playhead(4)
    qtbot.keyClick(view, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    assert right_grey(comparing) is None
    assert "Right of it: Painting" in view.wipe_handle.accessibleDescription()
    assert not action.isChecked()
    qtbot.keyClick(view, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    assert right_grey(comparing) == 4
    assert action.isChecked()


def test_without_a_recording_that_switch_asks_for_one(qtbot, opened, gif, monkeypatch):
    action = opened.actions_by_name["recording_beside"]
    choose_file(monkeypatch, "")
    action.trigger()
    assert not action.isChecked()
    choose_file(monkeypatch, gif)
    action.trigger()
    qtbot.waitUntil(lambda: opened.session.recordings.is_beside)
    assert action.isChecked()


def test_by_stroke_the_recording_moves_between_canvases_too(qtbot, comparing, make_project):
    project = make_project(num_strokes=100)
    comparing.document.open(project)
    comparing.session.recordings.read(comparing.files.folder() / "jug.gif")
    qtbot.waitUntil(lambda: comparing.session.recordings.is_there)
    comparing.strokes.set_on(True)
    # The canvas before the last, at 9 of 10, shows all strokes.
    comparing.strokes.move_to(50)
    assert right_grey(comparing) in (4, 5)
    comparing.strokes.move_to(100)
    assert right_grey(comparing) == 9
    comparing.strokes.move_to(101)
    assert right_grey(comparing) == 10


@pytest.mark.parametrize(("size_px", "is_wide"), [((96, 32), True), ((30, 60), False)])
def test_another_shape_is_fitted_with_bars_and_not_stretched(qtbot, opened, tmp_path, size_px, is_wide):
    opened.session.recordings.read(write_gif(tmp_path / "other.gif", size_px=size_px))
    qtbot.waitUntil(lambda: opened.session.recordings.is_there)
    opened.document.set_playhead(5)
    view = opened.canvas.view
    view.wipe_handle.move_to(0.0)
    left, right = view.view_point(0, 0), view.view_point(WIDTH_PX, HEIGHT_PX)
    middle = (left + right) / 2
    width, height = right.x() - left.x(), right.y() - left.y()
    scale = min(width / size_px[0], height / size_px[1])
    half = QPointF(size_px[0] * scale / 2 - 3, size_px[1] * scale / 2 - 3)
    assert frame_seen(view, middle + half) == 5
    assert frame_seen(view, middle - half) == 5
    beyond = QPointF(0, half.y() + 8) if is_wide else QPointF(half.x() + 8, 0)
    for point in (middle + beyond, middle - beyond):
        assert frame_seen(view, point) is None


def test_hidden_parts_hide_nothing_of_a_recording(comparing):
    comparing.document.set_playhead(4)
    for part_id in comparing.document.project.parts.ids:
        comparing.document.set_visible(part_id, False)
    assert right_grey(comparing) == 4


def test_what_is_compared_is_no_edit_and_goes_with_the_painting(qtbot, comparing, workflow):
    undo = comparing.document.undo_name
    comparing.actions_by_name["recording_beside"].trigger()
    assert comparing.document.undo_name == undo
    comparing.document.open(workflow.make())
    assert not comparing.session.recordings.is_there
    assert not comparing.actions_by_name["recording_beside"].isChecked()
    comparing.actions_by_name["compare"].trigger()
    assert right_grey(comparing) is None


def test_a_recording_is_laid_over_the_painting_or_shown_as_it_was_filmed(
    qtbot, opened, workflow, tmp_path, blobs
):
    project = workflow.make(height_px=144, width_px=192)
    opened.document.open(replace(project, painting=Painting(pixels=blobs)))
    opened.session.recordings.read(filmed(tmp_path / "film", blobs))
    qtbot.waitUntil(lambda: opened.session.recordings.is_there)
    view, action = opened.canvas.view, opened.actions_by_name["lay_recording"]
    assert action.isChecked()
    view.wipe_handle.move_to(1.0)
    painting = pixels_inside(view)
    view.wipe_handle.move_to(0.0)
    assert np.abs(pixels_inside(view) - painting).mean() < 6
    action.trigger()
    assert not action.isChecked()
    assert np.abs(pixels_inside(view) - painting).mean() > 30
    action.trigger()
    assert np.abs(pixels_inside(view) - painting).mean() < 6


def test_what_was_not_found_cannot_be_laid_over(comparing):
    action = comparing.actions_by_name["lay_recording"]
    assert not action.isChecked()
    action.trigger()
    assert not action.isChecked()
    assert comparing.statusBar().currentMessage() == NOT_FOUND


# -- reading -----------------------------------------------------------------------------------------------


def test_a_folder_of_frames_is_chosen_by_a_command_of_its_own(qtbot, opened, tmp_path, monkeypatch):
    folder = tmp_path / "frames"
    folder.mkdir()
    for index in range(3):
        Image.new("RGB", (WIDTH_PX, HEIGHT_PX), (grey_of(index),) * 3).save(folder / f"{index}.png")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args, **_kw: str(folder))
    opened.actions_by_name["compare_folder"].trigger()
    qtbot.waitUntil(lambda: opened.session.recordings.is_there)
    assert right_grey(opened) == 2


def test_esc_stops_reading_and_leaves_what_was_compared(qtbot, comparing, workflow, tmp_path):
    workflow.gate = threading.Semaphore(0)
    write_gif(tmp_path / "other.gif", num_frames=3)
    running = comparing.session.recordings.read(tmp_path / "other.gif")
    qtbot.waitUntil(lambda: comparing.job_bar.shown_job is running)
    with qtbot.waitSignal(running.cancelled):
        comparing.actions_by_name["cancel"].trigger()
        workflow.gate.release()
    comparing.document.set_playhead(8)
    assert right_grey(comparing) == 8
    assert comparing.statusBar().currentMessage() == "other.gif was not read."


def test_another_painting_stops_reading(qtbot, opened, workflow, gif):
    workflow.gate = threading.Semaphore(0)
    running = opened.session.recordings.read(gif)
    with qtbot.waitSignal(running.cancelled):
        opened.document.open(workflow.make())
        workflow.gate.release()
    assert not opened.session.recordings.is_there


def test_what_cannot_be_read_is_told_and_changes_nothing(qtbot, comparing, tmp_path, drop):
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no film at all")
    project = comparing.document.project
    drop(comparing, bad)
    qtbot.waitUntil(lambda: comparing.findChild(QMessageBox, "failure") is not None)
    box = comparing.findChild(QMessageBox, "failure")
    assert box.text() == "Cannot read bad.mp4"
    assert "bad.mp4" in box.informativeText()
    box.accept()
    assert comparing.document.project is project
    comparing.document.set_playhead(6)
    assert right_grey(comparing) == 6


# -- dropping ----------------------------------------------------------------------------------------------


def test_an_animation_dropped_on_a_painting_is_compared(qtbot, opened, gif, drop):
    project = opened.document.project
    drop(opened, gif)
    qtbot.waitUntil(lambda: opened.session.recordings.is_there)
    assert opened.document.project is project
    assert right_grey(opened) == 10


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_a_picture_that_does_not_move_is_opened_as_a_painting(qtbot, opened, tmp_path, suffix, drop):
    still = tmp_path / f"still{suffix}"
    Image.new("RGB", (WIDTH_PX, HEIGHT_PX)).save(still)
    drop(opened, still)
    qtbot.waitUntil(lambda: opened.document.project.painting.source == still)
    assert not opened.session.recordings.is_there


def test_an_animation_is_opened_as_a_painting_where_none_is_open(qtbot, window, gif, drop):
    drop(window, gif)
    qtbot.waitUntil(lambda: window.document.is_open)
    assert window.document.project.painting.source == gif


def test_a_folder_dropped_on_a_painting_is_compared(qtbot, opened, tmp_path, drop):
    folder = tmp_path / "frames"
    folder.mkdir()
    for index in range(3):
        Image.new("RGB", (WIDTH_PX, HEIGHT_PX), (grey_of(index),) * 3).save(folder / f"{index}.png")
    drop(opened, folder)
    qtbot.waitUntil(lambda: opened.session.recordings.is_there)


@pytest.fixture
def film(tmp_path):
    """An animation by the name of a film: what it is, is read from what it holds."""
    return write_gif(tmp_path / "jug.gif").rename(tmp_path / "jug.mp4")


def test_with_nothing_open_the_painting_at_its_end_is_offered(qtbot, window, film, monkeypatch, drop):
    asked = answer_with(monkeypatch, RecordingAnswer.OPEN)
    drop(window, film)
    assert asked == [("jug.mp4", False)]
    qtbot.waitUntil(lambda: window.document.is_open)
    assert window.document.project.painting.pixels[0, 0, 0] == pytest.approx(grey_of(10), abs=1)
    assert window.document.project.painting.name == "jug"
    assert not window.presenter.is_wiping
    window.actions_by_name["compare"].trigger()
    window.document.set_playhead(5)
    assert right_grey(window) == 5


def test_one_may_decline(window, film, monkeypatch, workflow, drop):
    answer_with(monkeypatch, RecordingAnswer.CANCEL)
    drop(window, film)
    assert not window.document.is_open
    assert workflow.calls == []


def test_opening_a_film_asks_what_to_do_with_it(qtbot, opened, film, monkeypatch):
    project = opened.document.project
    asked = answer_with(monkeypatch, RecordingAnswer.COMPARE)
    opened.files.open_path(film)
    assert asked == [("jug.mp4", True)]
    qtbot.waitUntil(lambda: opened.session.recordings.is_beside)
    assert opened.document.project is project
    answer_with(monkeypatch, RecordingAnswer.OPEN)
    opened.files.open_path(film)
    qtbot.waitUntil(lambda: opened.document.project is not project)
    assert opened.session.recordings.is_beside


@pytest.mark.parametrize(
    ("can_compare", "button", "expected"),
    [
        (True, "Compare With the Painting", RecordingAnswer.COMPARE),
        (True, "Open Last Frame", RecordingAnswer.OPEN),
        (True, "Cancel", RecordingAnswer.CANCEL),
        (False, "Open Last Frame", RecordingAnswer.OPEN),
        (False, "Cancel", RecordingAnswer.CANCEL),
    ],
)
def test_the_question_has_a_button_for_each_answer(window, can_compare, button, expected):
    def press():
        (box,) = window.findChildren(QMessageBox)
        (wanted,) = [one for one in box.buttons() if one.text().replace("&", "") == button]
        assert len(box.buttons()) == 2 + can_compare
        wanted.click()

    QTimer.singleShot(0, press)
    assert ask_about_recording(window, "jug.mp4", can_compare=can_compare) is expected
