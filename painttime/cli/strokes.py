"""painttime strokes: a picture painted stroke by stroke, and files of strokes in other forms."""

import os
import time
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from painttime.cli.brush_request import BrushRequest
from painttime.cli.parts_options import CountOption, PartsOption, parts_wanted
from painttime.cli.strokes_request import StrokesRequest
from painttime.cli.strokes_results import strokes_json, write_strokes
from painttime.core.brush_settings import (
    BRUSH_CHOICES,
    MAX_GRADIENT_STEPS,
    MAX_NUM_STROKES,
    MAX_PALETTE_SIZE,
    MIN_NUM_STROKES,
    MIN_PALETTE_SIZE,
    ORDER_NAMES,
    BrushSettings,
)
from painttime.core.project import MAX_SEED
from painttime.exporters.strokes_options import DEFAULT_FILM_S, StrokesOptions

SETTINGS = BrushSettings()


class Engine(Enum):
    """What lays the paint of pictures."""

    PAINTTIME = "painttime"
    MYPAINT = "mypaint"


def strokes(
    image: Annotated[
        Path,
        typer.Argument(metavar="IMAGE", help="A picture, a .painttime project or a .jsonl file of strokes."),
    ],
    out: Annotated[
        list[Path],
        typer.Option(
            metavar="OUT",
            help="A result: .svg, .jsonl, .ora, .mp4, .webm, .gif, .png, .jpg, .tif, .webp, .painttime, or a "
            "folder for frames. May be repeated.",
        ),
    ],
    num_strokes: Annotated[
        int | None,
        typer.Option(
            "--strokes",
            min=MIN_NUM_STROKES,
            max=MAX_NUM_STROKES,
            help=f"At most so many strokes; {SETTINGS.num_strokes} for a picture.",
        ),
    ] = None,
    brush: Annotated[
        str | None,
        typer.Option(help=f"{', '.join(BRUSH_CHOICES)}; {SETTINGS.brush} for a picture."),
    ] = None,
    order: Annotated[
        str | None, typer.Option(help=f"{', '.join(ORDER_NAMES)}; {SETTINGS.order} for a picture.")
    ] = None,
    palette: Annotated[
        int | None,
        typer.Option(
            min=MIN_PALETTE_SIZE, max=MAX_PALETTE_SIZE, help="Paint with so many flat colours; else any."
        ),
    ] = None,
    smallest: Annotated[
        float | None,
        typer.Option(metavar="PX", help="Width of the finest strokes, in pixels of the painting."),
    ] = None,
    largest: Annotated[
        float | None, typer.Option(metavar="PX", help="Width of the broadest strokes, likewise.")
    ] = None,
    gradient_steps: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=MAX_GRADIENT_STEPS,
            help="Better what the network proposes, the broad strokes, by so many steps by gradient; slow.",
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=MAX_SEED, help="Makes a run repeatable; 0 for a picture.")
    ] = None,
    count: CountOption = None,
    parts: PartsOption = None,
    scale: Annotated[
        float | None, typer.Option(metavar="TIMES", help="Results so many times as large as the painting.")
    ] = None,
    size: Annotated[
        int | None, typer.Option(metavar="PX", help="Long side of results; else the painting's own.")
    ] = None,
    strokes_per_second: Annotated[
        float | None,
        typer.Option(help=f"How fast a film paints; else so that it takes some {DEFAULT_FILM_S:g} seconds."),
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="Whose brushes paint pictures: ours, or MyPaint's where it is installed.")
    ] = Engine.PAINTTIME,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Paint IMAGE stroke by stroke and write the strokes to every OUT, at any size."""
    started = time.monotonic()
    brush_request = BrushRequest(
        num_strokes=num_strokes,
        brush=brush,
        order=order,
        palette_size=palette,
        smallest_px=smallest,
        largest_px=largest,
        gradient_steps=gradient_steps,
        seed=seed,
    )
    options = StrokesOptions(
        long_side_px=size, strokes_per_second=strokes_per_second, num_threads=os.cpu_count() or 1
    )
    request = StrokesRequest(
        source=image,
        targets=out,
        brush=brush_request,
        options=options,
        scale=scale,
        wanted=parts_wanted(count=count, file=parts),
        with_mypaint=engine is Engine.MYPAINT,
    )
    request.check()
    painted, options = request.painted()
    results = write_strokes(request, painted, options)
    if as_json:
        typer.echo(strokes_json(request, painted, results, seconds=time.monotonic() - started))
    else:
        typer.echo("\n".join(str(result) for result in results))
