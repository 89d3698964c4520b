"""Checks that results can be written, before the long work starts."""

import re
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from painttime.errors import ExportError
from painttime.files.atomic import explaining

FRAME_NAME = re.compile(r"\d{4,}\.png")


def check_targets(targets: Sequence[Path], suffixes: Collection[str], *, folders: bool) -> None:
    """Check each target's ending and that it can be written; nothing is left behind.

    suffixes: the endings known, such as ".mp4", lower case.
    folders: whether a target without an ending, or one that is a folder, takes frames.
    Raises ExportError with a sentence that names the first target that will not do.
    """
    for position, target in enumerate(targets):
        if target.resolve() in {other.resolve() for other in targets[:position]}:
            raise ExportError(f"{target} is given twice as a result. Give each result a name of its own.")
        if folders and (target.is_dir() or not target.suffix):
            _check_folder(target)
        else:
            _check_file(target, suffixes, folders=folders)


def _check_file(target: Path, suffixes: Collection[str], *, folders: bool) -> None:
    if target.suffix.lower() not in suffixes:
        known = ", ".join(sorted(suffixes)) + (", or a folder for frames" if folders else "")
        raise ExportError(f"{target} has an ending painttime cannot write. It writes {known}.")
    if target.is_dir():
        raise ExportError(f"{target} is a folder. Choose another name for the result.")
    _check_writable(target.parent, target)


def _check_folder(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise ExportError(f"{target} is a file, not a folder. Frames need a folder of their own.")
    if not target.exists():
        _check_writable(target.parent, target)
        return
    _check_writable(target, target)
    _check_writable(target.parent, target)
    strangers = [entry.name for entry in target.iterdir() if not FRAME_NAME.fullmatch(entry.name)]
    if strangers:
        raise ExportError(
            f"{target} holds other files ({strangers[0]}). Choose an empty folder for the frames."
        )


def _check_writable(folder: Path, target: Path) -> None:
    """Try to write in a folder: only the attempt tells about read-only disks, as access rights do not."""
    with explaining(target), tempfile.TemporaryFile(dir=folder):
        pass
