"""The window comes back as it was left."""

from painttime.gui.main_window import MainWindow


def again(qtbot, workflow, preferences):
    made = MainWindow(preferences, workflow.services())
    qtbot.addWidget(made, before_close_func=lambda window: window.shutdown())
    return made


def test_size_and_docks_are_kept(qtbot, window, workflow, preferences):
    # Qt holds the width to the offscreen screen, 800 pixels; the height fits in.
    window.resize(1203, 707)
    window.parts_dock.hide()
    assert window.close()
    later = again(qtbot, workflow, preferences)
    assert later.height() == 707
    assert later.parts_dock.isHidden()
    assert not later.timeline_dock.isHidden()


def test_a_damaged_layout_is_passed_over(qtbot, workflow, preferences, tmp_path):
    (tmp_path / "window.ini").write_text("[General]\ngeometry=@ByteArray(\\x1)\ndocks=7\n")
    made = again(qtbot, workflow, preferences)
    assert not made.parts_dock.isHidden()
    assert made.width() > 400
