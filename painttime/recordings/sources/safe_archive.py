"""Zip archives from anywhere: looked over before anything is taken out, and never unpacked as a whole."""

import lzma
import re
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from painttime.errors import RecordingError
from painttime.recordings.sources import problems

MAX_MEMBERS = 200_000
MAX_MEMBER_BYTES = 4 * 2**30
MAX_TOTAL_BYTES = 64 * 2**30
# Films are packed already: one that claims to shrink further is no film.
_MOST_SHRINKING = 20
_SMALL_BYTES = 2**20
_PIECE_BYTES = 2**20
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, IndexError)


@contextmanager
def opened_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip file and look over what it says of its members.

    Raises RecordingError for one that is no zip, is damaged, or was made to do harm.
    """
    try:
        archive = zipfile.ZipFile(path)
    except PermissionError:
        raise RecordingError(
            f'You may not read "{path}". Change its permissions or copy it elsewhere.'
        ) from None
    except (*_DAMAGED, NotImplementedError):
        raise problems.damaged(path.name) from None
    with archive:
        _check_members(archive, path.name)
        yield archive


def _check_members(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise RecordingError(
            f'"{name}" holds {len(members):,} files, more than any recording. Choose another.'
        )
    for member in members:
        if _leads_outside(member.filename):
            raise RecordingError(
                f'"{name}" holds a file that wants to lie outside of it ("{member.filename}"). Such archives '
                "are made to do harm: get the recording from another place."
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise RecordingError(
                f'"{name}" holds a link ("{member.filename}") in place of a file. Such archives are made to '
                "do harm: get the recording from another place."
            )
    if sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
        raise too_large(name)


def _leads_outside(member_name: str) -> bool:
    slashed = member_name.replace("\\", "/")
    return (
        slashed.startswith("/") or _DRIVE.match(slashed) is not None or ".." in PurePosixPath(slashed).parts
    )


def too_large(name: str) -> RecordingError:
    """Return the error for an archive that is or becomes larger than a recording is."""
    return RecordingError(
        f'"{name}" would take more room than any recording once unpacked. It is damaged or made to do harm: '
        "get it from another place."
    )


@contextmanager
def unpacked_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[Path]:
    """Yield a member as a file of its own, which goes with the block.

    Raises RecordingError where it is encrypted, damaged (its checksum is compared) or larger than it may be.
    """
    check_member(member, name)
    with tempfile.TemporaryDirectory(prefix="painttime-") as folder:
        # The name inside the archive decides nothing about where it is written.
        target = Path(folder) / "member"
        try:
            with archive.open(member) as packed, target.open("wb") as unpacked:
                left_bytes = member.file_size
                while piece := packed.read(_PIECE_BYTES):
                    left_bytes -= len(piece)
                    if left_bytes < 0:
                        raise too_large(name)
                    unpacked.write(piece)
        except (*_DAMAGED, NotImplementedError) as error:
            if _is_full(error):
                raise RecordingError(
                    f'There is no room in the folder for temporary files to read "{name}". Make some '
                    "and try again."
                ) from None
            raise problems.damaged(f"{name}: {member.filename}") from None
        yield target


def check_member(member: zipfile.ZipInfo, name: str) -> None:
    """Raise RecordingError for a member that is encrypted, or that claims a size no film has."""
    if member.flag_bits & 1:
        raise RecordingError(f'"{name}" is locked with a password. Save it without one and choose that.')
    is_blown_up = member.file_size > max(_SMALL_BYTES, member.compress_size * _MOST_SHRINKING)
    if is_blown_up or member.file_size > MAX_MEMBER_BYTES:
        raise too_large(name)


def _is_full(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno == 28
