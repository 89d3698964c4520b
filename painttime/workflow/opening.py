"""Opening what the user points at: a picture or a project file."""

from dataclasses import replace
from pathlib import Path

from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.core.project import Project
from painttime.errors import PartsError
from painttime.workflow.finding_parts import ANY_PARTS, PartsWanted, find_parts_of
from painttime.workflow.job import Job, Progress
from painttime.workflow.reading_parts import is_layered_file, read_flat_painting, read_parts_of
from painttime.workflow.stroke_exporting import is_strokes_file


def open_file(path: Path, wanted: PartsWanted = ANY_PARTS) -> Job[Project]:
    """Open a picture, a project file, or a file of strokes as the picture they paint.

    Where no parts are asked for, those that lie beside a picture (jug.parts.json and jug.parts.png for
    jug.jpg) are taken, or else its layers (PSD, ORA, KRA). What does not fit or is left out is told by the
    note of a Progress, and parts are found automatically where none can be taken. A project keeps its own
    parts; other ones asked for take their place, and what was set and computed for the former is dropped.

    Raises PaintingError, ProjectFileError, StrokesFileError or PartsError with a sentence for the user.
    """
    from painttime.storage.project_file import SUFFIX, read_project

    yield Progress(done=0, total=1, message=f"Reading {path.name}")
    if is_strokes_file(path):
        from painttime.workflow.opening_strokes import open_strokes_project

        return (yield from open_strokes_project(path, wanted))
    if path.suffix.lower() != SUFFIX:
        painting = yield from _read_painting(path)
        return Project(painting=painting, parts=(yield from _parts(painting, path, wanted)))
    project = read_project(path)
    if wanted.file is None and not wanted.are_looked_for:
        return project
    found = yield from _parts(project.painting, path, wanted)
    return replace(project, parts=found, degrees={}, locked=frozenset(), hidden=frozenset(), take=None)


def _parts(painting: Painting, path: Path, wanted: PartsWanted) -> Job[PartMap]:
    """Read the parts asked for or known, or find them."""
    if wanted.file is not None:
        return (yield from read_parts_of(painting, wanted.file))
    known = None if wanted.are_looked_for else (yield from _known_parts(painting, path))
    return known or (yield from find_parts_of(painting, wanted))


def _read_painting(path: Path) -> Job[Painting]:
    if is_layered_file(path):
        return (yield from read_flat_painting(path))
    from painttime.storage.painting_file import read_painting

    return read_painting(path)


def _known_parts(painting: Painting, path: Path) -> Job[PartMap | None]:
    """Read the parts that lie beside a picture, or its layers; None where none can be taken."""
    from painttime.storage.parts_file import sidecar_of

    note = ""
    sidecar = sidecar_of(path)
    try:
        if sidecar is not None:
            return (yield from read_parts_of(painting, sidecar))
    except PartsError as error:
        note = f"The parts beside {path.name} were left out. {error}"
    yield Progress(done=0, total=1, message="Finding parts", note=note)
    try:
        if is_layered_file(path):
            layers = yield from read_parts_of(painting, path)
            return layers if len(layers.parts) > 1 else None
    except PartsError as error:
        yield Progress(done=0, total=1, message="Finding parts", note=str(error))
    return None
