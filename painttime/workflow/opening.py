"""Opening what the user points at: a picture or a project file."""

from dataclasses import replace
from pathlib import Path

from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.core.project import Project
from painttime.errors import PartsError
from painttime.workflow.job import Job, Progress
from painttime.workflow.stroke_exporting import is_strokes_file

DEFAULT_NUM_PARTS = 8
_STEPS = 2


def open_file(path: Path, *, num_parts: int | None = None, parts: Path | None = None) -> Job[Project]:
    """Open a picture, a project file, or a file of strokes as the picture they paint.

    A picture gets the parts of the file `parts`, or else `num_parts` automatic ones. Where neither is given,
    parts that lie beside the picture (jug.parts.json and jug.parts.png for jug.jpg) are taken; if they do not
    fit it, a Progress carries a note that says so and parts are found automatically. A project keeps its own
    parts; other ones asked for take their place, and what was set and computed for the former is dropped.

    Raises PaintingError, ProjectFileError, StrokesFileError or PartsError with a sentence for the user;
    nothing else changes.
    """
    from painttime.storage.project_file import SUFFIX, read_project

    if num_parts is not None and parts is not None:
        raise ValueError("parts are either read or looked for")
    yield Progress(done=0, total=_STEPS, message=f"Reading {path.name}")
    if is_strokes_file(path):
        from painttime.workflow.opening_strokes import open_strokes_project

        return (yield from open_strokes_project(path, num_parts or DEFAULT_NUM_PARTS))
    if path.suffix.lower() != SUFFIX:
        from painttime.storage.painting_file import read_painting

        painting = read_painting(path)
        return Project(painting=painting, parts=(yield from _parts(painting, path, num_parts, parts)))
    project = read_project(path)
    if num_parts is None and parts is None:
        return project
    found = yield from _parts(project.painting, path, num_parts, parts)
    return replace(project, parts=found, degrees={}, locked=frozenset(), hidden=frozenset(), take=None)


def _parts(painting: Painting, path: Path, num_parts: int | None, parts: Path | None) -> Job[PartMap]:
    """Read the parts asked for, or those beside the picture, or find them."""
    if parts is not None:
        return (yield from _read(painting, parts))
    note = ""
    if num_parts is None:
        from painttime.storage.parts_file import sidecar_of

        sidecar = sidecar_of(path)
        if sidecar is not None:
            try:
                return (yield from _read(painting, sidecar))
            except PartsError as error:
                note = f"The parts beside {path.name} were left out. {error}"
    yield Progress(done=1, total=_STEPS, message="Finding parts", note=note)
    # Here and not on top: scikit-image takes .7 s to import, and the window opens first.
    from painttime.segmentation.regions import find_regions

    return find_regions(painting.pixels, num_parts=DEFAULT_NUM_PARTS if num_parts is None else num_parts)


def _read(painting: Painting, path: Path) -> Job[PartMap]:
    from painttime.storage.parts_file import read_parts

    yield Progress(done=1, total=_STEPS, message=f"Parts from {path.name}")
    return read_parts(path, height_px=painting.height_px, width_px=painting.width_px)
