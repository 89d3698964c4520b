"""Takes a data set for one run, and leaves it tidy."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from painttime.errors import DatasetError, ExportError
from painttime.files.atomic import explanation
from painttime.files.lock import FileLock
from painttime.files.presence import is_there
from painttime.recordings.dataset import layout
from painttime.recordings.dataset.bringing import clear_work, lock_of

_OURS = frozenset((layout.MANIFEST_NAME, layout.RECORDINGS_NAME, layout.WORK_NAME, layout.LOCK_NAME))


@contextmanager
def claimed(dataset: Path) -> Iterator[None]:
    """Hold a data set for this run alone; it is made where there is none.

    What stopped before is put right at the beginning. At the end nothing is left of the work, nor of a new
    data set in which nothing is. Raises DatasetError where the folder cannot be used, ExportError where it
    cannot be written.
    """
    is_new = not is_there(dataset)
    lock = _locked(dataset)
    try:
        _clear_work(dataset, is_going_on=True)
        yield
    finally:
        _clear_work(dataset)
        lock.release()
        if is_new:
            _remove_empty(dataset)


def _locked(dataset: Path) -> FileLock:
    """Make a data set of a new or empty folder, or take the one that is there, for this process alone."""
    try:
        dataset.mkdir(parents=True, exist_ok=True)
        foreign = next((path.name for path in dataset.iterdir() if path.name not in _OURS), None)
        if foreign is not None and not layout.is_dataset(dataset):
            raise DatasetError(
                f'"{dataset}" is no data set and holds other files ("{foreign}"). Give a new or empty folder.'
            )
        lock = FileLock(dataset / layout.LOCK_NAME)
        is_held = lock.take()
    except FileExistsError:
        raise DatasetError(f'"{dataset}" is a file. Give the name of a folder.') from None
    except OSError as error:
        raise ExportError(explanation(dataset, error)) from error
    if not is_held:
        raise DatasetError(f'Another painttime is adding to "{dataset}". Wait for it, or stop it.')
    return lock


def _clear_work(dataset: Path, *, is_going_on: bool = False) -> None:
    """Remove what attempts have left that nobody works on any more, but for what they go on from."""
    folder = dataset / layout.WORK_NAME
    with suppress(OSError):
        for work in sorted(path for path in folder.iterdir() if path.is_dir()):
            lock = lock_of(work)
            if lock.take():
                clear_work(work, is_going_on=is_going_on)
                lock.release()
        for left in folder.glob(f"*{layout.LOCK_NAME}"):
            lock = FileLock(left)
            if lock.take():
                lock.release()
        folder.rmdir()


def _remove_empty(dataset: Path) -> None:
    """Remove a data set that holds nothing but its manifest: its name may have been a mistake."""
    with suppress(OSError):
        if [path.name for path in dataset.iterdir()] == [layout.MANIFEST_NAME]:
            (dataset / layout.MANIFEST_NAME).unlink()
            dataset.rmdir()
