"""Reads a whole file into memory once, or says in a sentence why not."""

from pathlib import Path

from painttime.errors import UserInputError

MAX_FILE_BYTES = 2**30


def read_file_bytes(
    path: Path, *, kind: str, error: type[UserInputError], max_bytes: int = MAX_FILE_BYTES
) -> bytes:
    """Return the content of a file; it is read once, so that no one can swap it between check and use.

    kind: what the user should choose, such as "picture file". Raises `error` with a sentence for a folder, a
    pipe or a device, a file that is missing, empty, larger than `max_bytes` or may not be read.
    """
    try:
        if path.is_dir():
            raise error(f'"{path}" is a folder. Choose a {kind} in it.')
        if path.exists() and not path.is_file():
            # A pipe or a device would be waited for, perhaps for ever.
            raise error(f'"{path}" is not a file. Choose a {kind}.')
        if path.stat().st_size > max_bytes:
            raise error(f'"{path.name}" is larger than {_in_words(max_bytes)}. Choose a smaller {kind}.')
        with path.open("rb") as file:
            data = file.read(max_bytes)
    except FileNotFoundError:
        raise error(f'There is no file "{path}". Check the name and the folder.') from None
    except PermissionError:
        raise error(f'You may not read "{path}". Change its permissions or copy it elsewhere.') from None
    except (OSError, ValueError) as cause:
        reason = getattr(cause, "strerror", None) or str(cause)
        raise error(f'"{path}" could not be read: {reason}.') from cause
    if not data:
        raise error(f'"{path.name}" is empty. Copy or download it again.')
    return data


def _in_words(size_bytes: int) -> str:
    return f"{size_bytes // 2**30} GB" if size_bytes >= 2**30 else f"{max(1, size_bytes // 2**20)} MB"
