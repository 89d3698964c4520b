"""Which files and folders look like recordings, told from their names; quick enough for dialogs."""

from pathlib import Path

VIDEO_SUFFIXES = (
    ".mp4",
    ".m4v",
    ".mov",
    ".mkv",
    ".webm",
    ".avi",
    ".mpg",
    ".mpeg",
    ".ts",
    ".mts",
    ".m2ts",
    ".wmv",
    ".flv",
    ".ogv",
    ".3gp",
    ".ivf",
)
ANIMATION_SUFFIXES = (".gif", ".webp", ".apng")
PROCREATE_SUFFIX = ".procreate"
SUFFIXES = (*VIDEO_SUFFIXES, *ANIMATION_SUFFIXES, PROCREATE_SUFFIX)
"""File name endings for dialogs; what a file is, is read from its content."""

KNOWN_KINDS = "videos, animated GIF, WebP and PNG, Procreate files and folders of pictures"
"""For sentences."""

VIDEO, FRAMES, ANIMATION, PROCREATE, KRITA = "video", "frames", "animation", "procreate", "krita"


def is_recording(path: Path) -> bool:
    """Return whether a file has the name of a recording; of a folder whether pictures may lie in it.

    Nothing is opened: `open_recording` says what is wrong with a file that only looks like one.
    """
    if path.suffix.lower() in SUFFIXES:
        return path.is_file()
    return path.is_dir()
