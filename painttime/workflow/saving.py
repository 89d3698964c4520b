"""Saving the project."""

from pathlib import Path

from painttime.core.project import Project
from painttime.errors import ExportError
from painttime.workflow.job import Job, Progress


def save_project(project: Project, path: Path) -> Job[Path]:
    """Save the project to `path`, which gets the ending .painttime where it has none; returns the path.

    Raises ExportError with a sentence where it cannot be written; an older file is untouched then, and also
    when the job is closed before its end.
    """
    from painttime.storage.project_file import SUFFIX, writing_project

    if not path.name:
        raise ExportError(f'"{path}" is a folder. Give the name of a file in it.')
    target = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
    for done, total in writing_project(project, target):
        yield Progress(done=done, total=total, message=f"Saving {target.name}")
    return target
