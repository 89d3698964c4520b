"""painttime parts: the parts of a painting, as a list and as files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from painttime.cli.parts_options import CountOption, LanguageOption, MethodOption, PartsOption, parts_wanted
from painttime.cli.progress import run_job
from painttime.cli.targets import check_targets
from painttime.core.part import PartMap
from painttime.errors import ExportError
from painttime.files.presence import same_place
from painttime.workflow import opening

MAX_EDGE_PX = 50


def parts(
    painting: Annotated[
        Path,
        typer.Argument(metavar="PAINTING", help="A picture, a file with layers or a .painttime project."),
    ],
    out: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="OUT",
            help="A result: .png (pixel = part id), .json (the list), .psd or .ora (a layer a part, what it "
            "hides filled in). May be repeated.",
        ),
    ] = None,
    method: MethodOption = None,
    count: CountOption = None,
    parts_file: PartsOption = None,
    language: LanguageOption = None,
    edge: Annotated[
        int | None,
        typer.Option(
            metavar="PX",
            min=0,
            max=MAX_EDGE_PX,
            help="How soft the edges of layers are, 0 for hard ones; 2 where nothing is given.",
        ),
    ] = None,
) -> None:
    """Find the parts of PAINTING, list them back to front and write them to every OUT.

    The layers of a file with layers (.psd .psb .ora .kra), or parts that lie beside a picture
    (jug.parts.json and jug.parts.png beside jug.jpg), are taken, unless others are asked for.

    The list says of each part: id, share of the picture, kind, name.
    """
    from painttime.exporters.parts_files import PARTS_SUFFIXES

    targets = out or []
    wanted = parts_wanted(count=count, file=parts_file, method=method, language=language)
    check_targets(targets, PARTS_SUFFIXES, folders=False)
    _spare_sources(targets, [painting, *([] if parts_file is None else [parts_file])])
    project = run_job(opening.open_file(painting, wanted))
    if targets:
        from painttime.workflow.exporting import export_parts

        for target in targets:
            run_job(export_parts(project, target, edge_px=edge))
    typer.echo(part_list(project.parts))


def _spare_sources(targets: Sequence[Path], sources: Sequence[Path]) -> None:
    """Raise ExportError where a result would replace what it is made from."""
    for target in targets:
        if any(same_place(target, source) for source in sources):
            raise ExportError(f'"{target}" is what the parts are made from. Choose another name.')


def part_list(part_map: PartMap) -> str:
    """Return one line a part, back to front: id, share of the picture, kind, name, with tabs between."""
    areas_px, num_pixels = part_map.areas_px(), part_map.labels.size
    return "\n".join(
        f"{part.id}\t{areas_px[part.id] / num_pixels:.1%}\t{part.kind}\t{part.name}"
        for part in part_map.parts
    )
