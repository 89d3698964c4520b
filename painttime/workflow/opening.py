"""Opening what the user points at: a picture or a project file."""

from pathlib import Path

from painttime.core.project import Project
from painttime.workflow.job import Job, Progress

DEFAULT_NUM_PARTS = 8


def open_file(path: Path, *, num_parts: int = DEFAULT_NUM_PARTS) -> Job[Project]:
    """Open a picture (its parts are found automatically) or a project file.

    Raises PaintingError or ProjectFileError with a sentence for the user; nothing else changes then.
    """
    from painttime.storage.project_file import SUFFIX, read_project

    if path.suffix.lower() == SUFFIX:
        yield Progress(done=0, total=1, message=f"Reading {path.name}")
        return read_project(path)
    # Here and not on top: scikit-image takes .7 s to import, and the window opens first.
    from painttime.segmentation.regions import find_regions
    from painttime.storage.painting_file import read_painting

    yield Progress(done=0, total=2, message=f"Reading {path.name}")
    painting = read_painting(path)
    yield Progress(done=1, total=2, message="Finding parts")
    return Project(painting=painting, parts=find_regions(painting.pixels, num_parts=num_parts))
