"""The user's settings while the program runs; every change is written at once."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from painttime.core.change import Direction
from painttime.gui.export_choices import ExportChoicesFile
from painttime.gui.playback import MAX_FPS, MAX_STROKES_PER_S, LoopMode, PlaybackOptions
from painttime.gui.theme import Theme
from painttime.gui.window_layout import WindowLayout
from painttime.storage.settings import Settings, SettingsFile


class Preferences(QObject):
    """Settings kept in a file; one that cannot be written costs the memory, never the work.

    recent_changed: the recent files are others. theme_changed: another theme was chosen.
    """

    recent_changed = Signal()
    theme_changed = Signal()

    def __init__(
        self, file: SettingsFile, parent: QObject | None = None, *, recovery_root: Path | None = None
    ) -> None:
        super().__init__(parent)
        self._file = file
        self._recovery_root = recovery_root
        self._settings = file.read()

    @property
    def recent_files(self) -> tuple[Path, ...]:
        return self._settings.recent_files

    @property
    def last_folder(self) -> Path | None:
        return self._settings.last_folder

    @property
    def device(self) -> str:
        return self._settings.device

    @property
    def num_threads(self) -> int | None:
        """CPU threads for the step model; None leaves one core to the window."""
        return self._settings.num_threads

    @property
    def theme(self) -> Theme:
        return Theme(self._settings.theme)

    @property
    def export_choices(self) -> ExportChoicesFile:
        """Where the export dialog keeps its last choices: beside the settings."""
        return ExportChoicesFile(self._file.path.with_name("export.json"))

    @property
    def window_layout(self) -> WindowLayout:
        """Where the layout of the window is kept: beside the settings."""
        return WindowLayout(self._file.path.with_name("window.ini"))

    @property
    def recovery_root(self) -> Path:
        """Where unsaved changes are kept against a crash: beside the settings, unless told otherwise."""
        return self._recovery_root or self._file.path.with_name("recovery")

    def add_recent(self, path: Path) -> None:
        """Put a file on top of the recent files."""
        self._change(self._settings.with_recent_file(path))
        self.recent_changed.emit()

    def remove_recent(self, path: Path) -> None:
        """Forget a file that is no longer there."""
        self._change(self._settings.without_recent_file(path))
        self.recent_changed.emit()

    def clear_recent(self) -> None:
        self._change(replace(self._settings, recent_files=()))
        self.recent_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        self._change(replace(self._settings, theme=theme.value))
        self.theme_changed.emit()

    def playback_options(self) -> PlaybackOptions:
        """Return how the user played last."""
        return PlaybackOptions(
            fps=min(MAX_FPS, max(1, round(self._settings.playback_fps))),
            strokes_per_s=min(MAX_STROKES_PER_S, self._settings.strokes_per_s),
            loop_mode=LoopMode(self._settings.loop),
            direction=Direction.FORWARD,
        )

    def set_playback_options(self, options: PlaybackOptions) -> None:
        self._change(
            replace(
                self._settings,
                playback_fps=options.fps,
                strokes_per_s=options.strokes_per_s,
                loop=options.loop_mode.value,
            )
        )

    @property
    def segment_anything(self) -> tuple[Path, Path] | None:
        """Encoder and decoder of the user's own Segment-Anything model, None without one."""
        return self._settings.segment_anything

    def set_segment_anything(self, files: tuple[Path, Path] | None) -> None:
        self._change(replace(self._settings, segment_anything=files))

    def _change(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self._file.write(settings)
