"""Where unsaved changes are kept, so that a crash does not cost them.

    <root>/<id>.lock          held by the window that owns <id>, as long as it lives
    <root>/<id>/about.json    what is kept, of which file
    <root>/<id>/painting.png  the painting, small
    <root>/<id>/kept.painttime   the project, an ordinary project file; without it there is nothing to recover

A recovery is no file of the user's: it goes when its changes are saved or given up. What is left when its
lock is free belonged to a program that did not end properly.
"""

import json
import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import platformdirs

from painttime.files.atomic import replacing_file
from painttime.files.lock import FileLock

MAX_RECOVERIES = 10
"""So many are offered; older ones are removed."""
MAX_ABOUT_BYTES = 2**16
UNNAMED = "Unnamed painting"
LOCK_SUFFIX = ".lock"

_log = logging.getLogger(__name__)


def default_root() -> Path:
    """Return where recoveries lie on this system, for this user."""
    return Path(platformdirs.user_state_path("painttime", appauthor=False)) / "recovery"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What is known of kept changes beside the project itself.

    name: of the project or painting, as the window calls it. project_path: the project file they belong to,
    None for a painting never saved as a project. source: the picture the painting was read from.
    """

    name: str
    project_path: Path | None = None
    source: Path | None = None


class RecoveryPlace:
    """A folder for the unsaved changes of one open project, owned by one window at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = FileLock(folder.with_name(folder.name + LOCK_SUFFIX))

    @classmethod
    def new_in(cls, root: Path) -> "RecoveryPlace":
        """Return a place of a name not used before; nothing is made on the disk yet."""
        return cls(root / uuid.uuid4().hex)

    @property
    def project_file(self) -> Path:
        return self.folder / "kept.painttime"

    @property
    def thumbnail_file(self) -> Path:
        return self.folder / "painting.png"

    @property
    def about_file(self) -> Path:
        return self.folder / "about.json"

    def claim(self) -> bool:
        """Take the place; False where another window has it. Raises OSError where it cannot be made."""
        self.folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The lock first: a folder without one is taken for the remains of a crash.
        if not self._lock.take():
            return False
        try:
            self.folder.mkdir(exist_ok=True, mode=0o700)
        except OSError:
            self._lock.release()
            raise
        return True

    def release(self) -> None:
        """Let the place go; what is kept in it stays and will be offered."""
        self._lock.release()

    def remove(self) -> None:
        """Remove what is kept here and let the place go."""
        # The project first: what is left of a removal that was interrupted is not offered.
        with suppress(OSError):
            self.project_file.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()

    def write_about(self, kept: Kept) -> None:
        """Write down what is kept. Raises ExportError."""
        document = {
            "name": kept.name,
            "project_path": None if kept.project_path is None else str(kept.project_path),
            "source": None if kept.source is None else str(kept.source),
        }
        with replacing_file(self.about_file) as partial:
            partial.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")

    def read_about(self) -> Kept:
        """Return what is kept; a file that is missing or damaged costs the name and the paths only."""
        try:
            with self.about_file.open("rb") as file:
                document = json.loads(file.read(MAX_ABOUT_BYTES))
        except (OSError, ValueError, RecursionError) as error:
            _log.info("%s not read: %s", self.about_file, error)
            document = {}
        values = document if isinstance(document, dict) else {}
        name = values.get("name")
        return Kept(
            name=name if isinstance(name, str) and name.strip() else UNNAMED,
            project_path=_path(values.get("project_path")),
            source=_path(values.get("source")),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Recovery:
    """Unsaved changes whose window did not end properly. kept_at: local time of the last of them."""

    folder: Path
    kept: Kept
    kept_at: datetime

    @property
    def place(self) -> RecoveryPlace:
        """The place they lie in, still to be claimed."""
        return RecoveryPlace(self.folder)

    def is_older_than_its_file(self) -> bool:
        """Whether the project file they belong to was written after them: saving them would undo that."""
        path = self.kept.project_path
        try:
            return path is not None and path.stat().st_mtime > self.kept_at.timestamp()
        except OSError:
            return False


def find_recoveries(root: Path) -> list[Recovery]:
    """Return what windows left behind that are no more, latest first; what is older or empty is removed.

    Whatever a living window keeps is left alone. A folder that cannot be read holds nothing to recover.
    """
    try:
        found = sorted(_ownerless(root), key=lambda recovery: recovery.kept_at, reverse=True)
    except OSError as error:
        _log.info("%s not read: %s", root, error)
        return []
    for recovery in found[MAX_RECOVERIES:]:
        discard(recovery)
    return found[:MAX_RECOVERIES]


def discard(recovery: Recovery) -> bool:
    """Remove a recovery for good; False where another window has taken it in the meantime."""
    place = recovery.place
    with suppress(OSError):
        if not place.claim():
            return False
    place.remove()
    return True


def _ownerless(root: Path) -> Iterator[Recovery]:
    if not root.is_dir():
        return
    names = {entry.name.removesuffix(LOCK_SUFFIX) for entry in root.iterdir()}
    for folder in (root / name for name in sorted(names)):
        place = RecoveryPlace(folder)
        try:
            if not place.claim():
                continue
        except OSError as error:
            # A folder on a disk that has become read-only can still be recovered from.
            _log.info("%s not locked: %s", folder, error)
        if recovery := _recovery_in(place):
            place.release()
            yield recovery
        else:
            place.remove()


def _recovery_in(place: RecoveryPlace) -> Recovery | None:
    try:
        written_s = place.project_file.stat().st_mtime
    except OSError:
        return None
    kept_at = datetime.fromtimestamp(written_s).astimezone()
    return Recovery(folder=place.folder, kept=place.read_about(), kept_at=kept_at)


def _path(value: Any) -> Path | None:
    return Path(value) if isinstance(value, str) and value else None
