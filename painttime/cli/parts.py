"""painttime parts: the parts of a painting, as a list and as files."""

from pathlib import Path
from typing import Annotated

import typer

from painttime.cli.parts_options import CountOption, PartsOption, check_parts_options
from painttime.cli.progress import run_job
from painttime.cli.targets import check_targets
from painttime.core.part import PartMap
from painttime.workflow import opening

PARTS_SUFFIXES = (".png", ".json", ".psd")


def parts(
    painting: Annotated[Path, typer.Argument(metavar="PAINTING", help="A picture or a .painttime project.")],
    out: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="OUT",
            help="A result: .png (pixel = part id), .json or .psd (a layer a part). May be repeated.",
        ),
    ] = None,
    count: CountOption = None,
    parts_file: PartsOption = None,
) -> None:
    """Find the parts of PAINTING, list them back to front and write them to every OUT.

    Parts that lie beside a picture (jug.parts.json and jug.parts.png beside jug.jpg) are taken, unless
    others are asked for.
    """
    targets = out or []
    check_parts_options(count, parts_file)
    check_targets(targets, PARTS_SUFFIXES, folders=False)
    project = run_job(opening.open_file(painting, num_parts=count, parts=parts_file))
    if targets:
        from painttime.workflow.exporting import export_parts

        for target in targets:
            run_job(export_parts(project, target))
    typer.echo(part_list(project.parts))


def part_list(part_map: PartMap) -> str:
    """Return one line a part, back to front: id, share of the picture, name, with tabs between."""
    areas_px = part_map.areas_px()
    return "\n".join(
        f"{part.id}\t{areas_px[part.id] / part_map.labels.size:.1%}\t{part.name}" for part in part_map.parts
    )
