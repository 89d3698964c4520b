"""Questions about paths that always have an answer.

Path.is_dir and its like raise for a name that is too long or a folder that may not be looked into, and
Path.resolve for a link that leads to itself. Where the answer is only used to choose a way, the attempt to
read or write that follows says better what is wrong.
"""

import os
from pathlib import Path


def is_folder(path: Path) -> bool:
    """Return whether a folder can be seen at the path."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Return whether an ordinary file can be seen at the path."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """Return whether anything can be seen at the path."""
    try:
        return path.exists()
    except OSError:
        return False


def same_place(one: Path, other: Path) -> bool:
    """Return whether two paths lead to the same place, whether or not anything is there."""
    return os.path.realpath(one) == os.path.realpath(other)


def is_within(inner: Path, outer: Path) -> bool:
    """Return whether a path leads to a place, or into it, whether or not anything is there."""
    places = os.path.realpath(inner), os.path.realpath(outer)
    return Path(places[0]).is_relative_to(places[1])
