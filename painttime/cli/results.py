"""Writes a process to the results asked for."""

from collections.abc import Sequence
from pathlib import Path

from painttime.cli.progress import run_job
from painttime.cli.targets import check_targets
from painttime.core.project import Project
from painttime.errors import ExportError
from painttime.exporters.options import ExportOptions
from painttime.files.presence import is_folder, same_place
from painttime.workflow import exporting
from painttime.workflow.preparing import Pictures


def check_results(targets: Sequence[Path], *, source: Path, strokes: bool = True) -> None:
    """Check that a process of `source` can be written to every target.

    strokes: whether the process may turn out to be painted with strokes. Raises ExportError for the first
    target that will not do, before any work is done.
    """
    from painttime.exporters.table import FORMATS, PROJECT_SUFFIX

    for target in targets:
        if same_place(target, source) and target.suffix.lower() != PROJECT_SUFFIX:
            raise ExportError(f'"{target}" is the painting itself. Choose another name for the result.')
        if not strokes and target.suffix.lower() in exporting.stroke_suffixes() and not is_folder(target):
            raise ExportError(
                f"{target} is to hold strokes. Add --render strokes to paint the process with them."
            )
    suffixes = [known.suffix for known in FORMATS if known.suffix]
    of_strokes = exporting.stroke_suffixes() if strokes else ()
    check_targets(targets, [*suffixes, *of_strokes, PROJECT_SUFFIX], folders=True)


def write_results(
    project: Project, pictures: Pictures, targets: Sequence[Path], options: ExportOptions
) -> list[Path]:
    """Write the process shown to every target, one after the other; returns where the results lie."""
    for target in targets:
        exporting.check_has_strokes(project, target)
    return [run_job(exporting.export(project, pictures, target, options)) for target in targets]
