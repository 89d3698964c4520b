"""What the window passes on from the settings and the workflow to its panels and jobs."""

import pytest

from painttime.gui.main_window import MainWindow
from painttime.gui.preferences import Preferences
from painttime.prediction.planner import HABITS
from painttime.storage.settings import Settings, SettingsFile


@pytest.mark.parametrize("num_threads", [None, 3])
def test_the_model_is_loaded_with_the_threads_of_the_settings(qtbot, workflow, tmp_path, num_threads):
    file = SettingsFile(tmp_path / "settings.json")
    assert file.write(Settings(num_threads=num_threads, device="cpu"))
    workflow.num_threads = -1
    window = MainWindow(Preferences(file), workflow.services())
    qtbot.addWidget(window, before_close_func=lambda made: made.shutdown())
    window.session.load_model()
    qtbot.waitUntil(lambda: window.session.prediction.model is not None)
    assert workflow.num_threads == num_threads
    assert workflow.calls == ["load cpu"]


def test_every_habit_of_the_planner_can_be_chosen(window):
    combo = window.timeline.prediction.habit
    assert [combo.itemData(index) for index in range(combo.count())] == list(HABITS)
