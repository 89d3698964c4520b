"""Preferences are read back by the next start."""

from painttime.core.change import Direction
from painttime.gui.playback import LoopMode, PlaybackOptions
from painttime.gui.preferences import Preferences
from painttime.gui.theme import Theme
from painttime.storage.settings import SettingsFile


def reread(tmp_path):
    return Preferences(SettingsFile(tmp_path / "settings.json"))


def test_theme_and_playback_are_kept(preferences, tmp_path):
    preferences.set_theme(Theme.LIGHT)
    preferences.set_playback_options(
        PlaybackOptions(fps=24, strokes_per_s=75, loop_mode=LoopMode.PING_PONG, direction=Direction.FORWARD)
    )
    assert reread(tmp_path).theme is Theme.LIGHT
    options = reread(tmp_path).playback_options()
    assert (options.fps, options.strokes_per_s, options.loop_mode) == (24, 75, LoopMode.PING_PONG)


def test_recent_files_come_newest_first_and_once(qtbot, preferences, tmp_path):
    for name in ("a.png", "b.png", "a.png"):
        with qtbot.waitSignal(preferences.recent_changed):
            preferences.add_recent(tmp_path / name)
    assert reread(tmp_path).recent_files == (tmp_path / "a.png", tmp_path / "b.png")
    assert reread(tmp_path).last_folder == tmp_path
    preferences.clear_recent()
    assert reread(tmp_path).recent_files == ()
