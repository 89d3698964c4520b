"""Drives a job from the command line."""

from collections.abc import Generator
from typing import TypeVar

from rich import progress as rich_progress
from rich.console import Console

from painttime.workflow.job import Progress

Result = TypeVar("Result")


def run_job(job: Generator[Progress, None, Result], console: Console | None = None) -> Result:
    """Run a job to its end with a bar on stderr and return its result.

    Where stderr is no terminal only the job's notes are written to it.

    On Ctrl+C, and on any error, the job is closed so that it can remove what it has half written.
    """
    console = console or Console(stderr=True)
    columns = (
        rich_progress.TextColumn("{task.description}", markup=False),
        rich_progress.BarColumn(),
        rich_progress.MofNCompleteColumn(),
        rich_progress.TimeElapsedColumn(),
        rich_progress.TimeRemainingColumn(),
    )
    try:
        with rich_progress.Progress(*columns, console=console, disable=not console.is_terminal) as bar:
            task = bar.add_task("", total=None)
            while True:
                try:
                    progress = next(job)
                except StopIteration as stop:
                    bar.update(task, completed=bar.tasks[0].total)
                    result: Result = stop.value
                    return result
                if progress.note:
                    console.print(progress.note, markup=False, highlight=False, soft_wrap=True)
                total = progress.total or None
                bar.update(task, description=progress.message, completed=progress.done, total=total)
    finally:
        job.close()
