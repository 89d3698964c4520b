"""Files and folders that appear whole or not at all.

Whatever is written goes beside its target first, under a hidden name, and takes the target's name only when
it is complete and on the disk. An error, a full disk or a cancelled generator leaves nothing behind.
"""

import errno
import os
import shutil
import stat
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from painttime.errors import ExportError

PARTIAL_SUFFIX = ".partial"


@contextmanager
def replacing_file(target: Path) -> Iterator[Path]:
    """Give a path beside `target` to write to; what is there afterwards becomes `target`.

    A link is followed: the file it points to is replaced. Raises ExportError with a sentence that names the
    path where it cannot be written; `target` is unchanged then.
    """
    with explaining(target):
        place = Path(os.path.realpath(target))
        check_file_place(place)
        partial = _partial(place)
        try:
            partial.open("xb").close()
            yield partial
            if place.exists():
                shutil.copymode(place, partial)
            _flush(partial)
            partial.replace(place)
            flush_folder(place.parent)
        finally:
            # Not there any more when it has become the target.
            partial.unlink(missing_ok=True)


@contextmanager
def replacing_folder(target: Path, *, is_ours: Callable[[Path], bool]) -> Iterator[Path]:
    """Give a folder beside `target` to write to; it becomes `target`, in place of an older result.

    is_ours: says of an entry of an existing `target` whether an earlier export wrote it. Raises ExportError
    where `target` holds anything else, is no folder or cannot be written; `target` is unchanged then.
    """
    with explaining(target):
        place = Path(os.path.realpath(target))
        check_folder_place(place, is_ours)
        partial = _partial(place)
        try:
            partial.mkdir()
            yield partial
            for entry in sorted(partial.iterdir()):
                _flush(entry)
            _swap_folder(partial, place)
            flush_folder(place.parent)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


@contextmanager
def explaining(target: Path) -> Iterator[None]:
    """Turn every OSError of the block into an ExportError about `target`."""
    try:
        yield
    except OSError as error:
        raise ExportError(explanation(target, error)) from error


def explanation(target: Path, error: OSError) -> str:
    """Return what went wrong in writing `target` and what to do, in one or two sentences."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f'There is no space left on the disk for "{target}". Free some space or choose another folder.'
    if error.errno == errno.EROFS:
        return f'"{target}" lies on a disk that cannot be written to. Choose another folder.'
    if error.errno in (errno.EACCES, errno.EPERM):
        return f'You may not write "{target}". Choose another folder, or close the program that has it open.'
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return f'The folder "{target.parent}" does not exist. Make it first or choose another one.'
    if error.errno == errno.ENAMETOOLONG:
        return f'The name "{target.name}" is too long for this disk. Choose a shorter one.'
    if error.errno == errno.EFBIG:
        return f'"{target}" becomes larger than its disk allows a file to be. Choose another disk.'
    reason = error.strerror or type(error).__name__
    return f'"{target}" could not be written: {reason}. Choose another folder or try again.'


def check_file_place(place: Path) -> None:
    """Raise ExportError where a file may not be put because of what is there: a folder, a protected file.

    Raises OSError where that cannot be found out.
    """
    if not place.name:
        raise ExportError(f'"{place}" is a folder. Give the name of a file in it.')
    if place.is_dir():
        raise ExportError(f'"{place}" is a folder. Give the name of a file, or choose another name.')
    # Renaming over a write-protected file would succeed; the user protected it for a reason.
    if place.exists() and not place.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise ExportError(f'"{place}" is write-protected. Choose another name.')


def check_folder_place(place: Path, is_ours: Callable[[Path], bool]) -> None:
    """Raise ExportError where a folder may not be put because of what is there: a file, a folder with others.

    Raises OSError where that cannot be found out.
    """
    if not place.exists():
        return
    if not place.is_dir():
        raise ExportError(f'"{place}" is a file. Give the name of a new or empty folder.')
    foreign = next((entry for entry in place.iterdir() if not is_ours(entry)), None)
    if foreign is not None:
        raise ExportError(
            f'The folder "{place}" already holds other files ("{foreign.name}"). '
            "Choose a new or empty folder."
        )


def _partial(place: Path) -> Path:
    # A short name of its own: the target's may already be as long as the disk allows.
    return place.with_name(f".painttime-{uuid.uuid4().hex[:12]}{PARTIAL_SUFFIX}")


def _swap_folder(partial: Path, place: Path) -> None:
    if not place.exists():
        partial.rename(place)
        return
    former = _partial(place)
    place.rename(former)
    try:
        partial.rename(place)
    except OSError:
        former.rename(place)
        raise
    shutil.rmtree(former, ignore_errors=True)


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where the system can be asked for that."""
    # Not every system lets a folder be opened (Windows); the rename is done all the same.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
