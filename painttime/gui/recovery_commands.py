"""Brings back what was not saved when the program ended without being closed."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from painttime.core.project import Project
from painttime.gui.autosave import Autosave
from painttime.gui.file_commands import FileCommands
from painttime.gui.log_file import LOGGER
from painttime.gui.recovery_dialog import RecoveryDialog
from painttime.gui.session import Session
from painttime.storage.recovery import Recovery, RecoveryPlace, discard, find_recoveries


class RecoveryCommands(QObject):
    """Looks for recoveries and offers them; `window` is the parent of the dialog.

    found(int): so many can be recovered now.
    """

    found = Signal(int)

    def __init__(
        self, session: Session, autosave: Autosave, files: FileCommands, root: Path, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._autosave = autosave
        self._files = files
        self._root = root
        self._window = window

    def look(self) -> list[Recovery]:
        """Return what can be recovered, the latest first."""
        recoveries = find_recoveries(self._root)
        self.found.emit(len(recoveries))
        return recoveries

    def offer(self) -> None:
        """Ask what to do with recoveries, if there are any; called once at the start."""
        if self.look():
            self.ask()

    def ask(self) -> RecoveryDialog:
        """Show the recoveries there are; returns the open dialog."""
        dialog = RecoveryDialog(self.look(), self._window)
        dialog.open_requested.connect(self.open)
        dialog.discard_requested.connect(self.discard)
        dialog.open()
        return dialog

    def open(self, recovery: Recovery) -> None:
        """Open a recovery as unsaved changes; those of the present project are asked about first."""
        self._files.when_saved(lambda: self._open(recovery))

    def discard(self, recovery: Recovery) -> None:
        """Remove a recovery for good."""
        discard(recovery)
        self.look()

    # ----------------------------------------------------------------------------------------------------

    def _open(self, recovery: Recovery) -> None:
        place = recovery.place
        if not _claim(place):
            self._session.noted.emit(f"{recovery.kept.name} has been opened in another window.")
            self.look()
            return
        running = self._session.recover(recovery)
        running.finished.connect(lambda project: self._finish(recovery, place, project))
        # Offered again: nothing was lost, and the user may want to try once more or remove it.
        running.failed.connect(lambda _error: self._give_back(place))
        running.cancelled.connect(lambda: self._give_back(place))

    def _finish(self, recovery: Recovery, place: RecoveryPlace, project: Project) -> None:
        self._autosave.adopt(place, project, recovery.kept)
        self._session.show_recovered(project, recovery.kept.project_path)
        self._session.noted.emit(f"Recovered {recovery.kept.name}. Save it to keep it.")
        self.look()

    def _give_back(self, place: RecoveryPlace) -> None:
        place.release()
        self.look()


def _claim(place: RecoveryPlace) -> bool:
    try:
        return place.claim()
    except OSError as error:
        # On a disk that has become read-only nobody can claim it, but it can be read.
        LOGGER.info("%s not claimed: %s", place.folder, error)
        return True
