"""Comparing with a recording: the commands, their dialogs, and what becomes of one that is dropped."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from painttime.files.presence import is_folder
from painttime.gui.dialogs import RecordingAnswer, ask_about_recording
from painttime.recordings.sources.kinds import SUFFIXES
from painttime.workflow.reading_recordings import NOT_FOUND, is_film, may_move

if TYPE_CHECKING:
    from painttime.gui.main_window import MainWindow

RECORDING_FILTER = f"Recordings ({' '.join(f'*{suffix}' for suffix in SUFFIXES)});;All files (*)"


class RecordingCommands(QObject):
    """What a window does with recordings of somebody painting."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document
        self._recordings = window.session.recordings
        acts: dict[str, Callable[[], object]] = {
            "compare_film": self._ask_file,
            "compare_folder": self._ask_folder,
            "recording_beside": self._change_side,
            "lay_recording": self._change_laid,
        }
        for name, act in acts.items():
            window.actions_by_name[name].triggered.connect(lambda _checked=False, act=act: act())
        self._recordings.changed.connect(self._show_side)
        self._recordings.came.connect(lambda: window.presenter.set_wiping(True))
        self._recordings.checked.connect(self._take_checked)
        window.files.film_named.connect(self.offer)

    def drop(self, path: Path) -> None:
        """Take a file that was dropped on the window: a picture, a project, or a recording.

        With a painting open a film, a folder or an animation is compared with it; everything else is opened.
        """
        if is_film(path) or is_folder(path):
            self._take(path)
        elif self._document.is_open and may_move(path):
            self._recordings.check(path)
        else:
            self._window.files.open_path(path)

    def offer(self, path: Path) -> None:
        """Ask whether to open the painting at the end of a recording, or to compare with it."""
        window = self._window
        answer = ask_about_recording(window, path.name, can_compare=self._document.is_open)
        if answer is RecordingAnswer.COMPARE:
            self._recordings.read(path)
        elif answer is RecordingAnswer.OPEN:
            window.files.when_saved(lambda: window.session.open_recording(path))

    # ----------------------------------------------------------------------------------------------------

    def _take(self, path: Path) -> None:
        if self._document.is_open:
            self._recordings.read(path)
        else:
            self.offer(path)

    def _take_checked(self, path: Path, is_moving: bool) -> None:
        if is_moving and self._document.is_open:
            self._recordings.read(path)
        else:
            self._window.files.open_path(path)

    def _ask_file(self) -> None:
        folder = str(self._window.files.folder())
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, "Compare with a recording", folder, RECORDING_FILTER
        )
        if chosen:
            self._recordings.read(Path(chosen))

    def _ask_folder(self) -> None:
        folder = str(self._window.files.folder())
        chosen = QFileDialog.getExistingDirectory(
            self._window, "A folder of frames, or a recording of a data set", folder
        )
        if chosen:
            self._recordings.read(Path(chosen))

    def _change_side(self) -> None:
        if self._recordings.is_there:
            self._recordings.set_beside(not self._recordings.is_beside)
        else:
            self._ask_file()
        # The switch turned itself, whatever became of the question.
        self._show_side()

    def _change_laid(self) -> None:
        recordings = self._recordings
        recordings.set_laid(not recordings.is_laid)
        if recordings.is_there and not recordings.can_be_laid:
            self._window.show_message(NOT_FOUND)

    def _show_side(self) -> None:
        actions, recordings = self._window.actions_by_name, self._recordings
        actions["recording_beside"].setChecked(recordings.is_beside)
        actions["lay_recording"].setChecked(recordings.is_laid)
