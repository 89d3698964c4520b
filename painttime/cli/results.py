"""Writes a process to the results asked for."""

from collections.abc import Sequence
from pathlib import Path

from painttime.cli.progress import run_job
from painttime.cli.targets import check_targets
from painttime.core.project import Project
from painttime.errors import ExportError
from painttime.exporters.options import ExportOptions
from painttime.files.presence import same_place
from painttime.workflow import exporting
from painttime.workflow.preparing import Prepared


def check_results(targets: Sequence[Path], *, source: Path) -> None:
    """Check that a process of `source` can be written to every target.

    Raises ExportError for the first target that will not do, before any work is done.
    """
    from painttime.exporters.table import FORMATS, PROJECT_SUFFIX

    for target in targets:
        if same_place(target, source) and target.suffix.lower() != PROJECT_SUFFIX:
            raise ExportError(f'"{target}" is the painting itself. Choose another name for the result.')
    suffixes = [known.suffix for known in FORMATS if known.suffix]
    check_targets(targets, [*suffixes, PROJECT_SUFFIX], folders=True)


def write_results(
    project: Project, prepared: Prepared, targets: Sequence[Path], options: ExportOptions
) -> list[Path]:
    """Write the project's process to every target, one after the other; returns where the results lie."""
    return [run_job(exporting.export(project, prepared, target, options)) for target in targets]
