"""Checks that results can be written, before the long work starts."""

import os
import re
import tempfile
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from painttime.errors import ExportError
from painttime.files.atomic import check_file_place, explaining
from painttime.files.presence import is_folder, is_there, same_place

FRAME_NAME = re.compile(r"\d{4,}\.png")


def check_targets(targets: Sequence[Path], suffixes: Collection[str], *, folders: bool) -> None:
    """Check each target's ending and that it can be written; nothing is left behind.

    suffixes: the endings known, such as ".mp4", lower case.
    folders: whether a target without an ending, or one that is a folder, takes frames.
    Raises ExportError with a sentence that names the first target that will not do.
    """
    for position, target in enumerate(targets):
        if any(same_place(target, other) for other in targets[:position]):
            raise ExportError(f"{target} is given twice as a result. Give each result a name of its own.")
        if folders and (is_folder(target) or not target.suffix):
            _check_folder(target)
        else:
            _check_file(target, suffixes, folders=folders)


def _check_file(target: Path, suffixes: Collection[str], *, folders: bool) -> None:
    if target.suffix.lower() not in suffixes:
        known = ", ".join(sorted(suffixes)) + (", or a folder for frames" if folders else "")
        raise ExportError(f"{target} has an ending painttime cannot write. It writes {known}.")
    with explaining(target):
        check_file_place(Path(os.path.realpath(target)))
    _check_writable(target.parent, target)


def _check_folder(target: Path) -> None:
    if is_there(target) and not is_folder(target):
        raise ExportError(f"{target} is a file, not a folder. Frames need a folder of their own.")
    if not is_there(target):
        _check_writable(target.parent, target)
        return
    _check_writable(target, target)
    _check_writable(target.parent, target)
    with explaining(target):
        strangers = [entry.name for entry in target.iterdir() if not FRAME_NAME.fullmatch(entry.name)]
    if strangers:
        raise ExportError(
            f"{target} holds other files ({strangers[0]}). Choose an empty folder for the frames."
        )


def _check_writable(folder: Path, target: Path) -> None:
    """Try to write in a folder: only the attempt tells about read-only disks, as access rights do not."""
    with explaining(target):
        # A name that is too long, or a link that leads to itself.
        with suppress(FileNotFoundError):
            target.stat()
        with tempfile.TemporaryFile(dir=folder):
            pass
