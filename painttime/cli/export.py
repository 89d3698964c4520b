"""painttime export: a process already predicted, in other forms."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from painttime.cli.progress import run_job
from painttime.cli.results import check_results, write_results
from painttime.errors import ProjectFileError
from painttime.exporters.options import ExportOptions
from painttime.workflow import opening, preparing

DEFAULTS = ExportOptions()


class PsdLayout(Enum):
    """What the layers of a .psd hold."""

    STEPS = "steps"
    PARTS = "parts"


def export(
    project: Annotated[Path, typer.Argument(help="A .painttime project that holds a process.")],
    out: Annotated[
        list[Path],
        typer.Option(
            help="A result: .mp4, .webm, .gif, .psd, .painttime, or a folder for frames. May be repeated."
        ),
    ],
    fps: Annotated[float, typer.Option(min=0.1, max=240, help="Canvases shown in a second.")] = DEFAULTS.fps,
    hold_first: Annotated[
        float, typer.Option(min=0, max=600, help="Seconds the ground stays at the start.")
    ] = DEFAULTS.hold_first_s,
    hold_last: Annotated[
        float, typer.Option(min=0, max=600, help="Seconds the painting stays at the end.")
    ] = DEFAULTS.hold_last_s,
    result_first: Annotated[
        bool, typer.Option("--result-first", help="Show the painting before the process.")
    ] = DEFAULTS.show_result_first,
    long_side: Annotated[
        int | None, typer.Option(min=16, help="Long side in pixels.  [default: the painting's own]")
    ] = DEFAULTS.long_side_px,
    psd_layout: Annotated[
        PsdLayout, typer.Option(help="A .psd of steps as layers, or one per frame with parts as layers.")
    ] = PsdLayout.STEPS,
) -> None:
    """Write the process in PROJECT to every OUT."""
    check_results(out)
    opened = run_job(opening.open_file(project))
    if opened.take is None or not opened.take.is_complete:
        raise ProjectFileError(
            f"{project} holds no complete process yet. "
            f"Predict it first: painttime predict {project} --out {project}."
        )
    options = ExportOptions(
        fps=fps,
        hold_first_s=hold_first,
        hold_last_s=hold_last,
        show_result_first=result_first,
        long_side_px=long_side,
        psd_layout=psd_layout.value,
    )
    write_results(opened, run_job(preparing.prepare(opened)), out, options)
    typer.echo("\n".join(str(target) for target in out))
