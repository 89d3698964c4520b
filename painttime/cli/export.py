"""painttime export: a process already predicted, in other forms."""

from pathlib import Path
from typing import Annotated

import typer

from painttime.cli.progress import run_job
from painttime.cli.results import check_results, write_results
from painttime.errors import ProjectFileError
from painttime.exporters.options import ExportOptions, PsdLayout
from painttime.workflow import opening, preparing
from painttime.workflow.stroke_pictures import StrokePictures

DEFAULTS = ExportOptions()


def export(
    project: Annotated[
        Path, typer.Argument(metavar="PROJECT", help="A .painttime project that holds a process.")
    ],
    out: Annotated[
        list[Path],
        typer.Option(
            metavar="OUT",
            help="A result: .mp4, .webm, .gif, .psd, .painttime, or a folder for frames; of a process "
            "painted with strokes also .svg, .jsonl and .ora. May be repeated.",
        ),
    ],
    fps: Annotated[float, typer.Option(help="Canvases shown in a second.")] = DEFAULTS.fps,
    hold_first: Annotated[
        float, typer.Option(help="Seconds the first canvas stands still.")
    ] = DEFAULTS.hold_first_s,
    hold_last: Annotated[
        float, typer.Option(help="Seconds the last canvas stands still.")
    ] = DEFAULTS.hold_last_s,
    result_first: Annotated[
        bool, typer.Option("--result-first", help="Begin with the finished painting.")
    ] = DEFAULTS.show_result_first,
    loop: Annotated[bool, typer.Option(help="Let a .gif play for ever.")] = DEFAULTS.loop,
    first: Annotated[int, typer.Option(help="The first canvas; 0 is the ground.")] = DEFAULTS.first,
    last: Annotated[int | None, typer.Option(help="The last canvas; else the painting.")] = None,
    long_side: Annotated[
        int | None, typer.Option(help="Long side in pixels; else the painting's own.")
    ] = None,
    psd_layout: Annotated[
        PsdLayout, typer.Option(help="One .psd with steps as layers, or one a canvas with parts as layers.")
    ] = DEFAULTS.psd_layout,
    caption: Annotated[
        bool, typer.Option("--caption", help="Write into the pictures that this is a prediction.")
    ] = DEFAULTS.caption,
) -> None:
    """Write the process in PROJECT to every OUT."""
    options = ExportOptions(
        fps=fps,
        hold_first_s=hold_first,
        hold_last_s=hold_last,
        show_result_first=result_first,
        loop=loop,
        first=first,
        last=last,
        long_side_px=long_side,
        psd_layout=psd_layout,
        caption=caption,
    )
    check_results(out, source=project)
    opened = run_job(opening.open_file(project))
    shown = opened.shown_take
    if shown is None or not shown.is_complete:
        from painttime.exporters.table import PROJECT_SUFFIX

        result = project.with_suffix(PROJECT_SUFFIX)
        raise ProjectFileError(
            f"{project} holds no complete process yet. "
            f"Predict it first: painttime predict {project} --out {result}"
        )
    # Strokes are drawn as they are; the step model's canvases need the renditions of the painting.
    has_strokes = shown.brushwork is not None
    pictures = StrokePictures(opened) if has_strokes else run_job(preparing.prepare(opened))
    results = write_results(opened, pictures, out, options)
    typer.echo("\n".join(str(result) for result in results))
