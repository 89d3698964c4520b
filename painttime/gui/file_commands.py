"""Open, save and export, with the questions they ask."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from painttime.files.presence import is_folder, is_there
from painttime.gui.dialogs import SaveAnswer, ask_to_save
from painttime.gui.document import Document
from painttime.gui.export_dialog import ExportDialog
from painttime.gui.preferences import Preferences
from painttime.gui.session import PROJECT_SUFFIX, Session
from painttime.workflow.reading_recordings import is_film

OPEN_FILTER = (
    "Pictures, projects and strokes "
    "(*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp *.gif *.avif *.psd *.psb *.ora *.kra *.painttime "
    "*.jsonl);;"
    "All files (*)"
)
SAVE_FILTER = "painttime project (*.painttime)"


class FileCommands(QObject):
    """What the File menu does; `window` is the parent of its dialogs.

    film_named(Path): what is to be opened is a film, which is no painting.
    """

    film_named = Signal(object)

    def __init__(
        self, document: Document, session: Session, preferences: Preferences, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._session = session
        self._preferences = preferences
        self._window = window
        session.opened.connect(self._remember)
        session.saved.connect(self._remember)
        session.exported.connect(lambda path: session.noted.emit(f"Exported {path}"))
        session.saved.connect(lambda path: session.noted.emit(f"Saved {path}"))

    @property
    def name(self) -> str:
        """What to call the open project in titles and questions."""
        if not self._document.is_open:
            return ""
        path = self._document.path
        return path.name if path is not None else self._document.project.painting.name

    def ask_open(self) -> None:
        """Let the user choose a file and open it."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open", str(self.folder()), OPEN_FILTER)
        if chosen:
            self.open_path(Path(chosen))

    def open_path(self, path: Path) -> None:
        """Open a file; unsaved changes are asked about first."""
        if path in self._preferences.recent_files and not is_there(path):
            self._preferences.remove_recent(path)
        if is_film(path) and is_there(path):
            self.film_named.emit(path)
            return
        self.when_saved(lambda: self._session.open_path(path))

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save to the project's file, asking for one the first time; `then` follows when it is written."""
        if not self._document.is_open:
            return
        if self._document.path is None:
            self.save_as(then)
        else:
            self._save_to(self._document.path, then)

    def save_as(self, then: Callable[[], object] | None = None) -> None:
        """Ask for a file and save the project to it."""
        if not self._document.is_open:
            return
        suggested = self.folder() / f"{self._document.project.painting.name}{PROJECT_SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save project", str(suggested), SAVE_FILTER)
        if chosen:
            path = Path(chosen)
            self._save_to(path if path.suffix.lower() == PROJECT_SUFFIX else _with_suffix(path), then)

    def export(self) -> None:
        """Open the export dialog and write what it asks for."""
        if not self._document.is_open:
            return
        dialog = ExportDialog(self._document.project, self._window, self._preferences.export_choices)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._session.export(dialog.target(), dialog.options()))
        dialog.open()

    def when_saved(self, act: Callable[[], object]) -> None:
        """Do something that gives up the open project, once its changes are saved or discarded."""
        if not self._document.is_dirty:
            act()
            return
        answer = ask_to_save(self._window, self.name)
        if answer is SaveAnswer.SAVE:
            self.save(then=act)
        elif answer is SaveAnswer.DISCARD:
            act()

    def folder(self) -> Path:
        """Return where dialogs begin: the folder of the file opened last."""
        folder = self._preferences.last_folder
        return folder if folder is not None and is_folder(folder) else Path.home()

    # ----------------------------------------------------------------------------------------------------

    def _save_to(self, path: Path, then: Callable[[], object] | None) -> None:
        running = self._session.save(path)
        if then is not None:
            running.finished.connect(lambda _path: then())

    def _remember(self, path: Path) -> None:
        self._preferences.add_recent(path)


def _with_suffix(path: Path) -> Path:
    return path.with_name(path.name + PROJECT_SUFFIX)
