"""Locks that end with their process, however it ends.

The lock is the operating system's own, not a process number written into a file: inside a container or a
sandbox every run of the program may have the same number, and a host may change its name.
"""

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """A lock on a file of its own, which is there as long as the lock is held and after a crash."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    @property
    def is_held(self) -> bool:
        return self._handle is not None

    def take(self) -> bool:
        """Take the lock; return whether it is held now. Raises OSError where no file can be made there."""
        if self._handle is not None:
            if self._is_at_path(self._handle):
                return True
            # Somebody cleared the folder: the lock on a file that is gone keeps nobody out.
            os.close(self._handle)
            self._handle = None
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
            is_ours = self._is_at_path(handle)
        except (BlockingIOError, PermissionError):
            is_ours = False
        except OSError:
            os.close(handle)
            raise
        if not is_ours:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Let the lock go and remove its file."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        # While it is still locked nobody else can take a file that is about to go, except on Windows, where
        # an open file cannot be removed.
        if sys.platform == "win32":
            os.close(handle)
            _remove(self._path)
        else:
            _remove(self._path)
            os.close(handle)

    def _is_at_path(self, handle: int) -> bool:
        """Whether the file that was locked is still the one others find, not one just removed."""
        try:
            return os.path.samestat(os.fstat(handle), self._path.stat())
        except FileNotFoundError:
            return False


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # It is taken over by whoever locks it next.
        return
