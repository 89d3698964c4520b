"""Writes a process to the results asked for."""

from collections.abc import Sequence
from pathlib import Path

from painttime.cli.progress import run_job
from painttime.cli.targets import check_targets
from painttime.core.project import Project
from painttime.exporters.options import ExportOptions
from painttime.workflow import exporting
from painttime.workflow.preparing import Prepared


def check_results(targets: Sequence[Path]) -> None:
    """Check that a process can be written to every target; raises ExportError where one will not do."""
    check_targets(targets, exporting.SUFFIXES, folders=True)


def write_results(
    project: Project, prepared: Prepared, targets: Sequence[Path], options: ExportOptions
) -> None:
    """Write the project's process to every target, one after the other."""
    for target in targets:
        run_job(exporting.export(project, prepared, target, options))
