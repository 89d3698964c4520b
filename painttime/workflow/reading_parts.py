"""Reading the parts of a painting from a file or a folder, and paintings that bring their own."""

from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.files.presence import is_folder
from painttime.workflow.job import Job, Progress

Result = TypeVar("Result")


def read_parts_of(painting: Painting, path: Path) -> Job[PartMap]:
    """Read the parts of a painting from what `path` holds.

    A list (.json) or picture of parts, a picture of flat colours, a folder of masks, or a file with layers
    (PSD, PSB, ORA, KRA). Progress carries a note on what was left out. Raises PartsError with a sentence.
    """
    size = {"height_px": painting.height_px, "width_px": painting.width_px}
    message = f"Parts from {path.name}"
    if is_folder(path):
        from painttime.storage.mask_folder import read_mask_folder

        read = yield from _shown(read_mask_folder(path, **size), message)
    elif is_layered_file(path):
        # Slow to import: only where such a file is read.
        from painttime.storage.layered.layered_painting import read_layered_parts

        read = yield from _shown(read_layered_parts(path, **size), message)
    else:
        from painttime.storage.parts_file import read_parts

        yield Progress(done=0, total=1, message=message)
        return read_parts(path, **size)
    yield Progress(done=1, total=1, message=message, note=" ".join(read.notes))
    return read.parts


def is_layered_file(path: Path) -> bool:
    """Return whether a file is one with layers, by its ending."""
    from painttime.storage.layered.layered_suffixes import LAYERED_SUFFIXES

    return path.suffix.lower() in LAYERED_SUFFIXES


def read_flat_painting(path: Path) -> Job[Painting]:
    """Read what all layers of a file show together; raises PaintingError with a sentence for the user."""
    from painttime.storage.layered.layered_painting import read_layered_painting

    yield Progress(done=0, total=1, message=f"Reading {path.name}")
    return read_layered_painting(path)


def _shown(reading: Generator[tuple[int, int], None, Result], message: str) -> Job[Result]:
    """Show how far a reader of `storage` is."""
    while True:
        try:
            done, total = next(reading)
        except StopIteration as stop:
            result: Result = stop.value
            return result
        yield Progress(done=done, total=total, message=message)
