"""What a file is, whatever it is called and wherever it lies: the checksum of its content."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from painttime.core.counting import Counting
from painttime.errors import RecordingError

_BLOCK_BYTES = 2**22
_MAX_NAME = 40
_NUM_DIGITS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """A file or folder something was made from.

    name: without its folder. sha256: of a file its content; of a folder the names, sizes and contents of
    what lies in it. size_bytes: of all its content.
    """

    name: str
    sha256: str
    size_bytes: int


def origin_of(path: Path) -> Counting[Origin]:
    """Return what a file or a folder of files is; yields (bytes read, bytes in all).

    Hidden files of a folder do not count. Raises RecordingError where something cannot be read.
    """
    try:
        if path.is_dir():
            return (yield from _folder_origin(path))
        if path.exists() and not path.is_file():
            # A pipe or a device would be read for ever.
            raise RecordingError(f'"{path}" is neither a file nor a folder. Give a recording.')
        total = path.stat().st_size
        digest = hashlib.sha256()
        size_bytes = yield from _read_into(digest, path, 0, total)
    except FileNotFoundError:
        raise RecordingError(f'There is no file "{path}". Check the name and the folder.') from None
    except PermissionError as error:
        raise RecordingError(
            f'You may not read "{error.filename or path}". Change its permissions or copy it elsewhere.'
        ) from None
    except OSError as error:
        raise RecordingError(f'"{path}" could not be read: {error.strerror or error}.') from error
    return Origin(name=_name_of(path), sha256=digest.hexdigest(), size_bytes=size_bytes)


def id_of(origin: Origin) -> str:
    """Return a name for a folder: what can be read of the origin's name, and the start of its checksum."""
    stem = unicodedata.normalize("NFKD", Path(origin.name).stem.casefold())
    plain = stem.encode("ascii", "ignore").decode()
    readable = re.sub(r"[^a-z0-9]+", "-", plain)[:_MAX_NAME].strip("-") or "recording"
    return f"{readable}-{origin.sha256[:_NUM_DIGITS]}"


def sha256_of(path: Path) -> str:
    """Return the checksum of a file; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _folder_origin(folder: Path) -> Counting[Origin]:
    files = sorted(
        (path.relative_to(folder).as_posix(), path)
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    total = sum(path.stat().st_size for _, path in files)
    # An empty folder is no empty file.
    digest = hashlib.sha256(b"folder\0")
    done = 0
    for name, path in files:
        # Name and size first: no file can pass for the beginning of another.
        digest.update(f"{name}\0{path.stat().st_size}\0".encode("utf-8", "surrogateescape"))
        done = yield from _read_into(digest, path, done, total)
    return Origin(name=_name_of(folder), sha256=digest.hexdigest(), size_bytes=done)


def _read_into(digest: "hashlib._Hash", path: Path, done: int, total: int) -> Counting[int]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
            done += len(block)
            yield done, total
    return done


def _name_of(path: Path) -> str:
    """Return the name without its folder; names that are no text on this system are made one."""
    name = path.name or path.resolve().name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
